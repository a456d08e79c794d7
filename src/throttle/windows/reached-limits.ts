/**
 * How often each limit was reached, by whomever: for metrics at once, and for the operator's pages once a second at most, so that a flood
 * causes no flood of writes. Nobody waits for it, and where it cannot be kept it is not.
 */
import { count } from '../../metrics/measuring.ts';
import { limitsReachedKey } from '../../storage/catalogue/limit-keys.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';

export interface ReachedLimit {
  /** What is counted, as `throttle/limits.ts` says it. */
  readonly limit: string;
  /** Since the full hour, in the last day, and in the last week. */
  readonly thisHour: number;
  readonly day: number;
  readonly week: number;
}

const hoursKept = 7 * 24;
const pauseInMilliseconds = 1000;
const noteStep = atomicStep<number>(import.meta.dirname, 'note-reached', 1);
const untold = new WeakMap<Store, Map<string, number>>();

export function noteReached(store: Store, limit: string): void {
  count('kapu_limits_reached_total', { limit });
  const counts = untold.get(store);
  if (counts) {
    counts.set(limit, (counts.get(limit) ?? 0) + 1);
    return;
  }
  untold.set(store, new Map([[limit, 1]]));
  setTimeout(() => void tell(store).catch(() => {}), pauseInMilliseconds).unref();
}

async function tell(store: Store): Promise<void> {
  const counts = [...(untold.get(store) ?? [])];
  untold.delete(store);
  await noteStep(
    store,
    [limitsReachedKey()],
    [hoursKept, limitsReachedKey.lifeInSeconds * 1000, ...counts.flat()],
  );
}

/** The most often reached of the week first. @param now of the store's clock */
export async function readReachedLimits(store: Store, now: Date): Promise<ReachedLimit[]> {
  const fields = Object.entries(await store.hgetall(limitsReachedKey()));
  const hour = Math.floor(now.getTime() / (60 * 60 * 1000));
  const counts = fields.map(([field, times]) => {
    const [at = '', ...limit] = field.split(' ');
    return { limit: limit.join(' '), age: hour - Number(at), times: Number(times) };
  });
  const sumOf = (limit: string, hours: number): number =>
    counts.filter((one) => one.limit === limit && one.age < hours).reduce((sum, { times }) => sum + times, 0);
  return [...new Set(counts.map(({ limit }) => limit))]
    .map((limit) => ({
      limit,
      thisHour: sumOf(limit, 1),
      day: sumOf(limit, 24),
      week: sumOf(limit, hoursKept),
    }))
    .filter(({ week }) => week > 0)
    .sort((one, other) => other.week - one.week);
}
