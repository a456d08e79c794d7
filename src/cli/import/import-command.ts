/** `kapu accounts import`. */
import { type FileHandle, open } from 'node:fs/promises';
import type { Command } from 'commander';
import { createImportStore, type ImportStore } from '../../accounts/import/import-store.ts';
import type { Identification } from '../../assurance/identification.ts';
import { unreadFile } from '../../configuration/files/unread-file.ts';
import { ConfigurationError } from '../../errors.ts';
import { rpIdOf } from '../../passkeys/passkey.ts';
import { createSealer } from '../../storage/sealed.ts';
import {
  addDeclarationOptions,
  type DeclarationOptions,
  declarationIn,
} from '../accounts/identifications.ts';
import { type CommandContext, withCommandContext } from '../command-context.ts';
import { print } from '../output.ts';
import { batchesOf } from './batches.ts';
import { createOwnHand, workedInOrder } from './hands.ts';
import { importAccounts } from './import-accounts.ts';
import { createImportMakers } from './import-makers.ts';
import { createProgressBar, inWords } from './progress-bar.ts';
import { atTheBeginning, createProgressStore, type Progress, type ProgressStore } from './progress-store.ts';
import { type ReadingRules, readBatch } from './read-batch.ts';
import { holdsRejects, openRejectsFile } from './rejects-file.ts';
import { startThreadHands } from './thread-hands.ts';
import { mostThreads, mostUnlessSaid, parseThreads, threadsWorth } from './threads.ts';

interface ImportOptions extends DeclarationOptions {
  readonly dryRun?: boolean;
  readonly threads?: number;
}

interface Wanted {
  readonly isDryRun: boolean;
  readonly declared: Identification;
  /** This one included; as many as the file is worth, unless it is said. */
  readonly threads: number | undefined;
  readonly stop: AbortSignal;
}

export function addImportCommand(accounts: Command): void {
  const command = accounts
    .command('import')
    .description('Takes in citizens from another system, with the password hashes that they have there.')
    .argument('<file>', 'NDJSON: one account a line')
    .option('--dry-run', 'checks every line and every user name; writes nothing but FILE.dry-run.rejects')
    .option(
      '--threads <n>',
      `threads that read and seal, at most ${mostThreads}; of a large file as many as there are cores, at most ${mostUnlessSaid}`,
      parseThreads,
    );
  addDeclarationOptions(command)
    .addHelpText(
      'after',
      `
A line is a citizen's data as for "kapu accounts add", and:
  "password_hash"   as the old system keeps it, see below; left out where nobody knows a password
  "totp"            authenticator apps (optional), [{"secret":"<Base32>","algorithm":"SHA1","digits":6,"period":30,"name":"Telefon"}]:
                    SHA1, SHA256 or SHA512, 6 or 8 digits, 15 to 120 seconds; keys of 128 to 512 bits. They are sealed on arrival
  "passkeys"        as "kapu accounts export" writes them (optional): public keys, at most ten, bound to this installation's RP ID. An id that
                    another account has is refused
  "external_id"     the person's number there (optional): known again by it, a person is not taken in twice
  "status"          "active" (if absent) or "disabled"
  "created_at"      ISO 8601 with offset, e.g. "2019-05-01T08:00:00Z" (optional)
  "another_person"  true: not who has an account with equal birth data (optional)
  "second_account"  true: who has another account, as two people agreed (optional)
  "own_word"        true: the person alone said who they are; unless "identified" says by whom, they count as nobody in particular (optional)
  "identified"      how the person was identified, as "kapu accounts export" writes it (optional), for example
                    {"by":"declaration","level":"substantial","at":"2019-05-01T08:00:00Z","declared_by":"Decree 12/2027"}

Names, mother's birth name, place and date of birth may be left out where the old system does not know them: the citizen says them at the
first sign-in, and a clerk reads them from a document. Members that are null or empty count as left out.

"kapu accounts convert" makes such lines of what other systems export.

Lines that do not say how the person was identified are taken in as --identified-as and --declared-by say of all of them. Without these
nobody is identified: whatever they sign in with is worth low, until they show a document at the desk or link a wallet.

  {"username":"minta.anna","family_name":"Minta","given_name":"Anna","birth_family_name":"Minta","birth_given_name":"Anna",\
"mothers_birth_name":"Példa Mária","place_of_birth":"Budapest","birthdate":"1956-03-14","password_hash":"$2b$12$…"}

Hashes that Kapu verifies, and replaces by its own when the citizen signs in for the first time. Nobody has judged these
passwords, so citizens choose another one then:
  $argon2id$… $argon2i$… {ARGON2}…          to 256 MiB, also as Django writes it
  $2a$… $2b$… $2y$… bcrypt_sha256$…         bcrypt, cost 4 to 14; also $bcrypt-sha256$… and WordPress's $wp$2y$…
  $pbkdf2-sha256$… pbkdf2_sha256$…          PBKDF2 with SHA-1, SHA-256 or SHA-512, to 2,000,000 iterations; also {PBKDF2-SHA256}…
  $scrypt$ln=…,r=…,p=…$… scrypt$…           to 128 MiB
  $6$… $5$… $1$… $apr1$… {CRYPT}…           crypt(3) of Unix but yescrypt and DES; htpasswd
  $P$… $H$…                                 phpass, to 2^18 rounds
  {SSHA}… {SHA}… {SMD5}… {MD5}… md5$…       LDAP directories, also with SHA-256 and SHA-512

None that is quick to guess is kept as it came: below OWASP's least (Argon2 7 MiB and 5 passes, bcrypt 10, PBKDF2 1,300,000 with SHA-1,
600,000 with SHA-256 and 210,000 with SHA-512, scrypt N=2^14 r=8 p=5) a hash is wrapped in Argon2id with the pepper as it arrives. Such lines
take as long as their hashes: some fifty a second and core.

Nothing is ever overwritten: a line that was imported before is "unchanged", a user name that somebody else has is rejected.
So is a person who has an account, in the store or earlier in the file: the same birth names, mother's birth name, place and
date of birth, however they are written. The reject names that account. If it is somebody else, twins of one name, say so in
the line: "another_person": true. A dry run compares with the store alone, and not the lines with each other.
Lines that cannot be taken stop nothing; they go to FILE.rejects with line number, user name and reason. Correct them there
in a file of their own and import that.

An import that was stopped goes on where it was when the same command is given again, also after a power cut.

Examples:
  $ kapu accounts import citizens.ndjson --dry-run
  $ kapu accounts import citizens.ndjson

Exits with 0 when every line is in, with 1 when lines were rejected, with 130 when it was stopped with Ctrl-C.`,
    )
    .action((path: string, options: ImportOptions) =>
      withCommandContext((context) => runImport(context, path, options)),
    );
}

async function runImport(context: CommandContext, path: string, options: ImportOptions): Promise<void> {
  const isDryRun = options.dryRun === true;
  const declared = declarationIn(options, new Date());
  const file = await openToRead(path);
  const stop = new AbortController();
  const onInterrupt = (): void => stop.abort();
  process.once('SIGINT', onInterrupt);
  try {
    const wanted = { isDryRun, declared, threads: options.threads, stop: stop.signal };
    const progress = await importFile(context, file, path, wanted);
    report(progress, path, isDryRun, stop.signal.aborted);
  } finally {
    process.off('SIGINT', onInterrupt);
    await file.close();
  }
}

async function importFile(
  { config, store }: CommandContext,
  file: FileHandle,
  path: string,
  { isDryRun, declared, threads, stop }: Wanted,
): Promise<Progress> {
  const { secrets } = config;
  const sealer = createSealer(secrets.sealing_keys);
  const makers = await createImportMakers(sealer, secrets);
  const accounts = createImportStore(store, sealer, secrets, makers);
  const shared = { declared, rpId: rpIdOf(config.issuer, config.passkeys.rp_id) };
  const rules = { ...shared, peppers: secrets };
  const rejectsPath = rejectsPathOf(path, isDryRun);
  const notes = isDryRun ? undefined : await createProgressStore(store, file);
  const from = await whereToBegin(notes, rejectsPath);
  const rejects = await openRejectsFile(rejectsPath, from.rejectsLength);
  const { size } = await file.stat();
  const bar = createProgressBar(process.stderr, from, size, () => performance.now());
  const further = isDryRun ? 0 : (threads ?? threadsWorth(size - from.offset)) - 1;
  const others = startThreadHands(further, {
    rules: shared,
    secrets,
    areThere: accounts.areThere,
    take: accounts.takeIn,
  });
  const own = createOwnHand(isDryRun ? foreseeing(accounts, rules) : preparing(accounts, rules));
  try {
    const progress = await importAccounts({
      from,
      batches: workedInOrder(batchesOf(file, from), [...others.hands, own]),
      rejects,
      save: async (reached) => notes?.save(reached),
      show: bar.show,
      now: () => new Date(),
      stop,
    });
    bar.end(progress);
    if (!stop.aborted) {
      await notes?.forget();
    }
    return progress;
  } finally {
    await others.stop();
    await rejects.close();
  }
}

type OwnWork = Parameters<typeof createOwnHand>[0];

function preparing(accounts: ImportStore, rules: ReadingRules): OwnWork {
  return async (batch) => {
    const { accounts: read, lines, rejects } = readBatch(batch, rules, new Date());
    const prepared = await accounts.prepare(read);
    return { end: batch.end, lines, rejects, take: () => accounts.takeIn(prepared) };
  };
}

function foreseeing(accounts: ImportStore, rules: ReadingRules): OwnWork {
  return async (batch) => {
    const { accounts: read, lines, rejects } = readBatch(batch, rules, new Date());
    return { end: batch.end, lines, rejects, take: () => accounts.foresee(read) };
  };
}

/** A dry run must not touch what an import that waits to go on has written. */
function rejectsPathOf(path: string, isDryRun: boolean): string {
  return isDryRun ? `${path}.dry-run.rejects` : `${path}.rejects`;
}

async function whereToBegin(notes: ProgressStore | undefined, rejectsPath: string): Promise<Progress> {
  const noted = await notes?.read();
  if (!noted || !(await holdsRejects(rejectsPath, noted.rejectsLength))) {
    return atTheBeginning;
  }
  process.stderr.write(
    `An earlier import of this file was stopped; going on after line ${inWords(noted.lines)}.\n`,
  );
  return noted;
}

const sentences: readonly (readonly [keyof Progress, string])[] = [
  ['withApp', 'bring an authenticator app, and go on with it'],
  ['withPasskey', 'bring a passkey, and go on with it'],
  ['wrapped', 'had a hash that is quick to guess: it is wrapped in Argon2id'],
  ['withoutPassword', 'have no password: by mail, or with an activation code, they choose one'],
  [
    'incomplete',
    'lack data of the person, and say them at their first sign-in; nobody is identified by that',
  ],
  ['mixedScripts', 'have a user name of letters of several alphabets: look at them'],
];

function report(progress: Progress, path: string, isDryRun: boolean, wasStopped: boolean): void {
  const { added, unchanged, rejected, knownPersons } = progress;
  const verb = isDryRun ? 'would be added' : 'added';
  print(`${inWords(added)} ${verb}, ${inWords(unchanged)} unchanged, ${inWords(rejected)} rejected`);
  for (const [name, sentence] of sentences) {
    if (progress[name] > 0) {
      print(`${inWords(progress[name])} of those added ${sentence}`);
    }
  }
  if (knownPersons > 0) {
    print(`${inWords(knownPersons)} of these are lines of persons who have an account already`);
  }
  if (rejected > 0) {
    print(`The rejected lines and why: ${rejectsPathOf(path, isDryRun)}`);
    process.exitCode = 1;
  }
  if (wasStopped) {
    print(`Stopped after line ${inWords(progress.lines)}. The same command goes on from there.`);
    process.exitCode = 130;
  }
}

async function openToRead(path: string): Promise<FileHandle> {
  const file = await open(path, 'r').catch((error: unknown) => {
    throw unreadFile(path, error);
  });
  if (!(await file.stat()).isFile()) {
    await file.close();
    throw new ConfigurationError(`${path}: must be a file, since an import may have to go on in it`);
  }
  return file;
}
