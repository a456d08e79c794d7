/** What also runs outside of requests: telling relying parties, erasing accounts, and requests of the desk. */
import type { Provider } from 'oidc-provider';
import { createAccountStore } from '../accounts/account-store.ts';
import { type ClosingStore, createClosingStore } from '../accounts/closing/closing-store.ts';
import { createRecorder } from '../audit/audit-log.ts';
import { createRequestStore, type RequestStore } from '../desk/dual-authorization/request-store.ts';
import { createRequestWorkflow, type RequestWorkflow } from '../desk/dual-authorization/request-workflow.ts';
import { createMessageQueue } from '../notifications/message-queue.ts';
import { type PingDeliveries, type PingTiming, startPings } from '../oidc/approvals/ping-deliveries.ts';
import { createPingQueue } from '../oidc/approvals/ping-queue-store.ts';
import { createSendPing } from '../oidc/approvals/pings.ts';
import {
  type LogoutDeliveries,
  type LogoutTiming,
  startLogoutDeliveries,
} from '../oidc/back-channel-logout/delivery-workers.ts';
import { createDeliverLogout, createReceivesLogouts } from '../oidc/back-channel-logout/logout-delivery.ts';
import { createLogoutQueue } from '../oidc/back-channel-logout/logout-queue-store.ts';
import { createCitizenIndex } from '../oidc/records/citizen-index-store.ts';
import { createLogoutNotices, type LogoutNotices } from '../oidc/sign-out/logout-notices.ts';
import { requestsThatNotify } from '../oidc/sign-out/notifying-stores.ts';
import { createSessionEndAnnouncements } from '../oidc/sign-out/session-end-announcements-store.ts';
import { createGuardedFetch } from '../outgoing/guarded-fetch.ts';
import { eachInTurn } from '../storage/due/each-in-turn.ts';
import { createSealer } from '../storage/sealed.ts';
import { createCredentialStore } from '../wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../wallet/issuing/issued-status-list-store.ts';
import { createDueRevocations } from '../wallet/subjects/due-revocation-store.ts';
import { createWalletSubjectStore } from '../wallet/subjects/wallet-subject-store.ts';
import type { NodeContext } from './node-context.ts';

/** Whoever ends sessions, within a request or outside of one, tells of it with this. */
export function createEndings(
  { config, store, logger }: Pick<NodeContext, 'config' | 'store' | 'logger'>,
  findClient: Provider['Client']['find'],
): LogoutNotices {
  const { secrets } = config;
  const sealer = createSealer(secrets.sealing_keys);
  const recorder = createRecorder(store, sealer, logger);
  return createLogoutNotices({
    accounts: createAccountStore(store, sealer, secrets),
    index: createCitizenIndex(store),
    announcements: createSessionEndAnnouncements(store),
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

/** Accounts whose time is over, with what wallets hold of them and whom they were signed in at. */
export function createErasing(
  { config, store, logger }: Pick<NodeContext, 'config' | 'store' | 'logger'>,
  endings: LogoutNotices,
): ClosingStore {
  const { secrets } = config;
  const sealer = createSealer(secrets.sealing_keys);
  const recorder = createRecorder(store, sealer, logger);
  const credentials = createCredentialStore(store, sealer, createStatusListStore(store), recorder);
  const afterErasing = async (accountId: string): Promise<void> => {
    // Relying parties are told though a card cannot be read, and therefore not be revoked.
    await eachInTurn(
      [() => credentials.revokeAndForget(accountId, new Date()), () => endings.queueEnded(accountId)],
      () => accountId,
      (step) => step(),
    );
  };
  return createClosingStore(store, sealer, secrets, afterErasing, recorder);
}

/** Requests of the desk and what becomes of them, within requests and outside of them. */
export function createDeskRequests(
  { config, store, logger }: Pick<NodeContext, 'config' | 'store' | 'logger'>,
  endings: LogoutNotices,
): { requests: RequestStore; workflow: RequestWorkflow } {
  const { secrets, issuer } = config;
  const sealer = createSealer(secrets.sealing_keys);
  const recorder = createRecorder(store, sealer, logger);
  const requests = requestsThatNotify(createRequestStore(recorder, sealer, secrets), endings);
  const workflow = createRequestWorkflow({
    issuer,
    policy: config.desk,
    requests,
    accounts: createAccountStore(store, sealer, secrets, recorder),
    messages: createMessageQueue(store, sealer),
    hasTexts: config.smsGateway !== undefined,
  });
  return { requests, workflow };
}

/** Tells relying parties of logouts, on every node. */
export function startLogoutWorkers(
  provider: Provider,
  endings: LogoutNotices,
  { config, store, logger }: Pick<NodeContext, 'config' | 'store' | 'logger'>,
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
export function startPingWorkers(
  provider: Provider,
  { config, store, logger }: Pick<NodeContext, 'config' | 'store' | 'logger'>,
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
