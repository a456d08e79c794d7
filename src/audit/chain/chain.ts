/**
 * The chain. Of a body, which begins with random bits, c = SHA-256(body) is written with it; of an entry d = SHA-256(id ‖ c), and
 * h = SHA-256(hash of the entry before ‖ d), hashes in base64url. So a digest tells nothing of its entry, sealing a body anew changes none, and whoever
 * holds a body, its id and the digests up to a checkpoint can check all of it alone.
 */
import { hash } from 'node:crypto';
import { type RecordedEvent, recordedEventSchema } from '../events/security-event.ts';
import { sha256 } from './sha256.ts';

/** Before the first entry. */
export const chainBeginning = sha256('kapu audit log, first entry');

/** An entry of a month, its body still sealed. */
export interface ChainedEntry {
  /** Of the stream: milliseconds, and a number within them. */
  readonly id: string;
  /** From 1, without a gap, over all months. */
  readonly sequence: number;
  /** d, in base64url like every hash. */
  readonly digest: string;
  /** h */
  readonly hash: string;
  readonly body: string;
}

/** An entry of which an export tells nothing but its place. */
export type WithheldEntry = Omit<ChainedEntry, 'body'>;

/** @returns d of the entry with this id and hash of its body. */
export function digestOf(id: string, bodyHash: string): string {
  return sha256(`${id}\0${bodyHash}`);
}

/** @returns h of the entry with this digest, behind the one with that hash. */
export function hashAfter(previous: string, digest: string): string {
  return hash('sha256', Buffer.from(`${previous}${digest}`, 'ascii'), 'base64url');
}

const saltLength = 22;

/** A body consists of its random bits and its event. */
export interface OpenedBody {
  readonly salt: string;
  readonly event: RecordedEvent;
}

/** @throws Error when it is no body of ours. */
export function readBody(body: string): OpenedBody {
  const event = recordedEventSchema.parse(JSON.parse(body.slice(saltLength)));
  return { salt: body.slice(0, saltLength), event };
}
