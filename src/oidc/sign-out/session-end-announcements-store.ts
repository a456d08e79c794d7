/** Accounts whose sessions are being ended, so that no end is forgotten with the node that was about to tell of it. */
import { randomUUID } from 'node:crypto';
import { logoutKeys } from '../../storage/catalogue/queue-keys.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';

export interface Announcement {
  readonly accountId: string;
  /** Unlike any other, also of the same account. */
  readonly name: string;
}

export interface SessionEndAnnouncements {
  announce(accountId: string): Promise<Announcement>;
  takeBack(announcement: Announcement): Promise<void>;
  /** Leaves it to the nodes, at once. */
  handOver(announcement: Announcement): Promise<void>;
  /** One whose announcer has not come back in time. */
  takeOverdue(): Promise<Announcement | undefined>;
}

const key = logoutKeys.announced();
/** Longer than any request takes. */
const graceInMilliseconds = 60_000;
const separator = ' ';
const takeEndedAccount = atomicStep<string | null>(import.meta.dirname, 'take-overdue-announcement', 1);

export function createSessionEndAnnouncements(
  store: Store,
  grace: number = graceInMilliseconds,
): SessionEndAnnouncements {
  return {
    async announce(accountId) {
      const name = [accountId, randomUUID()].join(separator);
      await store.zadd(key, Date.now() + grace, name);
      return { accountId, name };
    },

    async takeBack({ name }) {
      await store.zrem(key, name);
    },

    async handOver({ name }) {
      await store.zadd(key, 'XX', Date.now(), name);
      await store.publish(logoutKeys.relyingParties(), '');
    },

    async takeOverdue() {
      // Mostly there is none, which a read can tell.
      if ((await store.exists(key)) === 0) {
        return undefined;
      }
      const now = Date.now();
      const name = await takeEndedAccount(store, [key], [now, now + grace]);
      const [accountId = ''] = name?.split(separator) ?? [];
      return name ? { accountId, name } : undefined;
    },
  };
}
