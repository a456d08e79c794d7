/** `kapu backup`: everything that lasts, as it is at one instant, into a file that only another key opens. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Encrypter } from 'age-encryption';
import type { Command } from 'commander';
import { securityEvents } from '../../audit/events/security-events.ts';
import { ConfigurationError } from '../../errors.ts';
import type { BackupRecord, ChainHead } from '../../storage/backup/record.ts';
import { beginSnapshot } from '../../storage/backup/snapshot.ts';
import { installationKey } from '../../storage/catalogue/operator-keys.ts';
import { type CommandContext, recorderOf, withCommandContext } from '../command-context.ts';
import { writeWhole } from '../files/whole-file.ts';
import { writeArchive } from './archive.ts';

interface Options {
  readonly out: string;
  readonly to: string[];
}

export function addBackupCommand(program: Command): void {
  program
    .command('backup')
    .description(
      'Writes everything that lasts into one file, as it is at one instant, beside the running service; encrypted to a public key of age.',
    )
    .requiredOption('--to <recipient...>', 'who may open it: age1…, as age-keygen prints it')
    .requiredOption('--out <file>', 'file to make, readable by its owner alone')
    .addHelpText(
      'after',
      `
Left out is what lives two days at most: sessions, tokens, sign-ins under way, counts of guesses. After a restore everybody signs in
again; whoever signed out since is not signed in by it. The secrets file is not in it: keep it elsewhere, without it nothing opens.

The private key need not be on this machine, and should not. "kapu restore --check" reads the whole file back where it is.

Example:
  $ kapu backup --to age1… --out /backup/kapu-$(date +%F).age`,
    )
    .action((options: Options) => withCommandContext((context) => backUp(context, options), 'backup'));
}

async function backUp(context: CommandContext, { out, to }: Options): Promise<void> {
  refuseOtherRecipients(to);
  await refuseExisting(out);
  const { store } = context;
  const installation = await store.hgetall(installationKey());
  const recorder = recorderOf(context);
  const records = await beginSnapshot(store, () => recorder.recordFirst(securityEvents.backupMade()));
  const counted = counting(records);
  const begin = { kapu_backup: 1, begun: new Date().toISOString(), installation } as const;
  const bytes = await writeAside(out, await writeArchive(begin, counted.records, to));
  process.stderr.write(`${counted.many()} records, ${bytes} bytes, ${out}\n`);
}

/** The backup of another day cannot be made again, and may be the better one. */
async function refuseExisting(out: string): Promise<void> {
  if ((await stat(out).catch(() => undefined))?.isFile()) {
    throw new ConfigurationError(`${out}: is there already, and is not overwritten`);
  }
}

function refuseOtherRecipients(recipients: readonly string[]): void {
  const other = recipients.find((one) => !isRecipient(one));
  if (other !== undefined) {
    throw new ConfigurationError(`${other} is no public key of age, which begins with age1`);
  }
}

function isRecipient(text: string): boolean {
  try {
    new Encrypter().addRecipient(text);
    return /^age1[0-9a-z]+$/.test(text);
  } catch {
    return false;
  }
}

function counting(records: AsyncGenerator<BackupRecord, ChainHead>) {
  let many = 0;
  async function* counted(): AsyncGenerator<BackupRecord, ChainHead> {
    for (;;) {
      const { value, done } = await records.next();
      if (done) {
        return value;
      }
      many += 1;
      yield value;
    }
  }
  return { records: counted(), many: () => many };
}

/** It takes its place when it is on the disk as it was written. @returns how long it is */
async function writeAside(out: string, archive: NodeJS.ReadableStream): Promise<number> {
  // Of an archive that nobody can write the source breaks off as well, after the pipeline has said why.
  archive.on('error', () => {});
  const written = createHash('sha256');
  await writeWhole(
    out,
    (output) => pipeline(archive, hashing(written), output),
    async (aside) => {
      const found = createHash('sha256');
      await pipeline(createReadStream(aside), found);
      if (written.digest('hex') !== found.digest('hex')) {
        throw new ConfigurationError(`${out}: the disk does not give back what was written`);
      }
    },
  );
  return (await stat(out)).size;
}

function hashing(hash: ReturnType<typeof createHash>): Transform {
  return new Transform({
    transform(chunk, _encoding, done) {
      hash.update(chunk);
      done(null, chunk);
    },
  });
}
