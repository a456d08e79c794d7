/**
 * Takes a file of accounts in, batch by batch and in its order: while Redis works on some the next are read, checked and sealed (hands.ts).
 * What has been done is noted every second, so that the next run goes on there; all after the note is found `unchanged`.
 */
import type { ImportOutcome, PasskeyKnown, PersonKnown } from '../../accounts/import/import-store.ts';
import type { WorkedBatch } from './hands.ts';
import type { Progress } from './progress-store.ts';
import { everyTelling, type ReadLine, type Telling } from './read-batch.ts';
import type { Reject, RejectsFile } from './rejects-file.ts';

export interface Import {
  readonly from: Progress;
  /** From there on, in the order of the file. */
  readonly batches: AsyncIterable<WorkedBatch>;
  readonly rejects: RejectsFile;
  /** Notes durably how far we are. */
  save(progress: Progress): Promise<void>;
  show(progress: Progress): void;
  now(): Date;
  /** Aborts between two batches. */
  readonly stop: AbortSignal;
}

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

  async function finish(batch: WorkedBatch, taken: Promise<ImportOutcome[]>): Promise<void> {
    const outcomes = await taken;
    const rejects = [...batch.rejects, ...refusedOf(batch, outcomes)].sort((a, b) => a.line - b.line);
    await work.rejects.write(rejects);
    progress = {
      ...batch.end,
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
  for await (const batch of work.batches) {
    if (work.stop.aborted) {
      break;
    }
    const taken = batch.take();
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

function told(
  before: Record<Telling, number>,
  { lines }: WorkedBatch,
  outcomes: readonly ImportOutcome[],
): Record<Telling, number> {
  const added = lines.filter((_, index) => outcomes[index] === 'added').flatMap((line) => line.told);
  const counts = everyTelling.map(
    (telling) => [telling, before[telling] + added.filter((one) => one === telling).length] as const,
  );
  return Object.fromEntries(counts) as Record<Telling, number>;
}

function refusedOf({ lines }: WorkedBatch, outcomes: readonly ImportOutcome[]): Reject[] {
  return lines.flatMap(({ line, username }: ReadLine, index) => {
    const reason = reasonOf(outcomes[index]);
    return reason === undefined ? [] : [{ line, username, reason }];
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
