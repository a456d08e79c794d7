/** A client that somebody registered in the sandbox. */
import type { JWK } from 'jose';

export const authMethods = ['client_secret_basic', 'private_key_jwt', 'none'] as const;
export const assurances = ['low', 'substantial'] as const;

export type AuthMethod = (typeof authMethods)[number];
export type Assurance = (typeof assurances)[number];

/** What the form asks for. */
export interface Wish {
  readonly name: string;
  /** Undefined: the sandbox's own. */
  readonly redirectUri: string | undefined;
  readonly method: AuthMethod;
  readonly minimum: Assurance;
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
  readonly idTokenAlgorithm: 'ES256' | 'EdDSA';
}

const acrPrefix = 'http://eidas.europa.eu/LoA/';

export function acrOf(assurance: Assurance): string {
  return acrPrefix + assurance;
}

export function reaches(acr: unknown, needed: Assurance): boolean {
  const levels = ['low', 'substantial', 'high'].map((level) => acrPrefix + level);
  return levels.indexOf(String(acr)) >= levels.indexOf(acrOf(needed));
}
