/** The signed request that a wallet fetches (OpenID4VP 1.0 §5, RFC 9101), and the link or QR code that leads to it. */
import { SignJWT } from 'jose';
import { contentEncryptions, encryptTo, type Recipient } from '../encryption/recipient.ts';
import { type CredentialQuery, dcqlOf } from './credential-query.ts';
import type { RequestSigner } from './request-signer.ts';

export interface AskedPresentation {
  readonly id: string;
  readonly stateParameter: string;
  readonly nonce: string;
  /** Private JWK; only its public part goes out. */
  readonly encryptionKey: {
    readonly kty: string;
    readonly crv: string;
    readonly x: string;
    readonly y: string;
    readonly kid: string;
  };
  readonly expiresAt: string;
}

const wallets = 'https://self-issued.me/v2';
export const requestType = 'oauth-authz-req+jwt';

export interface RequestParts {
  /** Without a trailing slash. */
  readonly issuer: string;
  readonly walletAddress: string;
  readonly signer: RequestSigner;
  readonly queries: readonly CredentialQuery[];
}

/** What a wallet sent when it asked with POST. */
export interface AskingWallet {
  readonly nonce?: string | undefined;
  readonly recipient?: Recipient | undefined;
}

export interface WalletRequests {
  /** What the link opens, or the QR code shows. */
  addressFor(id: string): string;
  /** Signed, and encrypted to the wallet where it wants that. */
  write(asked: AskedPresentation, wallet: AskingWallet, now: Date): Promise<string>;
}

export function createWalletRequests({
  issuer,
  walletAddress,
  signer,
  queries,
}: RequestParts): WalletRequests {
  const dcql = dcqlOf(queries);

  return {
    addressFor(id) {
      const query = new URLSearchParams({
        client_id: signer.clientId,
        request_uri: `${issuer}/vp/request/${id}`,
        request_uri_method: 'post',
      });
      return `${walletAddress}${walletAddress.includes('?') ? '&' : '?'}${query}`;
    },

    async write(asked, { nonce: walletNonce, recipient }, now) {
      const claims = {
        response_type: 'vp_token',
        response_mode: 'direct_post.jwt',
        client_id: signer.clientId,
        response_uri: `${issuer}/vp/response/${asked.id}`,
        nonce: asked.nonce,
        state: asked.stateParameter,
        dcql_query: dcql,
        client_metadata: clientMetadata(asked),
        ...(walletNonce !== undefined && { wallet_nonce: walletNonce }),
      };
      const signed = await new SignJWT(claims)
        .setProtectedHeader({ alg: 'ES256', typ: requestType, kid: signer.kid, x5c: [...signer.x5c] })
        .setAudience(wallets)
        .setIssuedAt(now)
        .setExpirationTime(new Date(asked.expiresAt))
        .sign(signer.key);
      // RFC 9101 §6.1: signed, then encrypted.
      return recipient ? encryptTo(recipient, signed, { typ: requestType, cty: requestType }) : signed;
    },
  };
}

/** OpenID4VP 1.0 §5.1, and nothing of our own: who asks is in the certificate, for which service on the page that shows the code. */
function clientMetadata({ encryptionKey: { kty, crv, x, y, kid } }: AskedPresentation): object {
  return {
    jwks: { keys: [{ kty, crv, x, y, kid, use: 'enc', alg: 'ECDH-ES' }] },
    encrypted_response_enc_values_supported: contentEncryptions,
    vp_formats_supported: {
      'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'], 'kb-jwt_alg_values': ['ES256'] },
    },
  };
}
