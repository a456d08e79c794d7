/** The operator’s door. */
import { createLogPages } from '../audit/reading/log-pages.ts';
import type { ClientRegistry } from '../clients/registry.ts';
import { createRoleStore } from '../desk/staff/role-store.ts';
import { createDeadLetters } from '../notifications/message-queue.ts';
import { createGivenUpPings } from '../oidc/approvals/ping-queue-store.ts';
import { createGivenUpLogouts } from '../oidc/back-channel-logout/logout-queue-store.ts';
import { type KeyState, stateOf } from '../oidc/keys/signing-key.ts';
import { createSigningKeyStore } from '../oidc/keys/signing-key-store.ts';
import { readQueues } from '../operations/queues-store.ts';
import { createOperators, operatorPlace } from '../operator-door/operator-access.ts';
import { operatorLogRoutes } from '../operator-door/operator-log-routes.ts';
import { relyingPartyRoutes } from '../operator-door/relying-parties/relying-party-routes.ts';
import type { ShownKey } from '../operator-door/state/keys-page.ts';
import { type GivenUpLetters, queueRoutes } from '../operator-door/state/queue-routes.ts';
import { stateRoutes } from '../operator-door/state/state-routes.ts';
import { operatorSite, originOf } from '../relying-party/own-client.ts';
import type { OwnSessionStore } from '../relying-party/own-session-store.ts';
import { createOwnSignIn } from '../relying-party/own-sign-in.ts';
import { createStaffDirectory } from '../staff-pages/log/staff-directory.ts';
import { createStaffAccess } from '../staff-pages/staff-access.ts';
import { staffSignInRoutes } from '../staff-pages/staff-sign-in-routes.ts';
import { readReachedLimits } from '../throttle/windows/reached-limits.ts';
import { createOwnCookies } from '../web/cookies/own-cookies.ts';
import type { Door } from '../web/request/door.ts';
import type { CitizensParts } from './citizens-parts.ts';
import type { NodeContext } from './node-context.ts';
import { certificatesOf } from './observed-installation.ts';

export type ReadinessChecks = Readonly<Record<string, () => Promise<unknown>>>;

/** @param checks of readiness @param registry that the administration changes as well */
export function operatorDoor(
  nodeContext: NodeContext,
  citizens: CitizensParts,
  sessions: OwnSessionStore,
  checks: ReadinessChecks,
  registry: ClientRegistry,
): Door[] {
  const { config, store, ownAddress, storeClock } = nodeContext;
  const { audit, sealer } = citizens;
  const signIn = createOwnSignIn(operatorSite, config, sessions, sealer, ownAddress, storeClock);
  const roles = createRoleStore(audit, sealer, config.secrets.index_key);
  const cookies = createOwnCookies('operator', citizens.isSecure);
  const staff = { ...citizens, policy: config.desk, roles, signIn, sessions, cookies };
  const access = createStaffAccess(operatorPlace, staff);
  const parts = {
    ...citizens,
    operators: createOperators({ access, pages: citizens.pages }),
    checks,
    readQueues: () => readQueues(store),
    readReachedLimits: async () => readReachedLimits(store, await storeClock()),
    readSigningKeys: () => readSigningKeys(nodeContext, citizens),
    certificates: certificatesOf(config),
    sealingKeys: config.secrets.sealing_keys.map(({ kid }) => kid),
    oneTimeCodes: config.oneTimeCodes,
    clients: citizens.clientStore,
    givenUp: givenUpIn(nodeContext, citizens),
    registry,
    log: createLogPages(store, sealer),
    staffDirectory: createStaffDirectory({ ...citizens, roles }),
  };
  return [
    staffSignInRoutes(operatorSite, { ...staff, access, origin: originOf(operatorSite, config) }),
    stateRoutes(parts),
    queueRoutes(parts),
    relyingPartyRoutes(parts),
    operatorLogRoutes(parts),
  ];
}

function givenUpIn(
  { store }: Pick<NodeContext, 'store'>,
  { sealer }: Pick<CitizensParts, 'sealer'>,
): Record<'messages' | 'logouts' | 'pings', GivenUpLetters> {
  const [messages, logouts, pings] = [
    createDeadLetters(store, sealer),
    createGivenUpLogouts(store, sealer),
    createGivenUpPings(store, sealer),
  ];
  return {
    messages: saying(messages, ({ message }) => message?.kind),
    logouts: saying(logouts, ({ logout }) => logout?.clientId),
    pings: saying(pings, ({ ping }) => ping?.clientId),
  };
}

/** Of what a letter holds no more than what it is about. */
function saying<Found extends { readonly id: string; readonly buriedAt: Date; readonly reason: string }>(
  { list, retry }: { list(): AsyncIterable<Found> } & Pick<GivenUpLetters, 'retry'>,
  aboutOf: (letter: Found) => string | undefined,
): GivenUpLetters {
  return {
    retry,
    async *list() {
      for await (const letter of list()) {
        const { id, buriedAt, reason } = letter;
        yield { id, buriedAt, reason, about: aboutOf(letter) };
      }
    },
  };
}

async function readSigningKeys(
  { store, storeClock }: NodeContext,
  { sealer, timing }: CitizensParts,
): Promise<ShownKey[]> {
  const [{ keys }, now] = await Promise.all([createSigningKeyStore(store, sealer).read(), storeClock()]);
  return keys
    .toSorted((one, other) => one.madeAt.getTime() - other.madeAt.getTime())
    .map((key) => {
      const state = stateOf(key, keys, now, timing);
      const { kid, alg, madeAt } = key;
      return { kid, alg, madeAt, state: state.kind, until: untilWhen(state) };
    });
}

function untilWhen(state: KeyState): Date | undefined {
  switch (state.kind) {
    case 'published':
      return state.signsFrom;
    case 'retired':
      return state.goneAt;
    default:
      return undefined;
  }
}
