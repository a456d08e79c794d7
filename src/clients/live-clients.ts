/**
 * Clients as a node knows them: asked for with every request, so kept in the process, and forgotten the moment that another node
 * or an operator changes them.
 */

import { clientsChannel } from '../storage/catalogue/channels.ts';
import { newsOf } from '../storage/news/news.ts';
import type { Store } from '../storage/redis.ts';
import type { StoredClient } from './client-record.ts';
import type { ClientStore } from './client-store.ts';

export interface LiveClients {
  /** The client, disabled or not. */
  find(clientId: string): Promise<StoredClient | undefined>;
  /** What this node changed itself, it need not hear of first. */
  forget(clientId: string): void;
}

interface Known {
  readonly client: StoredClient;
  readonly readAt: number;
}

/** Should a change not be heard of although the channel seems well. */
const longestLifeInMilliseconds = 30_000;
/** While changes cannot be heard of. */
const lifeWithoutNewsInMilliseconds = 500;

export async function createLiveClients(store: Store, clients: ClientStore): Promise<LiveClients> {
  const known = new Map<string, Known>();
  const readsUnderWay = new Map<string, Promise<StoredClient | undefined>>();

  /** A read that was begun before the change is not kept, and nobody joins it. */
  function forget(clientId: string): void {
    known.delete(clientId);
    readsUnderWay.delete(clientId);
  }

  function forgetAll(): void {
    known.clear();
    readsUnderWay.clear();
  }

  const news = newsOf(store);
  news.hear(clientsChannel, { onMessage: forget, onGap: forgetAll });
  await news.connected;

  function read(clientId: string): Promise<StoredClient | undefined> {
    const readAt = performance.now();
    const reading = clients.find(clientId);
    readsUnderWay.set(clientId, reading);
    const settle = (client: StoredClient | undefined): void => {
      if (readsUnderWay.get(clientId) !== reading) {
        return;
      }
      readsUnderWay.delete(clientId);
      if (client) {
        known.set(clientId, { client, readAt });
      } else {
        known.delete(clientId);
      }
    };
    reading.then(settle, () => settle(undefined));
    return reading;
  }

  return {
    forget,

    async find(clientId) {
      const one = known.get(clientId);
      const life = news.isHearing() ? longestLifeInMilliseconds : lifeWithoutNewsInMilliseconds;
      if (one && performance.now() - one.readAt < life) {
        return one.client;
      }
      return readsUnderWay.get(clientId) ?? read(clientId);
    },
  };
}
