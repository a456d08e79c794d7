/**
 * Password hashes that other systems made, as they come with an import: recognised, bounded and verified. Nothing here makes one;
 * whoever signs in with such a hash has it replaced by ours.
 *
 * Bounds keep a hostile line from becoming an hour of work at somebody's sign-in; what is above them is refused at the import. What is
 * quicker to guess than PBKDF2 at its floor is not kept as it came either: it is wrapped (stored-hash.ts).
 *
 * In this folder: a file a family of schemes, how much of a password each sees, and how hashes of others lie in an account.
 */
import type { TypedPassword } from '../typed-password.ts';
import type { Sees } from './sight.ts';

export interface ForeignHash {
  /** What made it, as operators know it: `PBKDF2 with SHA-256`. */
  readonly kind: string;
  /** As it is kept: Argon2 with its parameters in the standard's order, anything else as it came. */
  readonly encoded: string;
  /** Work of one verification, in units of one hash of ours; an estimate, at least 1. */
  readonly work: number;
  /** False where guessing costs less than the floor of its kind (OWASP, Password Storage Cheat Sheet). */
  readonly isSlow: boolean;
  readonly sees: Sees;
  /** What the scheme makes of a password with this salt and these parameters. */
  derive(password: string, argon2: DeriveArgon2): Promise<Buffer>;
  /** What it made of the owner's. */
  readonly digest: Buffer;
  /** `encoded` with an empty digest: salt and parameters, of which nobody guesses a password. */
  readonly recipe: string;
}

export interface Argon2Parameters {
  readonly type: 'argon2i' | 'argon2id';
  readonly version: 16 | 19;
  readonly memoryInKiB: number;
  readonly passes: number;
  readonly lanes: number;
  readonly salt: Buffer;
  readonly length: number;
}

/** Argon2 without a secret value. */
export type DeriveArgon2 = (password: string, parameters: Argon2Parameters) => Promise<Buffer>;

export type ParsedHash =
  | { kind: 'usable'; hash: ForeignHash }
  /** @property of what kind it is, where that is known */
  | { kind: 'unusable'; reason: string; of?: string };

/** Undefined for what is not of this family. */
export type ParseHash = (text: string) => ParsedHash | undefined;

/** As other systems may have hashed a password: as it was typed, or as its keyboard composed it. */
export function waysToHash({ asTyped, text }: TypedPassword): string[] {
  return [...new Set([asTyped, text])];
}

export function usable(hash: Omit<ForeignHash, 'work'> & { readonly work: number }): ParsedHash {
  return { kind: 'usable', hash: { ...hash, work: Math.max(1, Math.ceil(hash.work)) } };
}

export const tooExpensive = (kind: string): ParsedHash => ({
  kind: 'unusable',
  reason: 'its parameters are beyond what Kapu verifies',
  of: kind,
});

export const malformed = (kind: string): ParsedHash => ({
  kind: 'unusable',
  reason: 'its salt or digest has no usable length',
  of: kind,
});

const shortestDigest = 16;
const longestDigest = 64;
export const longestSalt = 64;

/** An empty digest would equal every other one of its length. */
export function isDigest({ length }: Buffer): boolean {
  return length >= shortestDigest && length <= longestDigest;
}

/** Base64 with or without padding; passlib writes `.` for `+`. */
export function bytesOf(base64: string): Buffer {
  return Buffer.from(base64.replaceAll('.', '+'), 'base64');
}

/** As long as a digest, and none: in Base64 of any alphabet it is read as zeros. */
export function emptied(digest: string): string {
  return digest.replaceAll(/[^=]/g, 'A');
}
