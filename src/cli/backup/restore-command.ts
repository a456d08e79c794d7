/** `kapu restore`: a backup into an empty Redis, all of it or nothing. */
import type { Command } from 'commander';
import { createAuditReader } from '../../audit/reading/audit-reader.ts';
import { type Config, loadConfig } from '../../config.ts';
import { readPrivateText } from '../../configuration/files/checked-file.ts';
import { ConfigurationError } from '../../errors.ts';
import { createLogger } from '../../observability/logger.ts';
import { forgetEverything, putBack } from '../../storage/backup/put-back.ts';
import type { LastingConnection } from '../../storage/connection/lasting-connection.ts';
import { openEmptyStore } from '../../storage/connection/open-store.ts';
import { createSealer } from '../../storage/sealed.ts';
import { storeTime } from '../../storage/store-clock.ts';
import { whatFailedInStore } from '../../storage/store-failure.ts';
import { sentencesOf } from '../../storage/verification/finding.ts';
import { secretsFindings } from '../../storage/verification/fingerprints.ts';
import { print } from '../output.ts';
import { type Archive, openArchive, verifyArchive } from './archive.ts';

interface Options {
  readonly identity: string;
  readonly check?: boolean;
}

export function addRestoreCommand(program: Command): void {
  program
    .command('restore')
    .description('Puts a backup into an empty Redis: all of it, or nothing. Stop all nodes before.')
    .argument('<file>')
    .requiredOption('--identity <file>', 'private key of age, as age-keygen makes it')
    .option('--check', 'only reads the whole file, and says what is in it; needs no Redis')
    .addHelpText(
      'after',
      `
The file is read to its end before anything is written: one that was changed or cut is refused whole. The secrets must be those of
the backup. What was put back is checked against the audit log that came with it: its chain and checkpoints must be whole and end
where they ended then. Otherwise all is taken away again.

The user of Redis needs RESTORE, which is among the dangerous commands: kapu-command of kapu config redis-acl has it; give another one
+restore, for as long as it takes.

Examples:
  $ kapu restore /backup/kapu-2026-11-29.age --identity key.txt --check
  $ kapu restore /backup/kapu-2026-11-29.age --identity key.txt`,
    )
    .action(restore);
}

async function restore(file: string, { identity, check: isCheckOnly = false }: Options): Promise<void> {
  const identities = identitiesIn(identity);
  const archive = await verifyArchive(file, identities);
  print(
    `${file}: whole; begun ${archive.begin.begun}, ${archive.end.records} records, ${archive.end.audit.sequence} entries of the audit log`,
  );
  if (isCheckOnly) {
    return;
  }
  const config = loadConfig();
  refuseOtherSecrets(config, archive);
  const opened = await openEmptyStore(config, createLogger('silent'));
  try {
    await putBackChecked(opened.store, config, archive, () => openArchive(file, identities));
  } finally {
    await opened.close();
  }
}

async function putBackChecked(
  store: LastingConnection,
  config: Config,
  { end }: Archive,
  open: () => ReturnType<typeof openArchive>,
): Promise<void> {
  try {
    const { keys, accounts } = await putBack(store, open());
    const entries = await checkAgainstAuditLog(store, config, end.audit);
    print(`restored: ${keys} keys, of them ${accounts} accounts; the audit log is whole, ${entries} entries`);
  } catch (error) {
    await takeAway(store, error);
    const failure = whatFailedInStore(error);
    throw failure === undefined
      ? error
      : new ConfigurationError(`nothing was restored, Redis failed meanwhile: ${failure}`);
  }
}

/** @throws ConfigurationError where it cannot be, so that nobody takes what is there for a restored installation */
async function takeAway(store: LastingConnection, because: unknown): Promise<void> {
  await forgetEverything(store).catch((error: Error) => {
    throw new ConfigurationError(
      `the backup was not restored: ${because instanceof Error ? because.message : ''}`,
      `what was written before cannot be taken away again: ${error.message}; empty this Redis (FLUSHALL) before you restore anew`,
    );
  });
}

/** @returns how many entries there are. @throws ConfigurationError when the chain is not as it was */
async function checkAgainstAuditLog(
  store: LastingConnection,
  { secrets }: Config,
  expected: Archive['end']['audit'],
): Promise<number> {
  const verdict = await createAuditReader(store, createSealer(secrets.sealing_keys)).verify();
  if (verdict.kind === 'bad') {
    throw new ConfigurationError(
      `the audit log of the backup is not as it was written (${verdict.what}, number ${verdict.sequence}: ${verdict.why}); nothing was restored`,
    );
  }
  const { sequence, hash } = verdict.last;
  if (sequence !== expected.sequence || (hash !== expected.hash && sequence > 0)) {
    throw new ConfigurationError(
      `the audit log of the backup ends at number ${sequence}, but ended at ${expected.sequence}; nothing was restored`,
    );
  }
  return verdict.entries;
}

function refuseOtherSecrets({ secrets }: Config, { begin }: Archive): void {
  const sentences = sentencesOf(secretsFindings(secrets, begin.installation, storeTime()), 'wrong');
  if (sentences.length > 0) {
    throw new ConfigurationError(...sentences);
  }
}

function identitiesIn(path: string): string[] {
  const identities = readPrivateText(path).match(/^AGE-SECRET-KEY-[0-9A-Z-]+$/gm) ?? [];
  if (identities.length === 0) {
    throw new ConfigurationError(`${path}: holds no private key of age, which begins with AGE-SECRET-KEY-`);
  }
  return identities;
}
