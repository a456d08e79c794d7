/** What Redis says of itself. */
import type { Store } from '../store.ts';

const sections = ['memory', 'persistence', 'replication'];

export async function serverInfo(store: Store): Promise<ReadonlyMap<string, string>> {
  const texts = await Promise.all(sections.map((section) => store.info(section)));
  return new Map(
    texts
      .flatMap((text) => text.split('\r\n'))
      .flatMap((line) => {
        const at = line.indexOf(':');
        return at < 0 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
      }),
  );
}
