/** `kapu clients`: relying parties and machine clients. Running nodes follow every change within a second. */
import type { Command } from 'commander';
import { apiDocument } from '../../admin/api-document.ts';
import type { StoredClient } from '../../clients/client-record.ts';
import { fetchedLogoOf } from '../../clients/logos/logo.ts';
import type { Outcome } from '../../clients/outcome.ts';
import type { ClientRegistry } from '../../clients/registry.ts';
import { ConfigurationError } from '../../errors.ts';
import { whole } from '../../storage/due/each-in-turn.ts';
import { print } from '../output.ts';
import { addApplyCommand } from './apply-command.ts';
import { addInitialAccessCommand } from './initial-access-command.ts';
import { addLogoCommands } from './logo-commands.ts';
import { clientIdIn, readMetadata } from './metadata-file.ts';
import { expectDone, expectRemoved, withRegistry } from './registry-context.ts';
import { overlapInSeconds, parseHours } from './secret-overlap.ts';
import { addTransferCommands } from './transfer-commands.ts';
import { asYaml } from './yaml.ts';

const metadataHelp = `
The file holds metadata by the names of RFC 7591, without a secret:
  {
    "client_id": "portal", "client_name": "Portál", "client_uri": "https://portal.example",
    "redirect_uris": ["https://portal.example/callback"],
    "scope": "openid profile", "minimum_assurance": "substantial", "first_party": true
  }
"first_party" is true where law or contract binds the relying party, false where citizens are to be asked for consent.
For a program that uses the administration (docs/admin-api.yaml):
  {
    "client_id": "registrar", "client_name": "Nyilvántartó",
    "grant_types": ["client_credentials"], "scope": "clients:read clients:write"
  }`;

export function addClientCommands(program: Command): void {
  const clients = program.command('clients').description('Relying parties and machine clients.');
  addReadingCommands(clients);
  addChangingCommands(clients);
  addSwitches(clients);
  addApplyCommand(clients);
  addTransferCommands(clients);
  addInitialAccessCommand(clients);
  addLogoCommands(clients);

  clients
    .command('api-document')
    .description('Prints the description of the administration’s REST API (OpenAPI 3.1).')
    .action(() => print(asYaml(apiDocument())));
}

function addReadingCommands(clients: Command): void {
  clients
    .command('list')
    .description('Lists every client: id, status, declared in a file or not, name; separated by tabs.')
    .action(() => withRegistry(({ registry }) => list(registry)));

  clients
    .command('show')
    .description('Shows one client. Secrets and their hashes are not shown.')
    .argument('<client-id>')
    .option('--json', 'as JSON')
    .action((id: string, { json = false }: { json?: boolean }) =>
      withRegistry(({ registry }) => show(registry, id, json)),
    );
}

function addChangingCommands(clients: Command): void {
  clients
    .command('add')
    .description('Registers a client. Where it needs a secret, one is made and printed this once.')
    .requiredOption('--file <path>', 'metadata as JSON')
    .addHelpText('after', metadataHelp)
    .action(({ file }: { file: string }) =>
      withRegistry(async ({ registry }) => {
        const metadata = await readMetadata(file);
        const id = clientIdIn(metadata);
        printDone('added', id, await registry.add(metadata, occasion()));
      }),
    );

  clients
    .command('update')
    .description('Replaces the metadata of a client by those of a file; its secret stays.')
    .argument('<client-id>')
    .requiredOption('--file <path>', 'metadata as JSON, all of them')
    .addHelpText('after', metadataHelp)
    .action((id: string, { file }: { file: string }) =>
      withRegistry(async ({ registry }) => {
        printDone('updated', id, await registry.replace(id, await readMetadata(file), occasion()));
      }),
    );

  clients
    .command('rotate-secret')
    .description('Makes another secret and prints it this once. The one before stays valid for a while.')
    .argument('<client-id>')
    .option('--overlap <hours>', 'how long the one before stays valid (24)', parseHours)
    .option('--now', 'the one before, and any still older, ends at once')
    .action((id: string, { overlap, now = false }: { overlap?: number; now?: boolean }) =>
      withRegistry(async ({ registry }) => {
        const seconds = overlapInSeconds(now, overlap);
        printDone('another secret for', id, await registry.rotateSecret(id, seconds, occasion()));
      }),
    );
}

function addSwitches(clients: Command): void {
  const command = (name: 'disable' | 'enable', description: string, done: string): Command =>
    clients
      .command(name)
      .description(description)
      .argument('<client-id>')
      .action((id: string) =>
        withRegistry(async ({ registry }) => {
          printDone(done, id, await registry[name](id, occasion()));
        }),
      );

  command(
    'disable',
    'Refuses a client from now on: sign-ins, codes, and every token that was issued to it.',
    'disabled',
  );
  command(
    'enable',
    'Accepts a disabled client again; tokens that have not expired meanwhile count again.',
    'enabled',
  );

  clients
    .command('remove')
    .description(
      'Removes a client and everything that was issued to it, for good; also one that cannot be read.',
    )
    .argument('<client-id>')
    .action((id: string) =>
      withRegistry(async ({ registry }) => {
        expectRemoved(id, await registry.remove(id, occasion()));
        print(`removed ${id}`);
      }),
    );
}

function occasion(): { by: string; now: Date } {
  return { by: 'cli', now: new Date() };
}

function printDone(done: string, id: string, outcome: Outcome): void {
  const { client, secret } = expectDone(id, outcome);
  print(`${done} ${id}`);
  if (secret !== undefined) {
    print(`client_secret ${secret}`);
    const endsAt = client.secret?.previous?.endsAt;
    print(endsAt ? `the one before is valid until ${endsAt.toISOString()}` : 'it is not shown again');
  }
}

async function list(registry: ClientRegistry): Promise<void> {
  const clients = await registry.list();
  for (const { registration, status, isDeclared } of clients.readable) {
    const declared = isDeclared ? 'declared' : '-';
    print([registration.client_id, status.kind, declared, registration.client_name].join('\t'));
  }
  whole(clients);
}

async function show(registry: ClientRegistry, id: string, asJson: boolean): Promise<void> {
  const client = await registry.find(id);
  if (!client) {
    throw new ConfigurationError(`there is no client ${id}`);
  }
  const description = describe(client);
  if (asJson) {
    print(JSON.stringify(description, undefined, 2));
    return;
  }
  for (const [key, value] of Object.entries(description)) {
    print(`${key.padEnd(40)}${typeof value === 'string' ? value : JSON.stringify(value)}`);
  }
}

function describe(client: StoredClient): Record<string, unknown> {
  const { registration, status, isDeclared, createdAt, updatedAt, updatedBy, version, secret } = client;
  return {
    ...registration,
    status: status.kind === 'active' ? 'active' : `disabled (${status.because})`,
    declared: isDeclared,
    created_at: createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
    updated_by: updatedBy,
    version,
    logo: fetchedLogoOf(client) ?? null,
    secret_before_valid_until: secret?.previous?.endsAt.toISOString() ?? null,
  };
}
