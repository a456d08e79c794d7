/** Accounts whose sessions are being ended, so that no end is forgotten with the node that was about to tell of it. */
import { randomUUID } from 'node:crypto';
import { logoutKeys } from '../../storage/catalogue/queue-keys.ts';
import { doWhatIsDue } from '../../storage/due/due-list.ts';
import type { Store } from '../../storage/redis.ts';

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
  /** Does it to each whose announcer has not come back in time. @throws LeftUndone when it failed for some, which are tried again */
  eachOverdue(work: (announcement: Announcement) => Promise<void>): Promise<void>;
}

const key = logoutKeys.announced();
/** Longer than any request takes. */
const graceInMilliseconds = 60_000;
const separator = ' ';

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

    eachOverdue: (work) =>
      doWhatIsDue(store, key, new Date(), grace, ({ member: name }) => {
        const [accountId = ''] = name.split(separator);
        return work({ accountId, name });
      }),
  };
}
