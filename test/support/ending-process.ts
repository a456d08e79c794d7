/** A node that ends accounts as fast as it can, or does what others left undone, and is killed meanwhile. See faults/revocations.test.ts. */
import { once } from 'node:events';
import type { Account } from '../../src/accounts/account.ts';
import { createDeskChanges } from '../../src/accounts/desk/desk-changes-store.ts';
import { deskEvents } from '../../src/audit/events/desk-events.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createDeskRequests, createEndings } from '../../src/composition/background.ts';
import { composeRules } from '../../src/composition/rules.ts';
import type { Config } from '../../src/config.ts';
import type { RequestIn } from '../../src/desk/dual-authorization/request.ts';
import type { StoredRequest } from '../../src/desk/dual-authorization/request-store.ts';
import type { DeskPerson } from '../../src/desk/staff/role.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { deskChangesThatNotify } from '../../src/oidc/sign-out/notifying-stores.ts';
import { createStoreClock } from '../../src/storage/store-clock.ts';
import { createDeviceCookies } from '../../src/web/cookies/device-cookie.ts';
import { connectPatiently } from './redis.ts';
import type { EndingWork, ToEnd } from './ways-to-end.ts';

interface Place {
  readonly redis: string;
  readonly config: Config;
}

/** How many people end something at the same time. */
const lanes = 4;

const [{ redis, config }] = (await once(process, 'message')) as [Place];
process.on('disconnect', () => process.exit());
const logger = createLogger('silent');
const store = await connectPatiently(redis, logger);
await store.client('SETNAME', `node-${process.pid}`);
const clocks = { now: () => new Date(), storeClock: createStoreClock(store) };
const nodeContext = { config, store, logger, ...clocks, ownAddress: () => config.issuer };
const endings = createEndings(nodeContext, async () => undefined);
const devices = createDeviceCookies(config.secrets.cookie_keys, false);
const rules = await composeRules(nodeContext, { devices }, endings);
const changes = deskChangesThatNotify(createDeskChanges(rules.audit, rules.sealer, config.secrets), endings);
const { requests } = createDeskRequests(nodeContext, endings);
const clerk: DeskPerson = { accountId: 'a clerk', staffNumber: '1', role: 'clerk', office: 'north' };

async function suspend(id: string): Promise<void> {
  const account = await rules.accounts.find(id);
  if (account) {
    await changes.suspend(account, new Date(), deskEvents.suspended(clerk, id, 'passport', 'any'));
  }
}

async function cancel(id: string, hash: string): Promise<void> {
  await rules.authenticators.cancel(id, [hash], {
    cancelled: securityEvents.plusCancelled(id, 'public'),
    refused: securityEvents.cancellationRefused(id),
  });
}

async function freeze(accountId: string, authenticatorId: string): Promise<void> {
  const frozen = securityEvents.authenticatorFrozen(accountId, 'any');
  await rules.objections.freeze({ accountId, authenticatorId }, new Date(), frozen);
}

async function freezeInSession(id: string): Promise<void> {
  const asking = { id, sessionsEndedAt: 0 };
  await rules.objections.freezeInSession(asking, 'first', new Date(), {
    frozen: securityEvents.authenticatorFrozen(id, 'any', 'session'),
    ended: securityEvents.sessionsEnded(id, 'objection'),
  });
}

async function takeEffect(id: string): Promise<void> {
  const stored = (await requests.find(id)) as StoredRequest<RequestIn<'announced'>>;
  const { profile } = (await rules.accounts.find(id)) as Account;
  await requests.takeEffect(stored, profile, new Date(), deskEvents.requestTookEffect(id, 'reset'));
}

const ways: Record<ToEnd['way'], (id: string) => Promise<unknown>> = {
  disabled: (id) => rules.accounts.disable(id, securityEvents.accountDisabled(id)),
  suspended: suspend,
  closed: (id) => rules.closings.request(id, new Date(), securityEvents.closingRequested(id)),
  cancelled: (id) => cancel(id, 'right'),
  'frozen-by-link': (id) => freeze(id, 'first'),
  'frozen-in-session': freezeInSession,
  'reset-at-desk': takeEffect,
  'wrong-cancellation-code': (id) => cancel(id, 'wrong'),
  'unknown-authenticator': (id) => freeze(id, 'third'),
  'last-authenticator': freezeInSession,
  'signed-out-everywhere': (id) => rules.accounts.endSessions(id, securityEvents.sessionsEnded(id, 'asked')),
};

async function end(accounts: readonly ToEnd[], lane: number): Promise<void> {
  for (const { accountId, way } of accounts.filter((_, index) => index % lanes === lane)) {
    await ways[way](accountId);
    process.send?.('done');
  }
}

process.on('message', (work: EndingWork) => {
  if (work.kind === 'catch-up') {
    void endings.catchUp();
    return;
  }
  for (let lane = 0; lane < lanes; lane += 1) {
    void end(work.accounts, lane);
  }
});
process.send?.('ready');
