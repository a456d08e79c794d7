/** The desk's records, and somebody who may write to Redis directly: `kapu audit verify`, as an operator runs it, names the first bad place. */

import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { monthKey } from '../../src/audit/audit-keys.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { keepChain } from '../../src/audit/chain/chain-keeper.ts';
import { createChainStore } from '../../src/audit/chain/chain-store.ts';
import { createCheckpointKeyStore } from '../../src/audit/checkpoints/checkpoint-key-store.ts';
import { deskEvents } from '../../src/audit/events/desk-events.ts';
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';
import { monthOfRecording } from '../support/chain.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';

type Entry = [id: string, fields: string[]];

let month: string;
let stream: string;
const clerk = { accountId: 'clerk', staffNumber: '00000-00001', office: 'north' };
let kapu: Installation;
let store: LastingConnection;
let before: Entry[];

/** Twelve entries of the desk. */
beforeAll(async () => {
  month = await monthOfRecording();
  stream = monthKey(month);
  kapu = await startInstallation();
  ({ store } = kapu.nodes[0]);
  const recorder = createRecorder(store, kapu.sealer);
  await store.flushall();
  for (let person = 1; person <= 4; person += 1) {
    const account = `account-${person}`;
    await recorder.record(deskEvents.dataViewed(clerk, account, 'theft', 'gyanús levél'));
    await delay(2);
    await recorder.record(deskEvents.identityChecked(clerk, account, 'passport'));
    await delay(2);
    await recorder.record(deskEvents.suspended(clerk, account, 'passport', 'ellopták az adatait'));
    await delay(2);
  }
  const parts = {
    chain: createChainStore(store),
    keys: createCheckpointKeyStore(store, kapu.sealer),
    policy: { everyEntries: 4, everySeconds: 3600 },
  };
  while (await keepChain(parts)) {
    // Until nothing is left.
  }
  before = await store.xrange(stream, '-', '+');
});

afterAll(() => kapu.stop());

const verify = () => runKapu(kapu.config, 'audit', 'verify');

async function writeAnew(entries: readonly Entry[]): Promise<void> {
  await store.del(stream);
  for (const [id, fields] of entries) {
    await store.xadd(stream, id, ...fields);
  }
}

function withField([id, fields]: Entry, name: string, value: string): Entry {
  const at = fields.indexOf(name) + 1;
  return [id, fields.map((field, place) => (place === at ? value : field))];
}

function fieldOf([, fields]: Entry, name: string): string {
  return fields[fields.indexOf(name) + 1] ?? '';
}

const entry = (all: readonly Entry[], number: number): Entry => all[number - 1] as Entry;

const tampering: { how: string; tamper: (all: Entry[]) => Entry[]; named: () => string }[] = [
  {
    how: 'who was suspended is changed: the body of another entry',
    tamper: (all) =>
      all.map((one, n) => (n === 5 ? withField(one, 'body', fieldOf(entry(all, 3), 'body')) : one)),
    named: () => `changed: ${month}, number 6:`,
  },
  {
    how: 'a look-up is deleted',
    tamper: (all) => all.filter((_, n) => n !== 3),
    named: () => `missing: ${month}, number 4:`,
  },
  {
    how: 'a look-up is put in a second time',
    tamper: ([...all]) => {
      const [id, fields] = entry(all, 4);
      all.splice(5, 0, [entry(all, 5)[0].replace(/-\d+$/, '-1'), fields]);
      expect(id).not.toBe(entry(all, 6)[0]);
      return all;
    },
    named: () => `inserted: ${month}, number 6:`,
  },
  {
    how: 'a suspension is put before its look-up',
    tamper: ([...all]) => {
      const [one, other] = [entry(all, 7), entry(all, 9)];
      all[6] = [one[0], other[1]];
      all[8] = [other[0], one[1]];
      return all;
    },
    named: () => `out of order: ${month}, number 7:`,
  },
  {
    how: 'the newest are cut off',
    tamper: (all) => all.slice(0, 10),
    named: () => `truncated: ${month}, number 11:`,
  },
];

it('says that all is as it was written where nobody touched it', async () => {
  const untouched = await verify();
  expect(untouched).toMatchObject({ code: 0 });
  expect(untouched.stdout).toContain('12 entries');
});

it.each(tampering)('$how', async ({ tamper, named }) => {
  await writeAnew(tamper([...before]));
  const { code, stdout } = await verify();
  expect([code, stdout.slice(0, named().length)]).toEqual([2, named()]);
  await writeAnew(before);
});
