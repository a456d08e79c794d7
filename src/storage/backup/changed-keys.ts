/** Which keys are written while a backup reads: Redis tells each of them (client-side caching, in its broadcasting mode). */
import { ConfigurationError } from '../../errors.ts';
import { invalidatedChannel } from '../catalogue/channels.ts';
import type { LastingConnection } from '../connection/lasting-connection.ts';

export interface ChangedKeys {
  /** Those that were heard of since the last time. */
  take(): string[];
  /** Resolves when everything that was written before is heard of. @throws Error when something may not have been */
  settle(): Promise<void>;
}

/** @param news hears of them. @param reader has them told */
export async function watchChangedKeys(
  news: LastingConnection,
  reader: LastingConnection,
): Promise<ChangedKeys> {
  const heard = new Set<string>();
  let isWhole = true;
  for (const connection of [news, reader]) {
    connection.on('close', () => {
      isWhole = false;
    });
  }
  news.on('messageBuffer', (_channel: Buffer, keys: Buffer[] | null) => {
    // Null: all of them, as after FLUSHALL.
    isWhole &&= keys !== null;
    for (const key of keys ?? []) {
      heard.add(key.toString());
    }
  });
  const id = await news.call('CLIENT', 'ID');
  await news.subscribe(invalidatedChannel);
  await reader.call('CLIENT', 'TRACKING', 'ON', 'REDIRECT', String(id), 'BCAST');

  return {
    take() {
      const keys = [...heard];
      heard.clear();
      return keys;
    },

    async settle() {
      // Redis tells of writes when it has answered what came with them: the first answer may leave before, the second leaves after.
      await news.ping();
      await news.ping();
      if (!isWhole) {
        throw new ConfigurationError(
          'the connection to Redis was lost while it was read; begin the backup anew',
        );
      }
    },
  };
}
