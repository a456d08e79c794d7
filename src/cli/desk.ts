/** `kapu desk`: who may work at the desk, and in which role. */
import type { Command } from 'commander';
import { usernameAsStored } from '../accounts/username.ts';
import { levelOfIdentification } from '../assurance/identification.ts';
import { isAtLeast } from '../assurance/levels.ts';
import { createRecorder } from '../audit/audit-log.ts';
import { deskEvents } from '../audit/events/desk-events.ts';
import { type DeskRole, deskRoles, type HeldRole } from '../desk/staff/role.ts';
import { createRoleStore, type RoleStore } from '../desk/staff/role-store.ts';
import { readEach, whole } from '../storage/due/each-in-turn.ts';
import { createSealer } from '../storage/sealed.ts';
import { readingOf, valueIn } from '../storage/sealed-record.ts';
import { type CommandContext, withCommandContext } from './command-context.ts';
import { accountNamed, failWith } from './named-account.ts';
import { print } from './output.ts';

export function addDeskCommands(program: Command): void {
  const desk = program.command('desk').description('Who works at the clerk’s desk (/desk).');

  desk
    .command('grant')
    .description('Gives somebody with an account a role at an office, instead of the one before, if any.')
    .argument('<username>')
    .requiredOption('--role <role>', deskRoles.join(', '))
    .option('--office <id>', 'an office of config/desk.json; an operator needs none')
    .action((username: string, options: { role: string; office?: string }) =>
      withCommandContext((context) => grant(context, username, options)),
    );

  desk
    .command('revoke')
    .description('Takes the role away; whoever is at work is out at once.')
    .argument('<username>')
    .action((username: string) => withCommandContext((context) => revoke(context, username)));

  for (const [command, status] of [
    ['suspend', 'suspended'],
    ['resume', 'active'],
  ] as const) {
    desk
      .command(command)
      .description(
        status === 'active'
          ? 'Lets somebody who was suspended work again.'
          : 'Suspends a role for a while; whoever is at work is out at once.',
      )
      .argument('<username>')
      .action((username: string) => withCommandContext((context) => setStatus(context, username, status)));
  }

  desk
    .command('list')
    .description(
      'Lists everybody with a role: user name, role, office, status, staff number, separated by tabs.',
    )
    .action(() => withCommandContext(list));
}

async function grant(
  context: CommandContext,
  username: string,
  { role, office = '' }: { role: string; office?: string },
): Promise<void> {
  const known = deskRoles.find((one) => one === role);
  if (!known) {
    failWith(`there is no role ${role}; there are ${deskRoles.join(', ')}`);
  }
  const { offices } = context.config.desk;
  if (!(known === 'operator' && office === '') && !offices.some(({ id }) => id === office)) {
    failWith(office === '' ? '--office is missing' : `there is no office ${office} in config/desk.json`);
  }
  const account = await accountNamed(context, username);
  await put(context, account.id, known, office);
  print(`${username} is ${inWords(known, office)}`);
  if (!isAtLeast(levelOfIdentification(account.identification), 'substantial')) {
    print(
      'The desk opens to whoever was identified as substantial, and they were not: kapu accounts identified --help',
    );
  }
}

function inWords(role: DeskRole, office: string): string {
  return office === '' ? role : `${role} at ${office}`;
}

async function put(
  context: CommandContext,
  accountId: string,
  role: DeskRole,
  office: string,
): Promise<void> {
  const held: HeldRole = { role, office, status: 'active', grantedAt: new Date().toISOString() };
  await rolesOf(context).put(accountId, held, deskEvents.roleChanged(accountId, role, office, 'active'));
}

async function revoke(context: CommandContext, username: string): Promise<void> {
  const accountId = await accountIdOf(context, username);
  if (!(await rolesOf(context).revoke(accountId, deskEvents.roleRevoked(accountId)))) {
    failWith(`${username} has no role`);
  }
  print(`${username} has no role any more`);
}

async function setStatus(
  context: CommandContext,
  username: string,
  status: HeldRole['status'],
): Promise<void> {
  const accountId = await accountIdOf(context, username);
  const roles = rolesOf(context);
  const reading = await readingOf(roles.find(accountId));
  if (reading.kind === 'unreadable') {
    const [why] = reading.failure.sentences;
    failWith(`${username}: ${why}; kapu desk grant gives another, kapu desk revoke takes it away`);
  }
  const held = valueIn(reading) ?? failWith(`${username} has no role`);
  const event = deskEvents.roleChanged(accountId, held.role, held.office, status);
  await roles.put(accountId, { ...held, status }, event);
  print(`${username}: ${inWords(held.role, held.office)}, ${status}`);
}

async function list(context: CommandContext): Promise<void> {
  const roles = await rolesOf(context).list();
  const accounts = await readEach(
    roles.readable,
    ({ accountId }) => accountId,
    ({ accountId }) => context.accounts.find(accountId),
  );
  const usernames = new Map(accounts.readable.map(({ id, profile }) => [id, profile.username]));
  for (const { accountId, held } of roles.readable) {
    const staffNumber = await rolesOf(context).numberOf(accountId);
    const { role, office, status } = held;
    print([usernames.get(accountId) ?? accountId, role, office || '-', status, staffNumber].join('\t'));
  }
  whole(roles);
  whole(accounts);
}

async function accountIdOf({ accounts }: CommandContext, username: string): Promise<string> {
  return (await accounts.findId(usernameAsStored(username))) ?? failWith(`there is no account ${username}`);
}

function rolesOf({ config, store }: CommandContext): RoleStore {
  const sealer = createSealer(config.secrets.sealing_keys);
  return createRoleStore(createRecorder(store, sealer), sealer, config.secrets.index_key);
}
