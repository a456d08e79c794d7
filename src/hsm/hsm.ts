/**
 * Keys that live in a hardware security module and never leave it, by PKCS#11 (decision 61).
 *
 * In this folder: the functions of a module (`cryptoki.ts`), sessions with its token (`sessions.ts`), what makes, finds and uses keys.
 */
import { createPublicKey, type KeyObject, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { HsmSettings } from '../configuration/connections/hsm-settings.ts';
import { ConfigurationError } from '../errors.ts';
import { type Attribute, readWord, word, wordLength } from './cryptoki.ts';
import { attributeTypes, isTrue, kindOf, objectClasses, type SignatureAlgorithm } from './key-kinds.ts';
import { openSessions, type Session, type Sessions } from './sessions.ts';

export interface HsmKey {
  /** A signature as JOSE has it (RFC 7518 §3). */
  sign(data: Buffer): Promise<Buffer>;
}

export interface MadeKey {
  /** By which the key is found again (CKA_ID), in hexadecimal. */
  readonly id: string;
  readonly publicKey: KeyObject;
}

/** How a key is found: by the id that it was made with, or by the name that an operator gave it. */
export type KeyName = { readonly id: string } | { readonly label: string };

export interface Hsm {
  /** Made so that it is neither read nor taken elsewhere. */
  makeKey(algorithm: SignatureAlgorithm): Promise<MadeKey>;
  /**
   * @throws ConfigurationError where there is none of this name, where it may be read, or where it is not the private key of `publicKey`
   */
  key(name: KeyName, algorithm: SignatureAlgorithm, publicKey: KeyObject): Promise<HsmKey>;
  /** Nothing where it is gone already. */
  destroyKey(id: string): Promise<void>;
  /** For the health of the node. @throws Error that says why nothing can be signed */
  check(): Promise<void>;
  close(): Promise<void>;
}

const { CKA_ID, CKA_LABEL, CKA_CLASS, CKA_SENSITIVE, CKA_EXTRACTABLE } = attributeTypes;
const { CKO_PRIVATE_KEY } = objectClasses;
const privateKeys: readonly Attribute[] = [{ type: CKA_CLASS, value: word(CKO_PRIVATE_KEY) }];
/** Of an RSA key of 4096 bits; those of curves are shorter. */
const longestSignature = 512;

/** @throws ConfigurationError where there is no such module or token, or the PIN is not its own */
export async function openHsm(settings: HsmSettings): Promise<Hsm> {
  const sessions = await openSessions(settings);

  async function keyNamed(name: KeyName, algorithm: SignatureAlgorithm): Promise<HsmKey> {
    const handles = new WeakMap<Session, number>();
    const sign = (data: Buffer): Promise<Buffer> =>
      sessions.use(async (session) => {
        const handle = handles.get(session) ?? (await find(session, name));
        handles.set(session, handle);
        return signWith(session, handle, algorithm, data);
      });
    return { sign };
  }

  return {
    makeKey: (algorithm) => sessions.use((session) => makeKey(session, algorithm)),

    async key(name, algorithm, publicKey) {
      await sessions.use(async (session) => refuseReadable(session, await find(session, name), name));
      const key = await keyNamed(name, algorithm);
      await refuseStranger(key, name, algorithm, publicKey);
      return key;
    },

    destroyKey: (id) => sessions.use((session) => destroyAll(session, id)),

    check: () => beforeItIsLate(checkToken(sessions)),

    close: () => sessions.close(),
  };
}

const patienceInMilliseconds = 2000;

/** A device far away that says nothing is as good as gone. */
async function beforeItIsLate(asked: Promise<void>): Promise<void> {
  const late = new AbortController();
  const tooLate = delay(patienceInMilliseconds, undefined, { signal: late.signal, ref: false }).then(() => {
    throw new Error('the token does not answer');
  });
  tooLate.catch(() => {});
  try {
    await Promise.race([asked, tooLate]);
  } finally {
    late.abort();
  }
}

/** Whether its private keys are there, which only a token that is there and signed in to can say. */
async function checkToken(sessions: Sessions): Promise<void> {
  const keys = await sessions.use((session) => findPrivateKeys(session));
  if (keys.length === 0) {
    throw new Error('the token holds no private key');
  }
}

async function makeKey(session: Session, algorithm: SignatureAlgorithm): Promise<MadeKey> {
  const { mechanism, publicAttributes, privateAttributes, publicKeyFrom } = kindOf(algorithm);
  const id = randomBytes(16);
  const named = [
    { type: CKA_ID, value: id },
    { type: CKA_LABEL, value: Buffer.from(`kapu ${algorithm}`) },
  ];
  const { cryptoki } = session;
  const how = cryptoki.mechanism(mechanism);
  const forPublic = cryptoki.attributes([...publicAttributes, ...named]);
  const forPrivate = cryptoki.attributes([...privateAttributes, ...named]);
  const [publicHandle, privateHandle] = [word(0), word(0)];
  try {
    await session.call(
      'C_GenerateKeyPair',
      how.bytes,
      forPublic.bytes,
      forPublic.many,
      forPrivate.bytes,
      forPrivate.many,
      publicHandle,
      privateHandle,
    );
  } catch (error) {
    throw new ConfigurationError(
      `KAPU_PKCS11_TOKEN: no key for ${algorithm} can be made in it (${(error as Error).message}); name what it cannot do in KAPU_PKCS11_WITHOUT`,
    );
  }
  const publicKey = await publicKeyFrom((type) => attribute(session, readWord(publicHandle), type));
  return { id: id.toString('hex'), publicKey: createPublicKey({ key: publicKey, format: 'jwk' }) };
}

async function attribute(session: Session, handle: number, type: number): Promise<Buffer> {
  const ask = session.cryptoki.attributes([{ type, value: Buffer.alloc(0) }]);
  await session.call('C_GetAttributeValue', handle, ask.bytes, 1);
  const value = Buffer.alloc(readWord(ask.bytes, 2 * wordLength));
  const fetch = session.cryptoki.attributes([{ type, value }]);
  await session.call('C_GetAttributeValue', handle, fetch.bytes, 1);
  return value;
}

function findAll(session: Session, name: KeyName, further: readonly Attribute[] = []): Promise<number[]> {
  return findObjects(session, [
    ...further,
    'id' in name
      ? { type: CKA_ID, value: Buffer.from(name.id, 'hex') }
      : { type: CKA_LABEL, value: Buffer.from(name.label) },
  ]);
}

/** Four at most. */
function findPrivateKeys(session: Session): Promise<number[]> {
  return findObjects(session, privateKeys);
}

async function findObjects(session: Session, attributes: readonly Attribute[]): Promise<number[]> {
  const wanted = session.cryptoki.attributes(attributes);
  const [found, many] = [Buffer.alloc(4 * wordLength), word(0)];
  await session.call('C_FindObjectsInit', wanted.bytes, wanted.many);
  try {
    await session.call('C_FindObjects', found, 4, many);
  } finally {
    await session.call('C_FindObjectsFinal');
  }
  return Array.from({ length: readWord(many) }, (_, index) => readWord(found, index * wordLength));
}

async function find(session: Session, name: KeyName): Promise<number> {
  const [handle, another] = await findAll(session, name, privateKeys);
  if (handle === undefined || another !== undefined) {
    const fault = handle === undefined ? 'has no key' : 'has several keys';
    throw new ConfigurationError(`KAPU_PKCS11_TOKEN: ${fault} ${inWords(name)}`);
  }
  return handle;
}

async function destroyAll(session: Session, id: string): Promise<void> {
  for (const handle of await findAll(session, { id })) {
    await session.call('C_DestroyObject', handle);
  }
}

async function refuseReadable(session: Session, handle: number, name: KeyName): Promise<void> {
  const isSensitive = isTrue(await attribute(session, handle, CKA_SENSITIVE));
  const isExtractable = isTrue(await attribute(session, handle, CKA_EXTRACTABLE));
  if (!isSensitive || isExtractable) {
    throw new ConfigurationError(
      `KAPU_PKCS11_TOKEN: the key ${inWords(name)} may be read or taken out; it must be sensitive and not extractable`,
    );
  }
}

/** Nothing but a signature shows which private key it is. */
async function refuseStranger(
  key: HsmKey,
  name: KeyName,
  algorithm: SignatureAlgorithm,
  publicKey: KeyObject,
): Promise<void> {
  const said = randomBytes(32);
  if (!kindOf(algorithm).verifies(publicKey, said, await key.sign(said))) {
    throw new ConfigurationError(
      `KAPU_PKCS11_TOKEN: the key ${inWords(name)} is not the one of the certificate or public key that it is for`,
    );
  }
}

async function signWith(
  session: Session,
  handle: number,
  algorithm: SignatureAlgorithm,
  data: Buffer,
): Promise<Buffer> {
  const { signing } = kindOf(algorithm);
  const how = session.cryptoki.mechanism(signing.mechanism, signing.parameter);
  const signature = Buffer.alloc(longestSignature);
  const length = word(longestSignature);
  await session.call('C_SignInit', how.bytes, handle);
  const toBeSigned = signing.prepare(data);
  await session.call('C_Sign', toBeSigned, toBeSigned.length, signature, length);
  return signature.subarray(0, readWord(length));
}

function inWords(name: KeyName): string {
  return 'id' in name ? `with the id ${name.id}` : `named ${name.label}`;
}
