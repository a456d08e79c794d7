/**
 * Passkeys (azonosítókulcs): WebAuthn credentials by which a citizen signs in, without a password or as the second step. They cannot be
 * phished, since a browser answers for the origin that it shows. Decision 51.
 *
 * In this folder: what is kept of a passkey and where, challenges, and how answers of browsers are parsed and verified. A passkey is an
 * authenticator of the Ügyfélkapu+ as an app is one, and lies with them: what ends or blocks one ends or blocks the other.
 */
import { z } from 'zod';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';

const base64url = z.string().regex(/^[\w-]+$/);

/** As it is kept, sealed. */
export const passkeySchema = z.strictObject({
  name: z.string(),
  credentialId: base64url,
  /** COSE_Key (RFC 9052). */
  publicKey: base64url,
  /** Who made the authenticator, by its own word: nobody attests it. */
  aaguid: z.string(),
  transports: z.array(z.string()),
  /** True where its maker's service may carry it to other devices of its owner (WebAuthn: backup eligible). */
  isSynced: z.boolean(),
  /** What its authenticator calls the account, where that is not as `userHandleOf` has it: it was made at another installation. */
  userHandle: base64url.optional(),
  createdAt: z.iso.datetime(),
});

export type NewPasskey = z.output<typeof passkeySchema>;

export type Passkey = NewPasskey & {
  readonly id: string;
  readonly lastUsedAt: Date | undefined;
  /** How often it has signed, as far as its last use told; 0 where it does not count. */
  readonly counter: number;
  /** True when the owner said that it is not theirs: it opens nothing any more. */
  readonly isFrozen: boolean;
  /** True where it was carried elsewhere, as far as its last use told: losing the device does not lose it. */
  readonly isBackedUp: boolean;
};

/** Of an account at a time. */
export const mostPasskeys = 10;

/** ES256, EdDSA and RS256, as COSE names them. */
export const algorithms = [-7, -8, -257] as const;

/** What it is called in the store: ids of credentials have up to a thousand bytes. */
export function passkeyIdOf(credentialId: string): string {
  return hashOfIdentifier(credentialId);
}

/** Authenticators keep it and give it back, so that no name needs to be typed. It is the account's id, which says nothing. */
export function userHandleOf(accountId: string): string {
  return Buffer.from(accountId).toString('base64url');
}

/** What its authenticator calls the account. */
export function userHandleIn({ userHandle }: Pick<NewPasskey, 'userHandle'>, accountId: string): string {
  return userHandle ?? userHandleOf(accountId);
}

export function accountIdIn(userHandle: string): string | undefined {
  const accountId = Buffer.from(userHandle, 'base64url').toString('latin1');
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(accountId) ? accountId : undefined;
}

/** The host that passkeys are bound to. @param configured where it is not the issuer's */
export function rpIdOf(issuer: string, configured: string | undefined): string {
  return configured ?? new URL(issuer).hostname;
}

/** Where passkeys are made and used. */
export interface RelyingPartyOfPasskeys {
  /** RP ID: the host that passkeys are bound to. */
  readonly id: string;
  /** Of our pages. */
  readonly origin: string;
  readonly name: string;
}
