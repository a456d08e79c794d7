/** Bytes and their texts, with what browsers and Node.js both have. */

export type Bytes = Uint8Array<ArrayBuffer>;

/** Of Web Cryptography: a handle, which may be of a key that does not leave the device. */
export type Key = Awaited<ReturnType<typeof crypto.subtle.importKey>>;

/** A public key on P-256. */
export interface Jwk {
  readonly kty?: string;
  readonly crv?: string;
  readonly x?: string;
  readonly y?: string;
}

export function utf8(text: string): Bytes {
  return new TextEncoder().encode(text) as Bytes;
}

/** @throws TypeError for what is no UTF-8 */
export function textOf(bytes: Bytes): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
}

export function base64url(bytes: Bytes): string {
  return base64(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** @throws Error for what is no base64url, or could be written in another way */
export function fromBase64url(text: string): Bytes {
  if (!/^[\w-]*$/.test(text)) {
    throw new Error('not base64url');
  }
  const bytes = fromBase64(text.replaceAll('-', '+').replaceAll('_', '/'));
  if (base64url(bytes) !== text) {
    throw new Error('not base64url as it is written by everybody');
  }
  return bytes;
}

export function base64(bytes: Bytes): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

export function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

export function concatenated(...parts: readonly Bytes[]): Bytes {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

/** As digests of disclosures and of presentations are written. */
export async function digestOf(text: string): Promise<string> {
  return base64url(await sha256(utf8(text)));
}

/** Unguessable: 128 bits. */
export function newNonce(): string {
  return base64url(crypto.getRandomValues(new Uint8Array(16)));
}

export async function deflated(bytes: Bytes): Promise<Bytes> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @throws Error for what is damaged, or grows beyond `most` bytes */
export async function inflated(
  bytes: Bytes,
  format: 'deflate' | 'deflate-raw',
  most: number,
): Promise<Bytes> {
  const reader = new Blob([bytes]).stream().pipeThrough(new DecompressionStream(format)).getReader();
  const parts: Bytes[] = [];
  let length = 0;
  for (let { done, value } = await reader.read(); !done; { done, value } = await reader.read()) {
    const part = value as Bytes;
    length += part.length;
    if (length > most) {
      await reader.cancel();
      throw new Error('inflates to too much');
    }
    parts.push(part);
  }
  return concatenated(...parts);
}
