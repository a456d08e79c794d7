/** SD-JWT VC credentials (RFC 9901, format `dc+sd-jwt`), written: every claim of the person is for the holder to disclose or not. */
import { randomBytes, randomInt } from 'node:crypto';
import { digestOf } from '../verification/sd-jwt-disclosures.ts';
import type { IssuerKey } from './issuer-key.ts';

/** The type of our credentials, and how OpenID4VCI calls their configuration and scope. */
export const credentialType = 'urn:kapu:demo:pid:1';
export const credentialConfigurationId = 'kapu-demo-pid';
export const credentialScope = 'kapu_demo_pid';

/** A key that a wallet proved to hold: the public members of a P-256 JWK. */
export interface HolderKey {
  readonly kty: 'EC';
  readonly crv: 'P-256';
  readonly x: string;
  readonly y: string;
}

/** Claims that are disclosed one by one. Where a value stands under `within`, its name is seen and its members are disclosed one by one. */
export interface DisclosableClaims {
  readonly claims: Readonly<Record<string, unknown>>;
  readonly within: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface CredentialContent {
  readonly issuer: string;
  readonly person: DisclosableClaims;
  readonly holderKey: HolderKey;
  readonly status: { readonly uri: string; readonly index: number };
  /** Both are rounded down to the day, so that they tell nobody apart. */
  readonly issuedAt: Date;
  readonly expiresAt: Date;
}

const secondsOfDay = 24 * 60 * 60;
const saltLengthInBytes = 16;

/** @returns the issuer-signed JWT and all its disclosures, each followed by a tilde */
export async function writeCredential(key: IssuerKey, content: CredentialContent): Promise<string> {
  const { person, holderKey, status } = content;
  const outer = disclosable(person.claims);
  const inner = Object.entries(person.within).map(([name, members]) => ({ name, ...disclosable(members) }));
  const payload = {
    iss: content.issuer,
    vct: credentialType,
    iat: startOfDay(content.issuedAt),
    exp: startOfDay(content.expiresAt),
    cnf: { jwk: holderKey },
    status: { status_list: { idx: status.index, uri: status.uri } },
    _sd_alg: 'sha-256',
    _sd: outer.digests,
    ...Object.fromEntries(inner.map(({ name, digests }) => [name, { _sd: digests }])),
  };
  const disclosures = [outer, ...inner].flatMap((part) => part.disclosures);
  return [await key.sign('dc+sd-jwt', payload), ...disclosures, ''].join('~');
}

/** RFC 9901 §4.2: a disclosure each, and their digests in an order that says nothing of the claims. */
function disclosable(claims: Readonly<Record<string, unknown>>): {
  disclosures: string[];
  digests: string[];
} {
  const disclosures = Object.entries(claims).map(([name, value]) => disclosureOf(name, value));
  return { disclosures, digests: shuffled(disclosures.map(digestOf)) };
}

function disclosureOf(name: string, value: unknown): string {
  const salt = randomBytes(saltLengthInBytes).toString('base64url');
  return Buffer.from(JSON.stringify([salt, name, value])).toString('base64url');
}

/** Fisher and Yates. */
function shuffled(items: readonly string[]): string[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = randomInt(last + 1);
    [result[last], result[other]] = [result[other] as string, result[last] as string];
  }
  return result;
}

function startOfDay(instant: Date): number {
  const seconds = Math.floor(instant.getTime() / 1000);
  return seconds - (seconds % secondsOfDay);
}
