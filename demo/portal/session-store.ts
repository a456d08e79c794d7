/** What the portal remembers of a browser between two clicks. */
import { randomBytes } from 'node:crypto';
import { keepSessions, type SessionStore as SessionsOf } from '../site/session-store.ts';
import type { Assurance } from './assurance.ts';
import type { CaseId, Receipt } from './cases/cases.ts';
import type { AuthorizationRequest, Tokens } from './provider-client.ts';
import type { MessageKey } from './words/hu.ts';

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

export type SessionStore = SessionsOf<Session>;

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
  return keepSessions(now, mostSessions);
}
