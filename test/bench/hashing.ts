/** Verifies passwords and does nothing else: what sign-ins are compared with. A process of its own, see bench.ts. */
import { loadNodeArgon2, loadNodeRsArgon2 } from '../../src/accounts/password/argon2.ts';
import { hashesAtOnce, measure } from './measure.ts';

export interface HashingTask {
  readonly phc: string;
  readonly password: string;
  /** Base64url. */
  readonly pepper: string;
  readonly seconds: number;
}

export interface HashingResult {
  readonly perSecond: number;
  readonly cpuMilliseconds: number;
}

// The choice that src/accounts/password/password-hash.ts makes.
const binding = await loadNodeRsArgon2().catch(loadNodeArgon2);

process.on('message', async ({ phc, password, pepper, seconds }: HashingTask) => {
  const secret = Buffer.from(pepper, 'base64url');
  const verify = async (): Promise<void> => {
    if (!(await binding.verify(phc, password, secret))) {
      throw new Error('the right password did not verify');
    }
  };
  const { perSecond, cpu } = await measure(verify, {
    atOnce: hashesAtOnce,
    seconds,
    signal: new AbortController().signal,
    processes: { hashing: process.pid },
  });
  const result: HashingResult = { perSecond, cpuMilliseconds: cpu.hashing ?? Number.NaN };
  process.send?.(result);
});
