/** A client that somebody registered in the sandbox. */
import type { JWK } from 'jose';

export const authMethods = ['client_secret_basic', 'private_key_jwt', 'none'] as const;
export const assurances = ['low', 'substantial'] as const;

/** By which ID tokens and logout tokens may come; RS256 is for clients that know nothing else. */
export const tokenAlgorithms = ['ES256', 'RS256'] as const;

export type AuthMethod = (typeof authMethods)[number];
export type Assurance = (typeof assurances)[number];

/** What the form asks for. */
export interface Wish {
  readonly name: string;
  /** Undefined: the sandbox's own. */
  readonly redirectUri: string | undefined;
  readonly method: AuthMethod;
  readonly minimum: Assurance;
  readonly algorithm: (typeof tokenAlgorithms)[number];
  /** Where the citizen comes back to after signing out; undefined: the first page of where they came from. */
  readonly signedOutUri: string | undefined;
  readonly hearsLogouts: boolean;
}

export interface SandboxClient {
  readonly id: string;
  readonly wish: Wish;
  readonly redirectUri: string;
  /** For `client_secret_basic`. */
  readonly secret: string | undefined;
  /** For `private_key_jwt`; made here, its public half is registered. */
  readonly privateKey: JWK | undefined;
  /** EdDSA only for the fault in which a key is replaced. */
  readonly idTokenAlgorithm: Wish['algorithm'] | 'EdDSA';
}

const acrPrefix = 'http://eidas.europa.eu/LoA/';

export function acrOf(assurance: Assurance): string {
  return acrPrefix + assurance;
}

export function reaches(acr: unknown, needed: Assurance): boolean {
  const levels = ['low', 'substantial', 'high'].map((level) => acrPrefix + level);
  return levels.indexOf(String(acr)) >= levels.indexOf(acrOf(needed));
}
