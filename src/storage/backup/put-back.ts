/** The records of a backup, into a store that is empty. */
import { accountKey } from '../catalogue/account-keys.ts';
import type { LastingConnection } from '../connection/lasting-connection.ts';
import type { BackupRecord } from './record.ts';
import { lastKey } from './saved-keys.ts';

const recordsAtOnce = 200;
const keysAtOnce = 500;

/** @returns how many there are afterwards */
export async function putBack(
  store: LastingConnection,
  records: AsyncIterable<BackupRecord>,
): Promise<{ keys: number; accounts: number }> {
  const connection = await connectBeside(store);
  let last: BackupRecord | undefined;
  let batch: BackupRecord[] = [];

  async function send(some: readonly BackupRecord[]): Promise<void> {
    const replies = await connection.pipeline(some.flatMap(commandsFor)).exec();
    const fault = replies?.find(([error]) => error)?.[0];
    if (fault) {
      throw fault;
    }
  }

  for await (const record of records) {
    if (record.key === lastKey) {
      last = record;
      continue;
    }
    batch.push(record);
    if (batch.length >= recordsAtOnce) {
      await send(batch);
      batch = [];
    }
  }
  await send(batch);
  await putLast(store, last);
  return count(store);
}

async function connectBeside(store: LastingConnection): Promise<LastingConnection> {
  const connection = store.beside('kapu-restore', { enableAutoPipelining: false });
  await connection.connect();
  return connection;
}

/** By the store itself, which waits for a replica where there are any: whichever has this has all that came before. */
async function putLast(store: LastingConnection, record: BackupRecord | undefined): Promise<void> {
  if (record && 'dump' in record) {
    const dump = Buffer.from(record.dump, 'base64');
    await store.restore(lastKey, record.expiresAt, dump, 'REPLACE', 'ABSTTL');
  }
}

function commandsFor(record: BackupRecord): (string | Buffer)[][] {
  const { key } = record;
  if ('gone' in record) {
    return [['del', key]];
  }
  if ('entries' in record) {
    return record.entries.map(([id, fields]) => ['xadd', key, id, ...fields]);
  }
  const dump = Buffer.from(record.dump, 'base64');
  return [['restore', key, String(record.expiresAt), dump, 'REPLACE', 'ABSTTL']];
}

async function count(store: LastingConnection): Promise<{ keys: number; accounts: number }> {
  let accounts = 0;
  let keys = 0;
  for await (const names of allNames(store)) {
    keys += names.length;
    accounts += names.filter((name) => accountKey.matches(name)).length;
  }
  // The record that is read for names that nobody has.
  return { keys, accounts: Math.max(0, accounts - 1) };
}

/** What was half put back, also where no replica is there to hear of it; first what nodes would take the store for one of ours by. */
export async function forgetEverything(store: LastingConnection): Promise<void> {
  const connection = await connectBeside(store);
  await connection.unlink(lastKey);
  for await (const names of allNames(store)) {
    if (names.length > 0) {
      await connection.unlink(...names);
    }
  }
}

async function* allNames(store: LastingConnection): AsyncGenerator<string[]> {
  let cursor = '0';
  do {
    const [next, names] = await store.scan(cursor, 'COUNT', keysAtOnce);
    cursor = next;
    yield names;
  } while (cursor !== '0');
}
