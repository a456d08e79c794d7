/** A channel of the store, listened to on a connection of its own, for as long as the store's own connection lives. */
import type { Store } from './redis.ts';

export interface Subscription {
  /** False when something may be said that is not heard: the connection is gone, or has been silent for a second. */
  isHearing(): boolean;
}

export interface Listener {
  onMessage(message: string): void;
  /** Something may have been said while nobody listened. */
  onGap(): void;
}

const heartbeatInMilliseconds = 300;
const longestSilenceInMilliseconds = 900;

export async function listenTo(store: Store, channel: string, listener: Listener): Promise<Subscription> {
  const connection = store.beside('kapu-news', { enableAutoPipelining: false, autoResubscribe: false });
  let heardAt = Number.NEGATIVE_INFINITY;
  let isSubscribed = false;

  async function subscribe(): Promise<void> {
    await connection.subscribe(channel);
    isSubscribed = true;
    heardAt = performance.now();
    listener.onGap();
  }

  async function beat(): Promise<void> {
    await connection.ping();
    heardAt = performance.now();
  }

  connection.on('ready', () => {
    subscribe().catch(() => connection.disconnect(true));
  });
  connection.on('close', () => {
    isSubscribed = false;
  });
  // The store's own connection reports what is wrong.
  connection.on('error', () => {});
  connection.on('message', (_channel, message: string) => {
    listener.onMessage(message);
  });
  const heartbeat = setInterval(() => {
    if (connection.isOver) {
      clearInterval(heartbeat);
      return;
    }
    beat().catch(() => {});
  }, heartbeatInMilliseconds).unref();

  await connection.connect();
  return {
    isHearing: () => isSubscribed && performance.now() - heardAt < longestSilenceInMilliseconds,
  };
}
