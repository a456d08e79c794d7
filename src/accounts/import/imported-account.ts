/** An account as a line of an import makes it: checked, and not stored yet. */
import type { NewAccount } from '../account-record.ts';
import type { ForeignHash } from '../password/foreign/foreign-hash.ts';
import type { ImportedApp } from './imported-app.ts';
import type { ImportedPasskey } from './imported-passkey.ts';

/** `ours`: with our pepper, to be stored as it is. `nobodys`: the old system told of none. */
export type ImportedPassword =
  | { readonly kind: 'ours'; readonly stored: string }
  | { readonly kind: 'foreign'; readonly hash: ForeignHash }
  | { readonly kind: 'nobodys' };

export interface ImportedAccount extends Omit<NewAccount, 'passwordHash'> {
  readonly password: ImportedPassword;
  readonly apps: readonly ImportedApp[];
  readonly passkeys: readonly ImportedPasskey[];
  /** What makes the line this line: its data, however they were written. */
  readonly identity: string;
}
