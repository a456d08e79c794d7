/**
 * `node test/bench/bench.ts`: what the provider can do, as ratios to what this very machine can do in the same minute.
 * Rounds in which the measured and the reference take turns in going first, so that a drift of the machine cancels.
 */
import { parseArgs } from 'node:util';
import { type Citizens, createCitizens } from './citizens.ts';
import type { HashingResult, HashingTask } from './hashing.ts';
import { type Installation, type OnStop, type Served, startInstallation } from './installation.ts';
import { hashesAtOnce, type Loop, type Measurement, measure } from './measure.ts';
import { usageOf } from './node-process.ts';
import type { Tokens } from './relying-party.ts';
import { type Figures, inWords, type Round, summary } from './report.ts';
import { signIn } from './sign-in.ts';

const usage = `node test/bench/bench.ts [--seconds N] [--json] [--profile DIR]

  --seconds N     length of each measurement (5); there are three rounds of four
  --json          the figures as JSON
  --profile DIR   leaves a CPU profile of the provider's process in DIR; it slows the provider down
`;

const numberOfRounds = 3;
const atOnce = 8;
/** Each is refreshed again and again, in turn; fresh ones every round, so that none grows a history nobody has. */
const grantsToRefresh = 100;

async function run(installation: Installation, loop: Omit<Loop, 'atOnce'>): Promise<Figures> {
  const { config, store, kapu, bare, redisPid } = installation;
  const citizens = await createCitizens(config, store);
  const pepper = config.secrets.password_pepper.toString('base64url');
  const processes = { kapu: kapu.process.pid, redis: redisPid, load: process.pid };
  let fastestHashing = 0;

  const signInOne = (): Promise<Tokens> => signIn(kapu.relyingParty, citizens.next(), citizens.password);
  const signInAtBare = (): Promise<Tokens> =>
    bare.relyingParty.signIn('bare', (browser, path) => browser.get(path));

  async function hashing(seconds = loop.seconds): Promise<HashingResult> {
    loop.signal.throwIfAborted();
    const task: HashingTask = { phc: citizens.phc, password: citizens.password, pepper, seconds };
    const result = await installation.hashing.ask<HashingResult>(task);
    fastestHashing = Math.max(fastestHashing, result.perSecond);
    return result;
  }

  async function signIns(own: Partial<Loop> = {}): Promise<Measurement> {
    const wanted = { atOnce, ...loop, processes, ...own };
    // A sign-in holds a hash: there cannot be more of them. Twice that, should the machine become faster.
    await citizens.prepare(Math.ceil(2 * fastestHashing * (wanted.seconds + 1)) + wanted.atOnce);
    return measure(signInOne, wanted);
  }

  async function refreshes(
    { relyingParty, process: { pid } }: Served,
    signInAnyone: () => Promise<Tokens>,
    seconds = loop.seconds,
  ): Promise<Measurement> {
    await citizens.prepare(grantsToRefresh);
    const waiting: Tokens[] = [];
    for (let grant = 0; grant < grantsToRefresh; grant += 1) {
      waiting.push(await signInAnyone());
    }
    const refreshNext = async (): Promise<void> => {
      waiting.push(await relyingParty.refresh(waiting.shift() as Tokens));
    };
    return measure(refreshNext, { atOnce, ...loop, seconds, processes: { provider: pid } });
  }
}
