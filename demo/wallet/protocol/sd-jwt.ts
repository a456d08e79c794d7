/** SD-JWT credentials (RFC 9901), read by their holder and by whom they are shown. */
import { digestOf, fromBase64url, textOf } from './bytes.ts';
import { type Json, type Keys, readJws, signJws } from './jws.ts';

/** Where something stands in a credential of which everything is disclosed, e.g. `['nationalities', 0]`. */
export type Place = readonly (string | number)[];

export interface Disclosure {
  readonly text: string;
  /** By which the credential refers to it. */
  readonly digest: string;
  readonly path: Place;
  /** As the issuer wrote it: what is disclosed within it is a digest here. */
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
/** Names of the format itself. */
const reserved = ['_sd', '_sd_alg', '...', '__proto__'];

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
  const waiting: Waiting = { texts: new Map(), seen: new Set() };
  for (const disclosure of rest) {
    waiting.texts.set(await digestOf(disclosure), disclosure);
  }
  if (waiting.texts.size !== rest.length) {
    throw new Error('the same disclosure twice');
  }
  const disclosures = disclosuresWithin(payload, [], waiting);
  if (waiting.texts.size > 0) {
    throw new Error('a disclosure that nothing refers to');
  }
  return { jwt, payload, disclosures };
}

interface Waiting {
  /** By digest; what was found is taken out. */
  readonly texts: Map<string, string>;
  readonly seen: Set<string>;
}

function disclosuresWithin(node: unknown, path: Place, waiting: Waiting): Disclosure[] {
  if (Array.isArray(node)) {
    return withinArray(node, path, waiting);
  }
  return isObject(node) ? withinObject(node, path, waiting) : [];
}

function withinObject(node: Json, path: Place, waiting: Waiting): Disclosure[] {
  const found = digestsOf(node).flatMap((digest) => {
    const text = take(digest, waiting);
    return text === undefined ? [] : readClaim(text, digest, path, node);
  });
  const names = found.map(({ path: own }) => own.at(-1));
  if (new Set(names).size !== names.length) {
    throw new Error('the same claim twice');
  }
  const plain = Object.entries(node).flatMap(([name, value]) =>
    disclosuresWithin(value, [...path, name], waiting),
  );
  return [...found, ...plain, ...found.flatMap((one) => disclosuresWithin(one.value, one.path, waiting))];
}

/** RFC 9901 §4.2.4.2. A digest that no disclosure belongs to takes no place. */
function withinArray(node: readonly unknown[], path: Place, waiting: Waiting): Disclosure[] {
  let index = 0;
  return node.flatMap((element) => {
    const digest = digestOfElement(element);
    const text = digest === undefined ? undefined : take(digest, waiting);
    if (digest !== undefined && text === undefined) {
      return [];
    }
    const place = [...path, index];
    index += 1;
    if (digest === undefined || text === undefined) {
      return disclosuresWithin(element, place, waiting);
    }
    const [, value] = partsOf(text, 2);
    return [{ text, digest, path: place, value }, ...disclosuresWithin(value, place, waiting)];
  });
}

function take(digest: string, { texts, seen }: Waiting): string | undefined {
  if (seen.has(digest)) {
    throw new Error('the same digest twice');
  }
  seen.add(digest);
  const text = texts.get(digest);
  texts.delete(digest);
  return text;
}

function digestsOf({ _sd: digests = [] }: Json): string[] {
  if (!Array.isArray(digests) || digests.some((digest) => typeof digest !== 'string')) {
    throw new Error('digests that are none');
  }
  return digests;
}

/** Undefined for an element that all may see. */
function digestOfElement(element: unknown): string | undefined {
  if (!isObject(element) || !('...' in element)) {
    return undefined;
  }
  const { '...': digest, ...more } = element;
  if (typeof digest !== 'string' || Object.keys(more).length > 0) {
    throw new Error('digests that are none');
  }
  return digest;
}

function readClaim(text: string, digest: string, path: Place, node: Json): Disclosure {
  const [, name, value] = partsOf(text, 3);
  if (typeof name !== 'string' || reserved.includes(name) || Object.hasOwn(node, name)) {
    throw new Error('a disclosure of what cannot be disclosed');
  }
  if (path.length === 0 && neverConcealed.includes(name)) {
    throw new Error('conceals what everybody must see');
  }
  return { text, digest, path: [...path, name], value };
}

/** @param howMany salt, name and value of a claim; salt and value of an element */
function partsOf(text: string, howMany: 2 | 3): unknown[] {
  const parts: unknown = JSON.parse(textOf(fromBase64url(text)));
  if (!Array.isArray(parts) || parts.length !== howMany || typeof parts[0] !== 'string') {
    throw new Error('not a disclosure of what stands there');
  }
  return parts;
}

export function isObject(value: unknown): value is Json {
  return value !== null && typeof value === 'object' && !Array.isArray(value);
}

/**
 * The claims as they read with these disclosures, and with all of them if none are named. What else could be disclosed is absent in its
 * object and a gap in its array, so that everything keeps its place.
 */
export function claimsWith(
  { payload, disclosures }: Pick<ReadCredential, 'payload' | 'disclosures'>,
  shown: readonly Disclosure[] = disclosures,
): Json {
  const known = new Map(disclosures.map((disclosure) => [disclosure.digest, disclosure]));
  const isShown = new Set(shown.map(({ digest }) => digest));

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.flatMap(resolveElement);
    }
    return isObject(value) ? resolveObject(value) : value;
  }

  function resolveElement(element: unknown): unknown[] {
    const digest = digestOfElement(element);
    if (digest === undefined) {
      return [resolve(element)];
    }
    const disclosure = known.get(digest);
    return disclosure ? [isShown.has(digest) ? resolve(disclosure.value) : undefined] : [];
  }

  function resolveObject({ _sd, ...plain }: Json): Json {
    const disclosed = digestsOf({ _sd }).flatMap((digest) => {
      const disclosure = isShown.has(digest) ? known.get(digest) : undefined;
      return disclosure ? [[String(disclosure.path.at(-1)), disclosure.value] as const] : [];
    });
    const all = [...Object.entries(plain), ...disclosed];
    return Object.fromEntries(all.map(([name, value]) => [name, resolve(value)]));
  }

  const { _sd_alg, ...claims } = resolveObject(payload);
  return claims;
}

/** What of the credential says something about these places: disclosures on the way to them, and within them. */
export function disclosuresFor(
  { disclosures }: Pick<ReadCredential, 'disclosures'>,
  places: readonly Place[],
): Disclosure[] {
  return disclosures.filter(({ path }) =>
    places.some((asked) => isOnTheWay(path, asked) || isOnTheWay(asked, path)),
  );
}

/** Whether whoever goes to `place` passes `one`, or stops there. */
export function isOnTheWay(one: Place, place: Place): boolean {
  return one.every((step, index) => place[index] === step);
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
