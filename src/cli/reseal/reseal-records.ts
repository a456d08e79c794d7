/** Walks through every record and seals anew what older keys sealed; notes every second how far it has come. */
import { keyReadBack } from '../../storage/catalogue/entry.ts';
import type { Progress } from './progress-store.ts';
import { type Outcome, type Reseal, resealRecord } from './reseal-record.ts';

export interface Walk extends Reseal {
  readonly from: Progress;
  readonly save: (progress: Progress) => Promise<void>;
  readonly show: (progress: Progress) => void;
  readonly now: () => Date;
  /** Ends the walk after the records in hand. */
  readonly stop: AbortSignal;
}

const recordsAtOnce = 200;
const noteEveryMilliseconds = 1000;

export async function resealRecords(walk: Walk): Promise<Progress> {
  let progress = walk.from;
  let notedAt = walk.now().getTime();
  do {
    const [cursor, names] = await walk.store.scan(progress.cursor, 'COUNT', recordsAtOnce);
    const keys = names.map(keyReadBack);
    const outcomes = await Promise.all(keys.map((key) => resealRecord(walk, key, walk.now())));
    progress = outcomes.reduce(withOutcome, { ...progress, cursor, records: progress.records + keys.length });
    walk.show(progress);
    const isDue = walk.stop.aborted || walk.now().getTime() - notedAt >= noteEveryMilliseconds;
    if (isDue && cursor !== '0') {
      await walk.save(progress);
      notedAt = walk.now().getTime();
    }
  } while (progress.cursor !== '0' && !walk.stop.aborted);
  return progress;
}

function withOutcome(progress: Progress, { resealed, left, diesAt }: Outcome): Progress {
  const sum = { ...progress, resealed: progress.resealed + resealed };
  return diesAt
    ? { ...sum, dying: withDying(sum.dying, new Set(left), diesAt) }
    : { ...sum, left: withLeft(sum.left, left) };
}

function withDying(dying: Progress['dying'], kids: ReadonlySet<string>, diesAt: Date): Progress['dying'] {
  const sum = { ...dying };
  for (const kid of kids) {
    const { records, until } = dying[kid] ?? { records: 0, until: 0 };
    const last = Math.max(diesAt.getTime(), new Date(until).getTime());
    sum[kid] = { records: records + 1, until: new Date(last).toISOString() };
  }
  return sum;
}

function withLeft(before: Progress['left'], kids: readonly string[]): Progress['left'] {
  const sum = { ...before };
  for (const kid of kids) {
    sum[kid] = (sum[kid] ?? 0) + 1;
  }
  return sum;
}
