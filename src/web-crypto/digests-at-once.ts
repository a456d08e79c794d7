/**
 * Digests of WebCrypto are made at once. Node hands each to a thread of its pool, whatever it weighs: the way there and back takes fifty
 * times what SHA-256 of an answer of a browser does, and it waits there behind hashes of passwords. @simplewebauthn/server knows no other
 * way to ask. What is large, or would be refused, goes its usual way: which errors there are, Node says (decision 74).
 */
import { hash } from 'node:crypto';

/** A tenth of a millisecond of SHA-256. */
export const mostBytesAtOnce = 64 * 1024;

const nodeNames: Readonly<Record<string, string>> = {
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/** Of the whole process, once. */
export function makeDigestsAtOnce(subtle: typeof crypto.subtle = crypto.subtle): void {
  const handOver = subtle.digest.bind(subtle);
  subtle.digest = async (algorithm, data) => {
    const name = typeof algorithm === 'string' && Object.hasOwn(nodeNames, algorithm) && nodeNames[algorithm];
    return name && isSmall(data) ? digestOf(name, data) : handOver(algorithm, data);
  };
}

/** What several threads share, or what may change its size, is none. */
function isSmall(data: unknown): data is Uint8Array<ArrayBuffer> {
  return (
    data instanceof Uint8Array && data.buffer instanceof ArrayBuffer && data.byteLength <= mostBytesAtOnce
  );
}

/** In memory of its own: that of a Buffer is shared with others. */
function digestOf(name: string, data: Uint8Array): ArrayBuffer {
  return Uint8Array.from(hash(name, data, 'buffer')).buffer;
}
