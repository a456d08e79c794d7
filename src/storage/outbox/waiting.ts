/** How much waits in a stream, and since when. */
import type { StoreKey } from '../catalogue/entry.ts';
import type { Store } from '../store.ts';

export interface Waiting {
  readonly many: number;
  /** Of the oldest, by the store's clock; undefined where nothing waits. */
  readonly since: Date | undefined;
}

export async function waitingIn(store: Store, streams: readonly StoreKey[]): Promise<Waiting> {
  const each = await Promise.all(streams.map((stream) => lookInto(store, stream)));
  const instants = each.flatMap(({ since }) => (since === undefined ? [] : [since.getTime()]));
  return {
    many: each.reduce((sum, { many }) => sum + many, 0),
    since: instants.length === 0 ? undefined : new Date(Math.min(...instants)),
  };
}

async function lookInto(store: Store, stream: StoreKey): Promise<Waiting> {
  const [many, [oldest]] = await Promise.all([
    store.xlen(stream),
    store.xrange(stream, '-', '+', 'COUNT', 1),
  ]);
  return { many, since: oldest && new Date(Number(oldest[0].split('-')[0])) };
}
