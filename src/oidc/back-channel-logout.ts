/** Logout tokens and their delivery (OpenID Connect Back-Channel Logout 1.0 §2.4–2.8). The engine makes the token; we queue and send it. */
import { randomUUID } from 'node:crypto';
import type { Provider } from 'oidc-provider';
import { OutgoingRefused } from '../outgoing/destination.ts';
import type { GuardedFetch } from '../outgoing/guarded-fetch.ts';
import type { Logout } from './logout-queue-store.ts';
import type { SessionEndings } from './session-endings.ts';

export type LogoutDelivery =
  | { kind: 'told' }
  /** The relying party is registered no more, or wants to be told no more. */
  | { kind: 'nobody' }
  /** It says that this logout is wrong (400): asking again would not help. */
  | { kind: 'refused'; reason: string }
  /** It answers, but cannot take this logout now. */
  | { kind: 'postponed'; reason: string }
  /** It, or the way to it, can take no logout at all now. */
  | { kind: 'unreachable'; reason: string };

/** The engine's client, as far as logging out is concerned. */
interface ToldClient {
  readonly clientId: string;
  readonly backchannelLogoutUri?: string;
  readonly backchannelLogoutSessionRequired: boolean;
}

/** The engine's maker of ID tokens, which also makes logout tokens. */
type LogoutTokenMaker = new (
  available: { sub: string },
  about: { client: unknown; ctx: undefined },
) => {
  mask: object;
  set(claim: string, value: unknown): void;
  issue(how: { use: 'logout' }): Promise<string>;
};

const event = 'http://schemas.openid.net/event/backchannel-logout';
/** Statuses of a server, or of a proxy before it, that takes nothing at the moment. */
const takesNothing = [429, 502, 503, 504];

/** The engine would deliver by itself, once, from the node that is just asked. */
export function queueLogoutsOfSignOut(provider: Provider, endings: SessionEndings): void {
  Object.assign(provider.Client.prototype, {
    async backchannelLogout(this: ToldClient, accountId: string, sid: string): Promise<void> {
      const named = this.backchannelLogoutSessionRequired ? sid : undefined;
      await endings.queueFor(accountId, this.clientId, named);
    },
  });
}

export function createIsTold(findClient: Provider['Client']['find']): (clientId: string) => Promise<boolean> {
  return async (clientId) => {
    const client = (await findClient(clientId)) as ToldClient | undefined;
    return client?.backchannelLogoutUri !== undefined;
  };
}

export function createDeliverLogout(
  provider: Provider,
  guardedFetch: GuardedFetch,
): (logout: Logout) => Promise<LogoutDelivery> {
  return async (logout) => {
    const client = (await provider.Client.find(logout.clientId)) as ToldClient | undefined;
    if (!client?.backchannelLogoutUri) {
      return { kind: 'nobody' };
    }
    try {
      const logoutToken = await makeLogoutToken(provider, client, logout);
      const { status } = await guardedFetch(client.backchannelLogoutUri, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/x-www-form-urlencoded',
          'Cache-Control': 'no-store',
          Accept: 'application/json',
        },
        body: new URLSearchParams({ logout_token: logoutToken }),
      });
      return outcomeOf(status);
    } catch (error) {
      const isOnTheWay = error instanceof OutgoingRefused;
      return isOnTheWay
        ? { kind: 'unreachable', reason: error.reason }
        : { kind: 'postponed', reason: (error as Error).message };
    }
  };
}

/** Fresh for every try: it lives two minutes, and an id is used once. */
function makeLogoutToken(
  provider: Provider,
  client: ToldClient,
  { accountId, sid }: Logout,
): Promise<string> {
  const Token = provider.IdToken as unknown as LogoutTokenMaker;
  const token = new Token({ sub: accountId }, { client, ctx: undefined });
  token.mask = { sub: null };
  token.set('events', { [event]: {} });
  token.set('jti', randomUUID());
  if (sid !== undefined) {
    token.set('sid', sid);
  }
  return token.issue({ use: 'logout' });
}

function outcomeOf(status: number): LogoutDelivery {
  if (status === 200 || status === 204) {
    return { kind: 'told' };
  }
  const reason = `answered ${status}`;
  if (status === 400) {
    return { kind: 'refused', reason };
  }
  return { kind: takesNothing.includes(status) ? 'unreachable' : 'postponed', reason };
}
