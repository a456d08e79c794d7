import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { profileSchema } from '../../../src/accounts/account.ts';
import { createAccountStore } from '../../../src/accounts/account-store.ts';
import { createRecorder } from '../../../src/audit/audit-log.ts';
import { createLogger } from '../../../src/observability/logger.ts';
import { startLogoutDeliveries } from '../../../src/oidc/back-channel-logout/delivery-workers.ts';
import { createLogoutQueue } from '../../../src/oidc/back-channel-logout/logout-queue-store.ts';
import { createCitizenIndex } from '../../../src/oidc/records/citizen-index-store.ts';
import { createLogoutNotices } from '../../../src/oidc/sign-out/logout-notices.ts';
import { createSessionEndAnnouncements } from '../../../src/oidc/sign-out/session-end-announcements-store.ts';
import { accountKey } from '../../../src/storage/catalogue/account-keys.ts';
import { logoutKeys } from '../../../src/storage/catalogue/queue-keys.ts';
import { writeTogether } from '../../../src/storage/request/write-together.ts';
import { createCredentialStore } from '../../../src/wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../../../src/wallet/issuing/issued-status-list-store.ts';
import { createDueRevocations } from '../../../src/wallet/subjects/due-revocation-store.ts';
import { createWalletSubjectStore } from '../../../src/wallet/subjects/wallet-subject-store.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { samplePerson } from '../../support/sample-profile.ts';

const logger = createLogger('silent');
let redis: TestRedis;
const unreadableClients = new Set<string>();

beforeAll(async () => {
  redis = await startTestRedis();
});

afterAll(() => redis.stop());

function partsOf({ store, sealer, secrets }: TestRedis) {
  const recorder = createRecorder(store, sealer);
  return {
    accounts: createAccountStore(store, sealer, secrets, recorder),
    index: createCitizenIndex(store),
    announcements: createSessionEndAnnouncements(store),
    logouts: createLogoutQueue(store, sealer),
    revocations: createDueRevocations(
      store,
      createCredentialStore(store, sealer, createStatusListStore(store), recorder),
      createWalletSubjectStore(store, sealer, secrets, recorder),
    ),
    receivesLogouts: async (clientId: string) => {
      if (unreadableClients.has(clientId)) {
        throw new Error('unreadable');
      }
      return true;
    },
    logger,
  };
}

/** Of somebody who was signed in at these, and is not any more; whoever ended it is gone. */
async function endedUnseen(username: string, ...clients: string[]): Promise<string> {
  const { accounts, index, announcements } = partsOf(redis);
  const added = await accounts.add(profileSchema.parse(samplePerson(username)), '0', new Date());
  const accountId = added.kind === 'added' ? added.id : '';
  for (const clientId of clients) {
    const code = { accountId, clientId, sessionUid: 'uid', authTime: 1, sid: 'sid' };
    await writeTogether(redis.store, ...index.note('AuthorizationCode', code as never, 60_000));
  }
  await redis.store.hset(accountKey(accountId), { sessions_ended_at: 2 });
  const announcement = await announcements.announce(accountId);
  await announcements.handOver(announcement);
  return accountId;
}

const waitingFor = async (clientId: string): Promise<number> => redis.store.xlen(logoutKeys.line(clientId));

it('an account that cannot be read holds up no end behind it', async () => {
  const unreadable = await endedUnseen('olvashatatlan', 'one');
  await redis.store.hset(accountKey(unreadable), { profile: 'sealed otherwise' });
  await endedUnseen('olvashato', 'two');
  const notices = createLogoutNotices(partsOf(redis));
  await expect(notices.catchUp()).rejects.toThrow('1 of 2 could not be done');
  expect([await waitingFor('one'), await waitingFor('two')]).toEqual([0, 1]);
  await notices.catchUp();
  expect(await redis.store.zcard(logoutKeys.announced())).toBe(1);
  await redis.store.del(logoutKeys.announced(), accountKey(unreadable));
});

it('a relying party that cannot be read keeps its own sign-ins alone, and is told once it can be', async () => {
  unreadableClients.add('half');
  const accountId = await endedUnseen('felig', 'half', 'other');
  const notices = createLogoutNotices(partsOf(redis));
  await expect(notices.catchUp()).rejects.toThrow('1 of 1');
  expect([await waitingFor('half'), await waitingFor('other')]).toEqual([0, 1]);
  unreadableClients.clear();
  await notices.queueEnded(accountId);
  expect([await waitingFor('half'), await waitingFor('other')]).toEqual([1, 1]);
  await redis.store.del(logoutKeys.announced());
});

it('what fails at the ends of sessions holds up no delivery', async () => {
  const { logouts } = partsOf(redis);
  await logouts.add({ accountId: 'a', clientId: 'waiting' });
  const told: string[] = [];
  const deliveries = startLogoutDeliveries({
    logouts,
    endings: { catchUp: () => Promise.reject(new Error('1 of 1 could not be done')) },
    deliver: async ({ clientId }) => {
      told.push(clientId);
      return { kind: 'delivered' };
    },
    timing: { giveUpAfterInMilliseconds: 60_000 },
    logger,
  });
  for (const end = Date.now() + 10_000; Date.now() < end && !told.includes('waiting'); ) {
    await delay(20);
  }
  await deliveries.stop();
  expect(told).toContain('waiting');
});
