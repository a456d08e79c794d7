/** The composition root: puts the parts together and the doors in their order, decides nothing. */
import type { Context, Middleware } from 'koa';
import type { Provider } from 'oidc-provider';
import { createRequireScope } from './admin/access.ts';
import { clientRoutes } from './admin/client-routes.ts';
import { createClientRegistry } from './clients/registry.ts';
import { createDeskRequests, createEndings } from './composition/background.ts';
import { citizensDoors } from './composition/citizens-doors.ts';
import { type CitizensParts, composeCitizensParts } from './composition/citizens-parts.ts';
import { deskDoor } from './composition/desk-door.ts';
import { composeEngine, type Engine, hasDesk } from './composition/engine.ts';
import { composeRules } from './composition/rules.ts';
import type { Surroundings } from './composition/surroundings.ts';
import { walletDoors } from './composition/wallet-doors.ts';
import { composeWeb, type Web } from './composition/web.ts';
import { RequestRefused } from './errors.ts';
import { healthRoutes } from './observability/health-routes.ts';
import { createFindMachineAccess } from './oidc/administration.ts';
import { scopesOf } from './oidc/claims.ts';
import { createAskEngine } from './oidc/clients.ts';
import { noteDisclosures } from './oidc/disclosures.ts';
import { discoveryFollowsCalendar } from './oidc/discovery-follows-calendar.ts';
import { formPostReturns } from './oidc/form-post-returns.ts';
import { jwksCaching } from './oidc/keys/jwks-caching.ts';
import { postedRequests } from './oidc/posted-requests.ts';
import { registrationBodies } from './oidc/registration-bodies.ts';
import { signOutReturns } from './oidc/sign-out-returns.ts';
import { speltPaths } from './oidc/spelt-paths.ts';
import { typedUserCodes } from './oidc/typed-user-codes.ts';
import { citizenSite, deskSite } from './relying-party/own-client.ts';
import { createOwnSessionStore, type OwnSessionStore } from './relying-party/own-session-store.ts';
import { runStoreRequest, writeBeforeAnswer } from './storage/store-request.ts';
import { createAdministrationLimit } from './throttle/administration-limit.ts';
import { arrivalLimit } from './web/arrival-limit.ts';
import { answerFaults } from './web/error-page.ts';
import { hostGuard } from './web/host-guard.ts';
import { seeOther } from './web/redirect.ts';
import { requestContext } from './web/request-context.ts';
import { securityHeaders } from './web/security-headers.ts';

/** @returns the provider, which is the Koa application of everything. */
export async function createKapu(surroundings: Surroundings): Promise<Provider> {
  const { config, store, now, demo } = surroundings;
  const endings = createEndings(surroundings, (id) => engine.provider.Client.find(id));
  const rules = await composeRules(surroundings, endings);
  const web = composeWeb(config, demo);
  const engine = await composeEngine(surroundings, rules, web.pages, endings);
  const citizens = composeCitizensParts(surroundings, rules, web, engine);
  const deskRequests = createDeskRequests(surroundings, endings);
  const deskSessions = createOwnSessionStore(deskSite, store, rules.sealer);
  const { provider } = engine;
  endOwnSessionsAtSignOut(provider, citizens, deskSessions);

  const middlewares: Middleware[] = [
    ...beforeDoors(surroundings, web, engine),
    noteDisclosures(engine.citizenIndex),
    discoveryFollowsCalendar(config.calendar, config.oneTimeCodes, now),
    signOutReturns(web.pages),
    formPostReturns(web.pages),
    typedUserCodes(engine.enginePages),
    administrationDoor(surroundings, engine),
    ...citizensDoors(surroundings, citizens, deskRequests),
    ...walletDoors(surroundings, citizens),
    ...(config.profile.dynamic_registration
      ? [registrationBodies(provider.pathFor('registration'), engine.clients)]
      : []),
    ...(hasDesk(config) ? deskDoor(surroundings, citizens, deskRequests, deskSessions, endings) : []),
    demo ? demo.startPage(web.pages, config, now) : startAtOwnPages,
  ];
  for (const middleware of middlewares) {
    provider.use(middleware as unknown as Parameters<Provider['use']>[0]);
  }
  return provider;
}

/** What every request goes through, from the outside in. */
function beforeDoors(
  { config, store, logger }: Surroundings,
  { pages, assets }: Web,
  { provider, signingKeys, timing }: Engine,
): Middleware[] {
  return [
    requestContext(logger),
    answerFaults(pages),
    securityHeaders(config.issuer),
    healthRoutes({ redis: () => store.ping(), 'signing keys': signingKeys.check }),
    hostGuard(config.issuer),
    speltPaths,
    assets.serve,
    jwksCaching(provider.pathFor('jwks'), timing, signingKeys),
    arrivalLimit(config.arrivalsPerMinute),
    postedRequests,
    (_ctx, next) => runStoreRequest(next),
    refuseUnanswered,
  ];
}

function administrationDoor(
  { config: { profile, issuer }, store }: Surroundings,
  { provider, clients, clientStore }: Engine,
): Middleware {
  return clientRoutes({
    registry: createClientRegistry({
      clients: clientStore,
      scopes: scopesOf(profile),
      profile,
      askEngine: createAskEngine(provider),
    }),
    requireScope: createRequireScope({
      issuer,
      findMachineAccess: createFindMachineAccess(provider, clients, issuer),
      limit: createAdministrationLimit(store),
    }),
    now: () => new Date(),
  });
}

/** Our own pages are relying parties of the provider, which need no telling from outside. */
function endOwnSessionsAtSignOut(
  provider: Provider,
  { ownPages }: Pick<CitizensParts, 'ownPages'>,
  deskSessions: OwnSessionStore,
): void {
  provider.on('end_session.success', (ctx) => {
    if (ctx.oidc.params?.logout) {
      const own = ctx.oidc.session?.authorizationFor(citizenSite.clientId);
      void ownPages.end(ctx as unknown as Context, own?.sid);
      const atDesk = ctx.oidc.session?.authorizationFor(deskSite.clientId)?.sid;
      if (atDesk) {
        void writeBeforeAnswer(deskSessions.endSessionsOf(atDesk));
      }
    }
  });
}

const refuseUnanswered: Middleware = async (ctx, next) => {
  await next();
  if (ctx.status === 404 && !ctx.body) {
    throw new RequestRefused(404, 'not-found');
  }
};

const startAtOwnPages: Middleware = async (ctx, next) => {
  if (ctx.path !== '/') {
    await next();
    return;
  }
  seeOther(ctx, '/fiok');
};
