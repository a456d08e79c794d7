/**
 * Logout tokens (OpenID Connect Back-Channel Logout 1.0 §2.4): the engine's keys make them, we queue and deliver them.
 *
 * oidc-provider 9.13.3: replaces `Client.prototype.backchannelLogout`; makes tokens with its `IdToken` (`mask`, `set`, `issue`).
 * Why: it delivers by itself, once, from the node that is just asked, while the citizen waits.
 * Held by: test/flows/back-channel-logout.test.ts, "say what the standard asks for"
 * Held by: test/flows/back-channel-logout.test.ts, "somebody signs out while a relying party is down: they wait for nobody, and it is told when it is up"
 */
import { randomUUID } from 'node:crypto';
import type { Provider } from 'oidc-provider';

/** The engine's client, as far as logging out is concerned. */
export interface LogoutReceiver {
  readonly clientId: string;
  readonly backchannelLogoutUri?: string;
  readonly backchannelLogoutSessionRequired: boolean;
}

/** @param sid undefined where the relying party did not register for one */
export type QueueLogout = (accountId: string, clientId: string, sid: string | undefined) => Promise<void>;

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

/** What the engine would deliver at a sign-out is queued instead. */
export function queueLogoutsOfEngine(provider: Provider, queue: QueueLogout): void {
  Object.assign(provider.Client.prototype, {
    async backchannelLogout(this: LogoutReceiver, accountId: string, sid: string): Promise<void> {
      await queue(accountId, this.clientId, this.backchannelLogoutSessionRequired ? sid : undefined);
    },
  });
}

/** Fresh for every try: it lives two minutes, and an id is used once. */
export function makeLogoutToken(
  provider: Provider,
  client: LogoutReceiver,
  { accountId, sid }: { readonly accountId: string; readonly sid?: string | undefined },
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
