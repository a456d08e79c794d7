/** Clocks of nodes differ by up to five seconds: whether an instant has come, the store's says. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { createLogger } from '../../src/observability/logger.ts';
import { type OpenedStore, openStore } from '../../src/storage/connection/open-store.ts';
import { indexHash } from '../../src/storage/index-key.ts';
import { keyedHash } from '../../src/storage/keyed-hash.ts';
import { newSecrets } from '../support/secrets.ts';

const logger = createLogger('silent');
const secrets = newSecrets();
const MachineDate = Date;

let dataDirectory: string;
let opened: OpenedStore | undefined;

beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'kapu-time-'));
});

afterEach(async () => {
  globalThis.Date = MachineDate;
  await opened?.close();
  opened = undefined;
  rmSync(dataDirectory, { recursive: true, force: true });
});

/** As if the clock of the machine were off: whoever asks `Date` what time it is. */
function moveThisNode(milliseconds: number): void {
  globalThis.Date = class extends MachineDate {
    constructor(...given: []) {
      super(...((given.length > 0 ? given : [MachineDate.now() + milliseconds]) as []));
    }
    static override now = (): number => MachineDate.now() + milliseconds;
  } as DateConstructor;
}

const open = async (own = secrets): Promise<OpenedStore> =>
  openStore({ redisUrl: undefined, dataDirectory, secrets: own } as never, logger);

it.each([
  ['behind', -4000, -1000, 'the newest'],
  ['ahead', 4000, 3000, 'the eldest'],
])('a node that is %s keys what it writes as all others do', async (_, moved, counts, by) => {
  const fresh = randomBytes(32);
  const since = new Date(Date.now() + counts);
  const keys = { ...secrets, newer_index_keys: [{ key: fresh, since }] };
  moveThisNode(moved);
  opened = await open(keys);
  const key = by === 'the newest' ? fresh : secrets.index_key;
  expect(indexHash(keys, 'name', 'anna')).toBe(keyedHash(key, 'name', 'anna'));
});

it('a node that is behind refuses secrets that lack a key which counts by now', async () => {
  const since = new Date(Date.now() - 2000);
  const keys = { ...secrets, newer_index_keys: [{ key: randomBytes(32), since }] };
  await (await open(keys)).close();
  moveThisNode(-4000);
  await expect(open(secrets)).rejects.toThrow('newer_index_keys lack one that counts since');
});

it('a node that is ahead takes the way back from a plan that does not count yet', async () => {
  const since = new Date(Date.now() + 3000);
  const keys = { ...secrets, newer_index_keys: [{ key: randomBytes(32), since }] };
  await (await open(keys)).close();
  moveThisNode(4000);
  opened = await open(secrets);
});
