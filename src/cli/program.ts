/** The commands of `kapu`, and how they explain themselves. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { addDocsCommand } from './docs/docs-command.ts';

type AddCommands = (program: Command) => void;

/** By the first word of a command. Each is loaded when it is given: together they are the whole provider. */
const families: Readonly<Record<string, () => Promise<AddCommands>>> = {
  accounts: async () => (await import('./accounts/accounts.ts')).addAccountCommands,
  sessions: async () => (await import('./sessions.ts')).addSessionCommands,
  clients: async () => (await import('./clients/clients.ts')).addClientCommands,
  config: async () => (await import('./config-check.ts')).addConfigCommands,
  calendar: async () => (await import('./calendar.ts')).addCalendarCommand,
  messages: async () => (await import('./messages.ts')).addMessageCommands,
  keys: async () => (await import('./keys.ts')).addKeyCommands,
  logouts: async () => (await import('./logouts.ts')).addLogoutCommands,
  desk: async () => (await import('./desk.ts')).addDeskCommands,
  audit: async () => (await import('./audit.ts')).addAuditCommands,
  backup: async () => (await import('./backup/backup-command.ts')).addBackupCommand,
  restore: async () => (await import('./backup/restore-command.ts')).addRestoreCommand,
};

/** @param family the first word of what was typed; every command is there where it names none, as for help */
export async function createProgram(family = ''): Promise<Command> {
  const program = new Command('kapu')
    .description(
      'Runs Kapu for a country: accounts, relying parties and configuration. Every command explains itself with --help.',
    )
    .version(`kapu ${versionOfPackage()}`, '--version', 'which version this is')
    .showHelpAfterError('(run with --help to see what is possible)')
    .addHelpText(
      'after',
      `
Commands read the same environment as the service (KAPU_ISSUER, KAPU_SECRETS_FILE, KAPU_REDIS_URL or KAPU_DATA_DIR …)
and work beside a running one.

Examples:
  $ kapu config new-secrets --out secrets.json keys and peppers for a new installation, for its owner alone
  $ kapu config check                          is everything set, and does Redis answer?
  $ kapu accounts add --file citizen.json      a new citizen; prints a one-time activation code
  $ kapu accounts show minta.anna
  $ kapu sessions end --account minta.anna --reason "lost their laptop"
  $ kapu accounts import citizens.ndjson       citizens of another system, with their password hashes
  $ kapu clients apply                         relying parties, as config/clients declares them
  $ kapu messages list                         e-mails that were given up, and why
  $ kapu keys rotate                           new signing keys, without a restart
  $ kapu desk grant nagy.klara --role clerk --office budapest-1
  $ kapu logouts list                          logouts that relying parties could not be told of
  $ kapu backup --to age1… --out kapu.age       everything that lasts, encrypted
  $ kapu audit verify                          is the log of security events as it was written?`,
    );

  for (const load of familiesFor(family)) {
    const addCommands = await load();
    addCommands(program);
  }
  addDocsCommand(program);
  return program;
}

function familiesFor(firstWord: string): readonly (() => Promise<AddCommands>)[] {
  const named = Object.hasOwn(families, firstWord) ? families[firstWord] : undefined;
  if (named) {
    return [named];
  }
  // Asked for by whoever watches machines: it need not cost what the whole provider does.
  return firstWord === '--version' ? [] : Object.values(families);
}

function versionOfPackage(): string {
  const path = resolve(import.meta.dirname, '../../package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
