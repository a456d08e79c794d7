/** What the sandbox remembers of a browser between two clicks: the clients that it registered, and where it is. */
import { randomBytes } from 'node:crypto';
import { keepSessions } from '../site/session-store.ts';
import { tieVisits, type Visits as VisitsOf } from '../site/visits.ts';
import type { Run } from './faults/run.ts';
import type { SandboxClient } from './registration/sandbox-client.ts';

export interface Session {
  readonly formToken: string;
  /** The newest last. */
  clients: readonly SandboxClient[];
  /** Registered a moment ago: its secret is shown on the next page, and on no other. */
  newest: { readonly id: string; readonly metadata: string } | undefined;
  run: Run | undefined;
}

export type Visits = VisitsOf<Session>;

/** With what was seen on the wire, a session may hold a megabyte. */
const mostSessions = 300;
const mostClients = 5;

function newSession(): Session {
  return {
    formToken: randomBytes(32).toString('base64url'),
    clients: [],
    newest: undefined,
    run: undefined,
  };
}

export function createVisits(now: () => Date, sandboxUrl: string): Visits {
  const store = keepSessions<Session>(now, mostSessions);
  return tieVisits({ store, newSession, siteUrl: sandboxUrl, cookie: 'sandbox_session' });
}

export function keepClient(session: Session, client: SandboxClient, metadata: object): void {
  session.clients = [...session.clients, client].slice(-mostClients);
  session.newest = { id: client.id, metadata: JSON.stringify(metadata, undefined, 2) };
}

/** The newest one that comes back to the sandbox; those with an address of their own go elsewhere. */
export function clientAtWork({ clients }: Session): SandboxClient | undefined {
  return clients.findLast(({ wish }) => wish.redirectUri === undefined);
}
