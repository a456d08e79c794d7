/** The thread in which the dictionaries are: see opinion.ts. */
import { parentPort } from 'node:worker_threads';
import type { Chosen, Opinion } from './opinion.ts';
import { loadMostUsedPasswords, loadStrengthEstimate } from './password-strength.ts';

const [estimate, mostUsed] = await Promise.all([loadStrengthEstimate(), loadMostUsedPasswords()]);

parentPort?.on('message', ({ password, personalWords, rest }: Chosen) => {
  const opinion: Opinion = {
    isMostUsed: mostUsed.has(password.toLowerCase()),
    strength: estimate(password, personalWords),
    strengthOfRest: rest === undefined ? undefined : estimate(rest, []),
  };
  parentPort?.postMessage(opinion);
});
