/** The engine, configured: what it offers, how long things live, and where our own pages and rules take part. */
import { type Configuration, Provider } from 'oidc-provider';
import { type Account, countsSince } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import { acrOf, reachableAssurances } from '../assurance/levels.ts';
import type { Recorder } from '../audit/audit-log.ts';
import type { LiveClients } from '../clients/live-clients.ts';
import type { Config } from '../config.ts';
import type { ClientRegistration } from '../configuration/client-registration.ts';
import type { GuardedFetch } from '../outgoing/guarded-fetch.ts';
import { keyedHash } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { readOnce } from '../storage/store-request.ts';
import { languageOfUiLocales, rememberLanguage } from '../web/language.ts';
import { clockToleranceInSeconds, createAdapterFactory, isFirstUse } from './adapter.ts';
import { withAdministration } from './administration.ts';
import { enabledJWA } from './algorithms.ts';
import { type CibaParts, isNobody } from './ciba.ts';
import type { CitizenIndex } from './citizen-index-store.ts';
import { claimTableOf } from './claims.ts';
import { certificateMethods } from './client-certificates.ts';
import { checkClientAssertion } from './client-jwts.ts';
import {
  compareClientSecretsByHash,
  createClientAdapter,
  extraClientMetadata,
  isOfEarlierClient,
  mayOmitPkce,
  staticMetadata,
} from './clients.ts';
import { type IssueCredentials, withCredentials } from './credential-issuing.ts';
import { tellInterval } from './device-flow.ts';
import type { DynamicClients } from './dynamic-clients.ts';
import { withDynamicRegistration } from './dynamic-registration.ts';
import { accountOfEngine, engineAccount } from './engine-account.ts';
import { loadExistingGrant } from './existing-grant.ts';
import { type EnginePages, features } from './features.ts';
import type { InitialAccess } from './initial-access-store.ts';
import { createInteractionPolicy } from './interaction-policy.ts';
import type { PrivateKey } from './keys/make-signing-key.ts';
import { lifetimes, sessionInAll } from './lifetimes.ts';
import { limitGuessesAtUserCodes, slowHastyPollsDown } from './pending-codes.ts';
import { leavePingsToQueue } from './pings.ts';
import { tellOfSignIn } from './resources.ts';
import { lookForRotatedKeys } from './rotated-client-keys.ts';

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
  readonly signingKeys: readonly PrivateKey[];
  readonly now: () => Date;
  readonly pages: EnginePages;
  /** Absent where the profile lets no client register itself. */
  readonly dynamicClients: DynamicClients | undefined;
  readonly initialAccess: InitialAccess;
  readonly cibaParts: CibaParts;
  /** For addresses that relying parties registered. */
  readonly guardedFetch: GuardedFetch;
  /** For wallets; called only where credentials are issued. */
  readonly issueCredentials: IssueCredentials;
}

export function createProvider(parts: ProviderParts): Provider {
  const { config, store } = parts;
  const provider = new Provider(
    config.issuer,
    withCredentials(configuration(parts), config, parts.issueCredentials),
  );
  provider.proxy = config.trustProxy;
  // X-Forwarded-For: the last address is our proxy's word, what stands before it is the sender's.
  Object.assign(provider, { maxIpsCount: 1 });
  compareClientSecretsByHash(provider);
  lookForRotatedKeys(provider);
  refuseReplaysAtomically(provider, store);
  leaveNewSessionsToBeKept(provider);
  slowHastyPollsDown(provider, store);
  limitGuessesAtUserCodes(provider, store);
  leavePingsToQueue(provider);
  provider.on('device_authorization.success', tellInterval);
  endTokensAtSignOut(provider);
  return provider;
}

function configuration({
  config,
  store,
  sealer,
  recorder,
  index,
  accounts,
  clients,
  ownClients,
  signingKeys,
  now,
  pages,
  dynamicClients,
  initialAccess,
  cibaParts,
  guardedFetch,
}: ProviderParts): Configuration {
  const isSecure = config.issuer.startsWith('https:');
  const { profile } = config;
  const claims = claimTableOf(profile);
  const findAccount = (id: string): Promise<Account | undefined> =>
    readOnce(`account:${id}`, () => accounts.find(id));

  /** A token reads its grant and its account next; asking for the account at once saves a round trip. */
  const prefetch = ({ accountId }: { accountId?: string }): void => {
    if (accountId) {
      findAccount(accountId).catch(() => {});
    }
  };

  async function accountThatCounts(id: string, issuedAt: number | undefined): Promise<Account | undefined> {
    const account = await findAccount(id);
    const isStale = account === undefined || (issuedAt !== undefined && !countsSince(account, issuedAt));
    return isStale ? undefined : account;
  }

  return {
    adapter: createAdapterFactory(
      { store, sealer, index, onTokenRead: prefetch, indexKey: config.secrets.index_key, recorder },
      createClientAdapter(clients, config.grants, dynamicClients),
    ),
    clients: ownClients.map(staticMetadata),
    jwks: { keys: signingKeys } as NonNullable<Configuration['jwks']>,

    acrValues: reachableAssurances.map(acrOf),
    scopes: Object.keys(claims),
    claims: { ...claims, acr: null, amr: null, auth_time: null, sid: null } as unknown as Record<
      string,
      string[]
    >,
    discovery: { ui_locales_supported: ['hu', 'en'] },
    subjectTypes: ['pairwise', 'public'],
    responseTypes: [...profile.response_types],
    clientAuthMethods: [
      'client_secret_basic',
      'client_secret_post',
      'private_key_jwt',
      ...certificateMethods(config.clientCertificates),
      'none',
    ],
    clientDefaults: {
      id_token_signed_response_alg: profile.default_signing_alg,
      authorization_signed_response_alg: 'ES256',
      introspection_signed_response_alg: 'ES256',
      subject_type: 'pairwise',
    },
    assertJwtClientAuthClaimsAndHeader: checkClientAssertion,
    extraTokenClaims: tellOfSignIn,
    extraClientMetadata: { properties: extraClientMetadata },
    clockTolerance: clockToleranceInSeconds,
    pkce: { required: (_ctx, client) => !(profile.clients_without_pkce && mayOmitPkce(client)) },
    enabledJWA,

    cookies: {
      keys: [...config.secrets.cookie_keys],
      names: {
        session: isSecure ? '__Host-kapu_session' : 'kapu_session',
        interaction: isSecure ? '__Secure-kapu_interaction' : 'kapu_interaction',
        resume: isSecure ? '__Secure-kapu_resume' : 'kapu_resume',
      },
      long: { signed: true, httpOnly: true, sameSite: 'lax', secure: isSecure, path: '/' },
      short: { signed: true, httpOnly: true, sameSite: 'lax', secure: isSecure },
    },

    features: withDynamicRegistration(
      withAdministration(features({ config, pages, accountThatCounts, cibaParts }), config.issuer),
      profile,
      initialAccess,
    ),

    interactions: {
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
        return `/interaction/${interaction.uid}`;
      },
    },

    /** For a session the policy decides whether it still counts; a token from before the sessions were ended is dead. */
    async findAccount(ctx, id, token) {
      if (isNobody(id)) {
        // A request that names nobody waits like any other, and expires; nor is it answered any sooner.
        await findAccount('nobody');
        return ctx.oidc.route === 'backchannel_authentication' ? engineNobody(id) : undefined;
      }
      if (token && isOfEarlierClient(ctx.oidc.client, token.iat)) {
        return undefined;
      }
      const account = await accountThatCounts(id, token && instantOf(token));
      return account && !isFromBeforePlus(account, token)
        ? engineAccount(account, profile.further_claims)
        : undefined;
    },

    loadExistingGrant: (ctx) => loadExistingGrant(ctx, claims),
    issueRefreshToken: async (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    /** Tokens outlive an idle session, not a sign-out: see endTokensAtSignOut. */
    expiresWithSession: async () => false,
    // FAPI 2.0 §5.3.2.1: a token that is bound to its holder's key is not rotated, lest a lost answer sign people out.
    rotateRefreshToken: (ctx) => ctx.oidc.client?.fapi_profile === undefined,

    pairwiseIdentifier: async (_ctx, accountId, client) =>
      keyedHash(config.secrets.subject_key, 'subject', `${sectorOf(client)}\0${accountId}`),

    ttl: lifetimes,

    fetch: (address, request) => guardedFetch(address as string | URL, request),
    fetchResponseBodyLimits: {
      jwks_uri: largestFetchedInBytes,
      sector_identifier_uri: largestFetchedInBytes,
    },

    async renderError(ctx, error, cause) {
      await pages.showError(ctx, error, cause);
    },
  };
}

/** When the sign-in behind a token was, where the token says so, else when it was issued. */
function instantOf(token: { iat: number; authTime?: number | undefined }): number {
  return token.authTime ?? token.iat;
}

/** Codes and refresh tokens of a sign-in by password alone end when the citizen gets an Ügyfélkapu+. */
function isFromBeforePlus({ hasPlus }: Account, token: object | undefined): boolean {
  return hasPlus && token !== undefined && 'acr' in token && token.acr === acrOf('low');
}

function engineNobody(id: string) {
  return { accountId: id, claims: async () => ({ sub: id }) };
}

/** The engine's own check reads, then writes; two nodes could both accept one proof. */
function refuseReplaysAtomically(provider: Provider, store: Store): void {
  Object.assign(provider.ReplayDetection, {
    unique: (issuer: string, jwtId: string, expiresAt: number) => isFirstUse(store, issuer, jwtId, expiresAt),
  });
}

/**
 * Whoever sends the form of a device's code when their session is over, or from another site, is refused. The engine would on that way
 * prolong a session that was only just begun, which is a fault; a moment later it keeps it in any case.
 */
function leaveNewSessionsToBeKept(provider: Provider): void {
  const { prototype } = provider.Session;
  const { persist } = prototype;
  Object.assign(prototype, {
    async persist(this: InstanceType<Provider['Session']>): Promise<string | undefined> {
      return this.exp === undefined ? undefined : persist.call(this);
    },
  });
}

/** The engine keeps tokens that are not bound to the session's life at sign-out; a citizen who signs out means all of it. */
function endTokensAtSignOut(provider: Provider): void {
  provider.on('authorization.success', (ctx) => {
    const { client, session } = ctx.oidc;
    if (client && session) {
      const authorization = session.authorizationFor(client.clientId) as
        | { persistsLogout?: boolean }
        | undefined;
      delete authorization?.persistsLogout;
    }
  });
}

function sectorOf(client: { sectorIdentifier?: string | undefined; clientId: string }): string {
  return client.sectorIdentifier ?? client.clientId;
}
