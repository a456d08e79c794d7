/** `kapu keys reseal`. */
import type { Command } from 'commander';
import { securityEvents } from '../../audit/events/security-events.ts';
import { createSealer } from '../../storage/sealed.ts';
import { forgetOlderSealingKeys } from '../../storage/verification/installation-store.ts';
import { type CommandContext, recorderOf, withCommandContext } from '../command-context.ts';
import { print } from '../output.ts';
import { createProgressStore, type Progress } from './progress-store.ts';
import { resealRecords } from './reseal-records.ts';

const showEveryMilliseconds = 2000;

export function addResealCommand(keys: Command): void {
  keys
    .command('reseal')
    .description(
      'Seals with the first of the sealing_keys what an older one sealed; beside the running service.',
    )
    .addHelpText(
      'after',
      `
1. Put the new key behind the one in use in the secrets file ("sealing_keys"), on every node, and restart them one by one.
2. Put it in front, on every node, and restart them one by one: from now on it seals.
3. Run this command. Then it says which older keys are still in use, and until when; when none is, they may go.

What is written meanwhile is not lost. What dies within 26 hours is left to die. A run that was stopped, even by a power cut,
goes on where it was when the command is given again. Exits with 0 when no older key is in use, with 2 when one still is,
with 130 when it was stopped with Ctrl-C.`,
    )
    .action(() => withCommandContext(reseal));
}

async function reseal(context: CommandContext): Promise<void> {
  const { store, config } = context;
  const { sealing_keys: sealingKeys } = config.secrets;
  const to = sealingKeys[0]?.kid ?? '';
  await recorderOf(context).recordFirst(securityEvents.recordsResealed(to));
  const notes = createProgressStore(store);
  const from = await notes.read(to);
  if (from.records > 0) {
    process.stderr.write(`An earlier run was stopped; going on after ${from.records} records.\n`);
  }
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once('SIGINT', onInterrupt);
  try {
    const progress = await resealRecords({
      store,
      sealer: createSealer(sealingKeys),
      to,
      from,
      save: notes.save,
      show: await progressLine(store),
      now: () => new Date(),
      stop: stop.signal,
    });
    await report(progress, notes.forget);
    if (process.exitCode === 0) {
      await forgetOlderSealingKeys(store, to);
    }
  } finally {
    process.off('SIGINT', onInterrupt);
  }
}

/** A line every two seconds. */
async function progressLine(store: CommandContext['store']): Promise<(progress: Progress) => void> {
  const inAll = await store.dbsize();
  let shownAt = performance.now();
  return ({ records, resealed }) => {
    if (performance.now() - shownAt >= showEveryMilliseconds) {
      shownAt = performance.now();
      const share = Math.min(100, Math.floor((records / Math.max(1, inAll)) * 100));
      process.stderr.write(`${share} %, ${records} records, ${resealed} values sealed anew\n`);
    }
  };
}

async function report(progress: Progress, forget: () => Promise<void>): Promise<void> {
  const { records, resealed, left, dying, to, cursor } = progress;
  if (cursor !== '0') {
    print(
      `Stopped after ${records} records, ${resealed} values sealed anew. The same command goes on from there.`,
    );
    process.exitCode = 130;
    return;
  }
  await forget();
  print(`${records} records, ${resealed} values sealed anew with ${to}`);
  for (const [kid, { records: many, until }] of Object.entries(dying)) {
    print(`${kid} is in use: ${many} records that die by themselves, the last at ${until}`);
  }
  for (const [kid, many] of Object.entries(left)) {
    print(
      `${kid} is in use: ${many} values that could not be sealed anew (messages that wait, or a key that is not in the secrets file)`,
    );
  }
  const isClean = Object.keys({ ...left, ...dying }).length === 0;
  print(isClean ? 'No older key is in use: they may go from the secrets file.' : 'Run this again later.');
  process.exitCode = isClean ? 0 : 2;
}
