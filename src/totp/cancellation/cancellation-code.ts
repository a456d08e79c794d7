/**
 * The törlőkód: shown once after applying, cancels the Ügyfélkapu+ later. 28 characters, 140 bits, so that a keyed hash
 * suffices at rest (ASVS 5.0 6.5.2).
 */
import {
  drawPaperCode,
  readPaperCode,
  type TypedLength,
  typedLengthOf,
} from '../../one-time-codes/paper-code.ts';
import { type IndexKeys, namedIndexHash, namedIndexHashes } from '../../storage/index-key.ts';

const groups = 7;

export function newCancellationCode(): string {
  return drawPaperCode(groups);
}

export function typedLengthOfCancellationCode(typed: string): TypedLength {
  return typedLengthOf(typed, groups);
}

/** Bound to the account, so that a hash copied to another account's record is worth nothing. */
export function hashCancellationCode(keys: IndexKeys, accountId: string, code: string): string {
  return namedIndexHash(keys, purpose, boundTo(accountId, code));
}

/** Every form in which its hash may be kept, that of today first. */
export function hashesOfCancellationCode(keys: IndexKeys, accountId: string, code: string): string[] {
  return namedIndexHashes(keys, purpose, boundTo(accountId, code));
}

const purpose = 'cancellation-code';

function boundTo(accountId: string, code: string): string {
  return `${accountId}\0${readPaperCode(code)}`;
}

export function lastFourOf(code: string): string {
  return readPaperCode(code).slice(-4);
}
