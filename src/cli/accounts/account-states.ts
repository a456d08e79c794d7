/** `kapu accounts disable|enable|unlock|delete`: what an operator does with an account as a whole, each with a reason on record. */
import { createInterface } from 'node:readline/promises';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import type { Account } from '../../accounts/account.ts';
import { createClosingStore } from '../../accounts/closing/closing-store.ts';
import { createDeskChanges } from '../../accounts/desk/desk-changes-store.ts';
import { createGiveBackAccount } from '../../accounts/recovery/give-back-account.ts';
import { createRecorder, type Recorder } from '../../audit/audit-log.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { createSessionEndAnnouncements } from '../../oidc/sign-out/session-end-announcements-store.ts';
import { createSealer, type Sealer } from '../../storage/sealed.ts';
import { createCredentialStore } from '../../wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../../wallet/issuing/issued-status-list-store.ts';
import { type CommandContext, withCommandContext } from '../command-context.ts';
import { accountNamed, failWith, reasonGiven } from '../named-account.ts';
import { print } from '../output.ts';

export function addAccountStateCommands(accounts: Command): void {
  addDisableCommand(accounts);
  addEnableCommand(accounts);
  addUnlockCommand(accounts);
  addDeleteCommand(accounts);
}

function addDisableCommand(accounts: Command): void {
  accounts
    .command('disable')
    .description(
      'Disables an account: nobody signs in with it, every session and token of it ends at once, and what wallets hold of it is revoked.',
    )
    .argument('<username>')
    .option('--reason <text>', 'recorded in the audit log')
    .action((username: string, { reason }: { reason?: string }) =>
      withCommandContext((context) => disable(context, username, reason && reasonGiven(reason))),
    );
}

function addEnableCommand(accounts: Command): void {
  accounts
    .command('enable')
    .description(
      'Gives a disabled account back, without its old password and Ügyfélkapu+: prints the activation code that opens it.',
    )
    .argument('<username>')
    .requiredOption('--reason <text>', 'recorded, and read by the owner')
    .action((username: string, { reason }: { reason: string }) =>
      withCommandContext((context) => enable(context, username, reasonGiven(reason))),
    );
}

function addUnlockCommand(accounts: Command): void {
  accounts
    .command('unlock')
    .description('Forgets the wrong passwords and codes of strangers, for which an account is locked.')
    .argument('<username>')
    .requiredOption('--reason <text>', 'recorded, and read by the owner')
    .action((username: string, { reason }: { reason: string }) =>
      withCommandContext((context) => unlock(context, username, reasonGiven(reason))),
    );
}

function addDeleteCommand(accounts: Command): void {
  accounts
    .command('delete')
    .description(
      'Erases an account AT ONCE with everything of it, for good; asks for its user name first. What wallets hold of it is revoked.',
    )
    .argument('<username>')
    .requiredOption('--reason <text>', 'recorded in the audit log, which stays')
    .option('--yes', 'does not ask')
    .addHelpText(
      'after',
      `
The owner and every relying party that they are signed in to are told. Without a terminal the user name is the first line of
standard input. Whoever only has to be kept out is disabled: kapu accounts disable.`,
    )
    .action((username: string, { reason, yes }: { reason: string; yes?: boolean }) =>
      withCommandContext((context) => erase(context, username, reasonGiven(reason), yes === true)),
    );
}

async function disable(context: CommandContext, username: string, reason?: string): Promise<void> {
  const { id, profile } = await accountNamed(context, username);
  await whileNodesTell(context, id, async () => {
    await context.accounts.disable(id, securityEvents.accountDisabled(id, reason));
    await context.revocations.settle(id, new Date());
  });
  print(`disabled ${profile.username}; its sessions, tokens and credentials have ended`);
}

async function enable(context: CommandContext, username: string, reason: string): Promise<void> {
  const account = await accountNamed(context, username);
  const { recorder, sealer } = writersOf(context);
  const giveBack = createGiveBackAccount(recorder, sealer, context.config.secrets);
  const event = securityEvents.accountEnabled(account.id, reason);
  const outcome = await whileNodesTell(context, account.id, () => giveBack(account, new Date(), event));
  switch (outcome.kind) {
    case 'not-disabled':
      return failWith(whyNotEnabled(account));
    case 'being-erased':
      return failWith(`${username} is being erased, and cannot be given back`);
    case 'given-back': {
      await context.revocations.settle(account.id, new Date());
      const { code, endsAt } = outcome.issued;
      print(`enabled ${account.profile.username}; it awaits activation, its old password opens nothing`);
      print(`activation code ${code}, valid until ${endsAt.toISOString()}; it is not shown again`);
    }
  }
}

function whyNotEnabled({ profile, status }: Account): string {
  return status === 'suspended'
    ? `${profile.username} is suspended: two people at the desk give it back`
    : `${profile.username} is not disabled`;
}

async function unlock(context: CommandContext, username: string, reason: string): Promise<void> {
  const account = await accountNamed(context, username);
  const { recorder, sealer } = writersOf(context);
  const changes = createDeskChanges(recorder, sealer, context.config.secrets);
  await changes.unlock(account, securityEvents.accountUnlocked(account.id, reason));
  print(`unlocked ${account.profile.username}`);
}

async function erase(
  context: CommandContext,
  username: string,
  reason: string,
  isSure: boolean,
): Promise<void> {
  const account = await accountNamed(context, username);
  const { id, profile } = account;
  if (!isSure && (await typedName(profile.username)) !== profile.username) {
    failWith(`nothing was deleted: type ${profile.username}, or give --yes`);
  }
  const { store, config } = context;
  const { recorder, sealer } = writersOf(context);
  const credentials = createCredentialStore(store, sealer, createStatusListStore(store), recorder);
  const closings = createClosingStore(
    store,
    sealer,
    config.secrets,
    () => credentials.revokeAndForget(id, new Date()),
    recorder,
  );
  const event = securityEvents.accountDeleted(id, reason);
  await whileNodesTell(context, id, () => closings.eraseAtOnce(account, new Date(), event));
  print(`deleted ${profile.username}, account ${id}; everything of it is erased`);
}

async function typedName(username: string): Promise<string> {
  if (!process.stdin.isTTY) {
    const [line = ''] = (await text(process.stdin)).split('\n');
    return line.trim();
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  const typed = await prompt.question(`This cannot be undone. Type ${username} to delete it: `);
  prompt.close();
  return typed.trim();
}

/** The nodes know whom to tell, and do so also when this process dies before it ends. */
async function whileNodesTell<Result>(
  { store }: Pick<CommandContext, 'store'>,
  accountId: string,
  end: () => Promise<Result>,
): Promise<Result> {
  const announcements = createSessionEndAnnouncements(store);
  const announcement = await announcements.announce(accountId);
  const result = await end();
  await announcements.handOver(announcement);
  return result;
}

function writersOf({ store, config }: CommandContext): { recorder: Recorder; sealer: Sealer } {
  const sealer = createSealer(config.secrets.sealing_keys);
  return { recorder: createRecorder(store, sealer), sealer };
}
