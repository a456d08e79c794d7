/** The figures of a flood, in words. */
import { row } from '../report.ts';
import type { FloodFigures } from './flood.ts';
import type { RefusedGuesses } from './refused-guesses.ts';

export function floodInWords({
  hashesPerSecond,
  flood,
  unloaded,
  flooded,
  floodedToUnloaded,
  refreshes,
}: FloodFigures): string {
  const latency = ({ signIns, p50, p95, worst }: FloodFigures['unloaded']): string =>
    `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms, worst ${worst.toFixed(0)} ms (${signIns})`;
  const rate = (count: number): string => `${(count / flood.seconds).toFixed(0)} /s`;
  const answers = Object.entries(flood.byStatus).map(([status, count]) => `${status}: ${count}`);
  return [
    '\nA flood of wrong passwords of unknown browsers, ten times what the machine hashes',
    row('Argon2id verifies of the machine by itself', `${hashesPerSecond.toFixed(0)} /s`),
    row('wrong passwords due, sent', `${rate(flood.due)}, ${rate(flood.sent)}`),
    row('answers to them', answers.join(', ')),
    row('sign-in of a known device, without the flood', latency(unloaded)),
    row('sign-in of a known device, in the flood', latency(flooded)),
    row('p95 in the flood ÷ without', floodedToUnloaded.toFixed(1)),
    row(
      'p95 of a refresh in twice the sign-ins ÷ without',
      `${refreshes.ratio.toFixed(1)} (${refreshes.flooded.toFixed(0)} ÷ ${refreshes.unloaded.toFixed(0)} ms)`,
    ),
    '',
  ].join('\n');
}

export function refusedGuessesInWords({ guesses, refused, seconds, few, all }: RefusedGuesses): string {
  const left = ({ bytes, keys, chainEntries }: RefusedGuesses['all']): string =>
    `${(bytes / 1024 ** 2).toFixed(2)} MiB in ${keys} keys, of which the chain has ${chainEntries} entries`;
  const count = guesses.toLocaleString('en');
  return [
    `\n${count} guesses of a thousand networks, ${refused.toLocaleString('en')} refused, in ${seconds.toFixed(0)} s`,
    row('left in Redis after a tenth', left(few)),
    row('left in Redis after all', left(all)),
    row('of one guess', `${(all.bytes / guesses).toFixed(1)} bytes`),
    '',
  ].join('\n');
}
