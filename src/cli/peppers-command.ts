/** `kapu keys peppers`: by which pepper passwords are hashed, so that an operator knows when the eldest may go. */
import type { Command } from 'commander';
import { foreignHashIn } from '../accounts/password/foreign/stored-hash.ts';
import { pepperedHash, pepperIdOf } from '../accounts/password/peppers.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import type { Successors } from '../configuration/secrets.ts';
import { ConfigurationError } from '../errors.ts';
import { forgetOlderPeppers } from '../storage/verification/installation-store.ts';
import { type CommandContext, recorderOf, withCommandContext } from './command-context.ts';
import { print } from './output.ts';

export function addPeppersCommand(keys: Command): void {
  keys
    .command('peppers')
    .description(
      'Says by which pepper how many passwords are hashed; beside the running service. Lists them by name, not by value.',
    )
    .option('--retire', 'from now on the newest is enough, also where passwords are hashed by others')
    .addHelpText(
      'after',
      `
1. Write the new pepper into "newer_peppers" of the secrets file, with an instant ("since") by which every node has been restarted.
2. From that instant on it hashes new passwords, and those of whoever signs in. The others go on to verify.
3. Run this command. When no password is hashed by an older one, "password_pepper" may be the newest, and the others may go.

Whoever never signs in keeps the older one in use. --retire gives them up: they choose a new password by "Elfelejtett jelszó" or at
a window. Exits with 0 when only the newest is in use, with 2 when an older one still is.`,
    )
    .action(({ retire }: { retire?: true }) =>
      withCommandContext((context) => countPeppers(context, retire === true)),
    );
}

async function countPeppers(context: CommandContext, isRetired: boolean): Promise<void> {
  const { config, store } = context;
  const { password_pepper: eldest, newer_peppers: newer } = config.secrets;
  const counts = new Map<Buffer, number>();
  try {
    await countInto(counts, context);
  } finally {
    // Also where an account cannot be read: then no pepper is retired.
    for (const pepper of [eldest, ...newer.map(({ key }) => key)]) {
      print(`${pepperIdOf(pepper)}\t${counts.get(pepper) ?? 0}`);
    }
  }
  const newest = newer.at(-1)?.key ?? eldest;
  refuseWaiting(newer);
  const isAlone = [...counts.keys()].every((pepper) => pepper === newest);
  if (isAlone || isRetired) {
    await recorderOf(context).recordFirst(securityEvents.peppersRetired(pepperIdOf(newest)));
    await forgetOlderPeppers(store, config.secrets);
    print(`From now on ${pepperIdOf(newest)} is enough: the others may go from the secrets file.`);
    return;
  }
  print('An older pepper is in use. Run this again later.');
  process.exitCode = 2;
}

/** @throws ConfigurationError while the newest does not hash yet */
function refuseWaiting(newer: Successors): void {
  const since = newer.at(-1)?.since;
  if (since && since > new Date()) {
    throw new ConfigurationError(
      `the newest pepper hashes from ${since.toISOString()} on; run this again after that`,
    );
  }
}

/** Another system's hashes have none. */
async function countInto(counts: Map<Buffer, number>, { accounts, config }: CommandContext): Promise<void> {
  for await (const { passwordHash } of accounts.list()) {
    const { pepper } = pepperedHash(passwordHash, config.secrets);
    if (foreignHashIn(passwordHash) === undefined && pepper) {
      counts.set(pepper, (counts.get(pepper) ?? 0) + 1);
    }
  }
}
