/**
 * An authenticator and its browser, in software (WebAuthn Level 3 §6, FIDO CTAP 2): makes passkeys and signs with them, and deceives where a
 * test wants it to.
 */
import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign as signWith,
} from 'node:crypto';
import { type Cbor, encodeCbor } from './cbor.ts';

/** What a page asks the browser for. */
export interface Asked {
  readonly challenge: string;
  readonly rpId?: string;
  readonly rp?: { readonly id: string };
  readonly user?: { readonly id: string };
  readonly pubKeyCredParams?: readonly { readonly alg: number }[];
  readonly excludeCredentials?: readonly { readonly id: string }[];
}

/** How an answer differs from an honest one. */
export interface Deceit {
  readonly origin?: string;
  readonly rpId?: string;
  readonly challenge?: string;
  readonly type?: string;
  readonly crossOrigin?: boolean;
  readonly isPresent?: boolean;
  readonly isVerified?: boolean;
  readonly counter?: number;
  readonly algorithm?: number;
  readonly userHandle?: string | null;
  readonly attestation?: { readonly fmt: string; readonly attStmt: ReadonlyMap<Cbor, Cbor> };
  readonly isSynced?: boolean;
  /** Its maker's certificate (DER), and the key that signs for it. */
  readonly certified?: { readonly certificate: Uint8Array; readonly privateKey: KeyObject };
  /** The new key signs for itself, as some authenticators do unasked. */
  readonly attestsItself?: boolean;
}

interface HeldPasskey {
  readonly id: string;
  readonly rpId: string;
  readonly userHandle: string;
  readonly privateKey: KeyObject;
  readonly algorithm: number;
  counter: number;
}

export interface Wishes {
  /** Of the pages that it sees. */
  readonly origin: string;
  readonly aaguid?: string;
  /** May its passkeys leave it? */
  readonly isSynced?: boolean;
  /** Most of those that are synced do not. */
  readonly counts?: boolean;
}

export class PasskeyDevice {
  readonly #wishes: Wishes;
  readonly held: HeldPasskey[] = [];

  constructor(wishes: Wishes) {
    this.#wishes = wishes;
  }

  /** As `navigator.credentials.create` answers, in JSON. */
  make(asked: Asked, deceit: Deceit = {}): string {
    if (asked.excludeCredentials?.some(({ id }) => this.held.some((held) => held.id === id))) {
      throw new Error('InvalidStateError');
    }
    const algorithm = deceit.algorithm ?? asked.pubKeyCredParams?.[0]?.alg ?? -7;
    const { publicKey, privateKey } = newKey(algorithm);
    const id = randomBytes(32);
    const rpId = deceit.rpId ?? asked.rp?.id ?? '';
    const counter = this.#wishes.counts ? 1 : 0;
    const attested = Buffer.concat([
      Buffer.from((this.#wishes.aaguid ?? '00000000-0000-0000-0000-000000000000').replaceAll('-', ''), 'hex'),
      Buffer.from([0, id.length]),
      id,
      encodeCbor(publicKey),
    ]);
    const authData = this.#authenticatorData(rpId, deceit, deceit.counter ?? counter, attested);
    const clientDataJSON = this.#clientData('webauthn.create', asked, deceit);
    const signature = signed(algorithm, privateKey, authData, clientDataJSON);
    const itself = {
      fmt: 'packed',
      attStmt: new Map<Cbor, Cbor>([
        ['alg', algorithm],
        ['sig', signature],
      ]),
    };
    const { certified } = deceit;
    if (certified) {
      itself.attStmt.set('sig', signed(-7, certified.privateKey, authData, clientDataJSON));
      itself.attStmt.set('x5c', [certified.certificate]);
    }
    const unattested = deceit.attestsItself || certified ? itself : { fmt: 'none', attStmt: new Map() };
    const { fmt, attStmt } = deceit.attestation ?? unattested;
    const parts = new Map<Cbor, Cbor>([
      ['fmt', fmt],
      ['attStmt', attStmt],
      ['authData', authData],
    ]);
    this.held.push({
      id: id.toString('base64url'),
      rpId,
      userHandle: asked.user?.id ?? '',
      privateKey,
      algorithm,
      counter,
    });
    return answerOf(id.toString('base64url'), {
      clientDataJSON,
      attestationObject: encodeCbor(parts).toString('base64url'),
      transports: ['internal', 'hybrid'],
    });
  }

  /** As `navigator.credentials.get` answers, in JSON. @param which of those that it holds, the newest unless it is said otherwise */
  sign(asked: Asked, deceit: Deceit = {}, which: HeldPasskey | undefined = this.held.at(-1)): string {
    const passkey = which;
    if (!passkey) {
      throw new Error('NotAllowedError');
    }
    passkey.counter += this.#wishes.counts ? 1 : 0;
    const authData = this.#authenticatorData(
      deceit.rpId ?? asked.rpId ?? '',
      deceit,
      deceit.counter ?? passkey.counter,
    );
    const clientDataJSON = this.#clientData('webauthn.get', asked, deceit);
    const signature = signed(passkey.algorithm, passkey.privateKey, authData, clientDataJSON);
    return answerOf(passkey.id, {
      clientDataJSON,
      authenticatorData: authData.toString('base64url'),
      signature: signature.toString('base64url'),
      ...(deceit.userHandle === null ? {} : { userHandle: deceit.userHandle ?? passkey.userHandle }),
    });
  }

  #clientData(type: string, asked: Asked, deceit: Deceit): string {
    const data = {
      type: deceit.type ?? type,
      challenge: deceit.challenge ?? asked.challenge,
      origin: deceit.origin ?? this.#wishes.origin,
      crossOrigin: deceit.crossOrigin ?? false,
    };
    return Buffer.from(JSON.stringify(data)).toString('base64url');
  }

  #authenticatorData(rpId: string, deceit: Deceit, counter: number, attested = Buffer.alloc(0)): Buffer {
    const isSynced = deceit.isSynced ?? this.#wishes.isSynced ?? true;
    const flags =
      ((deceit.isPresent ?? true) ? 0x01 : 0) |
      ((deceit.isVerified ?? true) ? 0x04 : 0) |
      (isSynced ? 0x18 : 0) |
      (attested.length > 0 ? 0x40 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.from([flags]), count, attested]);
  }
}

function signed(algorithm: number, key: KeyObject, authData: Buffer, clientDataJSON: string): Buffer {
  const hashOfClientData = createHash('sha256').update(Buffer.from(clientDataJSON, 'base64url')).digest();
  return signWith(algorithm === -8 ? null : 'sha256', Buffer.concat([authData, hashOfClientData]), key);
}

function answerOf(id: string, response: object): string {
  return JSON.stringify({
    id,
    rawId: id,
    type: 'public-key',
    authenticatorAttachment: 'platform',
    clientExtensionResults: {},
    response,
  });
}

/** The public key as COSE_Key (RFC 9053). */
function newKey(algorithm: number): { publicKey: ReadonlyMap<Cbor, Cbor>; privateKey: KeyObject } {
  const bytes = (text: unknown): Buffer => Buffer.from(String(text), 'base64url');
  if (algorithm === -8) {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const { x } = publicKey.export({ format: 'jwk' });
    return {
      publicKey: new Map<Cbor, Cbor>([
        [1, 1],
        [3, -8],
        [-1, 6],
        [-2, bytes(x)],
      ]),
      privateKey,
    };
  }
  if (algorithm === -257) {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const { n, e } = publicKey.export({ format: 'jwk' });
    return {
      publicKey: new Map<Cbor, Cbor>([
        [1, 3],
        [3, -257],
        [-1, bytes(n)],
        [-2, bytes(e)],
      ]),
      privateKey,
    };
  }
  const { publicKey, privateKey } = generateKeyPairSync('ec', {
    namedCurve: algorithm === -35 ? 'P-384' : 'P-256',
  });
  const { x, y } = publicKey.export({ format: 'jwk' });
  const key = new Map<Cbor, Cbor>([
    [1, 2],
    [3, algorithm],
    [-1, algorithm === -35 ? 2 : 1],
    [-2, bytes(x)],
    [-3, bytes(y)],
  ]);
  return {
    publicKey: key,
    privateKey: createPrivateKey(privateKey.export({ format: 'pem', type: 'pkcs8' })),
  };
}

/** What a page asks the browser for, and where the answer goes. */
export function askedOf({ text }: { readonly text: string }): Asked & {
  readonly address: string;
  readonly fields: Record<string, string>;
} {
  const [, address = '', options = '', body = ''] =
    /<form[^>]*action="([^"]+)"[^>]*data-passkey-options="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(text) ?? [];
  if (!options) {
    throw new Error('the page asks for no passkey');
  }
  const [, token = ''] = /name="_csrf" value="([^"]+)"/.exec(body) ?? [];
  const asked = JSON.parse(options.replaceAll('&#34;', '"').replaceAll('&amp;', '&')) as Asked;
  return { ...asked, address, fields: { _csrf: token } };
}
