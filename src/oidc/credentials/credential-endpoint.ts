/**
 * The engine's part in issuing credentials to wallets (OpenID4VCI 1.0, experimental in the engine): what it offers, who may ask, and
 * what it is given to hand out. Wallets are clients of their own kind that nobody can register as (docs/decisions/0027).
 *
 * In this folder: the provider as an issuer of credentials. What a credential is, and what is kept of it, is in `wallet/issuing/`.
 */
import { hkdfSync, X509Certificate } from 'node:crypto';
import {
  type Configuration,
  errors,
  type KoaContextWithOIDC,
  type OpenID4VCIIssueCredentialContext,
} from 'oidc-provider';
import type { Account } from '../../accounts/account.ts';
import type { Config } from '../../config.ts';
import type { RegisteredWallet, WalletIssuerSettings } from '../../configuration/wallet-issuer-settings.ts';
import { attesterOf } from '../../wallet/certificates/attesters.ts';
import { credentialScope } from '../../wallet/issuing/credential.ts';
import type { ProvenKeys, VerifyKeyProofs } from '../../wallet/proofs/key-proofs.ts';
import { ProofRefused } from '../../wallet/proofs/proof-refused.ts';
import { isFreshNonce } from '../engine/patches/unique-nonces.ts';
import { isRenewed, livesWithRenewal } from './card-renewal.ts';
import { credentialConfigurations, issuerMetadata } from './credential-metadata.ts';
import { askedCredential } from './credential-requests.ts';
import type { NoteNotification } from './issuance-notifications.ts';
import {
  anonymousWallet,
  askForFreshSignIn,
  attestedMethod,
  isWallet,
  originsOf,
  walletClient,
} from './wallet-clients.ts';

type Features = NonNullable<Configuration['features']>;
type Resources = NonNullable<Features['resourceIndicators']>;

/** A wallet's request that the engine found in order. */
export interface CredentialRequest {
  readonly account: Account;
  readonly wallet: RegisteredWallet;
  readonly proven: ProvenKeys;
  readonly token: { readonly id: string; readonly issuedAt: number; readonly expiresAt: number };
  /** The wallet asks again by its refresh token, without the owner. */
  readonly isRenewal: boolean;
}

export interface CredentialIssuance {
  readonly verifyKeys: VerifyKeyProofs;
  /** Whether an offer of that id is open, and for this wallet. @param id as a wallet sends it */
  readonly isOffered: (id: string, walletId: string) => Promise<boolean>;
  /** @returns the credentials, one for each key; a sentence for the wallet when none may be issued */
  readonly issue: (request: CredentialRequest) => Promise<Issued | CredentialRefusal>;
  readonly noteNotification: NoteNotification;
}

export interface Issued {
  readonly issuanceId: string;
  readonly credentials: readonly string[];
}

export type CredentialRefusal =
  | 'used-nonce'
  | 'used-key'
  | 'used-token'
  | 'renewed-too-often'
  | 'not-entitled';

const tokenLifeInSeconds = 300;

/** The engine's configuration with credentials; as it was where none are issued. */
export function withCredentials(
  configuration: Configuration,
  config: Pick<Config, 'issuer' | 'secrets' | 'walletIssuer'>,
  issuance: CredentialIssuance,
): Configuration {
  const { walletIssuer: settings } = config;
  if (!settings) {
    return configuration;
  }
  const { wallets } = settings.policy;
  askForFreshSignIn(configuration.interactions?.policy, wallets);
  return {
    ...configuration,
    clients: [
      ...(configuration.clients ?? []),
      ...wallets.map((wallet) => walletClient(wallet, settings.policy)),
    ],
    ttl: livesWithRenewal(configuration.ttl ?? {}, settings.policy),
    clientAuthMethods: [...(configuration.clientAuthMethods ?? []), attestedMethod],
    ...(anonymousWallet(wallets) && {
      discovery: { ...configuration.discovery, 'pre-authorized_grant_anonymous_access_supported': true },
    }),
    // A wallet may be a page; its origin calls with its own client only.
    clientBasedCORS: (ctx, origin, client) =>
      originsOf(wallets, client.clientId).includes(origin) ||
      configuration.clientBasedCORS?.(ctx, origin, client) === true,
    extraParams: { ...configuration.extraParams, issuer_state: createCheckIssuerState(issuance) },
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
        issueCredential: createIssueCredential(wallets, issuance),
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

/** OpenID4VCI 1.0 §5.1.3: what a wallet was offered, it says when it begins with a sign-in. Whoever signs in gets the card. */
function createCheckIssuerState({ isOffered }: CredentialIssuance) {
  return async (_ctx: unknown, state: string | undefined, client: { clientId: string }): Promise<void> => {
    if (state !== undefined && !(await isOffered(state, client.clientId))) {
      throw new errors.InvalidRequest('issuer_state names no offer that is open to this wallet');
    }
  };
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

function createIssueCredential(
  wallets: readonly RegisteredWallet[],
  { verifyKeys, issue, noteNotification }: CredentialIssuance,
) {
  return async (
    ctx: KoaContextWithOIDC,
    { client, account, accessToken }: OpenID4VCIIssueCredentialContext,
  ) => {
    const { proofs, notification } = askedCredential(ctx);
    if (notification) {
      const { id } = account.account as Account;
      notification.answered(await noteNotification(id, client.clientId, notification.sent));
      // The engine gives out credentials, or refuses. It is answered otherwise on the way out.
      return { credentials: [{ credential: '' }] };
    }
    const asking = {
      clientId: client.clientId,
      isFreshNonce: (nonce: string) => isFreshNonce(ctx.oidc.provider, nonce),
      now: new Date(),
    };
    const issued = await issue({
      account: account.account as Account,
      wallet: wallets.find(({ client_id: id }) => id === client.clientId) as RegisteredWallet,
      proven: await verifyKeys(proofs, asking).catch(refuseProof),
      token: {
        id: String(accessToken.jti),
        issuedAt: accessToken.iat,
        expiresAt: Number(accessToken.exp),
      },
      isRenewal: isRenewed(accessToken),
    });
    if (typeof issued === 'string') {
      throw refusalOf(issued);
    }
    const { credentials, issuanceId } = issued;
    return {
      credentials: credentials.map((credential) => ({ credential })),
      notification_id: issuanceId,
    };
  };
}

function refuseProof(error: unknown): never {
  if (!(error instanceof ProofRefused)) {
    throw error;
  }
  const { message, code } = error;
  throw code === 'invalid_nonce' ? new errors.InvalidNonce(message) : new errors.InvalidProof(message);
}

function refusalOf(refusal: CredentialRefusal): Error {
  switch (refusal) {
    case 'used-nonce':
      return new errors.InvalidNonce('a proof was taken before; sign another, with a new c_nonce');
    case 'used-key':
      return new errors.InvalidProof('a key was proven before; each credential needs a new one');
    case 'used-token':
      return new errors.InvalidToken('no more credentials are issued with this token');
    case 'renewed-too-often':
      return new errors.CredentialRequestDenied('cards of this account were renewed too often today');
    case 'not-entitled':
      return new errors.CredentialRequestDenied('nothing may be issued to this account now');
  }
}
