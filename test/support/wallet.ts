/**
 * A wallet, written from OpenID4VP 1.0, HAIP 1.0 and RFC 9901 alone; it shares no code with the sources. It refuses requests that a
 * strict wallet refuses, and can be told to err in its answers as the conformance suite's wallet does.
 */
import { createHash, type webcrypto, X509Certificate } from 'node:crypto';
import {
  CompactEncrypt,
  decodeProtectedHeader,
  exportJWK,
  importJWK,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose';
import { type Credential, digest, newKeys } from './wallet-authority.ts';

export interface RequestObject {
  readonly client_id: string;
  readonly response_uri: string;
  readonly response_mode: string;
  readonly response_type: string;
  readonly nonce: string;
  readonly state: string;
  readonly wallet_nonce?: string;
  readonly dcql_query: {
    credentials: {
      id: string;
      format: string;
      meta: { vct_values: string[] };
      claims: { path: string[] }[];
    }[];
  };
  readonly client_metadata: {
    jwks: { keys: (JWK & { kid: string })[] };
    encrypted_response_enc_values_supported: string[];
    vp_formats_supported: Record<string, unknown>;
  };
}

/** How the answer departs from what is right. */
export interface Faults {
  readonly keyBinding?: Record<string, unknown>;
  readonly keyBindingHeader?: Record<string, unknown>;
  readonly signWith?: webcrypto.CryptoKey;
  /** What is disclosed instead of what was asked for. */
  readonly disclose?: (credential: Credential, asked: string[]) => string[];
  /** On the presentation as text, after it was made. */
  readonly tamper?: (presentation: string) => string;
  readonly answer?: (answer: Record<string, unknown>) => Record<string, unknown>;
  readonly encryption?: string;
}

/** Of a wallet that wants its requests encrypted. */
export interface RequestEncryption {
  readonly metadata: object;
  readonly decrypt: (jwe: string) => Promise<string>;
}

export interface WalletAnswer {
  readonly status: number;
  readonly body: Record<string, string>;
  readonly headers: Headers;
}

export class Wallet {
  readonly #keys: webcrypto.CryptoKeyPair;
  readonly publicKey: JWK;
  /** PEM of the authorities by which relying parties are known. */
  readonly #anchors: readonly string[];
  credential: Credential | undefined;
  /** As a proxy says it; undefined: there is none. */
  address: string | undefined;

  private constructor(keys: webcrypto.CryptoKeyPair, publicKey: JWK, anchors: readonly string[]) {
    this.#keys = keys;
    this.publicKey = publicKey;
    this.#anchors = anchors;
  }

  /** @param given keys that a credential was issued for */
  static async create(anchors: readonly string[], given?: webcrypto.CryptoKeyPair): Promise<Wallet> {
    const keys = given ?? (await newKeys());
    const { kty, crv, x, y } = await exportJWK(keys.publicKey as webcrypto.CryptoKey);
    return new Wallet(keys, { kty, crv, x, y } as JWK, anchors);
  }

  /** Fetches the request behind a link or a QR code, and looks whether it may be believed. */
  async open(
    link: string,
    method: 'get' | 'post' = 'post',
    encryption?: RequestEncryption,
  ): Promise<RequestObject> {
    const query = new URLSearchParams(link.slice(link.indexOf('?') + 1));
    const requestUri = query.get('request_uri') ?? '';
    const walletNonce = 'a-nonce-of-the-wallet';
    const response = await fetch(requestUri, {
      redirect: 'error',
      headers: this.#headers(),
      ...(method === 'post' && {
        method: 'POST',
        body: new URLSearchParams({
          wallet_nonce: walletNonce,
          wallet_metadata: JSON.stringify(encryption?.metadata ?? {}),
        }),
      }),
    });
    if (
      response.status !== 200 ||
      response.headers.get('content-type') !== 'application/oauth-authz-req+jwt'
    ) {
      throw new Error(`no request: ${response.status}`);
    }
    const text = await response.text();
    const request = await this.#verify(encryption ? await encryption.decrypt(text) : text);
    if (request.client_id !== query.get('client_id')) {
      throw new Error('the request is of another verifier than the link');
    }
    if (method === 'post' && request.wallet_nonce !== walletNonce) {
      throw new Error('the nonce of the wallet is missing');
    }
    return request;
  }

  async #verify(text: string): Promise<RequestObject> {
    const { x5c = [], typ } = decodeProtectedHeader(text) as { x5c?: string[]; typ?: string };
    const chain = x5c.map((der) => new X509Certificate(Buffer.from(der, 'base64')));
    const [leaf] = chain;
    const isKnown = this.#anchors
      .map((pem) => new X509Certificate(pem))
      .some((anchor) => leaf?.verify(anchor.publicKey));
    if (!leaf || !isKnown || typ !== 'oauth-authz-req+jwt' || leaf.issuer === leaf.subject) {
      throw new Error('the request is not to be believed');
    }
    const { payload } = await jwtVerify(text, leaf.publicKey, {
      audience: 'https://self-issued.me/v2',
      algorithms: ['ES256'],
    });
    const request = payload as unknown as RequestObject;
    const [prefix, name] = request.client_id.split(/:(.*)/s);
    const isNamed =
      prefix === 'x509_hash'
        ? name === createHash('sha256').update(leaf.raw).digest('base64url')
        : prefix === 'x509_san_dns' &&
          leaf.subjectAltName === `DNS:${name}` &&
          new URL(request.response_uri).hostname === name;
    if (!isNamed) {
      throw new Error('the client id does not follow from the certificate');
    }
    return request;
  }

  /** Answers with the credential. */
  async answer(request: RequestObject, faults: Faults = {}): Promise<WalletAnswer> {
    const [query] = request.dcql_query.credentials;
    const presentation = await this.present(request, faults);
    const answer = { vp_token: { [query?.id ?? '']: [presentation] }, state: request.state };
    return this.send(request, faults.answer ? faults.answer(answer) : answer, faults.encryption);
  }

  async present(request: RequestObject, faults: Faults = {}): Promise<string> {
    const { credential } = this;
    const [query] = request.dcql_query.credentials;
    if (!credential || !query) {
      throw new Error('the wallet is empty');
    }
    const asked = query.claims.map(({ path: [name = ''] }) => name);
    const disclosed = faults.disclose
      ? faults.disclose(credential, asked)
      : asked.flatMap((name) => credential.disclosures[name] ?? []);
    const bound = [credential.jwt, ...disclosed, ''].join('~');
    const keyBinding = await new SignJWT({
      nonce: request.nonce,
      aud: request.client_id,
      iat: Math.floor(Date.now() / 1000),
      sd_hash: digest(bound),
      ...faults.keyBinding,
    })
      .setProtectedHeader({ alg: 'ES256', typ: 'kb+jwt', ...faults.keyBindingHeader })
      .sign((faults.signWith ?? this.#keys.privateKey) as webcrypto.CryptoKey);
    const presentation = `${bound}${keyBinding}`;
    return faults.tamper ? faults.tamper(presentation) : presentation;
  }

  decline(request: RequestObject): Promise<WalletAnswer> {
    return this.#post(request, { error: 'access_denied', state: request.state });
  }

  async send(request: RequestObject, answer: object, encryption = 'A256GCM'): Promise<WalletAnswer> {
    return this.sendRaw(request, await encrypt(request, answer, encryption));
  }

  sendRaw(request: RequestObject, response: string): Promise<WalletAnswer> {
    return this.#post(request, { response });
  }

  async #post(
    { response_uri: address }: RequestObject,
    fields: Record<string, string>,
  ): Promise<WalletAnswer> {
    const response = await fetch(address, {
      method: 'POST',
      headers: this.#headers(),
      body: new URLSearchParams(fields),
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, body: text ? JSON.parse(text) : {}, headers: response.headers };
  }

  #headers(): Record<string, string> {
    return this.address === undefined ? {} : { 'X-Forwarded-For': this.address };
  }
}

export async function encrypt(
  { client_metadata: { jwks } }: RequestObject,
  answer: object,
  encryption = 'A256GCM',
): Promise<string> {
  const [key] = jwks.keys;
  if (!key) {
    throw new Error('no key to encrypt to');
  }
  return new CompactEncrypt(Buffer.from(JSON.stringify(answer)))
    .setProtectedHeader({ alg: 'ECDH-ES', enc: encryption, kid: key.kid })
    .encrypt(await importJWK(key, 'ECDH-ES'));
}
