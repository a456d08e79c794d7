/** The four measurements, each with nothing else going on. */
import type { Citizens } from './citizens.ts';
import type { HashingResult, HashingTask } from './hashing.ts';
import type { Installation, Served } from './installation.ts';
import { type Loop, type Measurement, measure } from './measure.ts';
import type { Tokens } from './relying-party.ts';
import { signIn } from './sign-in.ts';

export interface Experiments {
  hashing(seconds: number): Promise<HashingResult>;
  signIns(seconds: number, atOnce?: number): Promise<Measurement>;
  refreshes(seconds: number): Promise<Measurement>;
  bareRefreshes(seconds: number): Promise<Measurement>;
  /** Of whoever knocks. */
  bareSignIns(seconds: number): Promise<Measurement>;
}

/** Enough that the provider always has something to do, few enough that nobody is refused. */
export const atOnce = 16;
/** Refreshed in turn, and new for every measurement, so that none grows a history that nobody has. */
export const grantsToRefresh = 100;

export function createExperiments(
  { config, kapu, bare, hashing, redisPid }: Installation,
  citizens: Citizens,
  signal: AbortSignal,
): Experiments {
  const pepper = config.secrets.password_pepper.toString('base64url');
  let mostHashesPerSecond = 0;

  const signInNext = (): Promise<Tokens> => signIn(kapu.relyingParty, citizens.next(), citizens.password);
  const signInAtBare = (): Promise<Tokens> =>
    bare.relyingParty.signIn('bare', (browser, path) => browser.get(path));

  async function refreshes(served: Served, signInAnyone: () => Promise<Tokens>, seconds: number) {
    await citizens.prepare(grantsToRefresh);
    const waiting: Tokens[] = [];
    let begun = 0;
    await severalAtOnce(async () => {
      while (begun < grantsToRefresh) {
        begun += 1;
        waiting.push(await signInAnyone());
      }
    });
    const refreshNext = async (): Promise<void> => {
      waiting.push(await served.relyingParty.refresh(waiting.shift() as Tokens));
    };
    const processes = { provider: served.process.pid, redis: redisPid, load: process.pid };
    return measure(refreshNext, { atOnce, seconds, signal, processes });
  }

  return {
    async hashing(seconds) {
      const task: HashingTask = { phc: citizens.phc, password: citizens.password, pepper, seconds };
      const result = await hashing.ask<HashingResult>(task, signal);
      mostHashesPerSecond = Math.max(mostHashesPerSecond, result.perSecond);
      return result;
    },

    async signIns(seconds, signInsAtOnce = atOnce) {
      // Every sign-in holds a hash, so there cannot be more of them; twice that, should the machine become faster.
      await citizens.prepare(Math.ceil(2 * mostHashesPerSecond * (seconds + 1)));
      const processes: Loop['processes'] = {
        provider: kapu.process.pid,
        redis: redisPid,
        load: process.pid,
      };
      return measure(signInNext, { atOnce: signInsAtOnce, seconds, signal, processes });
    },

    refreshes: (seconds) => refreshes(kapu, signInNext, seconds),
    bareSignIns: (seconds) =>
      measure(signInAtBare, {
        atOnce,
        seconds,
        signal,
        processes: { provider: bare.process.pid, load: process.pid },
      }),
    bareRefreshes: (seconds) => refreshes(bare, signInAtBare, seconds),
  };
}

async function severalAtOnce(work: () => Promise<void>): Promise<void> {
  await Promise.all(Array.from({ length: atOnce }, work));
}
