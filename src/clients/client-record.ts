/** What the registry keeps of a client. */
import { randomBytes } from 'node:crypto';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import type { Registration } from './registration.ts';

export interface ClientRecord {
  /** Without a secret. */
  readonly registration: Registration;
  readonly secret: KeptSecret | undefined;
  readonly status: ClientStatus;
  /** True as long as a file of `config/clients` speaks for it: it is changed there. */
  readonly isDeclared: boolean;
  /** Absent where none was fetched. */
  readonly logo?: KeptLogo | undefined;
  /**
   * The sector of a client that was registered while the port counted, so that nobody is renamed (sector.ts); null for all others.
   */
  readonly sectorWithPort: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
  /** A client id, or `cli`. */
  readonly updatedBy: string;
}

/** With the version that a change has to name; 0 is before the first. */
export type StoredClient = ClientRecord & { readonly version: number };

/** See logos/logo.ts. */
export interface KeptLogo {
  /** The `logo_uri` that it was fetched from. */
  readonly from: string;
  /** SHA-256 of the picture as we wrote it (base64url): its name, and what it is held to when it is read. */
  readonly digest: string;
  readonly isApproved: boolean;
}

export type ClientStatus =
  | { readonly kind: 'active' }
  | { readonly kind: 'disabled'; readonly because: 'asked' | 'not-declared' };

/** Hashes; the one before stays valid for a while, so that a relying party may change over without an outage. */
export interface KeptSecret {
  readonly hash: string;
  readonly previous: { readonly hash: string; readonly endsAt: Date } | undefined;
}

/** 256 bits, so that a plain hash of it tells nothing. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

export function firstSecret(secret: string): KeptSecret {
  return { hash: hashOfIdentifier(secret), previous: undefined };
}

/** @param overlapInSeconds how long the secret so far stays valid; 0 ends it, and what was before it, at once */
export function nextSecret(
  kept: KeptSecret | undefined,
  secret: string,
  overlapInSeconds: number,
  now: Date,
): KeptSecret {
  const endsAt = new Date(now.getTime() + overlapInSeconds * 1000);
  const isOverlapping = kept !== undefined && overlapInSeconds > 0;
  return {
    hash: hashOfIdentifier(secret),
    previous: isOverlapping ? { hash: kept.hash, endsAt } : undefined,
  };
}
