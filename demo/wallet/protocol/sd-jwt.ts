/** SD-JWT credentials (RFC 9901), read by their holder and by whom they are shown. */
import { digestOf, fromBase64url, textOf } from './bytes.ts';
import { type Json, type Keys, readJws, signJws } from './jws.ts';

export interface Disclosure {
  readonly text: string;
  /** Where the claim stands, e.g. `['age_equal_or_over', '18']`. */
  readonly path: readonly string[];
  readonly value: unknown;
}

export interface ReadCredential {
  /** The issuer-signed part, not verified here. */
  readonly jwt: string;
  readonly payload: Json;
  readonly disclosures: readonly Disclosure[];
}

/** Claims that an issuer must show to everybody. */
const neverConcealed = ['iss', 'iat', 'nbf', 'exp', 'cnf', 'vct', 'status'];

/**
 * Puts each disclosure where its digest stands. Strict: each disclosure is named once and used, no digest stands twice, no claim comes
 * twice, nothing that must be seen by all is concealed.
 * @param text ends with a tilde
 * @throws Error for a credential that breaks one of these
 */
export async function readCredential(text: string): Promise<ReadCredential> {
  const [jwt = '', ...rest] = text.split('~');
  if (rest.pop() !== '') {
    throw new Error('does not end with a tilde');
  }
  const { payload } = readJws(jwt);
  if (payload._sd_alg !== undefined && payload._sd_alg !== 'sha-256') {
    throw new Error('another hash than SHA-256');
  }
  const byDigest = new Map<string, string>();
  for (const disclosure of rest) {
    byDigest.set(await digestOf(disclosure), disclosure);
  }
  if (byDigest.size !== rest.length) {
    throw new Error('the same disclosure twice');
  }
  const disclosures = disclosuresWithin(payload, [], byDigest, new Set());
  if (byDigest.size > 0) {
    throw new Error('a disclosure that nothing refers to');
  }
  return { jwt, payload, disclosures };
}

/** Takes out of `byDigest` what it finds. */
function disclosuresWithin(
  node: Json,
  path: readonly string[],
  byDigest: Map<string, string>,
  seen: Set<string>,
): Disclosure[] {
  const found: Disclosure[] = [];
  for (const digest of digestsOf(node)) {
    if (seen.has(digest)) {
      throw new Error('the same digest twice');
    }
    seen.add(digest);
    const text = byDigest.get(digest);
    if (text !== undefined) {
      byDigest.delete(digest);
      found.push(readDisclosure(text, path, node));
    }
  }
  const names = found.map(({ path: own }) => own.at(-1));
  if (new Set(names).size !== names.length) {
    throw new Error('the same claim twice');
  }
  const inner = [
    ...Object.entries(node).map(([name, value]) => ({ at: [...path, name], value })),
    ...found.map(({ path: at, value }) => ({ at, value })),
  ];
  return [
    ...found,
    ...inner.flatMap(({ at, value }) =>
      isObject(value) ? disclosuresWithin(value, at, byDigest, seen) : [],
    ),
  ];
}

function digestsOf({ _sd: digests = [] }: Json): string[] {
  if (!Array.isArray(digests) || digests.some((digest) => typeof digest !== 'string')) {
    throw new Error('digests that are none');
  }
  return digests;
}

function readDisclosure(text: string, path: readonly string[], node: Json): Disclosure {
  const parts: unknown = JSON.parse(textOf(fromBase64url(text)));
  if (!Array.isArray(parts) || parts.length !== 3 || typeof parts[0] !== 'string') {
    throw new Error('not a disclosure of a claim');
  }
  const [, name, value] = parts as [string, unknown, unknown];
  if (typeof name !== 'string' || name === '_sd' || name === '...' || Object.hasOwn(node, name)) {
    throw new Error('a disclosure of what cannot be disclosed');
  }
  if (path.length === 0 && neverConcealed.includes(name)) {
    throw new Error('conceals what everybody must see');
  }
  return { text, path: [...path, name], value };
}

function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/** What of the credential says something about these places: disclosures on the way to them, and within them. */
export function disclosuresFor(
  { disclosures }: Pick<ReadCredential, 'disclosures'>,
  paths: readonly (readonly string[])[],
): Disclosure[] {
  const isPrefix = (one: readonly string[], other: readonly string[]): boolean =>
    one.every((name, index) => other[index] === name);
  return disclosures.filter(({ path }) =>
    paths.some((asked) => isPrefix(path, asked) || isPrefix(asked, path)),
  );
}

export interface KeyBinding {
  readonly audience: string;
  readonly nonce: string;
  readonly now: Date;
}

/** The credential with these disclosures alone, bound to the device's key, this verifier and this moment (RFC 9901 §4.3). */
export async function present(
  jwt: string,
  disclosures: readonly Disclosure[],
  keys: Keys,
  { audience, nonce, now }: KeyBinding,
): Promise<string> {
  const shown = [jwt, ...disclosures.map(({ text }) => text), ''].join('~');
  const payload = {
    iat: Math.floor(now.getTime() / 1000),
    aud: audience,
    nonce,
    sd_hash: await digestOf(shown),
  };
  return shown + (await signJws({ typ: 'kb+jwt' }, payload, keys));
}
