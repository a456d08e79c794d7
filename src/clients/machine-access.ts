/** Who asks at the administration: a machine client with a token of its own. */
import type { machineScopes } from './registration.ts';

export type MachineScope = (typeof machineScopes)[number];

export interface MachineAccess {
  readonly clientId: string;
  /** What the token says and the registration still allows. */
  readonly scopes: ReadonlySet<string>;
}

/** A token as it came, with what may prove that it is its holder's. */
export interface ShownToken {
  readonly scheme: 'bearer' | 'dpop';
  readonly value: string;
  readonly method: string;
  /** Under the issuer, without its query. */
  readonly path: string;
  /** Empty where it did not come. */
  header(name: string): string;
}

/**
 * Undefined for a token that is none of ours, expired, meant for something else, whose client is gone or disabled, or that is bound to a key
 * or certificate which whoever shows it does not prove to have.
 */
export type FindMachineAccess = (shown: ShownToken) => Promise<MachineAccess | undefined>;
