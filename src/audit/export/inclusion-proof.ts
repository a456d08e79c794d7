/**
 * An inclusion proof shows that an entry stands in the signed chain, as Certificate Transparency's (RFC 9162) shows it of a certificate:
 * the entry, its random bits, the digests of those behind it up to the next checkpoint, and that checkpoint. Of other entries it holds
 * digests alone, which tell nothing.
 */
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { Sealer } from '../../storage/sealed.ts';
import { bodyPlace, monthOf } from '../audit-keys.ts';
import { canonicalJson } from '../chain/canonical-json.ts';
import { chainBeginning, digestOf, hashAfter, readBody } from '../chain/chain.ts';
import type { ChainStore } from '../chain/chain-store.ts';
import { sha256 } from '../chain/sha256.ts';
import { readCheckpoint } from '../checkpoints/checkpoint.ts';
import { recordedEventSchema } from '../events/security-event.ts';

const hashText = z.string().regex(/^[\w-]{43}$/);

const proofSchema = z.strictObject({
  version: z.literal(1),
  id: z.string().regex(/^\d{1,15}-\d{1,10}$/),
  sequence: z.int().min(1),
  salt: z.string().regex(/^[\w-]{22}$/),
  event: recordedEventSchema,
  /** Of the entry before. */
  previous: hashText,
  /** Of the entries behind it, up to the last one that the checkpoint covers. */
  digests: z.array(hashText),
  checkpoint: z.string(),
});

export type InclusionProof = z.output<typeof proofSchema>;

export type InclusionProofVerdict =
  | {
      readonly kind: 'proven';
      readonly proof: InclusionProof;
      readonly checkpoint: number;
      readonly signedAt: Date;
    }
  | { readonly kind: 'refused'; readonly why: string };

/** @returns undefined while no checkpoint covers the entry, and for one that is not (any more) in the log, or is another person's. */
export async function proveInclusion(
  { chain, sealer, keys }: { chain: ChainStore; sealer: Sealer; keys: JSONWebKeySet },
  accountId: string,
  id: string,
): Promise<InclusionProof | undefined> {
  const entry = await chain.find(id);
  const jws = entry && (await chain.covering(entry.sequence))?.jws;
  const checkpoint = jws && (await readCheckpoint(jws, keys));
  if (!entry || !jws || !checkpoint) {
    return undefined;
  }
  const { salt, event } = readBody(sealer.open(entry.body, bodyPlace));
  const before = await chain.before(id);
  const previous = entry.sequence === 1 ? chainBeginning : before?.hash;
  if (event.account !== accountId || previous === undefined) {
    return undefined;
  }
  const digests = await digestsBehind(chain, id, checkpoint.count - entry.sequence);
  return { version: 1, id, sequence: entry.sequence, salt, event, previous, digests, checkpoint: jws };
}

async function digestsBehind(chain: ChainStore, id: string, many: number): Promise<string[]> {
  const digests: string[] = [];
  for (const month of await chain.months()) {
    if (month < monthOf(id)) {
      continue;
    }
    for await (const { digest } of chain.entries(month, month === monthOf(id) ? id : undefined)) {
      if (digests.length === many) {
        return digests;
      }
      digests.push(digest);
    }
  }
  return digests;
}

/** Needs nothing but the proof and the published keys. @param text as it was downloaded */
export async function verifyInclusionProof(
  text: string,
  keys: JSONWebKeySet,
): Promise<InclusionProofVerdict> {
  const parsed = proofSchema.safeParse(jsonOf(text));
  if (!parsed.success) {
    return { kind: 'refused', why: 'it is no proof' };
  }
  const proof = parsed.data;
  const checkpoint = await readCheckpoint(proof.checkpoint, keys);
  if (!checkpoint) {
    return { kind: 'refused', why: 'its checkpoint is not signed with one of the keys' };
  }
  const digest = digestOf(proof.id, sha256(`${proof.salt}${canonicalJson(proof.event)}`));
  const head = [digest, ...proof.digests].reduce(hashAfter, proof.previous);
  if (head !== checkpoint.head || proof.sequence + proof.digests.length !== checkpoint.count) {
    return { kind: 'refused', why: 'the entry is not the one that the checkpoint covers' };
  }
  return { kind: 'proven', proof, checkpoint: checkpoint.checkpoint, signedAt: new Date(checkpoint.at) };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
