/** A site's own sessions, in memory: half an hour after the last click they are over, and a restart ends them all. */
import { randomBytes } from 'node:crypto';

export interface SessionStore<Session> {
  /** Keeps the session under a new, unguessable id. */
  add(session: Session): string;
  find(id: string): Session | undefined;
  remove(id: string): void;
  /** Without counting as a use of those that stay. */
  removeWhere(isOver: (session: Session) => boolean): void;
}

const idleInMilliseconds = 30 * 60_000;

/** @param mostSessions strangers start sessions too: beyond these the longest idle one gives way */
export function keepSessions<Session>(now: () => Date, mostSessions: number): SessionStore<Session> {
  /** In the order of last use: `find` moves a session to the end. */
  const kept = new Map<string, { session: Session; usedAt: number }>();

  function dropIdle(): void {
    const oldest = now().getTime() - idleInMilliseconds;
    for (const [id, { usedAt }] of kept) {
      if (usedAt > oldest && kept.size < mostSessions) {
        return;
      }
      kept.delete(id);
    }
  }

  return {
    add(session) {
      dropIdle();
      const id = randomBytes(32).toString('base64url');
      kept.set(id, { session, usedAt: now().getTime() });
      return id;
    },

    find(id) {
      dropIdle();
      const entry = kept.get(id);
      if (!entry) {
        return undefined;
      }
      kept.delete(id);
      kept.set(id, { session: entry.session, usedAt: now().getTime() });
      return entry.session;
    },

    remove(id) {
      kept.delete(id);
    },

    removeWhere(isOver) {
      for (const [id, { session }] of kept) {
        if (isOver(session)) {
          kept.delete(id);
        }
      }
    },
  };
}
