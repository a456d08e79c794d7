/**
 * Sealing: authenticated encryption of what must be read again (TOTP keys, profiles, signing keys).
 * AES-256-GCM with a fresh 96-bit nonce; the key id is in the envelope, the place it belongs to is authenticated with it,
 * so that an envelope copied to another person's record does not open. NIST SP 800-38D.
 */
import { createCipheriv, createDecipheriv, createSecretKey, randomBytes } from 'node:crypto';
import type { Secrets } from '../configuration/secrets.ts';

export interface Sealer {
  /** @param place what the text belongs to, e.g. `account:<id>:profile`; the same must be given to open it. */
  seal(text: string, place: string): string;
  /** @throws Error when the envelope was changed, moved, or sealed with a key that we do not have. */
  open(envelope: string, place: string): string;
}

const nonceLength = 12;
const tagLength = 16;
/** Nonces are drawn this many at a time: asking the system for each takes as long as sealing does. */
const noncesDrawn = 128;

/** Since they were last taken, by key id; of all sealers of this thread. */
let uses = new Map<string, number>();

/** What this thread has sealed since it was asked last, by key id, and what others told it that they have. */
export function takeUses(): ReadonlyMap<string, number> {
  const taken = uses;
  uses = new Map();
  return taken;
}

/** What another thread of this process has sealed, which counts for itself. */
export function addUses(more: ReadonlyMap<string, number>): void {
  for (const [kid, times] of more) {
    countUses(kid, times);
  }
}

function countUses(kid: string, times: number): void {
  uses.set(kid, (uses.get(kid) ?? 0) + times);
}

/** Nonce and tag alone are 38 characters. */
const envelopePattern = /^([\w-]{1,16})\.[\w-]{38,}$/;

/** Envelope: `<key id>.<base64url of nonce, ciphertext and tag>`. */
export function createSealer(keys: Secrets['sealing_keys']): Sealer {
  // Prepared once: Node prepares a key given as bytes at every use, which takes five times as long as sealing does.
  const prepared = keys.map(({ kid, key }) => ({ kid, key: createSecretKey(key) }));
  const keyById = new Map(prepared.map(({ kid, key }) => [kid, key]));
  const current = prepared[0] ?? unavailable();

  let nonces = Buffer.alloc(0);

  function nextNonce(): Buffer {
    if (nonces.length === 0) {
      nonces = randomBytes(noncesDrawn * nonceLength);
    }
    const nonce = nonces.subarray(0, nonceLength);
    nonces = nonces.subarray(nonceLength);
    return nonce;
  }

  function seal(text: string, place: string): string {
    const nonce = nextNonce();
    countUses(current.kid, 1);
    const cipher = createCipheriv('aes-256-gcm', current.key, nonce);
    cipher.setAAD(Buffer.from(`${current.kid}:${place}`));
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${current.kid}.${sealed.toString('base64url')}`;
  }

  function open(envelope: string, place: string): string {
    const [kid = '', body = ''] = envelope.split('.');
    const key = keyById.get(kid);
    if (!key) {
      throw new Error('sealed with an unknown key');
    }
    const sealed = Buffer.from(body, 'base64url');
    const nonce = sealed.subarray(0, nonceLength);
    const tag = sealed.subarray(sealed.length - tagLength);
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagLength });
    decipher.setAAD(Buffer.from(`${kid}:${place}`));
    decipher.setAuthTag(tag);
    const text = decipher.update(sealed.subarray(nonceLength, sealed.length - tagLength));
    return Buffer.concat([text, decipher.final()]).toString('utf8');
  }

  return { seal, open };
}

/** The id of the key that sealed `value`; undefined for what is no envelope. */
export function keyIdOf(value: string): string | undefined {
  return envelopePattern.exec(value)?.[1];
}

function unavailable(): never {
  throw new Error('no sealing key');
}
