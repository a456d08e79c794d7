/**
 * Checkpoints: signed statements (JWS, RFC 7515) on how long the chain is and how it ends, each with the hash of the one before. The
 * keys that sign them are beside this file, and so is where they are kept.
 */
import { CompactSign, compactVerify, createLocalJWKSet, importJWK, type JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { sha256 } from '../chain/sha256.ts';
import type { CheckpointKey } from './checkpoint-key-store.ts';

const checkpointSchema = z.strictObject({
  checkpoint: z.int().min(1),
  /** Of the last entry that it covers. */
  month: z.string(),
  /** How many entries there have been, from the very first one. */
  count: z.int().min(1),
  /** Hash of the last of them. */
  head: z.string(),
  /** Hash of the checkpoint before; empty in the first one. */
  previous: z.string(),
  at: z.iso.datetime(),
});

const removalSchema = z.strictObject({
  /** The last month that was removed. */
  removed: z.string(),
  /** Its last entry. */
  count: z.int().min(1),
  head: z.string(),
  /** The first checkpoint that was kept. */
  checkpoint: z.int().min(1),
  at: z.iso.datetime(),
});

export type Checkpoint = z.output<typeof checkpointSchema>;
/** What retention removed: the chain begins behind it. */
export type Removal = z.output<typeof removalSchema>;

const types = { checkpoint: 'kapu-audit-checkpoint', removal: 'kapu-audit-removal' } as const;

export const signCheckpoint = (checkpoint: Checkpoint, key: CheckpointKey): Promise<string> =>
  sign(checkpoint, types.checkpoint, key);

export const signRemoval = (removal: Removal, key: CheckpointKey): Promise<string> =>
  sign(removal, types.removal, key);

/** @returns undefined when it is no checkpoint, or none that one of the keys signed. */
export async function readCheckpoint(jws: string, keys: JSONWebKeySet): Promise<Checkpoint | undefined> {
  return checkpointSchema.safeParse(await read(jws, types.checkpoint, keys)).data;
}

export async function readRemoval(jws: string, keys: JSONWebKeySet): Promise<Removal | undefined> {
  return removalSchema.safeParse(await read(jws, types.removal, keys)).data;
}

/** By which the next checkpoint names this one. */
export function hashOfCheckpoint(jws: string): string {
  return sha256(jws);
}

async function sign(statement: object, typ: string, key: CheckpointKey): Promise<string> {
  return new CompactSign(Buffer.from(JSON.stringify(statement)))
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, typ })
    .sign(await importJWK(key, 'ES256'));
}

async function read(jws: string, typ: string, keys: JSONWebKeySet): Promise<unknown> {
  try {
    const { payload, protectedHeader } = await compactVerify(jws, createLocalJWKSet(keys), {
      algorithms: ['ES256'],
    });
    return protectedHeader.typ === typ ? JSON.parse(Buffer.from(payload).toString('utf8')) : undefined;
  } catch {
    return undefined;
  }
}
