/** Where private keys live: sealed in the store beside what is said of them, or in a hardware security module, which they never leave. */
import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { calculateJwkThumbprint, exportJWK } from 'jose';
import { ExternalSigningKey } from 'oidc-provider';
import { ConfigurationError } from '../../errors.ts';
import type { Hsm, HsmKey } from '../../hsm/hsm.ts';
import { type MakeSigningKey, makeSigningKey, type PrivateKey } from './make-signing-key.ts';
import type { SigningAlgorithm } from './signing-key.ts';

/** What the engine signs with: the key itself, or one that signs where it lives. */
export type EngineKey = PrivateKey | ExternalSigningKey;

export interface SigningKeyHome {
  /** What the ring keeps of a new key. */
  make(alg: SigningAlgorithm): Promise<PrivateKey>;
  /** @throws ConfigurationError where the key lives somewhere that is not configured, or not there */
  usable(key: PrivateKey): Promise<EngineKey>;
  /** Of a key that was made and never used, since another came first. */
  discard(key: PrivateKey): Promise<void>;
}

/** @param without algorithms that the module does not know: their keys are sealed in the store */
export function createSigningKeyHome(
  hsm: Hsm | undefined,
  without: readonly string[] = [],
  makeHere: MakeSigningKey = makeSigningKey,
): SigningKeyHome {
  return {
    make: (alg) => (hsm && !without.includes(alg) ? makeInHsm(hsm, alg) : makeHere(alg)),

    async usable(key) {
      if (key.hsm === undefined) {
        return key.alg === 'ES256' ? new KeyAtHand(key) : key;
      }
      const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' });
      return new KeyInHsm(key, publicKey, await (hsm ?? fail(key)).key({ id: key.hsm }, key.alg, publicKey));
    },

    async discard({ hsm: id }) {
      if (hsm && id !== undefined) {
        await hsm.destroyKey(id);
      }
    },
  };
}

async function makeInHsm(hsm: Hsm, alg: SigningAlgorithm): Promise<PrivateKey> {
  const { id, publicKey } = await hsm.makeKey(alg);
  const jwk = await exportJWK(publicKey);
  return { ...jwk, alg, use: 'sig', kid: await calculateJwkThumbprint(jwk), hsm: id };
}

/** A key that the engine asks to sign, and does not see. */
abstract class OwnSigningKey extends ExternalSigningKey {
  readonly #key: PrivateKey;
  readonly #publicKey: KeyObject;

  constructor(key: PrivateKey, publicKey: KeyObject) {
    super();
    this.#key = key;
    this.#publicKey = publicKey;
  }

  override get kid(): string {
    return this.#key.kid;
  }

  override get alg(): SigningAlgorithm {
    return this.#key.alg;
  }

  override keyObject(): KeyObject {
    return this.#publicKey;
  }
}

class KeyInHsm extends OwnSigningKey {
  readonly #signer: HsmKey;

  constructor(key: PrivateKey, publicKey: KeyObject, signer: HsmKey) {
    super(key, publicKey);
    this.#signer = signer;
  }

  override sign(data: Uint8Array): Promise<Uint8Array> {
    return this.#signer.sign(Buffer.from(data));
  }
}

/**
 * Signs at once. By a thread of Node's pool, as WebCrypto does it, the way there and back costs as much as the signature, which waits there
 * behind hashes of passwords (decision 74). Of the other algorithms few sign, or it takes long.
 */
class KeyAtHand extends OwnSigningKey {
  readonly #signer: { readonly key: KeyObject; readonly dsaEncoding: 'ieee-p1363' };

  constructor(key: PrivateKey) {
    const privateKey = createPrivateKey({ key: { ...key }, format: 'jwk' });
    super(key, createPublicKey(privateKey));
    // r and s, as JWS wants them (RFC 7518 §3.4).
    this.#signer = { key: privateKey, dsaEncoding: 'ieee-p1363' };
  }

  override async sign(data: Uint8Array): Promise<Uint8Array> {
    return sign('sha256', data, this.#signer);
  }
}

function fail({ alg, kid }: PrivateKey): never {
  throw new ConfigurationError(
    `the signing key ${kid} (${alg}) lives in a hardware security module: KAPU_PKCS11_MODULE, KAPU_PKCS11_TOKEN and KAPU_PKCS11_PIN_FILE are missing`,
  );
}
