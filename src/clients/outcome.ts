/** What comes of a change to the registry, and who makes it. */
import type { StoredClient } from './client-record.ts';
import type { FetchedLogo } from './logos/fetch-logo.ts';
import type { RegistrationFault } from './metadata-rules.ts';

/** Who changes something, when, and on what version they decided it, if they say so. */
export interface Occasion {
  /** A client id, or `cli`. */
  readonly by: string;
  readonly now: Date;
  readonly expectedVersion?: number | undefined;
}

export type Refusal =
  | { readonly kind: 'refused'; readonly faults: readonly RegistrationFault[] }
  | { readonly kind: 'taken' }
  | { readonly kind: 'unknown' }
  /** Somebody else changed it since. */
  | { readonly kind: 'moved' }
  /** A file of `config/clients` speaks for it. */
  | { readonly kind: 'declared' }
  | { readonly kind: 'without-secret' };

export type LogoRefusal =
  /** The registration asks for none, or none was fetched. */
  | { readonly kind: 'without-logo' }
  /** What was fetched by now is not what was looked at. */
  | { readonly kind: 'other-logo' }
  | Extract<FetchedLogo, { kind: 'not-fetched' }>;

/** `secret` is there when a new one was made, and nowhere else ever again. */
export type Changed = { readonly kind: 'done'; readonly client: StoredClient; readonly secret?: string };

export type Outcome = Changed | Refusal;

export type RemoveOutcome = { readonly kind: 'removed' } | Refusal;

export type LogoOutcome = Outcome | LogoRefusal;
