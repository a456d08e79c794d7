/** Whether a sign-in is slower in a country than in a village, and what one citizen takes of Redis. */
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';
import { accountLine, writeAccounts } from './account-lines.ts';
import { createCitizens } from './citizens.ts';
import { createExperiments } from './experiments.ts';
import { type OnStop, startInstallation } from './installation.ts';
import { quantile } from './measure.ts';
import { runToEnd } from './node-process.ts';
import { row } from './report.ts';
import { signIn } from './sign-in.ts';

export interface CountryFigures {
  readonly accounts: number;
  /** Of each round: medians of one sign-in by itself, in milliseconds. */
  readonly few: readonly number[];
  readonly many: readonly number[];
  /** Of Redis, without the audit log. */
  readonly bytes: CitizensBytes;
}

export interface CitizensBytes {
  readonly account: number;
  readonly plus: number;
  /** Of one sign-in with its tokens: what is there when two minutes have passed. */
  readonly signedIn: number;
  /** Of one sign-in: bytes × the seconds for which they are kept, of what goes within an hour, and later. */
  readonly byteSeconds: { readonly withinAnHour: number; readonly later: number };
}

const rounds = 5;
const warmUpInSeconds = 8;
const weighed = 1000;
/** A second, of a node that nobody asks for anything. */
const commandsAtRest = 100;
/** Numbers of people, apart from those of citizens who sign in. */
const [village, country] = [2_000_000, 3_000_000];
const importer = resolve(import.meta.dirname, '../../dist/cli/kapu.js');

export async function measureCountry(
  onStop: OnStop,
  signal: AbortSignal,
  { seconds, accounts }: { readonly seconds: number; readonly accounts: number },
): Promise<CountryFigures> {
  const installation = await startInstallation(onStop, signal);
  const { config, environment, store, kapu } = installation;
  const citizens = await createCitizens(config, store);
  const { hashing, signIns } = createExperiments(installation, citizens, signal);
  const directory = config.dataDirectory;
  async function bring(count: number, firstNumber: number): Promise<void> {
    const path = join(directory, `${firstNumber}.ndjson`);
    writeAccounts(path, count, (number) => accountLine(firstNumber + number));
    const command = { script: importer, args: ['accounts', 'import', path], environment };
    await runToEnd(command, directory, { signal, onStop });
  }

  const empty = await weigh(store);
  await bring(weighed, village);
  const withAccounts = await weigh(store);
  await citizens.prepare(weighed);
  const withPlus = await weigh(store);
  for (let nth = 0; nth < weighed; nth += 1) {
    await signIn(kapu.relyingParty, citizens.next(), citizens.password);
  }
  const signedIn = await weigh(store);
  const ofEach = (after: Weight, before: Weight, what: keyof Weight): number =>
    (after[what] - before[what]) / weighed;
  const account = ofEach(withAccounts, empty, 'stays');

  await hashing(warmUpInSeconds / 4);
  await signIns(warmUpInSeconds);
  const medians = async (): Promise<number[]> => {
    const measured: number[] = [];
    while (measured.length < rounds) {
      measured.push(quantile((await signIns(seconds, 1)).latencies, 0.5));
    }
    return measured;
  };
  const few = await medians();
  await bring(accounts, country);
  await untilItRests(store, signal);
  return {
    accounts,
    few,
    many: await medians(),
    bytes: {
      account,
      plus: ofEach(withPlus, withAccounts, 'stays') - account,
      signedIn: ofEach(signedIn, withPlus, 'afterTwoMinutes'),
      byteSeconds: {
        withinAnHour: ofEach(signedIn, withPlus, 'withinAnHour'),
        later: ofEach(signedIn, withPlus, 'later'),
      },
    },
  };
}

/** After an import nodes chain what it recorded, and Redis writes its file anew: work of the import, and not of who signs in. */
async function untilItRests(store: LastingConnection, signal: AbortSignal): Promise<void> {
  for (let quietSeconds = 0; quietSeconds < 5; ) {
    await delay(1000, undefined, { signal });
    const info = await store.info('everything');
    const commands = Number(/instantaneous_ops_per_sec:(\d+)/.exec(info)?.[1]);
    const isRewriting = /(?:aof_rewrite_in_progress|rdb_bgsave_in_progress):1/.test(info);
    quietSeconds = !isRewriting && commands < commandsAtRest ? quietSeconds + 1 : 0;
  }
}

interface Weight {
  /** Bytes of what lasts: for ever, or for longer than two days. */
  readonly stays: number;
  readonly afterTwoMinutes: number;
  /** Bytes × seconds. */
  readonly withinAnHour: number;
  readonly later: number;
}

async function weigh(store: LastingConnection): Promise<Weight> {
  const sum = { stays: 0, afterTwoMinutes: 0, withinAnHour: 0, later: 0 };
  let cursor = '0';
  do {
    const [next, keys] = await store.scan(cursor, 'COUNT', 1000);
    cursor = next;
    const kept = keys.filter((key) => !key.startsWith('audit:'));
    const [lives, sizes] = await Promise.all([
      Promise.all(kept.map((key) => store.ttl(key))),
      Promise.all(kept.map((key) => store.memory('USAGE', key, 'SAMPLES', 0))),
    ]);
    for (const [index, life] of lives.entries()) {
      const size = Number(sizes[index] ?? 0);
      const isForLong = life === -1 || life > 2 * 86_400;
      sum.stays += isForLong ? size : 0;
      sum.afterTwoMinutes += isForLong || life > 120 ? size : 0;
      sum.withinAnHour += !isForLong && life <= 3600 ? size * life : 0;
      sum.later += !isForLong && life > 3600 ? size * life : 0;
    }
  } while (cursor !== '0');
  return sum;
}

export function countryInWords({ accounts, few, many, bytes }: CountryFigures): string {
  const [before, after] = [quantile(few, 0.5), quantile(many, 0.5)];
  const inMilliseconds = (values: readonly number[]): string =>
    values.map((value) => value.toFixed(1)).join(', ');
  return [
    `\nA sign-in among ${accounts.toLocaleString('en')} accounts, one after another`,
    row('median ÷ that of an installation of some thousands', (after / before).toFixed(3)),
    row('medians of one, ms', `${inMilliseconds(many)} (before: ${inMilliseconds(few)})`),
    '\nWhat one takes of Redis, in bytes, without the audit log',
    row('an imported account with identity and address', bytes.account.toFixed(0)),
    row('an Ügyfélkapu+ with the history of its activation', bytes.plus.toFixed(0)),
    row('a sign-in with session and tokens, after two minutes', bytes.signedIn.toFixed(0)),
    row(
      'of it, as if it lay for a day',
      ((bytes.byteSeconds.withinAnHour + bytes.byteSeconds.later) / 86_400).toFixed(0),
    ),
    '',
  ].join('\n');
}
