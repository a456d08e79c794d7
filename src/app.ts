/** The composition root: puts the parts together and the doors in their order, decides nothing. */
import type { Context, Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import { createRequireScope } from './admin/access.ts';
import { clientRoutes } from './admin/client-routes.ts';
import type { AuditLog } from './audit/audit-log.ts';
import { createFetchLogo } from './clients/logos/fetch-logo.ts';
import { type ClientRegistry, createClientRegistry } from './clients/registry.ts';
import { createDeskRequests, createEndings } from './composition/background.ts';
import { citizensDoors } from './composition/citizens-doors.ts';
import { type CitizensParts, composeCitizensParts } from './composition/citizens-parts.ts';
import { deskDoor } from './composition/desk-door.ts';
import { composeEngine, type Engine, hasDesk } from './composition/engine.ts';
import type { NodeContext } from './composition/node-context.ts';
import { operatorDoor, type ReadinessChecks } from './composition/operator-door.ts';
import { composeRules } from './composition/rules.ts';
import { walletDoors } from './composition/wallet-doors.ts';
import { composeWeb, type Web } from './composition/web.ts';
import type { Config } from './config.ts';
import { observe } from './metrics/measuring.ts';
import { healthRoutes } from './observability/health-routes.ts';
import { createAskEngine } from './oidc/clients/client-adapter.ts';
import { createFindMachineAccess } from './oidc/clients/machine-clients.ts';
import { engineMethods } from './oidc/engine/internals/methods-of-routes.ts';
import { jwksCaching } from './oidc/keys/jwks-caching.ts';
import { absentProofs } from './oidc/middleware/absent-proofs.ts';
import { canonicalPaths } from './oidc/middleware/canonical-paths.ts';
import { discoveryFollowsCalendar } from './oidc/middleware/discovery-follows-calendar.ts';
import { discoveryFollowsProfile } from './oidc/middleware/discovery-follows-profile.ts';
import { doubtfulHints } from './oidc/middleware/doubtful-hints.ts';
import { endedSignIns } from './oidc/middleware/ended-sign-ins.ts';
import { formPostPage } from './oidc/middleware/form-post-page.ts';
import { linkToProgram } from './oidc/middleware/link-to-program.ts';
import { postedRequests } from './oidc/middleware/posted-requests.ts';
import { registrationBodies } from './oidc/middleware/registration-bodies.ts';
import { noteReleasedClaims } from './oidc/middleware/released-claims.ts';
import { resumedRequests } from './oidc/middleware/resumed-requests.ts';
import { serviceLogos } from './oidc/middleware/service-logos.ts';
import { signOutPage } from './oidc/middleware/sign-out-page.ts';
import { typedUserCodes } from './oidc/middleware/typed-user-codes.ts';
import { scopesOf } from './oidc/policy/claims.ts';
import { metadataField } from './operator-door/relying-parties/metadata-page.ts';
import { citizenSite, deskSite, type OwnSite, operatorSite } from './relying-party/own-client.ts';
import { createOwnSessionStore, type OwnSessionStore } from './relying-party/own-session-store.ts';
import { checkConnections } from './storage/connection/lasting-connection.ts';
import { runStoreRequest, writeBeforeAnswer } from './storage/request/store-request.ts';
import { checkClock } from './storage/store-clock.ts';
import { reasonInWords } from './storage/store-failure.ts';
import { createAdministrationLimit } from './throttle/windows/administration-limit.ts';
import { languageSwitch } from './web/form/language-switch.ts';
import { answerFaults } from './web/page/error-page.ts';
import { robots } from './web/page/robots.ts';
import { refuseUnanswered } from './web/request/allowed-methods.ts';
import { countedByAsker } from './web/request/asker.ts';
import { type Door, programsAddresses } from './web/request/door.ts';
import { behindDoors } from './web/request/doors.ts';
import { hostGuard, servedApart } from './web/request/host-guard.ts';
import { peopleInTurn } from './web/request/in-turn.ts';
import { measuredRequests } from './web/request/measured-requests.ts';
import { proxyGuard } from './web/request/proxy-guard.ts';
import { seeOther } from './web/request/redirect.ts';
import { requestContext } from './web/request/request-context.ts';
import { retryAfter } from './web/request/retry-after.ts';
import { securityHeaders } from './web/request/security-headers.ts';
import { securityTxt } from './web/request/security-txt.ts';
import { tracedRequests } from './web/request/traced-requests.ts';

/** @returns the provider, which is the Koa application of everything. */
export async function createKapu(nodeContext: NodeContext): Promise<Provider> {
  const { config, store, now, demo } = nodeContext;
  const endings = createEndings(nodeContext, (id) => engine.provider.Client.find(id));
  const web = composeWeb(nodeContext);
  const rules = await composeRules(nodeContext, web, endings);
  const engine = await composeEngine(nodeContext, rules, web, endings);
  const citizens = composeCitizensParts(nodeContext, rules, web, engine);
  const deskRequests = createDeskRequests(nodeContext, endings);
  const deskSessions = createOwnSessionStore(deskSite, store, rules.sealer);
  const operatorSessions = createOwnSessionStore(operatorSite, store, rules.sealer);
  const { provider } = engine;
  endOwnSessionsAtSignOut(provider, citizens, [
    { site: deskSite, sessions: deskSessions },
    { site: operatorSite, sessions: operatorSessions },
  ]);
  const checks = readinessChecks(nodeContext, engine);
  const registry = clientRegistryOf(config, engine);

  const doors: Door[] = [
    administrationDoor(nodeContext, engine, rules.audit, registry),
    ...citizensDoors(nodeContext, citizens, deskRequests),
    ...walletDoors(nodeContext, citizens),
    ...(hasDesk(config) ? deskDoor(nodeContext, citizens, deskRequests, deskSessions, endings) : []),
    ...(config.operator.enabled
      ? operatorDoor(nodeContext, citizens, operatorSessions, checks, registry)
      : []),
  ];
  const middlewares: Middleware[] = [
    ...beforeDoors(nodeContext, web, engine, checks, doors),
    noteReleasedClaims(engine.citizenIndex),
    absentProofs,
    discoveryFollowsCalendar(config.calendar, config.oneTimeCodes, now),
    discoveryFollowsProfile(config.profile),
    endedSignIns({ ...web, provider }),
    doubtfulHints(provider),
    signOutPage({ ...web, ...engine, provider, endOwnSession: (ctx) => citizens.sessionGuard.end(ctx) }),
    formPostPage(web.pages),
    linkToProgram(web.pages),
    typedUserCodes(engine.enginePages),
    serviceLogos(engine),
    behindDoors(doors),
    ...(config.profile.dynamic_registration
      ? [registrationBodies(provider.pathFor('registration'), engine.clients)]
      : []),
    demo ? demo.startPage(web.pages, config, now) : startAtOwnPages,
  ];
  for (const middleware of middlewares) {
    provider.use(middleware as unknown as Parameters<Provider['use']>[0]);
  }
  return provider;
}

/** @throws Error in words: whoever reads it does not know the library that Redis is spoken to with */
async function pingInWords(store: NodeContext['store']): Promise<void> {
  try {
    await store.ping();
  } catch (error) {
    throw new Error(reasonInWords(error as Error));
  }
}

/** Of this node: whether it can serve. */
function readinessChecks(
  { store, now, storeClock, checkStore }: NodeContext,
  { signingKeys, hsm }: Pick<Engine, 'signingKeys' | 'hsm'>,
): ReadinessChecks {
  const checks = {
    redis: () => pingInWords(store),
    connections: () => checkConnections(store),
    'signing keys': signingKeys.check,
    ...(hsm && { 'hardware security module': () => hsm.check() }),
    clock: () => checkClock({ storeClock, now }),
    ...(checkStore && { 'demands on Redis': checkStore }),
  };
  observeReadiness(checks);
  return checks;
}

/** What every request goes through, from the outside in. */
function beforeDoors(
  { config, logger, now }: NodeContext,
  { pages, assets, devices, keptForms, formTokens }: Web,
  { provider, signingKeys, timing }: Engine,
  checks: ReadinessChecks,
  doors: readonly Door[],
): Middleware[] {
  return [
    proxyGuard(config.proxyProof, config.clientCertificates?.header),
    measuredRequests,
    tracedRequests(config.traces?.isProxyBelieved ?? false),
    requestContext(logger),
    retryAfter,
    answerFaults(pages, logger),
    securityHeaders(config.issuer),
    healthRoutes(checks),
    hostGuard(config.issuer, config.hosts),
    canonicalPaths,
    servedApart(config.issuer, config.hosts),
    securityTxt(config.securityContacts, config.issuer, now),
    resumedRequests,
    assets.serve,
    robots,
    jwksCaching(provider.pathFor('jwks'), timing, signingKeys),
    peopleInTurn(devices, programsAddresses(provider, doors)),
    countedByAsker(config.signInStartsPerMinute, devices),
    languageSwitch(keptForms, formTokens, metadataField),
    postedRequests,
    (_ctx, next) => runStoreRequest(next),
    refuseUnanswered(engineMethods(provider)),
  ];
}

function observeReadiness(checks: ReadinessChecks): void {
  for (const [check, isWell] of Object.entries(checks)) {
    observe(`ready: ${check}`, async (tell) => {
      const value = await isWell().then(
        () => 1,
        () => 0,
      );
      tell('kapu_ready', { check }, value);
    });
  }
}

function clientRegistryOf(
  { profile, outgoing }: Pick<Config, 'profile' | 'outgoing'>,
  { provider, clientStore }: Pick<Engine, 'provider' | 'clientStore'>,
): ClientRegistry {
  return createClientRegistry({
    clients: clientStore,
    scopes: scopesOf(profile),
    profile,
    fetchLogo: createFetchLogo({ privateHosts: outgoing.private_hosts }),
    askEngine: createAskEngine(provider),
  });
}

function administrationDoor(
  { config: { profile, issuer, hosts, clientCertificates }, store, now }: NodeContext,
  { provider, clients }: Engine,
  audit: AuditLog,
  registry: ClientRegistry,
): Door {
  return clientRoutes({
    registry,
    requireScope: createRequireScope({
      issuer,
      findMachineAccess: createFindMachineAccess(provider, clients, {
        issuer,
        profile,
        administrationOrigin: hosts.admin ?? issuer,
        certificateHeader: clientCertificates?.header,
      }),
      limit: createAdministrationLimit(store),
      audit,
    }),
    now,
  });
}

/** Our own pages are relying parties of the provider, which need no telling from outside. */
function endOwnSessionsAtSignOut(
  provider: Provider,
  { sessionGuard }: Pick<CitizensParts, 'sessionGuard'>,
  staff: readonly { readonly site: OwnSite; readonly sessions: OwnSessionStore }[],
): void {
  provider.on('end_session.success', (ctx) => {
    if (ctx.oidc.params?.logout) {
      const own = ctx.oidc.session?.authorizationFor(citizenSite.clientId);
      void sessionGuard.end(ctx as unknown as Context, own?.sid);
      for (const { site, sessions } of staff) {
        const sid = ctx.oidc.session?.authorizationFor(site.clientId)?.sid;
        if (sid) {
          void writeBeforeAnswer(sessions.endSessionsOf(sid));
        }
      }
    }
  });
}

const startAtOwnPages: Middleware = async (ctx, next) => {
  if (ctx.path !== '/') {
    await next();
    return;
  }
  seeOther(ctx, '/fiok');
};
