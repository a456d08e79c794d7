/** `kapu sessions`: ending those of one citizen, or of everybody (ASVS 7.4.5). */
import type { Command } from 'commander';
import { securityEvents } from '../audit/events/security-events.ts';
import { lookAtEveryAccount } from '../oidc/records/accounts-with-sessions-store.ts';
import { createSessionEndAnnouncements } from '../oidc/sign-out/session-end-announcements-store.ts';
import { type CommandContext, withCommandContext } from './command-context.ts';
import { accountNamed, failWith, reasonGiven } from './named-account.ts';
import { print } from './output.ts';

interface Whose {
  readonly account?: string;
  readonly all?: boolean;
  readonly reason: string;
}

export function addSessionCommands(program: Command): void {
  program
    .command('sessions')
    .description('Sessions of citizens.')
    .command('end')
    .description('Ends every session and token of one citizen, or of all; relying parties are told.')
    .option('--account <username>', 'of one citizen')
    .option('--all', 'of everybody')
    .requiredOption('--reason <text>', 'recorded, and read by the owner')
    .addHelpText(
      'after',
      `
Passwords, authenticators and cards in wallets stay: whoever has them signs in again. A command that was stopped is given
again: what it ended stays ended, and it ends the rest.

  $ kapu sessions end --account minta.anna --reason "reported a stolen laptop"
  $ kapu sessions end --all --reason "tokens were found in a log of the portal"`,
    )
    .action((whose: Whose) => withCommandContext((context) => end(context, whose)));
}

async function end(
  context: CommandContext,
  { account: username, all = false, reason }: Whose,
): Promise<void> {
  const given = reasonGiven(reason);
  if (all === (username !== undefined)) {
    failWith('name one citizen with --account, or give --all');
  }
  if (username === undefined) {
    await endOfEverybody(context, given);
    return;
  }
  const { id, profile } = await accountNamed(context, username);
  await endOf(context, id, given);
  print(`ended every session and token of ${profile.username}`);
}

async function endOfEverybody(context: CommandContext, reason: string): Promise<void> {
  const showProgress = createProgress();
  let [looked, ended] = [0, 0];
  for await (const { many, withSessions } of lookAtEveryAccount(context.store)) {
    await Promise.all(withSessions.map((id) => endOf(context, id, reason)));
    looked += many;
    ended += withSessions.length;
    showProgress(looked, ended);
  }
  print(`ended every session and token: ${ended} accounts had any`);
}

/** The nodes know whom to tell, and do so also when this process dies before it ends. */
async function endOf({ store, accounts }: CommandContext, id: string, reason: string): Promise<void> {
  const announcements = createSessionEndAnnouncements(store);
  const announcement = await announcements.announce(id);
  await accounts.endSessions(id, securityEvents.sessionsEndedByOperator(id, reason));
  await announcements.handOver(announcement);
}

const everyMilliseconds = 1000;

function createProgress(): (looked: number, ended: number) => void {
  let shownAt = performance.now();
  return (looked, ended) => {
    if (performance.now() - shownAt >= everyMilliseconds) {
      shownAt = performance.now();
      process.stderr.write(`${looked} accounts looked at, sessions of ${ended} ended\n`);
    }
  };
}
