/**
 * A wallet of software that nobody here wrote: @openid4vc for both protocols, @sd-jwt for the credentials. What stands here is what the
 * two leave to whoever uses them: cryptography by jose, where keys are kept, and whom to believe.
 */
import { createHash, randomBytes, X509Certificate } from 'node:crypto';
import {
  type AuthorizationServerMetadata,
  type CallbackContext,
  clientAuthenticationClientAttestationJwt,
  clientAuthenticationNone,
  createClientAttestationJwt,
  type Jwk,
  type JwtSigner,
  Oauth2Client,
  type RequestDpopOptions,
  setGlobalConfig,
} from '@openid4vc/oauth2';
import { createKeyAttestationJwt, type IssuerMetadataResult, Openid4vciClient } from '@openid4vc/openid4vci';
import { Openid4vpClient } from '@openid4vc/openid4vp';
import {
  base64url,
  CompactEncrypt,
  type CryptoKey,
  calculateJwkThumbprint,
  decodeProtectedHeader,
  exportJWK,
  importJWK,
  type JWK,
  jwtVerify,
  SignJWT,
} from 'jose';
import { type Keys, newKeys } from './issuing-wallet.ts';
import type { Attester } from './wallet-authorities.ts';

// The provider of the tests has no TLS.
setGlobalConfig({ allowInsecureUrls: true });

const alg = 'ES256';

export interface ForeignWalletOptions {
  readonly clientId: string;
  /** Who vouches for the wallet itself. */
  readonly attester?: Attester;
  /** PEM of the authorities by which whoever asks for a presentation is known. */
  readonly anchors?: readonly string[];
  /** What the library sends goes through this. */
  readonly fetchAs?: typeof fetch;
}

export interface TokenOfIssuer {
  readonly metadata: IssuerMetadataResult;
  readonly accessToken: string;
  /** Where the installation lets wallets renew their cards. */
  readonly refreshToken: string | undefined;
  readonly dpop: RequestDpopOptions | undefined;
}

export class ForeignWallet {
  readonly #clientId: string;
  readonly #attester: Attester | undefined;
  readonly #anchors: readonly string[];
  readonly #fetch: typeof fetch | undefined;
  readonly #keys = new Map<string, CryptoKey>();
  #instance: Jwk | undefined;
  readonly issuing: Openid4vciClient;
  readonly presenting: Openid4vpClient;

  constructor({ clientId, attester, anchors = [], fetchAs }: ForeignWalletOptions) {
    this.#fetch = fetchAs;
    this.#clientId = clientId;
    this.#attester = attester;
    this.#anchors = anchors;
    this.issuing = new Openid4vciClient({ callbacks: this.#callbacks() });
    this.presenting = new Openid4vpClient({ callbacks: this.#callbacks() });
  }

  async newKey(): Promise<Keys & { signer: JwtSigner & { method: 'jwk' } }> {
    const { privateKey, jwk } = await newKeys();
    const signer = { method: 'jwk' as const, alg, publicJwk: jwk as Jwk };
    this.#keys.set(await calculateJwkThumbprint(jwk), privateKey);
    return { privateKey, jwk, signer };
  }

  /** By an offer and a sign-in. @param signIn is given where the browser goes, and says where it came back to the wallet */
  async authorize(
    address: string,
    { redirectUri, scope }: { redirectUri: string; scope: string },
    signIn: (address: string) => Promise<string>,
  ): Promise<TokenOfIssuer> {
    const { issuing } = this;
    const credentialOffer = await issuing.resolveCredentialOffer(address);
    const metadata = await issuing.resolveIssuerMetadata(credentialOffer.credential_issuer);
    const asked = { credentialOffer, issuerMetadata: metadata, redirectUri };
    const begun = await issuing.createAuthorizationRequestUrlFromOffer({
      ...asked,
      scope,
      clientId: this.#clientId,
      dpop: { signer: (await this.newKey()).signer },
    });
    const [authorizationServerMetadata] = metadata.authorizationServers as [AuthorizationServerMetadata];
    const url = await signIn(begun.authorizationRequestUrl);
    const { code = '' } = issuing.parseAndVerifyAuthorizationResponseRedirectUrl({
      url,
      authorizationServerMetadata,
    });
    const { accessTokenResponse, dpop } = await issuing.retrieveAuthorizationCodeAccessTokenFromOffer({
      ...asked,
      authorizationCode: code,
      pkceCodeVerifier: begun.pkce?.codeVerifier,
      dpop: begun.dpop,
    });
    return tokenIn(accessTokenResponse, dpop, metadata);
  }

  /** By an offer and the code that the citizen reads on their page. */
  async redeem(address: string, txCode: string): Promise<TokenOfIssuer> {
    const credentialOffer = await this.issuing.resolveCredentialOffer(address);
    const metadata = await this.issuing.resolveIssuerMetadata(credentialOffer.credential_issuer);
    const { accessTokenResponse, dpop } = await this.issuing.retrievePreAuthorizedCodeAccessTokenFromOffer({
      credentialOffer,
      issuerMetadata: metadata,
      txCode,
      dpop: { signer: (await this.newKey()).signer },
    });
    return tokenIn(accessTokenResponse, dpop, metadata);
  }

  /** By the refresh token that it got with another. @throws Error of the library where it is refused */
  async refresh({ metadata, refreshToken = '', dpop: bound }: TokenOfIssuer): Promise<TokenOfIssuer> {
    const [authorizationServerMetadata] = metadata.authorizationServers as [AuthorizationServerMetadata];
    const client = new Oauth2Client({ callbacks: this.#callbacks() });
    const { accessTokenResponse, dpop } = await client.retrieveRefreshTokenAccessToken({
      authorizationServerMetadata,
      refreshToken,
      ...(bound && { dpop: bound }),
    });
    return tokenIn(accessTokenResponse, dpop, metadata);
  }

  async proof(issuerMetadata: IssuerMetadataResult, signer: JwtSigner, keyAttestationJwt?: string) {
    const { c_nonce: nonce } = await this.issuing.requestNonce({ issuerMetadata });
    const [credentialConfigurationId = ''] = Object.keys(
      issuerMetadata.credentialIssuer.credential_configurations_supported,
    );
    const options = { issuerMetadata, signer, nonce, credentialConfigurationId, keyAttestationJwt };
    return (await this.issuing.createCredentialRequestJwtProof(options)).jwt;
  }

  /** By somebody who vouches for keys. */
  async keyAttestation(issuerMetadata: IssuerMetadataResult, by: Attester, attested: readonly Keys[]) {
    const { c_nonce: nonce } = await this.issuing.requestNonce({ issuerMetadata });
    return createKeyAttestationJwt({
      nonce,
      attestedKeys: attested.map(({ jwk }) => jwk as Jwk),
      expiresAt: new Date(Date.now() + 300_000),
      keyStorage: ['iso_18045_high'],
      userAuthentication: ['iso_18045_moderate'],
      use: 'proof_type.jwt',
      ...signingAs(by),
    });
  }

  #callbacks(): CallbackContext {
    return {
      ...(this.#fetch && { fetch: this.#fetch }),
      hash: (data, algorithm) => createHash(algorithm.replace('-', '')).update(data).digest(),
      generateRandom: (length) => randomBytes(length),
      signJwt: (signer, { header, payload }) => this.#sign(signer, header, payload),
      verifyJwt: async (signer, { compact }) => ({
        verified: true,
        signerJwk: await verifyByCertificate(compact, signer, this.#anchors),
      }),
      encryptJwe: async ({ publicJwk, enc, apu, apv, ...encryptor }, data) => {
        const encrypting = new CompactEncrypt(Buffer.from(data))
          .setProtectedHeader({ alg: encryptor.alg, enc, kid: publicJwk.kid })
          .setKeyManagementParameters({
            ...(apu && { apu: base64url.decode(apu) }),
            ...(apv && { apv: base64url.decode(apv) }),
          });
        const key = await importJWK(publicJwk as JWK, encryptor.alg);
        return { jwe: await encrypting.encrypt(key), encryptionJwk: publicJwk };
      },
      decryptJwe: () => ({ decrypted: false }),
      clientAuthentication: (request) => this.#authenticate(request),
      getX509CertificateMetadata: namesIn,
    };
  }

  async #sign(signer: JwtSigner, header: object, payload: object) {
    if (signer.method !== 'jwk') {
      throw new Error(`no key by ${signer.method}`);
    }
    const key = this.#keys.get(await calculateJwkThumbprint(signer.publicJwk as JWK));
    if (!key) {
      throw new Error('another wallet has the key');
    }
    return signed(key, signer.publicJwk, header, payload);
  }

  /** What is attested of the wallet: one key, to which the provider binds what it began. */
  async #instanceKey(): Promise<Jwk> {
    this.#instance ??= (await this.newKey()).signer.publicJwk;
    return this.#instance;
  }

  /** The challenge, which the library's draft does not know, is put in by whoever signs. */
  async #authenticate(request: Parameters<CallbackContext['clientAuthentication']>[0]): Promise<void> {
    if (!this.#attester) {
      return clientAuthenticationNone({ clientId: this.#clientId })(request);
    }
    const { challenge_endpoint: endpoint } = request.authorizationServerMetadata;
    const answer = await fetch(String(endpoint), { method: 'POST' });
    const { attestation_challenge: challenge } = (await answer.json()) as { attestation_challenge: string };
    const attestation = await createClientAttestationJwt({
      issuer: 'https://tarcak.minta.example',
      clientId: this.#clientId,
      confirmation: { jwk: await this.#instanceKey() },
      expiresAt: new Date(Date.now() + 300_000),
      ...signingAs(this.#attester),
    });
    return clientAuthenticationClientAttestationJwt({
      clientAttestationJwt: attestation,
      callbacks: {
        generateRandom: randomBytes,
        signJwt: (signer, { header, payload }) => this.#sign(signer, header, { ...payload, challenge }),
      },
    })(request);
  }
}

function tokenIn(
  { access_token, refresh_token }: { access_token: string; refresh_token?: string | undefined },
  dpop: RequestDpopOptions | undefined,
  metadata: IssuerMetadataResult,
): TokenOfIssuer {
  return { accessToken: access_token, refreshToken: refresh_token, dpop, metadata };
}

async function signed(key: CryptoKey, signerJwk: Jwk, header: object, payload: object) {
  const jwt = await new SignJWT({ ...payload }).setProtectedHeader({ alg, ...header }).sign(key);
  return { jwt, signerJwk };
}

/** The library names key attestations as an earlier draft did: OpenID4VCI 1.0 Appendix D.1 has a hyphen in the type. */
const typesOfDrafts: Record<string, string> = { 'keyattestation+jwt': 'key-attestation+jwt' };

function signingAs({ certificate, privateKey }: Attester) {
  const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
  return {
    signer: { method: 'x5c' as const, alg, x5c: [certificate] },
    callbacks: {
      signJwt: async (
        _signer: JwtSigner,
        { header, payload }: { header: { typ?: string }; payload: object },
      ) => {
        const { typ = '' } = header;
        const renamed = { ...header, typ: typesOfDrafts[typ] ?? typ };
        return signed(privateKey, (await exportJWK(publicKey)) as Jwk, renamed, payload);
      },
    },
  };
}

function namesIn(certificate: string): { sanDnsNames: string[]; sanUriNames: string[] } {
  const { subjectAltName = '' } = new X509Certificate(Buffer.from(certificate, 'base64'));
  const names = subjectAltName.split(', ');
  const after = (prefix: string) =>
    names.flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : []));
  return { sanDnsNames: after('DNS:'), sanUriNames: after('URI:') };
}

async function verifyByCertificate(compact: string, { method }: JwtSigner, anchors: readonly string[]) {
  const { x5c: [certificate = ''] = [] } = decodeProtectedHeader(compact);
  const leaf = new X509Certificate(Buffer.from(certificate, 'base64'));
  if (method !== 'x5c' || !anchors.some((anchor) => leaf.verify(new X509Certificate(anchor).publicKey))) {
    throw new Error('nobody knows who signed');
  }
  await jwtVerify(compact, leaf.publicKey, { algorithms: [alg] });
  return (await exportJWK(leaf.publicKey)) as Jwk;
}
