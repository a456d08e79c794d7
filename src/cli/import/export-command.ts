/** `kapu accounts export`: every account as a line that `kapu accounts import` reads. */
import type { Writable } from 'node:stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import type { Account } from '../../accounts/account.ts';
import { writeAccountLine } from '../../accounts/import/account-line.ts';
import type { ImportedPasskey } from '../../accounts/import/imported-passkey.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { rpIdOf } from '../../passkeys/passkey.ts';
import { createPasskeyStore } from '../../passkeys/passkey-store.ts';
import { LeftUndone, readPages, whole } from '../../storage/due/each-in-turn.ts';
import { createSealer } from '../../storage/sealed.ts';
import { type CommandContext, recorderOf, withCommandContext } from '../command-context.ts';
import { writeWhole } from '../files/whole-file.ts';
import { movedPasskey } from './moved-passkeys.ts';
import { inWords } from './progress-bar.ts';

export function addExportCommand(accounts: Command): void {
  accounts
    .command('export')
    .description(
      'Writes every account as NDJSON, as "kapu accounts import" reads it. Contains password hashes.',
    )
    .option('--out <file>', 'file to write, readable by its owner alone; standard output if absent')
    .addHelpText(
      'after',
      `
What is written opens accounts to whoever can guess passwords: keep it like the secrets file, and delete it after use.

Kapu's own hashes need the password_pepper of this installation: the field "pepper" names it, and only an installation with
the same one takes them in. An account that awaits its activation goes without its code: after the import, give it another
with "kapu accounts new-activation-code". Passkeys are in it, but those that their owners blocked: they open their accounts at an installation with
the same RP ID. Authenticator apps (also those that were imported), törlőkódok, sessions and account ids are not: an account that is imported
elsewhere has another subject at relying parties, unless the installation is moved whole (Redis and secrets file).

Accounts that come or go while it runs may or may not be in it. One that cannot be read is named when the others are written, and the command ends
with 1.

Examples:
  $ kapu accounts export --out accounts.ndjson
  $ kapu accounts export | gpg --encrypt -r archive > accounts.ndjson.gpg`,
    )
    .action((options: { out?: string }) => withCommandContext((context) => exportTo(context, options.out)));
}

async function exportTo(context: CommandContext, path: string | undefined): Promise<void> {
  process.stderr.write('This contains password hashes and personal data: keep it like the secrets file.\n');
  await recorderOf(context).recordFirst(securityEvents.accountsExported());
  const { count, leftOut } = await (path !== undefined
    ? writeWhole(path, (output) => writeAll(context, output))
    : writeAll(context, process.stdout));
  process.stderr.write(`${inWords(count)} accounts\n`);
  if (leftOut) {
    throw leftOut;
  }
}

/** Accounts that cannot be read keep nobody else's out of the export; they are told when it is written. */
interface Exported {
  readonly count: number;
  readonly leftOut: LeftUndone | undefined;
}

function noteLeftOut(error: unknown): LeftUndone {
  if (error instanceof LeftUndone) {
    return error;
  }
  throw error;
}

async function* oneByOne<Item>(items: AsyncIterable<Item>): AsyncGenerator<Item[]> {
  for await (const item of items) {
    yield [item];
  }
}

async function writeAll({ accounts, config, store }: CommandContext, output: Writable): Promise<Exported> {
  let count = 0;
  const rpId = rpIdOf(config.issuer, config.passkeys.rp_id);
  const sealer = createSealer(config.secrets.sealing_keys);
  const passkeys = createPasskeyStore(store, sealer, recorderOf({ store, config }));

  async function passkeysOf({ id, hasPasskey }: Account): Promise<ImportedPasskey[]> {
    const held = hasPasskey ? whole(await passkeys.list(id)) : [];
    return held.flatMap((passkey) => movedPasskey(id, passkey, rpId) ?? []);
  }

  const lines = readPages(
    oneByOne(accounts.list()),
    ({ id }) => id,
    async (account) => `${writeAccountLine(account, await passkeysOf(account), config.secrets)}\n`,
  );
  let leftOut: LeftUndone | undefined;

  async function* counted(): AsyncGenerator<string> {
    try {
      for await (const line of lines) {
        count += 1;
        yield line;
      }
    } catch (error) {
      leftOut = noteLeftOut(error);
    }
  }

  await pipeline(Readable.from(counted()), output, { end: output !== process.stdout });
  return { count, leftOut };
}
