/** `kapu accounts`: citizens' accounts, at the terminal. Nobody here chooses a password: codes are printed with which citizens do. */
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { type Account, nameBorne, type Profile, profileSchema } from '../../accounts/account.ts';
import { createAddressIndex } from '../../accounts/contact/address-index.ts';
import { createDeskChanges } from '../../accounts/desk/desk-changes-store.ts';
import { faultOfBirthdate } from '../../accounts/identity.ts';
import { operatorRequesting } from '../../accounts/password/hash-queue.ts';
import type { IssuedCode } from '../../accounts/recovery/activation-store.ts';
import { hasUnseen, misleadingMember } from '../../accounts/seen-text.ts';
import { levelOfIdentification } from '../../assurance/identification.ts';
import { createRecorder } from '../../audit/audit-log.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { sentenceOf } from '../../configuration/files/checked-file.ts';
import { unreadFile } from '../../configuration/files/unread-file.ts';
import { createSealer } from '../../storage/sealed.ts';
import { type CommandContext, recorderOf, withCommandContext } from '../command-context.ts';
import { addConvertCommand } from '../convert/convert-command.ts';
import { addExportCommand } from '../import/export-command.ts';
import { addImportCommand } from '../import/import-command.ts';
import { accountNamed, failWith } from '../named-account.ts';
import { print } from '../output.ts';
import { addAccountStateCommands } from './account-states.ts';
import {
  addDeclarationOptions,
  addIdentifiedCommand,
  addUnidentifiedCommand,
  type DeclarationOptions,
  declarationIn,
} from './identifications.ts';
import { addIndexIdentitiesCommand, usernamesOf } from './index-identities.ts';

interface AddOptions extends DeclarationOptions {
  readonly file: string;
  readonly anotherPerson?: boolean;
}

export function addAccountCommands(program: Command): void {
  const accounts = program.command('accounts').description('Citizens and their accounts.');
  addAddCommand(accounts);
  addActivationCommand(accounts);
  addReadingCommands(accounts);
  addAccountStateCommands(accounts);
  addIndexCommand(accounts);
  addImportCommand(accounts);
  addConvertCommand(accounts);
  addExportCommand(accounts);
  addIndexIdentitiesCommand(accounts);
  addIdentifiedCommand(accounts);
  addUnidentifiedCommand(accounts);
}

/** For accounts that were there before addresses led to them. */
function addIndexCommand(accounts: Command): void {
  accounts
    .command('index-emails')
    .description(
      'Lists every account under its verified e-mail address, for “forgotten user name”. Needed once, after an update from a version without it; beside a running service. If it was stopped, give it again.',
    )
    .action(() =>
      withCommandContext(async ({ store, config: { secrets } }) => {
        const index = createAddressIndex(store, createSealer(secrets.sealing_keys), secrets);
        let many = 0;
        try {
          await index.takeInAll(() => {
            many += 1;
          });
        } finally {
          print(`${many} accounts are listed under a verified e-mail address`);
        }
      }),
    );
}

function addAddCommand(accounts: Command): void {
  const command = accounts
    .command('add')
    .description(
      'Adds a citizen from a JSON file, and prints a one-time activation code, valid 5 days, with which they set their password.',
    )
    .requiredOption('--file <path>', 'profile as JSON')
    .option('--another-person', 'somebody else has an account with equal birth data: twins of one name');
  addDeclarationOptions(command)
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

The citizen sets the password at /aktivalas; nobody else ever chooses one. Unless it is declared how they were identified, nothing that
they sign in with is worth more than low.
  $ kapu accounts add --file anna.json`,
    )
    .action((options: AddOptions) => withCommandContext((context) => add(context, options)));
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

/** Nobody but the citizen chooses a password: until they set one, nobody knows any, and the account answers as if it were not there. */
async function add(
  context: CommandContext,
  { file, anotherPerson = false, ...declared }: AddOptions,
): Promise<void> {
  const { accounts, config, store, hasher } = context;
  const profile = await readProfile(file);
  const unknown = await (await hasher()).hashOfUnknown(operatorRequesting);
  const sealer = createSealer(config.secrets.sealing_keys);
  const changes = createDeskChanges(createRecorder(store, sealer), sealer, config.secrets);
  const identification = declarationIn(declared, new Date());
  const registrar = { isAnotherPerson: anotherPerson, identification };
  const eventOf = anotherPerson ? securityEvents.anotherPersonAdded : securityEvents.accountAdded;
  const outcome = await changes.register(profile, unknown, registrar, new Date(), eventOf);
  switch (outcome.kind) {
    case 'registered':
      print(`added ${profile.username}, account ${await accounts.findId(profile.username)}`);
      return printCode(outcome.issued);
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
  const json = await readFile(path, 'utf8').catch((error: unknown) => {
    throw unreadFile(path, error);
  });
  const profile = parseProfile(json, path);
  const fault = faultOfBirthdate(profile.birthdate, new Date());
  return fault ? failWith(`${path}: birthdate ${fault}`) : profile;
}

function parseProfile(json: string, path: string): Profile {
  const value = z.string().transform(toJson).pipe(profileSchema).safeParse(json);
  if (!value.success) {
    const [issue] = value.error.issues;
    failWith(`${[path, issue?.path.join('.')].filter(Boolean).join(' ')}: ${issue && sentenceOf(issue)}`);
  }
  const disguised = misleadingMember(value.data);
  return disguised === undefined ? value.data : failWith(`${path}: ${disguised} ${hasUnseen}`);
}

function toJson(json: string, context: z.RefinementCtx): unknown {
  try {
    return JSON.parse(json);
  } catch {
    context.addIssue('is not JSON');
    return z.NEVER;
  }
}

async function show(context: CommandContext, username: string, asJson: boolean): Promise<void> {
  const account = await accountNamed(context, username);
  await recorderOf(context).recordFirst(securityEvents.accountShown(account.id));
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
  identification,
}: Account): Record<string, unknown> {
  return {
    account: id,
    status,
    ugyfelkapu_plus: hasPlus,
    created_at: createdAt.toISOString(),
    sessions_ended_at: sessionsEndedAt === 0 ? null : new Date(sessionsEndedAt * 1000).toISOString(),
    identified_by: identification?.by ?? null,
    identified_as: levelOfIdentification(identification),
    ...profile,
  };
}

async function list(context: CommandContext): Promise<void> {
  await recorderOf(context).recordFirst(securityEvents.accountsListed());
  for await (const { profile, status, hasPlus } of context.accounts.list()) {
    print([profile.username, status, hasPlus ? 'plus' : '-', nameBorne(profile)].join('\t'));
  }
}
