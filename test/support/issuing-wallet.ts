/**
 * A wallet, written from OpenID4VCI 1.0, RFC 9449 (DPoP) and the draft on attestation-based client authentication. It shares no code
 * with the provider or the demo's wallet, and does as it is told, also what no honest wallet would.
 */
import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, jwtVerify, SignJWT } from 'jose';
import type { Attester } from './wallet-authorities.ts';

export interface Keys {
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown> & { credentials?: { credential: string }[] };
}

export interface Offer {
  readonly credential_issuer: string;
  readonly credential_configuration_ids: string[];
  readonly grants: Record<string, { 'pre-authorized_code': string; tx_code: { length: number } }>;
}

export async function newKeys(): Promise<Keys> {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  return { privateKey, jwk: await exportJWK(publicKey) };
}

/** What a QR code or link leads to. @throws when the offer is no longer there */
export async function readOffer(address: string): Promise<Offer> {
  const response = await fetch(new URL(address).searchParams.get('credential_offer_uri') ?? '');
  if (!response.ok) {
    throw new Error(`no offer: ${response.status}`);
  }
  return (await response.json()) as Offer;
}

export class IssuingWallet {
  readonly issuer: string;
  readonly clientId: string;
  readonly #attester: Attester | undefined;
  readonly #dpop: Keys;
  readonly #instance: Keys;
  #metadata: Record<string, string> | undefined;

  private constructor(issuer: string, clientId: string, attester: Attester | undefined, keys: [Keys, Keys]) {
    this.issuer = issuer;
    this.clientId = clientId;
    this.#attester = attester;
    [this.#dpop, this.#instance] = keys;
  }

  static async make(issuer: string, clientId: string, attester?: Attester): Promise<IssuingWallet> {
    return new IssuingWallet(issuer, clientId, attester, [await newKeys(), await newKeys()]);
  }

  async metadata(): Promise<Record<string, string>> {
    if (!this.#metadata) {
      const [own, server] = await Promise.all(
        ['openid-credential-issuer', 'openid-configuration'].map(
          async (name) =>
            (await fetch(`${this.issuer}/.well-known/${name}`)).json() as Promise<Record<string, string>>,
        ),
      );
      this.#metadata = { ...server, ...own };
    }
    return this.#metadata;
  }

  /** @param headers beside, or instead of, those that the body has */
  async post(
    name: string,
    body: URLSearchParams | string,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const address = (await this.metadata())[name] ?? '';
    const isForm = body instanceof URLSearchParams;
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
        ...headers,
      },
      body: isForm ? body.toString() : body,
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : { text },
      text,
    };
  }

  /** A form to the authorization server, with a DPoP proof and, for an attested wallet, its attestation. */
  async form(name: string, fields: Record<string, string>): Promise<Answer> {
    const address = (await this.metadata())[name] ?? '';
    return this.post(name, new URLSearchParams({ client_id: this.clientId, ...fields }), {
      dpop: await this.dpopProof(address),
      ...(this.#attester ? await this.attestation() : {}),
    });
  }

  /** As a wallet that knows no DPoP. */
  async redeemUnbound(offer: Offer, txCode: string): Promise<Answer> {
    const [[grantType, grant] = ['', undefined]] = Object.entries(offer.grants);
    const fields = {
      client_id: this.clientId,
      grant_type: grantType,
      'pre-authorized_code': grant?.['pre-authorized_code'] ?? '',
      tx_code: txCode,
    };
    const attested = this.#attester ? await this.attestation() : {};
    return this.post('token_endpoint', new URLSearchParams(fields), attested);
  }

  async redeem(offer: Offer, txCode: string, more: Record<string, string> = {}): Promise<Answer> {
    const [[grantType, grant] = ['', undefined]] = Object.entries(offer.grants);
    return this.form('token_endpoint', {
      grant_type: grantType,
      'pre-authorized_code': grant?.['pre-authorized_code'] ?? '',
      tx_code: txCode,
      ...more,
    });
  }

  async nonce(): Promise<string> {
    return String((await this.post('nonce_endpoint', '')).body.c_nonce);
  }

  async challenge(): Promise<string> {
    return String((await this.post('challenge_endpoint', '')).body.attestation_challenge);
  }

  async proof(keys: Keys, changes: Record<string, unknown> = {}, header: object = {}): Promise<string> {
    const payload = { aud: this.issuer, nonce: await this.nonce(), ...changes };
    return new SignJWT(payload)
      .setProtectedHeader({ alg: 'ES256', typ: 'openid4vci-proof+jwt', jwk: keys.jwk, ...header })
      .setIssuedAt()
      .sign(keys.privateKey);
  }

  /** That somebody vouches for keys. @param changes of the claims, where undefined takes one out */
  async keyAttestation(
    by: Pick<Attester, 'certificate' | 'privateKey'>,
    keys: readonly Keys[],
    changes: Record<string, unknown> = {},
    header: object = {},
  ): Promise<string> {
    const seconds = Math.floor(Date.now() / 1000);
    const claims = {
      iat: seconds,
      exp: seconds + 300,
      nonce: await this.nonce(),
      attested_keys: keys.map(({ jwk }) => jwk),
      key_storage: ['iso_18045_high'],
      user_authentication: ['iso_18045_moderate'],
      ...changes,
    };
    return new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'key-attestation+jwt', x5c: [by.certificate], ...header })
      .sign(by.privateKey);
  }

  /** @param body instead of a request with these proofs */
  async credential(
    token: string,
    proofs: readonly string[],
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const address = (await this.metadata()).credential_endpoint ?? '';
    const request = body ?? { credential_configuration_id: 'kapu-demo-pid', proofs: { jwt: proofs } };
    return this.post('credential_endpoint', typeof request === 'string' ? request : JSON.stringify(request), {
      authorization: `DPoP ${token}`,
      dpop: await this.dpopProof(address, token),
      ...headers,
    });
  }

  /** As many credentials as wanted, each for a new key. */
  async obtain(token: string, howMany = 1): Promise<Answer> {
    const keys = await Promise.all(Array.from({ length: howMany }, newKeys));
    return this.credential(token, await Promise.all(keys.map((key) => this.proof(key))));
  }

  async dpopProof(address: string, token?: string): Promise<string> {
    const ath = token && createHash('sha256').update(token).digest('base64url');
    return new SignJWT({ htm: 'POST', htu: address, jti: randomUUID(), ...(ath ? { ath } : {}) })
      .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk: this.#dpop.jwk })
      .setIssuedAt()
      .sign(this.#dpop.privateKey);
  }

  async attestation(): Promise<Record<string, string>> {
    const { certificate, privateKey } = this.#attester as Attester;
    const attestation = await new SignJWT({ sub: this.clientId, cnf: { jwk: this.#instance.jwk } })
      .setProtectedHeader({ alg: 'ES256', typ: 'oauth-client-attestation+jwt', x5c: [certificate] })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey);
    const challenge = await this.challenge();
    const proof = await new SignJWT({ aud: this.issuer, jti: randomUUID(), challenge })
      .setProtectedHeader({ alg: 'ES256', typ: 'oauth-client-attestation-pop+jwt' })
      .setIssuedAt()
      .sign(this.#instance.privateKey);
    return { 'oauth-client-attestation': attestation, 'oauth-client-attestation-pop': proof };
  }
}

export interface ReadCredential {
  readonly header: Record<string, unknown>;
  readonly payload: Record<string, unknown> & {
    status: { status_list: { idx: number; uri: string } };
    cnf: { jwk: JWK };
    iat: number;
    exp: number;
  };
  /** What the disclosures say, put in their places. */
  readonly claims: Record<string, unknown>;
  readonly salts: string[];
}

/**
 * RFC 9901 §7.1, by hand: signature, chain, and each disclosure by the digest that names it.
 * @param currentDate the clock by which the credential was written: a fixed one must be judged by itself
 */
export async function readCredential(
  credential: string,
  trustAnchor: string,
  currentDate: Date,
): Promise<ReadCredential> {
  const [jwt = '', ...rest] = credential.split('~');
  if (rest.pop() !== '') {
    throw new Error('a credential without key binding ends with a tilde');
  }
  const header = JSON.parse(Buffer.from(jwt.split('.')[0] ?? '', 'base64url').toString());
  const leaf = new X509Certificate(Buffer.from(header.x5c[0], 'base64'));
  if (header.x5c.length !== 1 || !leaf.verify(new X509Certificate(trustAnchor).publicKey)) {
    throw new Error('the certificate does not lead to the trust anchor, or is not alone');
  }
  const { payload } = await jwtVerify(jwt, leaf.publicKey, {
    algorithms: ['ES256'],
    typ: 'dc+sd-jwt',
    currentDate,
  });
  const byDigest = new Map(rest.map((text) => [createHash('sha256').update(text).digest('base64url'), text]));
  const salts: string[] = [];
  const resolve = (node: Record<string, unknown>): Record<string, unknown> => {
    const { _sd: digests = [], ...plain } = node as { _sd?: string[] };
    const disclosed = digests.map((digest): [string, unknown] => {
      const [salt, name, value] = JSON.parse(Buffer.from(byDigest.get(digest) ?? '', 'base64url').toString());
      byDigest.delete(digest);
      salts.push(salt);
      return [name, value];
    });
    const inner = Object.entries(plain).map(([name, value]): [string, unknown] => [
      name,
      value !== null && typeof value === 'object' && '_sd' in value ? resolve(value as never) : value,
    ]);
    return Object.fromEntries([...inner, ...disclosed]);
  };
  const claims = resolve(payload);
  if (byDigest.size > 0) {
    throw new Error('a disclosure that no digest names');
  }
  return { header, payload: payload as never, claims, salts };
}
