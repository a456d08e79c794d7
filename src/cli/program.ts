/** The commands of `kapu`, and how they explain themselves. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { Command } from 'commander';
import { addAccountCommands } from './accounts/accounts.ts';
import { addAuditCommands } from './audit.ts';
import { addBackupCommand } from './backup/backup-command.ts';
import { addRestoreCommand } from './backup/restore-command.ts';
import { addCalendarCommand } from './calendar.ts';
import { addClientCommands } from './clients/clients.ts';
import { addConfigCommands } from './config-check.ts';
import { addDeskCommands } from './desk.ts';
import { addDocsCommand } from './docs/docs-command.ts';
import { addKeyCommands } from './keys.ts';
import { addLogoutCommands } from './logouts.ts';
import { addMessageCommands } from './messages.ts';
import { addSessionCommands } from './sessions.ts';

export function createProgram(): Command {
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
  $ kapu config new-secrets > secrets.json     keys and peppers for a new installation
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

  addAccountCommands(program);
  addSessionCommands(program);
  addClientCommands(program);
  addConfigCommands(program);
  addCalendarCommand(program);
  addMessageCommands(program);
  addKeyCommands(program);
  addLogoutCommands(program);
  addDeskCommands(program);
  addAuditCommands(program);
  addBackupCommand(program);
  addRestoreCommand(program);
  addDocsCommand(program);
  return program;
}

function versionOfPackage(): string {
  const path = resolve(import.meta.dirname, '../../package.json');
  return (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version;
}
