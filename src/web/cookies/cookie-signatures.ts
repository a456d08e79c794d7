/**
 * Signatures of cookies, as Keygrip makes them: old cookies stay good. Its keys are prepared once: Keygrip prepares one at every use, and
 * draws another to compare with.
 */
import { createHmac, createSecretKey, type KeyObject, timingSafeEqual } from 'node:crypto';

export interface CookieSignatures {
  sign(text: string): string;
  /** Which of the keys signed it; -1 for none. */
  index(text: string, signature: string): number;
  verify(text: string, signature: string): boolean;
}

/** @param secrets the first signs, all verify */
export function createCookieSignatures(secrets: readonly string[]): CookieSignatures {
  const keys = secrets.map((secret) => createSecretKey(secret, 'utf8'));
  const [current] = keys;
  if (!current) {
    throw new Error('no key signs cookies');
  }

  function index(text: string, signature: string): number {
    const given = Buffer.from(signature);
    return keys.findIndex((key) => {
      const right = Buffer.from(signatureUnder(key, text));
      return right.length === given.length && timingSafeEqual(right, given);
    });
  }

  return {
    sign: (text) => signatureUnder(current, text),
    index,
    verify: (text, signature) => index(text, signature) >= 0,
  };
}

function signatureUnder(key: KeyObject, text: string): string {
  return createHmac('sha1', key).update(text).digest('base64url');
}
