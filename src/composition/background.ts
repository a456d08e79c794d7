/** What also runs outside of requests: telling relying parties, and requests of the desk. */
import type { Provider } from 'oidc-provider';
import { createAccountStore } from '../accounts/account-store.ts';
import { createRecorder } from '../audit/audit-log.ts';
import { createRequestCourse, type RequestCourse } from '../desk/request-course.ts';
import { createRequestStore, type RequestStore } from '../desk/request-store.ts';
import { createMessageQueue } from '../notifications/message-queue.ts';
import { createDeliverLogout, createReceivesLogouts } from '../oidc/back-channel-logout.ts';
import { createCitizenIndex } from '../oidc/citizen-index-store.ts';
import { createEndingAnnouncements } from '../oidc/ending-announcements-store.ts';
import {
  type LogoutDeliveries,
  type LogoutTiming,
  startLogoutDeliveries,
} from '../oidc/logout-deliveries.ts';
import { createLogoutQueue } from '../oidc/logout-queue-store.ts';
import { type PingDeliveries, type PingTiming, startPings } from '../oidc/ping-deliveries.ts';
import { createPingQueue } from '../oidc/ping-queue-store.ts';
import { createSendPing } from '../oidc/pings.ts';
import { createSessionEndings, type SessionEndings } from '../oidc/session-endings.ts';
import { requestsThatTell } from '../oidc/sign-out/notifying-stores.ts';
import { createGuardedFetch } from '../outgoing/guarded-fetch.ts';
import { createSealer } from '../storage/sealed.ts';
import { createDueRevocations } from '../wallet/due-revocation-store.ts';
import { createCredentialStore } from '../wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../wallet/issuing/status-list-store.ts';
import { createWalletSubjectStore } from '../wallet/wallet-subject-store.ts';
import type { Surroundings } from './surroundings.ts';

/** Whoever ends sessions, within a request or outside of one, tells of it with this. */
export function createEndings(
  { config, store, logger }: Pick<Surroundings, 'config' | 'store' | 'logger'>,
  findClient: Provider['Client']['find'],
): SessionEndings {
  const { secrets } = config;
  const sealer = createSealer(secrets.sealing_keys);
  const recorder = createRecorder(store, sealer, logger);
  return createSessionEndings({
    accounts: createAccountStore(store, sealer, secrets),
    index: createCitizenIndex(store),
    announcements: createEndingAnnouncements(store),
    logouts: createLogoutQueue(store, sealer),
    revocations: createDueRevocations(
      store,
      createCredentialStore(store, sealer, createStatusListStore(store), recorder),
      createWalletSubjectStore(store, sealer, secrets, recorder),
    ),
    receivesLogouts: createReceivesLogouts(findClient),
    logger,
  });
}

/** Requests of the desk and what becomes of them, within requests and outside of them. */
export function createDeskRequests(
  { config, store, logger }: Pick<Surroundings, 'config' | 'store' | 'logger'>,
  endings: SessionEndings,
): { requests: RequestStore; course: RequestCourse } {
  const { secrets, issuer } = config;
  const sealer = createSealer(secrets.sealing_keys);
  const recorder = createRecorder(store, sealer, logger);
  const requests = requestsThatTell(createRequestStore(recorder, sealer), endings);
  const course = createRequestCourse({
    issuer,
    policy: config.desk,
    requests,
    accounts: createAccountStore(store, sealer, secrets, recorder),
    messages: createMessageQueue(store, sealer),
    hasTexts: config.smsGateway !== undefined,
  });
  return { requests, course };
}

/** Tells relying parties of logouts, on every node. */
export function startTellingLogouts(
  provider: Provider,
  endings: SessionEndings,
  { config, store, logger }: Pick<Surroundings, 'config' | 'store' | 'logger'>,
  timing: Partial<LogoutTiming> = {},
): LogoutDeliveries {
  const { private_hosts: privateHosts, give_up_logouts_after_hours: hours } = config.outgoing;
  return startLogoutDeliveries({
    logouts: createLogoutQueue(store, createSealer(config.secrets.sealing_keys)),
    endings,
    deliver: createDeliverLogout(provider, createGuardedFetch({ privateHosts })),
    timing: { giveUpAfterInMilliseconds: hours * 60 * 60 * 1000, ...timing },
    logger,
  });
}

/** Pings relying parties that asked for it, on every node. */
export function startTellingApprovals(
  provider: Provider,
  { config, store, logger }: Pick<Surroundings, 'config' | 'store' | 'logger'>,
  timing: Partial<PingTiming> = {},
): PingDeliveries {
  const { private_hosts: privateHosts } = config.outgoing;
  return startPings({
    pings: createPingQueue(store, createSealer(config.secrets.sealing_keys)),
    send: createSendPing(provider, createGuardedFetch({ privateHosts })),
    timing,
    logger,
  });
}
