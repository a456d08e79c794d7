/** `kapu accounts`: citizens' accounts, at the terminal. Passwords are typed or piped, never given as an argument. */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { Command } from 'commander';
import { z } from 'zod';
import {
  type Account,
  type AccountStatus,
  nameBorne,
  type Profile,
  profileSchema,
} from '../accounts/account.ts';
import { isInTheFuture } from '../accounts/identity.ts';
import { createJudgeNewPassword, type PasswordOwner } from '../accounts/password/password-rules.ts';
import { longestPassword } from '../accounts/password/verify-password.ts';
import type { IssuedCode } from '../accounts/recovery/activation-store.ts';
import { usernameAsStored } from '../accounts/username.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import { ConfigurationError } from '../errors.ts';
import { createLogger } from '../observability/logger.ts';
import { createSessionEndAnnouncements } from '../oidc/sign-out/session-end-announcements-store.ts';
import { type CommandContext, withCommandContext } from './command-context.ts';
import { addExportCommand } from './import/export-command.ts';
import { addImportCommand } from './import/import-command.ts';
import { addIndexIdentitiesCommand, usernamesOf } from './index-identities.ts';

const shortestPassword = 15;

interface AddOptions {
  readonly file: string;
  readonly withActivationCode?: boolean;
  readonly anotherPerson?: boolean;
}

export function addAccountCommands(program: Command): void {
  const accounts = program.command('accounts').description('Citizens and their accounts.');
  addAddCommand(accounts);
  addActivationCommand(accounts);
  addReadingCommands(accounts);
  addDisableCommand(accounts);
  addImportCommand(accounts);
  addExportCommand(accounts);
  addIndexIdentitiesCommand(accounts);
}

function addAddCommand(accounts: Command): void {
  accounts
    .command('add')
    .description('Adds a citizen from a JSON file; the password is asked for, or read from standard input.')
    .requiredOption('--file <path>', 'profile as JSON')
    .option(
      '--with-activation-code',
      'no password: prints a one-time code, valid 5 days, with which the citizen sets one',
    )
    .option('--another-person', 'somebody else has an account with equal birth data: twins of one name')
    .addHelpText(
      'after',
      `
The file holds the citizen's data:
  {
    "username": "minta.anna",
    "family_name": "Minta", "given_name": "Anna",
    "birth_family_name": "Minta", "birth_given_name": "Anna",
    "mothers_birth_name": "Példa Mária",
    "place_of_birth": "Budapest", "birthdate": "1956-03-14",
    "email": "anna@minta.example", "email_verified": true, "locale": "hu"
  }

Without a terminal the password is the first line of standard input:
  $ kapu accounts add --file anna.json < password.txt

With an activation code the citizen sets the password at /aktivalas:
  $ kapu accounts add --file anna.json --with-activation-code

The password has ${shortestPassword} to ${longestPassword} characters: it stands alone until the citizen has an Ügyfélkapu+.`,
    )
    .action((options: AddOptions) =>
      withCommandContext((context) =>
        options.withActivationCode ? addWithCode(context, options) : add(context, options),
      ),
    );
}

function addActivationCommand(accounts: Command): void {
  accounts
    .command('new-activation-code')
    .description(
      'Prints another one-time activation code for an account that was never activated; the one before is void.',
    )
    .argument('<username>')
    .action((username: string) => withCommandContext((context) => renewCode(context, username)));
}

function addReadingCommands(accounts: Command): void {
  accounts
    .command('show')
    .description('Shows one account. Hashes and keys are not shown.')
    .argument('<username>')
    .option('--json', 'as JSON')
    .action((username: string, options: { json?: boolean }) =>
      withCommandContext((context) => show(context, username, options.json === true)),
    );

  accounts
    .command('list')
    .description('Lists every account: user name, status, Ügyfélkapu+, name, one a line, separated by tabs.')
    .action(() => withCommandContext(list));
}

function addDisableCommand(accounts: Command): void {
  accounts
    .command('disable')
    .description(
      'Disables an account: nobody signs in with it, every session and token of it ends at once, and what wallets hold of it is revoked.',
    )
    .argument('<username>')
    .action((username: string) => withCommandContext((context) => disable(context, username)));
}

async function add(context: CommandContext, options: AddOptions): Promise<void> {
  const { hasher } = context;
  const profile = await readProfile(options.file);
  const password = await readPassword();
  await refuseBadPassword(context, { profile, hasPlus: false }, password);
  const hash = await (await hasher()).hash(password);
  await addAs(context, profile, hash, 'active', options);
}

/** Until it is activated nobody knows a password of the account, and it answers as if there were none. */
async function addWithCode(context: CommandContext, options: AddOptions): Promise<void> {
  const { activations, hasher } = context;
  const profile = await readProfile(options.file);
  const unknown = randomBytes(32).toString('base64url');
  const hash = await (await hasher()).hash(unknown);
  const id = await addAs(context, profile, hash, 'awaiting-activation', options);
  printCode(await activations.issueCode(id, securityEvents.activationCodeIssued(id)));
}

/** @returns the account id. */
async function addAs(
  { accounts }: CommandContext,
  profile: Profile,
  hash: string,
  status: AccountStatus,
  { anotherPerson = false }: AddOptions,
): Promise<string> {
  const eventOf = anotherPerson ? securityEvents.anotherPersonAdded : securityEvents.accountAdded;
  const outcome = await accounts.add(profile, hash, new Date(), status, eventOf, anotherPerson);
  switch (outcome.kind) {
    case 'added':
      print(`added ${profile.username}, account ${outcome.id}`);
      return outcome.id;
    case 'username-taken':
      return failWith(`the user name ${profile.username} is taken`);
    case 'person-known': {
      const known = await usernamesOf(accounts, await accounts.findByIdentity(profile));
      return failWith(
        `the person has an account already: ${known.join(', ')}; if it is somebody else with equal birth data, --another-person`,
      );
    }
  }
}

async function renewCode(context: CommandContext, username: string): Promise<void> {
  const account = await accountNamed(context, username);
  printCode(await context.activations.issueCode(account.id, securityEvents.activationCodeIssued(account.id)));
}

function printCode(issued: IssuedCode | undefined): void {
  if (!issued) {
    failWith('the account awaits no activation');
  }
  print(`activation code ${issued.code}, valid until ${issued.endsAt.toISOString()}; it is not shown again`);
}

async function readProfile(path: string): Promise<Profile> {
  const profile = parseProfile(
    await readFile(path, 'utf8').catch(() => failWith(`${path}: cannot be read`)),
    path,
  );
  return isInTheFuture(profile.birthdate, new Date())
    ? failWith(`${path}: birthdate is in the future`)
    : profile;
}

async function refuseBadPassword(
  { config }: CommandContext,
  owner: PasswordOwner,
  password: string,
): Promise<void> {
  const { serviceName, breachedPasswordsFile } = config;
  const judgeNewPassword = await createJudgeNewPassword({
    serviceName,
    breachedPasswordsFile,
    logger: createLogger('error'),
  });
  const fault = await judgeNewPassword(owner, password);
  switch (fault?.kind) {
    case undefined:
      return;
    case 'too-short':
    case 'too-long':
      return failWith(`the password must have ${shortestPassword} to ${longestPassword} characters`);
    case 'breached':
      return failWith('the password is among those that are known from breaches, or used most');
    default:
      return failWith('the password is too easy to guess, or has the citizen’s own name in it');
  }
}

function parseProfile(json: string, path: string): Profile {
  const value = z.string().transform(toJson).pipe(profileSchema).safeParse(json);
  if (!value.success) {
    const [issue] = value.error.issues;
    failWith(`${path}: ${issue?.path.join('.')} ${issue?.message}`);
  }
  return value.data;
}

function toJson(json: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(json);
  } catch {
    context.addIssue('is not JSON');
    return z.NEVER;
  }
}

async function readPassword(): Promise<string> {
  if (!process.stdin.isTTY) {
    const [line = ''] = (await text(process.stdin)).split('\n');
    return line;
  }
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: silent, terminal: true });
  process.stderr.write('Password: ');
  const password = await prompt.question('');
  process.stderr.write('\n');
  prompt.close();
  return password;
}

async function show({ accounts }: CommandContext, username: string, asJson: boolean): Promise<void> {
  const account = await accountNamed({ accounts }, username);
  const description = describe(account);
  if (asJson) {
    print(JSON.stringify(description, null, 2));
    return;
  }
  for (const [key, value] of Object.entries(description)) {
    print(`${key.padEnd(24)}${value}`);
  }
}

function describe({
  id,
  profile,
  status,
  hasPlus,
  createdAt,
  sessionsEndedAt,
}: Account): Record<string, unknown> {
  return {
    account: id,
    status,
    ugyfelkapu_plus: hasPlus,
    created_at: createdAt.toISOString(),
    sessions_ended_at: sessionsEndedAt === 0 ? null : new Date(sessionsEndedAt * 1000).toISOString(),
    ...profile,
  };
}

async function list({ accounts }: CommandContext): Promise<void> {
  for await (const { profile, status, hasPlus } of accounts.list()) {
    print([profile.username, status, hasPlus ? 'plus' : '-', nameBorne(profile)].join('\t'));
  }
}

async function disable({ accounts, revocations, store }: CommandContext, username: string): Promise<void> {
  const { id, profile } = await accountNamed({ accounts }, username);
  const announcements = createSessionEndAnnouncements(store);
  const announcement = await announcements.announce(id);
  await accounts.disable(id, securityEvents.accountDisabled(id));
  await revocations.settle(id, new Date());
  // The nodes know whom to tell.
  await announcements.handOver(announcement);
  print(`disabled ${profile.username}; its sessions, tokens and credentials have ended`);
}

async function accountNamed(
  { accounts }: Pick<CommandContext, 'accounts'>,
  username: string,
): Promise<Account> {
  const id = await accounts.findId(usernameAsStored(username));
  const account = id ? await accounts.find(id) : undefined;
  return account ?? failWith(`there is no account ${username}`);
}

function failWith(sentence: string): never {
  throw new ConfigurationError(sentence);
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
