/** The engine, and what stands between it and the rules. */
import type { EventEmitter } from 'node:events';
import type { Context } from 'koa';
import type { Provider } from 'oidc-provider';
import { type ClientStore, createClientStore } from '../clients/client-store.ts';
import { createLiveClients, type LiveClients } from '../clients/live-clients.ts';
import type { Config } from '../config.ts';
import type { ClientRegistration } from '../configuration/clients/client-registration.ts';
import { openHsm } from '../hsm/hsm.ts';
import type { Logger } from '../observability/logger.ts';
import { createApprovals } from '../oidc/approvals/ciba-decisions.ts';
import { createPingQueue } from '../oidc/approvals/ping-queue-store.ts';
import { createWaitingRequests } from '../oidc/approvals/waiting-requests-store.ts';
import { createDynamicClients, type DynamicClients } from '../oidc/clients/dynamic-clients.ts';
import { createInitialAccess } from '../oidc/clients/initial-access-store.ts';
import { recordContinuedSessions } from '../oidc/continued-sessions.ts';
import { createCredentialIssuer } from '../oidc/credentials/credential-issuer.ts';
import { currentRequest } from '../oidc/engine/internals/current-request.ts';
import { queueLogoutsOfEngine } from '../oidc/engine/patches/logout-tokens.ts';
import { replaceEngineKeys } from '../oidc/engine/patches/signing-keys.ts';
import { createEnginePages } from '../oidc/engine-pages.ts';
import { loadSigningKeys } from '../oidc/keys/live-signing-keys.ts';
import { keyTiming } from '../oidc/keys/signing-key.ts';
import { createSigningKeyHome } from '../oidc/keys/signing-key-home.ts';
import { createSigningKeyStore } from '../oidc/keys/signing-key-store.ts';
import { claimTableOf } from '../oidc/policy/claims.ts';
import { createProvider } from '../oidc/provider.ts';
import { createCitizenIndex } from '../oidc/records/citizen-index-store.ts';
import { logRefusals } from '../oidc/refusal-log.ts';
import type { LogoutNotices } from '../oidc/sign-out/logout-notices.ts';
import { createEndOldestSessions } from '../oidc/sign-out/oldest-sessions.ts';
import { createCitizenAccess } from '../oidc/sign-out/sessions-and-services.ts';
import { createRefusedRequestStore } from '../operations/refused-requests-store.ts';
import { createGuardedFetch } from '../outgoing/guarded-fetch.ts';
import { citizenSite, deskSite, operatorSite, ownClient } from '../relying-party/own-client.ts';
import { createOwnSessionStore } from '../relying-party/own-session-store.ts';
import { noteFault } from '../web/page/error-page.ts';
import type { NodeContext } from './node-context.ts';
import type { Rules } from './rules.ts';
import type { Web } from './web.ts';

export type Engine = Awaited<ReturnType<typeof composeEngine>>;

export async function composeEngine(
  { config, store, logger, now, keyTiming: timing = keyTiming, makeSigningKey }: NodeContext,
  rules: Rules,
  { pages, services }: Pick<Web, 'pages' | 'services'>,
  endings: LogoutNotices,
) {
  const { sealer, accounts, rateLimits, messages, audit } = rules;
  const clientStore = createClientStore(store, sealer, audit);
  const clients = await createLiveClients(store, clientStore);
  const citizenIndex = createCitizenIndex(store, (accountId, uids) => endOldestSessions(accountId, uids));
  const keys = createSigningKeyStore(store, sealer);
  const hsm = config.hsm && (await openHsm(config.hsm));
  const home = createSigningKeyHome(hsm, config.hsm?.without, makeSigningKey);
  const signingKeys = await loadSigningKeys({ keys, home, timing, logger, ended: store.ended });
  const subjects = rules.walletSubjects;
  const issuing = await createCredentialIssuer({ ...rules, hsm, config, store, subjects, now: new Date() });
  const waiting = createWaitingRequests(store, sealer);
  const claims = claimTableOf(config.profile);
  const enginePages = createEnginePages(pages, { resources: config.resources, claims, clients });
  const provider = createProvider({
    config,
    store,
    sealer,
    recorder: audit,
    index: citizenIndex,
    accounts,
    clients,
    ownClients: ownClientsOf(config),
    dynamicClients: dynamicClientsOf(config, clientStore, clients),
    initialAccess: createInitialAccess(store, sealer),
    signingKeys: signingKeys.current(),
    now,
    pages: enginePages,
    services,
    cibaParts: { isOn: config.grants.ciba, accounts, waiting, messages, rateLimits, now },
    guardedFetch: createGuardedFetch({ privateHosts: config.outgoing.private_hosts }),
    credentialIssuance: issuing.issuance,
  });
  void signingKeys.follow((keys) => replaceEngineKeys(provider, keys));
  queueLogoutsOfEngine(provider, endings.queueFor);
  reportFaults(provider, logger);
  const refusedRequests = createRefusedRequestStore(store);
  logRefusals(provider, audit, refusedRequests);
  recordContinuedSessions(provider, audit);

  const access = createCitizenAccess(provider, audit, sealer, accounts, citizenIndex, clients, endings);
  const ownSessions = createOwnSessionStore(citizenSite, store, sealer);
  const endOldestSessions = createEndOldestSessions({ access, ownSessions, index: citizenIndex, logger });
  return {
    provider,
    clientStore,
    clients,
    citizenIndex,
    signingKeys,
    hsm,
    timing,
    issuing,
    enginePages,
    refusedRequests,
    approvals: createApprovals({
      provider,
      waiting,
      pings: createPingQueue(store, sealer),
      ...config,
      claimTable: claims,
      now,
    }),
    access,
  };
}

/** Our own pages, as relying parties. */
function ownClientsOf(config: Config): ClientRegistration[] {
  const sites = [
    citizenSite,
    ...(hasDesk(config) ? [deskSite] : []),
    ...(config.operator.enabled ? [operatorSite] : []),
  ];
  return sites.map((site) => ownClient(site, config));
}

/** Undefined where the profile lets no client register itself. */
function dynamicClientsOf(
  { profile }: Config,
  clients: ClientStore,
  live: LiveClients,
): DynamicClients | undefined {
  return profile.dynamic_registration
    ? createDynamicClients({
        clients,
        live,
        now: () => new Date(),
        isNew: () => currentRequest()?.oidc.route === 'registration',
      })
    : undefined;
}

/** There is a clerk's desk where there is an office. */
export function hasDesk({ desk }: Config): boolean {
  return desk.offices.length > 0;
}

function reportFaults(provider: Provider, logger: Logger): void {
  provider.on('backchannel.error', (_ctx, error) =>
    logger.error({ reason: error.message }, 'a logout could not be queued'),
  );
  provider.on('server_error', (ctx, error) => noteFault(ctx as unknown as Context, error));
  (provider as EventEmitter).on('error', (error: Error) =>
    logger.warn({ reason: error.message }, 'a request was broken off'),
  );
}
