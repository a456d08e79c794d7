import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Profile, profileSchema } from '../../../src/accounts/account.ts';
import { createAccountStore } from '../../../src/accounts/account-store.ts';
import { createRecorder } from '../../../src/audit/audit-log.ts';
import type { RequestIn } from '../../../src/desk/dual-authorization/request.ts';
import {
  createRequestStore,
  type StoredRequest,
} from '../../../src/desk/dual-authorization/request-store.ts';
import { createRequestWorkflow } from '../../../src/desk/dual-authorization/request-workflow.ts';
import type { DeskPerson } from '../../../src/desk/staff/role.ts';
import { createMessageQueue, messageQueue, openMessage } from '../../../src/notifications/message-queue.ts';
import { deskRequestKey } from '../../../src/storage/catalogue/account-keys.ts';
import { deskProposalsKey, deskRequestsDueKey } from '../../../src/storage/catalogue/desk-keys.ts';
import type { Store } from '../../../src/storage/redis.ts';
import { createSealer } from '../../../src/storage/sealed.ts';
import { proposeReset, proposingClerk } from '../../support/proposed-reset.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';
import { samplePerson } from '../../support/sample-profile.ts';
import { newSecrets } from '../../support/secrets.ts';

const boss: DeskPerson = { ...proposingClerk, accountId: 'boss', role: 'supervisor' };
const now = new Date('2026-11-22T09:00:00Z');
const later = new Date('2026-12-01T09:00:00Z');

let redis: TestRedis;

beforeAll(async () => {
  redis = await startTestRedis();
});

afterAll(() => redis.stop());

/** The desk at a node that is gone after so many of its commands. */
function deskAt(store: Store, hasTexts = true) {
  const recorder = createRecorder(store, redis.sealer);
  const requests = createRequestStore(recorder, redis.sealer, redis.secrets);
  const accounts = createAccountStore(store, redis.sealer, redis.secrets, recorder);
  const messages = createMessageQueue(store, redis.sealer);
  const policy = { enabled: true, delay_hours: { with_contact: 24, without_contact: 24 }, proposal_days: 7 };
  const parts = { issuer: 'https://kapu.example', policy, requests, accounts, messages, hasTexts };
  return { accounts, requests, workflow: createRequestWorkflow(parts as never) };
}

async function proposed(about: Partial<Profile>): Promise<StoredRequest<RequestIn<'proposed'>>> {
  const { accounts, requests } = deskAt(redis.store);
  const username = `minta.${Math.random().toString(36).slice(2)}`;
  const profile = profileSchema.parse({ ...samplePerson(username), ...about });
  const added = await accounts.add(profile, '0', now);
  const accountId = added.kind === 'added' ? added.id : '';
  await proposeReset(requests, accountId, now);
  return (await requests.find(accountId)) as StoredRequest<RequestIn<'proposed'>>;
}

async function told(to: readonly (string | undefined)[]): Promise<string[]> {
  const entries = await redis.store.xrange(messageQueue.stream, '-', '+');
  return entries
    .map(([, fields]) => openMessage(redis.sealer, String(fields[1])))
    .filter((message) => to.includes(message.to))
    .map(({ kind }) => kind);
}

class Gone extends Error {}

function goneAfter(commands: number, store: Store): Store {
  let sent = 0;
  return new Proxy(store, {
    get(target, name) {
      const own = Reflect.get(target, name) as unknown;
      return typeof own !== 'function'
        ? own
        : (...given: unknown[]) => {
            sent += 1;
            if (sent > commands) {
              throw new Gone();
            }
            return own.apply(target, given);
          };
    },
  });
}

const contact = (nth: number): { email: string; phone_number: string } => ({
  email: `anna.${nth}@minta.example`,
  phone_number: `+3630123${String(nth).padStart(4, '0')}`,
});

it.each([
  ['refused', 0],
  ['expired', 100],
] as const)(
  'who is told that a request was %s is told by mail and by text, or it was not, wherever a node stops',
  async (state, from) => {
    for (let commands = 0; ; commands += 1) {
      const { email, phone_number } = contact(from + commands);
      const stored = await proposed({ email, phone_number });
      const { workflow } = deskAt(goneAfter(commands, redis.store));
      const end =
        state === 'refused' ? workflow.refuse(stored, boss, later) : workflow.goOn(stored.accountId, later);
      const isGone = await end.then(
        () => false,
        (error) => error instanceof Gone || Promise.reject(error),
      );
      const after = await deskAt(redis.store).requests.find(stored.accountId);
      const isEnded = after?.request.state === state;
      expect([commands, await told([email, phone_number])]).toEqual([
        commands,
        isEnded ? [`desk-${state}`, 'desk-not-done'] : [],
      ]);
      if (!isGone) {
        expect(isEnded).toBe(true);
        return;
      }
    }
  },
);

it('of two who refuse at once one does, and its owner gets one mail and one text', async () => {
  const { email, phone_number } = contact(200);
  const stored = await proposed({ email, phone_number });
  const refusals = [redis.store, redis.otherStore].map((store) =>
    deskAt(store).workflow.refuse(stored, boss, now),
  );
  expect((await Promise.all(refusals)).filter(Boolean)).toHaveLength(1);
  expect(await told([email, phone_number])).toEqual(['desk-refused', 'desk-not-done']);
});

it('no text goes to who has no telephone, nor where none can be sent; no mail to who has no address', async () => {
  const { email, phone_number } = contact(300);
  await deskAt(redis.store).workflow.refuse(await proposed({ email, phone_number: undefined }), boss, now);
  expect(await told([email])).toEqual(['desk-refused']);
  await deskAt(redis.store).workflow.refuse(await proposed({ email: undefined, phone_number }), boss, now);
  expect(await told([phone_number])).toEqual(['desk-not-done']);
  const other = contact(301);
  await deskAt(redis.store, false).workflow.refuse(await proposed(other), boss, now);
  expect(await told([other.email, other.phone_number])).toEqual(['desk-refused']);
});

it('requests that cannot be read hold up none behind them, and what failed is told', async () => {
  const lost = createSealer(newSecrets().sealing_keys);
  const due = new Date(later.getTime() + 30 * 86_400_000);
  const stale = new Date('2026-11-23T09:00:00Z').getTime();
  const unreadable = Array.from({ length: 101 }, (_, nth) => `unreadable-${nth}`);
  for (const id of unreadable) {
    await redis.store.hset(deskRequestKey(id), { version: 1, value: lost.seal('{}', 'anywhere') });
    await redis.store.pexpire(deskRequestKey(id), 60_000);
    await redis.store.zadd(deskRequestsDueKey(), stale, id);
  }
  const { accountId } = await proposed(contact(400));
  const { requests, workflow } = deskAt(redis.store);
  await expect(workflow.settleDue(due)).rejects.toThrow(/^101 of \d+ could not be done$/);
  expect((await requests.find(accountId))?.request.state).toBe('expired');
  // Not at once, and not never.
  await workflow.settleDue(due);
  await expect(workflow.settleDue(new Date(due.getTime() + 60_000))).rejects.toThrow('101 of 101');
  await redis.store.del(deskRequestsDueKey(), ...unreadable.map((id) => deskRequestKey(id)));
});

it('a proposal that cannot be read keeps a supervisor from none of the others', async () => {
  const lost = createSealer(newSecrets().sealing_keys);
  const { accountId, request } = await proposed(contact(401));
  const proposals = deskProposalsKey(request.office);
  await redis.store.hset(deskRequestKey('damaged'), { version: 1, value: lost.seal('{}', 'anywhere') });
  await redis.store.pexpire(deskRequestKey('damaged'), 60_000);
  await redis.store.zadd(proposals, 1, 'damaged');
  const { readable, unreadable } = await deskAt(redis.store).requests.proposalsOf(request.office);
  expect(readable.map((one) => one.accountId)).toContain(accountId);
  expect(unreadable.map(({ message }) => message)).toEqual(['not read: request of account damaged']);
  await redis.store.zrem(proposals, 'damaged');
  await redis.store.del(deskRequestKey('damaged'));
});
