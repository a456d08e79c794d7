/** `kapu clients export|import`: registrations as the standard's own metadata, without secrets. */
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { ConfigurationError } from '../../errors.ts';
import { whole } from '../../storage/due/each-in-turn.ts';
import { writeWhole } from '../files/whole-file.ts';
import { print } from '../output.ts';
import { clientIdIn, readMetadata } from './metadata-file.ts';
import { expectDone, type RegistryContext, withRegistry } from './registry-context.ts';

export function addTransferCommands(clients: Command): void {
  clients
    .command('export')
    .description('Writes registrations as a list of metadata (RFC 7591 names). Secrets are not in it.')
    .argument('[ids...]', 'these only')
    .option('--out <path>', 'a file, instead of standard output')
    .action((ids: string[], { out }: { out?: string }) =>
      withRegistry((withCommandContext) => exportClients(withCommandContext, ids, out)),
    );

  clients
    .command('import')
    .description('Registers the clients of a file, one or a list, as written by export.')
    .argument('<file>', 'metadata as JSON, without secrets')
    .option('--replace', 'registers anew what is registered already; secrets stay')
    .addHelpText(
      'after',
      `
Secrets and hashes of secrets are not taken: a new client that needs a secret gets one, printed once.
Nothing is overwritten without --replace.`,
    )
    .action((file: string, { replace = false }: { replace?: boolean }) =>
      withRegistry((withCommandContext) => importClients(withCommandContext, file, replace)),
    );
}

async function exportClients(
  { registry }: RegistryContext,
  ids: readonly string[],
  out: string | undefined,
): Promise<void> {
  const every = whole(await registry.list()).map(({ registration }) => registration);
  const unknown = ids.filter((id) => !every.some(({ client_id }) => client_id === id));
  if (unknown.length > 0) {
    throw new ConfigurationError(`there is no client ${unknown.join(', ')}`);
  }
  const chosen = ids.length === 0 ? every : every.filter(({ client_id }) => ids.includes(client_id));
  const json = JSON.stringify(chosen, undefined, 2);
  if (out === undefined) {
    print(json);
    return;
  }
  await writeWhole(out, (output) => pipeline([`${json}\n`], output));
  print(`${chosen.length} written to ${out}`);
}

async function importClients({ registry }: RegistryContext, file: string, replace: boolean): Promise<void> {
  const content = await readMetadata(file);
  const every: readonly unknown[] = Array.isArray(content) ? content : [content];
  const failures: string[] = [];
  for (const metadata of every) {
    const id = clientIdIn(metadata);
    const occasion = { by: 'cli', now: new Date() };
    const added = await registry.add(metadata, occasion);
    const outcome =
      added.kind === 'taken' && replace ? await registry.replace(id, metadata, occasion) : added;
    try {
      const { secret } = expectDone(id, outcome);
      print([id, added.kind === 'done' ? 'added' : 'replaced', secret ?? '-'].join('\t'));
    } catch (error) {
      failures.push(`${id}: ${(error as Error).message}`);
    }
  }
  if (failures.length > 0) {
    throw new ConfigurationError(failures.join('\n'));
  }
}
