import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { profileSchema } from '../../src/accounts/account.ts';
import { type AccountStore, createAccountStore } from '../../src/accounts/account-store.ts';
import { createClosingStore } from '../../src/accounts/closing/closing-store.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { accountKey, closingAccountsKey } from '../../src/storage/catalogue/account-keys.ts';
import { createSealer, type Sealer } from '../../src/storage/sealed.ts';
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
