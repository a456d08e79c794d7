/** The portal's own sessions, in memory: half an hour after the last click they are over, and a restart ends them all. */
import { randomBytes } from 'node:crypto';
import type { Assurance } from './assurance.ts';
import type { CaseId, Receipt } from './cases.ts';
import type { MessageKey } from './locales/hu.ts';
import type { AuthorizationRequest, Tokens } from './provider-client.ts';

export interface Citizen {
  /** Pairwise subject: means something at this portal only. */
  readonly sub: string;
  readonly name: string;
  readonly assurance: Assurance;
  readonly tokens: Tokens;
}

/** What happens once the provider has sent the citizen back. */
export type Goal =
  | { kind: 'open'; path: string }
  | { kind: 'send'; caseId: CaseId; answers: Readonly<Record<string, string>> };

export type StartedSignIn = AuthorizationRequest & { readonly goal: Goal };

export interface Session {
  readonly formToken: string;
  citizen: Citizen | undefined;
  signIns: readonly StartedSignIn[];
  readonly drafts: Map<CaseId, Readonly<Record<string, string>>>;
  readonly receipts: Receipt[];
  /** Said once, on the next page that has room for it. */
  notice: MessageKey | undefined;
}

export interface SessionStore {
  /** Keeps the session under a new, unguessable id. */
  add(session: Session): string;
  find(id: string): Session | undefined;
  remove(id: string): void;
  /** Without counting as a use of those that stay. */
  removeWhere(isOver: (session: Session) => boolean): void;
}

const idleInMilliseconds = 30 * 60_000;

/** Strangers start sessions too: the longest idle one gives way. */
const mostSessions = 10_000;

export function newSession(): Session {
  return {
    formToken: randomBytes(32).toString('base64url'),
    citizen: undefined,
    signIns: [],
    drafts: new Map(),
    receipts: [],
    notice: undefined,
  };
}

export function createSessionStore(now: () => Date): SessionStore {
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
