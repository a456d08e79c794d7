/**
 * The engine's part in issuing credentials to wallets (OpenID4VCI 1.0, experimental in the engine): what it offers, who may ask, and
 * what it is given to hand out. Wallets are clients of their own kind that nobody can register as (docs/decisions/0027).
 *
 * In this folder: the provider as an issuer of credentials. What a credential is, and what is kept of it, is in `wallet/issuing/`.
 */
import { createPublicKey, hkdfSync, type JsonWebKey, X509Certificate } from 'node:crypto';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader } from 'jose';
import {
  type Configuration,
  errors,
  type KoaContextWithOIDC,
  type OpenID4VCIIssueCredentialContext,
} from 'oidc-provider';
import type { Account } from '../../accounts/account.ts';
import type { Config } from '../../config.ts';
import type { RegisteredWallet, WalletIssuerSettings } from '../../configuration/wallet-issuer-settings.ts';
import { attesterOf } from '../../wallet/issuing/attestation.ts';
import { credentialScope, type HolderKey } from '../../wallet/issuing/credential.ts';
import { credentialConfigurations, issuerMetadata } from './credential-metadata.ts';
import { askForFreshSignIn, attestedMethod, isWallet, originsOf, walletClient } from './wallet-clients.ts';

type Features = NonNullable<Configuration['features']>;
type Resources = NonNullable<Features['resourceIndicators']>;

/** A wallet's request that the engine found in order. */
export interface CredentialRequest {
  readonly account: Account;
  readonly wallet: RegisteredWallet;
  /** Distinct keys that the wallet proved to hold, each with the nonce that it signed for that. */
  readonly keys: readonly { readonly jwk: HolderKey; readonly thumbprint: string; readonly nonce: string }[];
  readonly token: { readonly id: string; readonly issuedAt: number; readonly expiresAt: number };
}

/** @returns the credentials, one for each key; a sentence for the wallet when none may be issued */
export type IssueCredentials = (request: CredentialRequest) => Promise<string[] | CredentialRefusal>;

export type CredentialRefusal = 'used-nonce' | 'used-key' | 'used-token' | 'not-entitled';

const tokenLifeInSeconds = 300;

/** The engine's configuration with credentials; as it was where none are issued. */
export function withCredentials(
  configuration: Configuration,
  config: Pick<Config, 'issuer' | 'secrets' | 'walletIssuer'>,
  issue: IssueCredentials,
): Configuration {
  const { walletIssuer: settings } = config;
  if (!settings) {
    return configuration;
  }
  const { wallets } = settings.policy;
  askForFreshSignIn(configuration.interactions?.policy, wallets);
  return {
    ...configuration,
    clients: [...(configuration.clients ?? []), ...wallets.map(walletClient)],
    clientAuthMethods: [...(configuration.clientAuthMethods ?? []), attestedMethod],
    // A wallet may be a page; its origin calls with its own client only.
    clientBasedCORS: (ctx, origin, client) =>
      originsOf(wallets, client.clientId).includes(origin) ||
      configuration.clientBasedCORS?.(ctx, origin, client) === true,
    features: {
      ...configuration.features,
      openid4vci: {
        enabled: true,
        ack: 'experimental-01',
        nonceSecret: secretOf(config, 'credential-nonce'),
        preAuthorizedCodeGrant: true,
        credentialConfigurationsSupported: credentialConfigurations(),
        metadata: issuerMetadata(settings.policy),
        credentialEndpointExpectedAudience: async () => config.issuer,
        credentialConfigurationPolicy: async (_ctx: unknown, { client }: OpenID4VCIIssueCredentialContext) =>
          isWallet(wallets, client.clientId),
        issueCredential: createIssueCredential(wallets, issue),
      },
      attestClientAuth: {
        enabled: true,
        ack: 'draft-12',
        additionalSecuritySignal: false,
        challengeSecret: secretOf(config, 'attestation-challenge'),
        getAttestationSignaturePublicKey: createFindAttesterKey(settings),
      },
      resourceIndicators: resourcesWithCredentials(
        configuration.features?.resourceIndicators,
        config.issuer,
        wallets,
      ),
    } as unknown as Features,
  };
}

function secretOf({ secrets }: Pick<Config, 'secrets'>, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secrets.index_key, '', purpose, 32));
}

/** Tokens for the credential endpoint are for wallets, and wallets have no others. */
function resourcesWithCredentials(
  others: Resources | undefined,
  issuer: string,
  wallets: readonly RegisteredWallet[],
): Resources {
  return {
    ...others,
    enabled: true,
    async defaultResource(ctx, client, oneOf) {
      return isWallet(wallets, client.clientId)
        ? issuer
        : (others?.defaultResource?.(ctx, client, oneOf) as never);
    },
    async getResourceServerInfo(ctx, resource, client) {
      if (isWallet(wallets, client.clientId) !== (resource === issuer)) {
        throw new errors.InvalidTarget('the resource is unknown, or not for this client');
      }
      if (resource === issuer) {
        return {
          scope: credentialScope,
          audience: issuer,
          accessTokenFormat: 'opaque',
          accessTokenTTL: tokenLifeInSeconds,
        };
      }
      return others?.getResourceServerInfo?.(ctx, resource, client) as never;
    },
  } as Resources;
}

function createFindAttesterKey({ attesters }: WalletIssuerSettings) {
  const pinned = attesters.map((pem) => new X509Certificate(pem));
  return async (_ctx: unknown, header: { x5c?: unknown }) => {
    const leaf = attesterOf(header.x5c, pinned, new Date());
    if (!leaf) {
      throw new Error('nobody whom we trust vouches for this wallet');
    }
    return leaf.publicKey;
  };
}

function createIssueCredential(wallets: readonly RegisteredWallet[], issue: IssueCredentials) {
  return async (
    _ctx: KoaContextWithOIDC,
    { proofs, client, account, accessToken }: OpenID4VCIIssueCredentialContext,
  ) => {
    const wallet = wallets.find(({ client_id: id }) => id === client.clientId) as RegisteredWallet;
    const issued = await issue({
      account: account.account as Account,
      wallet,
      keys: await keysOf(proofs?.jwt ?? []),
      token: {
        id: String(accessToken.jti),
        issuedAt: accessToken.iat,
        expiresAt: Number(accessToken.exp),
      },
    });
    if (!Array.isArray(issued)) {
      throw refusalOf(issued);
    }
    return { credentials: issued.map((credential) => ({ credential })) };
  };
}

/** The engine has verified each proof with the key in its header. */
async function keysOf(proofs: readonly string[]): Promise<CredentialRequest['keys']> {
  const keys = await Promise.all(
    proofs.map(async (proof) => {
      const jwk = holderKeyIn(proof);
      return {
        jwk,
        thumbprint: await calculateJwkThumbprint({ ...jwk }),
        nonce: String(decodeJwt(proof).nonce),
      };
    }),
  );
  if (new Set(keys.map(({ thumbprint }) => thumbprint)).size !== keys.length) {
    throw new errors.InvalidProof('each proof must be for a key of its own');
  }
  return keys;
}

/** As it is written nowhere else: padding, leading zeros and the bits to spare of a last letter would make one key look like many. */
function holderKeyIn(proof: string): HolderKey {
  try {
    const key = decodeProtectedHeader(proof).jwk as JsonWebKey;
    const { kty, crv, x, y } = createPublicKey({ key, format: 'jwk' }).export({
      format: 'jwk',
    }) as HolderKey & JsonWebKey;
    return { kty, crv, x, y };
  } catch {
    throw new errors.InvalidProof('the key of a proof must be written as RFC 7518 has it');
  }
}

function refusalOf(refusal: CredentialRefusal): Error {
  switch (refusal) {
    case 'used-nonce':
      return new errors.InvalidNonce('a proof was taken before; sign another, with a new c_nonce');
    case 'used-key':
      return new errors.InvalidProof('a key was proven before; each credential needs a new one');
    case 'used-token':
      return new errors.InvalidToken('no more credentials are issued with this token');
    case 'not-entitled':
      return new errors.CredentialRequestDenied('nothing may be issued to this account now');
  }
}
