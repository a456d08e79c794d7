/** The faults that can be had on purpose: what each asks of the provider, and what it does with the answer. */
import type { SandboxClient } from '../registration/sandbox-client.ts';
import { acrOf } from '../registration/sandbox-client.ts';

export const faultNames = [
  'used-code',
  'wrong-verifier',
  'wrong-nonce',
  'stale-acr',
  'locked',
  'rotated-key',
  'clock',
  'logout',
  'unavailable',
  'denied',
  'login-required',
  'interaction-required',
  'unmet',
  'invalid-request',
  'mix-up',
] as const;

export type FaultName = (typeof faultNames)[number];

export interface FaultRequest {
  /** In place of, or beside, the usual parameters; undefined leaves one out. */
  readonly parameters: Readonly<Record<string, string | undefined>>;
  readonly clockSkew: number;
}

/** An ID token lives ten minutes, and the library bears with half a minute more. */
const clockSkewInSeconds = 11 * 60;

const low = acrOf('low');
const substantial = acrOf('substantial');
const unheardOf = 'http://eidas.europa.eu/LoA/high';
const essentialAcr = JSON.stringify({ id_token: { acr: { essential: true, value: unheardOf } } });

const requestsOf: Partial<Record<FaultName, FaultRequest['parameters']>> = {
  'stale-acr': { acr_values: low },
  locked: { prompt: 'login' },
  denied: { prompt: 'login' },
  'login-required': { prompt: 'none', max_age: '1' },
  'interaction-required': { prompt: 'none', acr_values: substantial },
  unmet: { claims: essentialAcr },
  'invalid-request': { code_challenge: undefined, code_challenge_method: undefined },
};

export function requestOfFault(name: FaultName): FaultRequest {
  return { parameters: requestsOf[name] ?? {}, clockSkew: name === 'clock' ? clockSkewInSeconds : 0 };
}

/** What a fault needs that this client or this sandbox has not. */
export type Lack = 'logouts' | 'operator';

export function lackOf(
  name: FaultName,
  client: SandboxClient | undefined,
  mayReplaceKeys: boolean,
): Lack | undefined {
  if (name === 'logout' && client && !client.wish.hearsLogouts) {
    return 'logouts';
  }
  return name === 'rotated-key' && !mayReplaceKeys ? 'operator' : undefined;
}

export function findFault(name: unknown): FaultName | undefined {
  return faultNames.find((known) => known === name);
}
