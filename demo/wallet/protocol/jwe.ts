/** Encrypting an answer to a verifier (RFC 7516, RFC 7518 §4.6: ECDH-ES, direct), as `direct_post.jwt` wants it. */
import { type Bytes, base64url, concatenated, type Jwk, sha256, utf8 } from './bytes.ts';

const curve = { name: 'ECDH', namedCurve: 'P-256' };
const keyBits = { A128GCM: 128, A256GCM: 256 } as const;

export type ContentEncryption = keyof typeof keyBits;

export interface Recipient {
  readonly jwk: Jwk & { readonly kid?: string };
  readonly encryption: ContentEncryption;
}

export function isContentEncryption(name: unknown): name is ContentEncryption {
  return typeof name === 'string' && name in keyBits;
}

export async function encryptTo({ jwk, encryption }: Recipient, content: object): Promise<string> {
  const own = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const { kty, crv, x, y } = await crypto.subtle.exportKey('jwk', own.publicKey);
  const header = { alg: 'ECDH-ES', enc: encryption, kid: jwk.kid, epk: { kty, crv, x, y } };
  const protectedPart = base64url(utf8(JSON.stringify(header)));
  const theirs = await crypto.subtle.importKey(
    'jwk',
    { kty: jwk.kty ?? '', crv: jwk.crv ?? '', x: jwk.x ?? '', y: jwk.y ?? '' },
    curve,
    false,
    [],
  );
  const agreed = await crypto.subtle.deriveBits({ name: 'ECDH', public: theirs }, own.privateKey, 256);
  const bits = keyBits[encryption];
  const raw = await derivedKey(new Uint8Array(agreed), encryption, bits);
  const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = new Uint8Array(
    await crypto.subtle.encrypt(
      { name: 'AES-GCM', iv, additionalData: utf8(protectedPart) },
      key,
      utf8(JSON.stringify(content)),
    ),
  );
  const [text, tag] = [sealed.slice(0, -16), sealed.slice(-16)];
  return [protectedPart, '', ...[iv, text, tag].map(base64url)].join('.');
}

/** Concat KDF of NIST SP 800-56A with SHA-256; one round is enough for 256 bits. */
export async function derivedKey(
  agreed: Bytes,
  algorithm: string,
  bits: number,
  partyU = '',
  partyV = '',
): Promise<Bytes> {
  const named = (text: string): Bytes => concatenated(number32(text.length), utf8(text));
  const info = concatenated(named(algorithm), named(partyU), named(partyV), number32(bits));
  const digest = await sha256(concatenated(number32(1), agreed, info));
  return digest.slice(0, bits / 8);
}

function number32(value: number): Bytes {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}
