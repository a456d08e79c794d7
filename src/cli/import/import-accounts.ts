/**
 * Takes a file of accounts in, batch by batch and in its order: while Redis works on some the next is read, checked and sealed.
 * What has been done is noted every second, so that the next run goes on there; all after the note is found `unchanged`.
 */
import type { FileHandle } from 'node:fs/promises';
import { lacksData } from '../../accounts/account.ts';
import { readAccountLine } from '../../accounts/import/account-line.ts';
import type {
  ImportedAccount,
  ImportOutcome,
  PasskeyKnown,
  PersonKnown,
} from '../../accounts/import/import-store.ts';
import type { Peppers } from '../../accounts/password/peppers.ts';
import { isOfMixedScripts } from '../../accounts/username.ts';
import type { Identification } from '../../assurance/identification.ts';
import { type FileLine, linesOf, longestLine } from './lines.ts';
import { faultOfPasskeys } from './moved-passkeys.ts';
import type { Progress } from './progress-store.ts';
import type { Reject, RejectsFile } from './rejects-file.ts';

export interface Import {
  readonly file: FileHandle;
  readonly from: Progress;
  readonly peppers: Peppers;
  /** How those are identified whose lines do not say it; nobody, unless it is given. */
  readonly declared?: Identification;
  /** That passkeys of this installation are bound to. */
  readonly rpId: string;
  readonly rejects: RejectsFile;
  /** Imports a batch, or foresees what would become of it. */
  take(accounts: readonly ImportedAccount[]): Promise<ImportOutcome[]>;
  /** Notes durably how far we are. */
  save(progress: Progress): Promise<void>;
  show(progress: Progress): void;
  now(): Date;
  /** Aborts between two batches. */
  readonly stop: AbortSignal;
}

interface Batch {
  readonly accounts: { readonly line: number; readonly account: ImportedAccount }[];
  readonly rejects: Reject[];
  lines: number;
  offset: number;
}

const batchLength = 128;
/** Redis is not to wait for us, nor we for its disk. */
const mostUnderWay = 2;
const savedEveryMilliseconds = 1000;

const reasons: Record<Exclude<ImportOutcome, 'added' | 'unchanged' | PersonKnown | PasskeyKnown>, string> = {
  'username-taken': 'username: is taken',
  'username-claimed': 'username: is being taken by somebody else right now; import again in a minute',
};

/** @returns how far it came: to the end, unless it was stopped. */
export async function importAccounts(work: Import): Promise<Progress> {
  let progress = work.from;
  let savedAt = work.now().getTime();

  async function finish(batch: Batch, taken: Promise<ImportOutcome[]>): Promise<void> {
    const outcomes = await taken;
    const rejects = [...batch.rejects, ...refusedOf(batch, outcomes)].sort((a, b) => a.line - b.line);
    await work.rejects.write(rejects);
    progress = {
      offset: batch.offset,
      lines: batch.lines,
      added: progress.added + countOf(outcomes, 'added'),
      unchanged: progress.unchanged + countOf(outcomes, 'unchanged'),
      rejected: progress.rejected + rejects.length,
      knownPersons: progress.knownPersons + knownPersonsIn(outcomes),
      ...told(progress, batch, outcomes),
      rejectsLength: work.rejects.length,
    };
    work.show(progress);
    if (work.now().getTime() - savedAt >= savedEveryMilliseconds) {
      await save();
    }
  }

  async function save(): Promise<void> {
    savedAt = work.now().getTime();
    await work.rejects.sync();
    await work.save(progress);
  }

  const underWay: Promise<void>[] = [];
  for await (const batch of batchesOf(work)) {
    if (work.stop.aborted) {
      break;
    }
    const taken = work.take(batch.accounts.map(({ account }) => account));
    // Whoever awaits them next learns of a failure; until then it must not count as unhandled.
    taken.catch(() => {});
    const finished = Promise.resolve(underWay.at(-1)).then(() => finish(batch, taken));
    finished.catch(() => {});
    if (underWay.push(finished) > mostUnderWay) {
      await underWay.shift();
    }
  }
  await underWay.at(-1);
  await save();
  return progress;
}

/** What an operator is told of those that were added, beside their number. */
const tellings = {
  incomplete: ({ profile }: ImportedAccount) => lacksData(profile),
  withApp: ({ apps }: ImportedAccount) => apps.length > 0,
  withPasskey: ({ passkeys }: ImportedAccount) => passkeys.length > 0,
  withoutPassword: ({ password }: ImportedAccount) => password.kind === 'nobodys',
  wrapped: ({ password }: ImportedAccount) => password.kind === 'foreign' && !password.hash.isSlow,
  mixedScripts: ({ profile }: ImportedAccount) => isOfMixedScripts(profile.username),
} as const;

type Tellings = Record<keyof typeof tellings, number>;

function told(before: Tellings, { accounts }: Batch, outcomes: readonly ImportOutcome[]): Tellings {
  const added = accounts.filter((_, index) => outcomes[index] === 'added');
  const counts = Object.entries(tellings).map(([name, isTold]) => {
    const soFar = before[name as keyof Tellings];
    return [name, soFar + added.filter(({ account }) => isTold(account)).length] as const;
  });
  return Object.fromEntries(counts) as Tellings;
}

async function* batchesOf(work: Import): AsyncGenerator<Batch> {
  let batch = emptyBatch();
  for await (const line of linesOf(work.file, work.from)) {
    addTo(batch, line, work);
    if (batch.accounts.length + batch.rejects.length === batchLength) {
      yield batch;
      batch = emptyBatch();
    }
  }
  if (batch.lines > 0) {
    yield batch;
  }
}

function emptyBatch(): Batch {
  return { accounts: [], rejects: [], lines: 0, offset: 0 };
}

function addTo(
  batch: Batch,
  { number, end, bytes }: FileLine,
  { peppers, now, declared, rpId }: Import,
): void {
  batch.lines = number;
  batch.offset = end;
  if (bytes === undefined) {
    const reason = `is longer than ${longestLine} bytes`;
    batch.rejects.push({ line: number, username: undefined, reason });
    return;
  }
  const read = readAccountLine(bytes, peppers, now(), declared);
  if (read.kind === 'unusable') {
    const { username, reason, member } = read;
    batch.rejects.push({ line: number, username, reason, member });
    return;
  }
  const { account } = read;
  const fault = faultOfPasskeys(account, rpId);
  if (fault) {
    const { member, reason } = fault;
    batch.rejects.push({
      line: number,
      username: account.profile.username,
      reason: `${member}: ${reason}`,
      member,
    });
    return;
  }
  batch.accounts.push({ line: number, account });
}

function refusedOf({ accounts }: Batch, outcomes: readonly ImportOutcome[]): Reject[] {
  return accounts.flatMap(({ line, account }, index) => {
    const reason = reasonOf(outcomes[index]);
    return reason === undefined ? [] : [{ line, username: account.profile.username, reason }];
  });
}

function reasonOf(outcome: ImportOutcome | undefined): string | undefined {
  if (outcome === 'added' || outcome === 'unchanged' || outcome === undefined) {
    return undefined;
  }
  if (typeof outcome === 'object' && 'passkeyAt' in outcome) {
    return `passkeys.${outcome.passkeyAt}.credential_id: is a passkey of another account`;
  }
  return typeof outcome === 'object'
    ? `person: has an account already, ${outcome.personKnownAs ?? 'which is just being erased'}`
    : reasons[outcome];
}

function countOf(outcomes: readonly ImportOutcome[], wanted: ImportOutcome): number {
  return outcomes.filter((outcome) => outcome === wanted).length;
}

function knownPersonsIn(outcomes: readonly ImportOutcome[]): number {
  return outcomes.filter((outcome) => typeof outcome === 'object' && 'personKnownAs' in outcome).length;
}
