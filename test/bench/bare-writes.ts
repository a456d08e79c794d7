/** Writes the bytes of accounts with ioredis and does nothing else: what an import is compared with. See import.ts. */
import { Redis } from 'ioredis';

export interface BareWritesTask {
  readonly socket: string;
  readonly accounts: number;
  /** Of one account, as the import leaves it. */
  readonly name: string;
  readonly record: string;
  readonly fields: Readonly<Record<string, string>>;
}

/** In one transaction, so that Redis syncs its file as seldom as for a batch of the import. */
const atOnce = 128;

const { socket, accounts, name, record, fields } = JSON.parse(process.argv[2] ?? '') as BareWritesTask;
const store = new Redis({ path: socket });

/** As long as the sample, and another for each account. */
const numbered = (sample: string, number: number): string =>
  sample.slice(0, -9) + String(number).padStart(9, '0');

let underWay: Promise<unknown> = Promise.resolve();
for (let begun = 0; begun < accounts; begun += atOnce) {
  const batch = store.multi();
  for (let number = begun; number < Math.min(begun + atOnce, accounts); number += 1) {
    batch.hset(numbered(record, number), fields);
    batch.set(numbered(name, number), record, 'NX');
  }
  await underWay;
  underWay = batch.exec();
}
await underWay;
await store.quit();
