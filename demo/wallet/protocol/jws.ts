/** Signed texts (RFC 7515, compact), ES256 alone. */
import { base64url, fromBase64url, type Jwk, type Key, textOf, utf8 } from './bytes.ts';
import { type Certificate, leafUnder } from './certificate.ts';

export type Json = Readonly<Record<string, unknown>>;

export interface Jws {
  readonly header: Json;
  readonly payload: Json;
}

/** The private key may be one that does not leave the device. */
export interface Keys {
  readonly publicKey: Key;
  readonly privateKey: Key;
}

const curve = { name: 'ECDSA', namedCurve: 'P-256' };
const es256 = { name: 'ECDSA', hash: 'SHA-256' };

/** Keys that not even this program can take out of the device. */
export async function newDeviceKeys(): Promise<Keys> {
  return (await crypto.subtle.generateKey(curve, false, ['sign', 'verify'])) as Keys;
}

export async function publicJwk({ publicKey }: Pick<Keys, 'publicKey'>): Promise<Jwk> {
  const { kty = '', crv = '', x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  return { kty, crv, x, y };
}

export async function signJws(header: Json, payload: Json, { privateKey }: Keys): Promise<string> {
  const signed = `${encoded({ alg: 'ES256', ...header })}.${encoded(payload)}`;
  const signature = new Uint8Array(await crypto.subtle.sign(es256, privateKey, utf8(signed)));
  return `${signed}.${base64url(signature)}`;
}

/** Nothing of it is believed yet. @throws Error for what is no compact JWS of JSON objects */
export function readJws(text: string): Jws {
  const [header, payload, signature, ...more] = text.split('.');
  if (signature === undefined || more.length > 0) {
    throw new Error('not a signed text');
  }
  return { header: decoded(header), payload: decoded(payload) };
}

/** @throws Error unless the key signed it */
export async function verifyJws(text: string, key: Key): Promise<Jws> {
  const jws = readJws(text);
  const end = text.lastIndexOf('.');
  const signature = fromBase64url(text.slice(end + 1));
  const isSigned =
    jws.header.alg === 'ES256' &&
    jws.header.crit === undefined &&
    (await crypto.subtle.verify(es256, key, signature, utf8(text.slice(0, end))));
  if (!isSigned) {
    throw new Error('a signature that is wrong');
  }
  return jws;
}

/** @throws Error unless it was signed by whom the pinned authority vouches for */
export async function verifyUnder(
  anchor: Certificate,
  text: string,
  type: string,
  now: Date,
): Promise<Jws & { leaf: Certificate }> {
  const { header } = readJws(text);
  const leaf = await leafUnder(anchor, header.x5c, now);
  if (header.typ !== type) {
    throw new Error(`is not of the type ${type}`);
  }
  return { ...(await verifyJws(text, leaf.key)), leaf };
}

export function importPublicKey(jwk: unknown): Promise<Key> {
  const { kty = '', crv = '', x = '', y = '' } = jwk as Jwk;
  return crypto.subtle.importKey('jwk', { kty, crv, x, y }, curve, true, ['verify']);
}

function encoded(value: Json): string {
  return base64url(utf8(JSON.stringify(value)));
}

function decoded(text: string | undefined): Json {
  const value: unknown = JSON.parse(textOf(fromBase64url(text ?? '')));
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Error('not a JSON object');
  }
  return value as Json;
}
