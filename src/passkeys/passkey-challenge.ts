/**
 * Challenges. One lives in the sign-in, or the session, that it is shown in, and dies with it: it is made of that, a random part and the
 * instant, under a key of ours, so that nothing is kept before somebody answered, and showing one costs the store nothing. Which ones were
 * answered is kept (spend-passkey.lua): each is spent once.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { passkeyChallengeKey } from '../storage/catalogue/sign-in-keys.ts';
import { type IndexKeys, indexHashes } from '../storage/index-key.ts';

/** What a challenge is for, and of which sign-in or session it is: an answer is worth nothing in another. */
export interface ChallengePlace {
  readonly purpose: 'sign-in' | 'reauthentication' | 'registration';
  readonly of: string;
}

const randomBytesLong = 16;
const instantBytesLong = 6;
const challengeBytesLong = randomBytesLong + instantBytesLong + 32;

/** @param at by the store's clock */
export function newChallenge(keys: IndexKeys, place: ChallengePlace, at: Date): string {
  const head = Buffer.alloc(randomBytesLong + instantBytesLong);
  randomBytes(randomBytesLong).copy(head);
  head.writeUIntBE(Math.floor(at.getTime() / 1000), randomBytesLong, instantBytesLong);
  return Buffer.concat([head, ...sealsOf(keys, place, head).slice(0, 1)]).toString('base64url');
}

/** True for one that we showed there, in the last hour. */
export function isOurChallenge(keys: IndexKeys, place: ChallengePlace, challenge: string, at: Date): boolean {
  const bytes = Buffer.from(challenge, 'base64url');
  if (bytes.length !== challengeBytesLong || bytes.toString('base64url') !== challenge) {
    return false;
  }
  const head = bytes.subarray(0, randomBytesLong + instantBytesLong);
  const age = at.getTime() / 1000 - head.readUIntBE(randomBytesLong, instantBytesLong);
  const isOurs = sealsOf(keys, place, head).some((seal) =>
    timingSafeEqual(bytes.subarray(head.length), seal),
  );
  return isOurs && age < passkeyChallengeKey.lifeInSeconds;
}

/** Under each index key, the one that counts first. */
function sealsOf(keys: IndexKeys, { purpose, of }: ChallengePlace, head: Buffer): Buffer[] {
  const text = `${purpose}\0${of}\0${head.toString('base64url')}`;
  return indexHashes(keys, 'passkey-challenge', text).map((hash) => Buffer.from(hash, 'base64url'));
}
