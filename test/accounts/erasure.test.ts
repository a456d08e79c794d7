import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { profileSchema } from '../../src/accounts/account.ts';
import { type AccountStore, createAccountStore } from '../../src/accounts/account-store.ts';
import { createClosingStore } from '../../src/accounts/closing/closing-store.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createAuditReader } from '../../src/audit/reading/audit-reader.ts';
import { messageQueue } from '../../src/notifications/message-queue.ts';
import { accountKey, closingAccountsKey } from '../../src/storage/catalogue/account-keys.ts';
import { createSealer, type Sealer } from '../../src/storage/sealed.ts';
import { chainEverything } from '../support/chain.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';
import { samplePerson } from '../support/sample-profile.ts';
import { newSecrets } from '../support/secrets.ts';

const start = new Date('2026-11-01T09:00:00Z');
const inDays = (days: number): Date => new Date(start.getTime() + days * 86_400_000);
/** More than were once looked at together. */
const many = 101;

let redis: TestRedis;
let accounts: AccountStore;
/** With a key that this installation has not. */
let lostKey: Sealer;

beforeAll(async () => {
  redis = await startTestRedis();
  accounts = createAccountStore(redis.store, redis.sealer, redis.secrets);
  lostKey = createSealer(newSecrets().sealing_keys);
});

afterAll(() => redis.stop());

const closings = () => createClosingStore(redis.store, redis.sealer, redis.secrets);

async function toBeClosed(username: string, asked: Date): Promise<string> {
  const added = await accounts.add(profileSchema.parse(samplePerson(username)), '0', start);
  const id = added.kind === 'added' ? added.id : '';
  await closings().request(id, asked, securityEvents.closingRequested(id));
  return id;
}

/** As if its key were gone. @returns what it was */
async function makeUnreadable(id: string): Promise<string> {
  const profile = (await redis.store.hget(accountKey(id), 'profile')) ?? '';
  await redis.store.hset(accountKey(id), { profile: lostKey.seal('{}', `account:${id}:profile`) });
  return profile;
}

/** What the log says of an account that was erased. */
async function recordsOf(id: string): Promise<string[]> {
  await chainEverything(redis.store, redis.sealer);
  const events: string[] = [];
  for await (const { event } of createAuditReader(redis.store, redis.sealer).opened()) {
    if (event?.account === id && /erased|deleted/.test(event.event)) {
      events.push(event.event);
    }
  }
  return events;
}

/** That stops `times` times after its records are gone, or before. */
function stopping(times: number) {
  let left = times;
  return createClosingStore(redis.store, redis.sealer, redis.secrets, async () => {
    left -= 1;
    if (left >= 0) {
      throw new Error('the node is gone');
    }
  });
}

it.each(['by its day', 'at once'] as const)(
  'an erasure that was begun %s, stopped and was taken up is recorded once, and its owner told once',
  async (how) => {
    const id = await toBeClosed(`megallt.${how.length}`, start);
    const profile = await makeUnreadable(id);
    const due = inDays(31);
    const account = { id, profile: samplePerson(`megallt.${how.length}`) } as never;
    const begin = (at: Date): Promise<unknown> =>
      how === 'by its day'
        ? stopping(1).eraseDue(at)
        : stopping(1).eraseAtOnce(account, at, securityEvents.accountDeleted(id, 'kérésre'));
    const told = await redis.store.xlen(messageQueue.stream);
    await expect(begin(due)).rejects.toThrow();
    await expect(begin(new Date(due.getTime() + 60_000))).rejects.toThrow();
    await redis.store.hset(accountKey(id), { profile });
    await expect(stopping(1).eraseDue(new Date(due.getTime() + 180_000))).rejects.toThrow('1 of 1');
    await stopping(0).eraseDue(new Date(due.getTime() + 300_000));
    expect(await recordsOf(id)).toEqual([how === 'by its day' ? 'account.erased' : 'account.deleted']);
    expect(await redis.store.xlen(messageQueue.stream)).toBe(told + (how === 'at once' ? 1 : 0));
    expect(await redis.store.zcard(closingAccountsKey())).toBe(0);
  },
);

it('accounts that cannot be read hold up no other, and are tried again once a pause is over', async () => {
  const unreadable: string[] = [];
  const profiles: string[] = [];
  for (let nth = 0; nth < many; nth += 1) {
    const id = await toBeClosed(`regi.${nth}`, start);
    profiles.push(await makeUnreadable(id));
    unreadable.push(id);
  }
  const behind = await toBeClosed('hatul.all', inDays(1));
  const due = inDays(32);

  const failure = (await closings()
    .eraseDue(due)
    .catch((error: unknown) => error)) as AggregateError;
  expect(failure).toMatchObject({ message: `${many} of ${many + 1} could not be done` });
  expect(failure.errors).toHaveLength(10);
  expect(unreadable).toContain((failure.errors[0] as Error).message.replace('not done: ', ''));
  expect(await accounts.find(behind)).toBeUndefined();
  expect(await redis.store.zcard(closingAccountsKey())).toBe(many);

  const [first = '', ...others] = unreadable;
  await redis.store.hset(accountKey(first), { profile: profiles[0] ?? '' });
  expect(await closings().eraseDue(due)).toEqual([]);
  await expect(closings().eraseDue(new Date(due.getTime() + 60_000))).rejects.toThrow(
    `${many - 1} of ${many}`,
  );
  expect(await accounts.find(first)).toBeUndefined();
  expect((await redis.store.zrange(closingAccountsKey(), 0, '-1')).sort()).toEqual(others.sort());
  await redis.store.del(closingAccountsKey(), ...others.map((id) => accountKey(id)));
});
