/** The engine's configuration: what it offers, how long things live, and where our own pages and rules take part. */
import type { Context } from 'koa';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import type { AccountStore } from '../accounts/account-store.ts';
import { acrOf, reachableAssurances } from '../assurance/levels.ts';
import { phishingResistantAcr } from '../assurance/phishing-resistance.ts';
import type { Recorder } from '../audit/audit-log.ts';
import type { LiveClients } from '../clients/live-clients.ts';
import { sectorOf } from '../clients/sector.ts';
import type { Config } from '../config.ts';
import type { ClientRegistration } from '../configuration/clients/client-registration.ts';
import type { GuardedFetch } from '../outgoing/guarded-fetch.ts';
import { clockToleranceInSeconds } from '../storage/catalogue/engine-keys.ts';
import { keyedHash } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import type { Unreadable } from '../storage/sealed-record.ts';
import { createCookieSignatures } from '../web/cookies/cookie-signatures.ts';
import type { ServiceCookie } from '../web/cookies/service-cookie.ts';
import { languageOfUiLocales, rememberLanguage } from '../web/language.ts';
import { languages } from '../web/languages.ts';
import { countUnreadable } from '../web/page/unreadable.ts';
import type { CibaParts } from './approvals/ciba.ts';
import { createClientAdapter, staticMetadata } from './clients/client-adapter.ts';
import { certificateMethods } from './clients/client-certificates.ts';
import { checkClientAssertion } from './clients/client-jwts.ts';
import type { DynamicClients } from './clients/dynamic-clients.ts';
import { withDynamicRegistration } from './clients/dynamic-registration.ts';
import type { InitialAccess } from './clients/initial-access-store.ts';
import { withAdministration } from './clients/machine-clients.ts';
import {
  extraClientMetadata,
  mayOmitPkce,
  type OwnMetadata,
  originsOfPages,
  sectorStandIn,
} from './clients/own-metadata.ts';
import type { CredentialIssuance } from './credentials/credential-endpoint.ts';
import { currentRequest } from './engine/internals/current-request.ts';
import { type EnginePages, features } from './features.ts';
import type { EngineKey } from './keys/signing-key-home.ts';
import { enabledJWA } from './policy/algorithms.ts';
import { type ClaimTable, claimTableOf } from './policy/claims.ts';
import { accountOfEngine } from './policy/engine-account.ts';
import { grantOfRequest } from './policy/grant-of-request.ts';
import { createInteractionPolicy } from './policy/interaction-policy.ts';
import { lifetimes, sessionInAll } from './policy/lifetimes.ts';
import { isRotated } from './policy/refresh-rotation.ts';
import { tellOfSignIn } from './policy/resources.ts';
import { createSubjectKeyOf } from './policy/subject-key.ts';
import {
  accountThatCounts,
  createFindAccount,
  createPrefetchAccount,
  type ReadAccount,
} from './policy/token-accounts.ts';
import { createAdapterFactory } from './records/adapter.ts';
import type { CitizenIndex } from './records/citizen-index-store.ts';

type Client = NonNullable<KoaContextWithOIDC['oidc']['client']>;

const largestFetchedInBytes = 64 * 1024;

export interface ProviderParts {
  readonly config: Config;
  readonly store: Store;
  readonly sealer: Sealer;
  readonly index: CitizenIndex;
  readonly recorder: Recorder;
  readonly accounts: AccountStore;
  /** The registry. */
  readonly clients: LiveClients;
  /** Our own pages, which need no registration. */
  readonly ownClients: readonly ClientRegistration[];
  readonly signingKeys: readonly EngineKey[];
  readonly now: () => Date;
  readonly pages: EnginePages;
  /** What a browser keeps of where it was signing in to. */
  readonly services: ServiceCookie;
  /** Absent where the profile lets no client register itself. */
  readonly dynamicClients: DynamicClients | undefined;
  readonly initialAccess: InitialAccess;
  readonly cibaParts: CibaParts;
  /** For addresses that relying parties registered. */
  readonly guardedFetch: GuardedFetch;
  /** For wallets; called only where credentials are issued. */
  readonly credentialIssuance: CredentialIssuance;
}

export function engineConfiguration(parts: ProviderParts): Configuration {
  const { config, pages } = parts;
  const claims = claimTableOf(config.profile);
  const readAccount = parts.accounts.findOnce;

  return {
    ...recordOptions(parts, readAccount),
    ...clientOptions(config),
    ...claimOptions(claims),
    ...tokenOptions(createSubjectKeyOf(config.secrets, readAccount)),
    ...fetchOptions(parts.guardedFetch),
    cookies: cookieOptions(config),
    features: withDynamicRegistration(
      withAdministration(
        features({
          config,
          pages,
          accountThatCounts: (id, issuedAt) => accountThatCounts(readAccount, id, issuedAt),
          cibaParts: parts.cibaParts,
        }),
        config.issuer,
      ),
      config.profile,
      parts.initialAccess,
    ),
    interactions: interactionOptions(parts, claims),
    findAccount: createFindAccount(readAccount, config.profile.further_claims),
    loadExistingGrant: (ctx) => grantOfRequest(ctx, claims),
    async renderError(ctx, error, cause) {
      await pages.showError(ctx, error, cause);
    },
  };
}

/** Where the engine keeps and finds things. */
function recordOptions(
  { config, store, sealer, recorder, index, clients, ownClients, dynamicClients, signingKeys }: ProviderParts,
  readAccount: ReadAccount,
): Configuration {
  const onTokenRead = createPrefetchAccount(readAccount);
  return {
    adapter: createAdapterFactory(
      {
        store,
        sealer,
        index,
        onTokenRead,
        onUnreadable: noteUnreadable,
        indexKeys: config.secrets,
        recorder,
      },
      createClientAdapter(clients, config, dynamicClients),
    ),
    clients: ownClients.map(staticMetadata),
    jwks: { keys: signingKeys } as NonNullable<Configuration['jwks']>,
    clockTolerance: clockToleranceInSeconds,
    ttl: lifetimes,
  };
}

/**
 * A session, grant or token that cannot be read lets nobody in, and must keep nobody out: its holder gets another, as where it is gone. Outside
 * of the engine's requests whoever reads it hears of it.
 */
function noteUnreadable(failure: Unreadable): void {
  const ctx = currentRequest();
  if (!ctx) {
    throw failure;
  }
  countUnreadable(ctx, [failure]);
}

/** What clients are asked for, and how they prove who they are. */
function clientOptions({ profile, clientCertificates }: Config): Configuration {
  return {
    responseTypes: [...profile.response_types],
    clientAuthMethods: [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      ...certificateMethods(clientCertificates),
      'none',
    ],
    clientDefaults: {
      id_token_signed_response_alg: profile.default_signing_alg,
      authorization_signed_response_alg: 'ES256',
      introspection_signed_response_alg: 'ES256',
      subject_type: 'pairwise',
    },
    clientBasedCORS: (ctx, origin, client) => originsOfPages(client, ctx.oidc.route).includes(origin),
    assertJwtClientAuthClaimsAndHeader: checkClientAssertion,
    extraClientMetadata: { properties: extraClientMetadata },
    pkce: { required: (_ctx, client) => !(profile.clients_without_pkce && mayOmitPkce(client)) },
    enabledJWA,
  };
}

/** What is said of a citizen, and of their sign-in. */
function claimOptions(claims: ClaimTable): Configuration {
  return {
    acrValues: [...reachableAssurances.map(acrOf), phishingResistantAcr],
    scopes: Object.keys(claims),
    claims: { ...claims, acr: null, amr: null, auth_time: null, sid: null } as unknown as Record<
      string,
      string[]
    >,
    discovery: { ui_locales_supported: languages.map(({ lang }) => lang) },
    extraTokenClaims: tellOfSignIn,
  };
}

function tokenOptions(keyOfSubject: (accountId: string) => Promise<Buffer>): Configuration {
  return {
    subjectTypes: ['pairwise', 'public'],
    sectorIdentifierUriValidate: namesSector,
    pairwiseIdentifier: async (_ctx, accountId, client) =>
      keyedHash(await keyOfSubject(accountId), 'subject', `${sectorOfClient(client)}\0${accountId}`),
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    /** Tokens outlive an idle session, not a sign-out: see endTokensAtSignOut. */
    expiresWithSession: async () => false,
    rotateRefreshToken: (ctx) => isRotated(ctx.oidc.client),
  };
}

/** What we fetch at addresses that relying parties registered. */
function fetchOptions(guardedFetch: GuardedFetch): Configuration {
  return {
    fetch: (address, request) => guardedFetch(address as string | URL, request),
    fetchResponseBodyLimits: {
      jwks_uri: largestFetchedInBytes,
      sector_identifier_uri: largestFetchedInBytes,
    },
  };
}

function cookieOptions({ issuer, secrets }: Config): NonNullable<Configuration['cookies']> {
  const isSecure = issuer.startsWith('https:');
  return {
    keys: createCookieSignatures(secrets.cookie_keys),
    names: {
      session: isSecure ? '__Host-kapu_session' : 'kapu_session',
      interaction: isSecure ? '__Secure-kapu_interaction' : 'kapu_interaction',
      resume: isSecure ? '__Secure-kapu_resume' : 'kapu_resume',
    },
    long: { signed: true, httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' },
    short: { signed: true, httpOnly: true, sameSite: 'lax', secure: isSecure },
  };
}

function interactionOptions(
  { config, now, services }: Pick<ProviderParts, 'config' | 'now' | 'services'>,
  claims: ClaimTable,
): NonNullable<Configuration['interactions']> {
  return {
    policy: createInteractionPolicy({
      calendar: config.calendar,
      oneTimeCodes: config.oneTimeCodes,
      now,
      accountOfSession: accountOfEngine,
      sessionInAll,
      resources: config.resources,
      claims,
    }),
    url(ctx, interaction) {
      const language = languageOfUiLocales(interaction.params.ui_locales);
      if (language) {
        rememberLanguage(ctx, language);
      }
      services.remember(ctx as unknown as Context, interaction.uid, String(interaction.params.client_id));
      return `/interaction/${interaction.uid}`;
    },
  };
}

function sectorOfClient(client: Client): string {
  const { clientId, redirectUris, jwksUri, applicationType } = client;
  const uri = namesSector(client) ? client.sectorIdentifierUri : undefined;
  const metadata = {
    sector_identifier_uri: uri,
    redirect_uris: redirectUris,
    jwks_uri: jwksUri,
    application_type: applicationType,
  };
  return sectorOf(clientId, metadata, (client as OwnMetadata).sector_with_port ?? null);
}

function namesSector({ sectorIdentifierUri: uri }: Client): boolean {
  return uri !== undefined && uri !== sectorStandIn;
}
