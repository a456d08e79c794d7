/** What an operator declares in writing of how people were identified: of a new account, of an import, or of accounts that are there. */
import { type Command, Option } from 'commander';
import { lacksData, missingDataOf } from '../../accounts/account.ts';
import {
  createIdentificationStore,
  type IdentificationStore,
} from '../../accounts/identification/identification-store.ts';
import {
  declaredBy,
  type Identification,
  identificationLevels,
  unidentified,
} from '../../assurance/identification.ts';
import { createRecorder } from '../../audit/audit-log.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { createSealer } from '../../storage/sealed.ts';
import { type CommandContext, withCommandContext } from '../command-context.ts';
import { inWords } from '../import/progress-bar.ts';
import { accountNamed, failWith, reasonGiven } from '../named-account.ts';
import { print } from '../output.ts';

export type Declaration = Extract<Identification, { by: 'declaration' }>;

export interface DeclarationOptions {
  readonly identifiedAs?: Declaration['level'];
  readonly declaredBy?: string;
}

interface IdentifiedOptions extends DeclarationOptions {
  readonly allUnsaid?: boolean;
}

/** The two options with which a declaration is made, for a command to take. */
export function addDeclarationOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--identified-as <level>', 'how surely the people were identified before').choices(
        identificationLevels,
      ),
    )
    .option('--declared-by <who>', 'who answers for that, in writing: a resolution, a contract');
}

/** Nobody is identified by saying nothing. */
export function declarationIn(options: DeclarationOptions, now: Date): Declaration | typeof unidentified {
  const { identifiedAs: level } = options;
  if (level === undefined && options.declaredBy === undefined) {
    return unidentified;
  }
  const by = declaredBy.safeParse(options.declaredBy ?? '');
  if (level === undefined || !by.success) {
    failWith('--identified-as and --declared-by belong together; the second has 3 to 200 letters');
  }
  return { by: 'declaration', at: now.toISOString(), level, declared_by: by.data };
}

export function addIdentifiedCommand(accounts: Command): void {
  const command = accounts
    .command('identified')
    .description(
      'Records how people were identified before their accounts said so: one, or all of whom nothing is said.',
    )
    .argument('[username]')
    .option(
      '--all-unsaid',
      'every account of which nothing was ever said; those that say something stay as they are',
    );
  addDeclarationOptions(command)
    .addHelpText(
      'after',
      `
What a sign-in is worth (acr) is the lesser of how somebody signed in and how they were identified. Accounts from a version that
did not ask for it say nothing, which counts as not at all: give this before the first node is updated, and once more after the last,
for those who came meanwhile. Older nodes may run meanwhile.

Whoever is known as surely already stays as they are known; nobody becomes less known.

Examples:
  $ kapu accounts identified --all-unsaid --identified-as substantial --declared-by "Decree 12/2027, § 4: all were seen at a window"
  $ kapu accounts identified nagy.klara --identified-as substantial --declared-by "Employment file 2027/118"`,
    )
    .action((username: string | undefined, options: IdentifiedOptions) =>
      withCommandContext((context) => identify(context, username, options)),
    );
}

export function addUnidentifiedCommand(accounts: Command): void {
  accounts
    .command('unidentified')
    .description('Withdraws what is recorded of how somebody was identified, where it turned out wrong.')
    .argument('<username>')
    .requiredOption('--reason <text>', 'recorded, and read by the owner')
    .addHelpText(
      'after',
      `
Whatever they sign in with is worth low from now on, also in sessions under way, until they show a document at the desk, link a
wallet, or it is declared anew: kapu accounts identified. If somebody else may be behind the account, suspend or disable it too.`,
    )
    .action((username: string, { reason }: { reason: string }) =>
      withCommandContext((context) => withdraw(context, username, reasonGiven(reason))),
    );
}

async function withdraw(context: CommandContext, username: string, reason: string): Promise<void> {
  const { id } = await accountNamed(context, username);
  const isWithdrawn = await identificationsOf(context).withdraw(id, (level) =>
    securityEvents.identificationWithdrawn(id, level, reason),
  );
  print(isWithdrawn ? `${username} is not identified any more` : `${username} was not identified`);
}

function identificationsOf({ store, config: { secrets } }: CommandContext): IdentificationStore {
  const sealer = createSealer(secrets.sealing_keys);
  return createIdentificationStore(createRecorder(store, sealer), sealer, secrets);
}

async function identify(
  context: CommandContext,
  username: string | undefined,
  options: IdentifiedOptions,
): Promise<void> {
  const declaration = declarationIn(options, new Date());
  if (declaration.by === 'nobody') {
    failWith('--identified-as and --declared-by are needed');
  }
  if ((username === undefined) !== (options.allUnsaid === true)) {
    failWith('either a user name or --all-unsaid is needed');
  }
  const identifications = identificationsOf(context);
  if (username === undefined) {
    const many = await identifications.declareUnsaid(declaration);
    print(`${inWords(many)} accounts of which nothing was said are now identified as ${declaration.level}`);
    return;
  }
  const { id, profile } = await accountNamed(context, username);
  if (lacksData(profile)) {
    failWith(
      `not all of ${username} is known: ${missingDataOf(profile).join(', ')}. They say it at their first sign-in`,
    );
  }
  const { level, declared_by } = declaration;
  const outcome = await identifications.record(id, declaration, () =>
    securityEvents.identificationDeclared(id, level, declared_by),
  );
  print(
    outcome === 'kept'
      ? `${username} stays as they are known, which is as sure or surer`
      : `${username} is now identified as ${level}`,
  );
}
