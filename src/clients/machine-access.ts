/** Who asks at the administration: a machine client with a token of its own. */
import type { machineScopes } from './registration.ts';

export type MachineScope = (typeof machineScopes)[number];

export interface MachineAccess {
  readonly clientId: string;
  /** What the token says and the registration still allows. */
  readonly scopes: ReadonlySet<string>;
}

/** Undefined for a token that is none of ours, expired, meant for something else, or whose client is gone or disabled. */
export type FindMachineAccess = (token: string) => Promise<MachineAccess | undefined>;
