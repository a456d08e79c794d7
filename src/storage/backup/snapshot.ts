/**
 * Everything that is saved, as it was at one instant, while the service goes on. All of it is read once; what was written meanwhile is read
 * again, until little is left; that is read in one transaction, and once nothing was written since it was asked for, that was the instant.
 * A later record of a key takes the place of an earlier one.
 */
import type { RedisOptions } from 'ioredis';
import { ConfigurationError } from '../../errors.ts';
import { auditHeadKey, auditMonthKey, auditPendingEventsKey } from '../catalogue/audit-log-keys.ts';
import type { LastingConnection } from '../connection/lasting-connection.ts';
import type { Store } from '../store.ts';
import { type ChangedKeys, watchChangedKeys } from './changed-keys.ts';
import type { BackupRecord, ChainHead } from './record.ts';
import { isSaved } from './saved-keys.ts';

const keysAtOnce = 200;
const entriesAtOnce = 500;
const mostTriesForInstant = 1000;

/** @param record writes that a backup is made, which must be heard of. @returns the records, which return how the chain stood at the instant */
export async function beginSnapshot(
  store: Store,
  record: () => Promise<void>,
): Promise<AsyncGenerator<BackupRecord, ChainHead>> {
  const reader = await connectBeside(store, 'kapu-backup');
  // Its messages come as they did before RESP3, whose own the client passes over.
  const news = await connectBeside(store, 'kapu-backup-news', { protocol: 2 });
  const changes = await watchChangedKeys(news, reader);
  await record();
  await changes.settle();
  if (!changes.take().includes(auditPendingEventsKey())) {
    throw new ConfigurationError('Redis does not tell what is written: no backup of one instant can be made');
  }
  return snapshot(reader, changes);
}

async function connectBeside(
  store: Store,
  name: string,
  more: RedisOptions = {},
): Promise<LastingConnection> {
  const connection = store.beside(name, { enableAutoPipelining: false, autoResubscribe: false, ...more });
  // What waits for it says why it failed.
  connection.on('error', () => {});
  await connection.connect();
  return connection;
}

async function* snapshot(
  reader: LastingConnection,
  changes: ChangedKeys,
): AsyncGenerator<BackupRecord, ChainHead> {
  const positions = new Map<string, string>();
  yield* readAll(reader, positions);
  for (;;) {
    await changes.settle();
    const changed = changes.take().filter(isSaved);
    if (changed.length <= keysAtOnce) {
      return yield* readInstant(reader, changes, changed, positions);
    }
    yield* readInBatches(reader, changed, positions);
  }
}

/** A month of the audit log is long: it is read in pages, of which only new ones are read again. */
type Positions = Map<string, string>;

async function* readAll(reader: LastingConnection, positions: Positions): AsyncGenerator<BackupRecord> {
  let cursor = '0';
  do {
    const [next, names] = await reader.scan(cursor, 'COUNT', keysAtOnce);
    cursor = next;
    yield* readInBatches(reader, names.filter(isSaved), positions);
  } while (cursor !== '0');
}

async function* readInBatches(
  reader: LastingConnection,
  keys: readonly string[],
  positions: Positions,
): AsyncGenerator<BackupRecord> {
  for (const month of keys.filter(isMonth)) {
    yield* readMonth(reader, month, positions);
  }
  const others = keys.filter((key) => !isMonth(key));
  for (let at = 0; at < others.length; at += keysAtOnce) {
    yield* await readTogether(reader, others.slice(at, at + keysAtOnce), positions);
  }
}

async function* readMonth(
  reader: LastingConnection,
  key: string,
  positions: Positions,
): AsyncGenerator<BackupRecord> {
  for (;;) {
    const entries = await reader.xrange(key, after(positions.get(key)), '+', 'COUNT', entriesAtOnce);
    const last = entries.at(-1);
    if (last) {
      positions.set(key, last[0]);
      yield { key, entries };
    }
    if (entries.length < entriesAtOnce) {
      return;
    }
  }
}

async function* readInstant(
  reader: LastingConnection,
  changes: ChangedKeys,
  changed: readonly string[],
  positions: Positions,
): AsyncGenerator<BackupRecord, ChainHead> {
  let open = changed;
  for (let tries = 0; tries < mostTriesForInstant; tries += 1) {
    yield* handedOn(await readTogether(reader, open, positions), positions);
    const audit = await headOf(reader);
    await changes.settle();
    // What was read and not written since counts as it was read; so a try takes no longer than what was written during the one before.
    open = changes.take().filter(isSaved);
    if (open.length === 0) {
      return audit;
    }
  }
  throw new Error('too much is written at the moment to find an instant; begin the backup anew later');
}

function* handedOn(records: readonly BackupRecord[], positions: Positions): Generator<BackupRecord> {
  for (const record of records) {
    const [id] = ('entries' in record && record.entries.at(-1)) || [];
    if (id !== undefined) {
      positions.set(record.key, id);
    }
    yield record;
  }
}

/** In one transaction. */
async function readTogether(
  reader: LastingConnection,
  keys: readonly string[],
  positions: Positions,
): Promise<BackupRecord[]> {
  const transaction = reader.multi();
  for (const key of keys) {
    transaction.pexpiretime(key);
    if (isMonth(key)) {
      transaction.xrange(key, after(positions.get(key)), '+');
    } else {
      transaction.dumpBuffer(key);
    }
  }
  const replies = ((await transaction.exec()) ?? []).map(([error, reply]) => {
    if (error) {
      throw error;
    }
    return reply;
  });
  return keys.map((key, at) => recordOf(key, Number(replies[2 * at]), replies[2 * at + 1]));
}

const isGone = -2;

function recordOf(key: string, expiresAt: number, reply: unknown): BackupRecord {
  if (expiresAt === isGone || reply === null) {
    return { key, gone: true };
  }
  if (isMonth(key)) {
    return { key, entries: reply as [string, string[]][] };
  }
  return { key, dump: (reply as Buffer).toString('base64'), expiresAt: Math.max(0, expiresAt) };
}

async function headOf(reader: LastingConnection): Promise<ChainHead> {
  const [sequence, hash] = await reader.hmget(auditHeadKey(), 'sequence', 'hash');
  return { sequence: Number(sequence ?? 0), hash: hash ?? '' };
}

function isMonth(key: string): boolean {
  return auditMonthKey.matches(key);
}

function after(id: string | undefined): string {
  return id === undefined ? '-' : `(${id}`;
}
