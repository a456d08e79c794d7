/** Sessions of our own pages, and the sign-ins that lead to them, in Redis: keyed by hashes of random cookies, sealed. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import type { OwnSite } from './own-client.ts';

const sessionSchema = z.strictObject({
  accountId: z.string(),
  acr: z.string(),
  /** From which second it counts: after the end of all others it may be dated on. Seconds since 1970. */
  authTime: z.number().int(),
  /** When it began, with a sign-in or a code; a session lasts so long and no longer. Seconds since 1970. */
  begunAt: z.number().int(),
  idToken: z.string(),
  /** The provider's session that this one came from, as it is named to us (`sid`). */
  sid: z.string(),
  /** When a code was last given, to sign in or on a page; seconds since 1970, 0 for never. */
  codeGivenAt: z.number().int(),
});

const pendingSchema = z.strictObject({
  state: z.string(),
  nonce: z.string(),
  codeVerifier: z.string(),
  /** A path of ours. */
  returnTo: z.string(),
});

export type OwnSession = z.output<typeof sessionSchema>;
export type PendingSignIn = z.output<typeof pendingSchema>;

export interface OwnSessionStore {
  /** @returns the value of the cookie. */
  keepPending(pending: PendingSignIn): Promise<string>;
  /** Each can be taken once. */
  takePending(cookie: string): Promise<PendingSignIn | undefined>;
  keepSession(session: OwnSession): Promise<string>;
  /** Every look keeps the session for another quarter of an hour. */
  findSession(cookie: string): Promise<OwnSession | undefined>;
  endSession(cookie: string): Promise<void>;
  /** Ends whatever came from a session of the provider, wherever its browsers are, also what a request is just keeping. */
  endSessionsOf(sid: string): Promise<void>;
}

const pendingLifeInSeconds = 60 * 60;
const sessionIdleInSeconds = 15 * 60;
/** A session of the provider lasts no longer, and none of ours comes from it afterwards. */
const longestInSeconds = 12 * 60 * 60;

export function createOwnSessionStore(
  { room }: Pick<OwnSite, 'room'>,
  store: Store,
  sealer: Sealer,
): OwnSessionStore {
  const keyOf = (kind: string, cookie: string): string => `${room}-${kind}:{${hashOfIdentifier(cookie)}}`;

  async function keep(kind: string, value: object, lifeInSeconds: number): Promise<string> {
    const cookie = randomBytes(32).toString('base64url');
    const key = keyOf(kind, cookie);
    await store.set(key, sealer.seal(JSON.stringify(value), key), 'EX', lifeInSeconds);
    return cookie;
  }

  return {
    keepPending: (pending) => keep('pending', pending, pendingLifeInSeconds),

    keepSession: (session) => keep('session', session, sessionIdleInSeconds),

    async takePending(cookie) {
      const key = keyOf('pending', cookie);
      const sealed = await store.getdel(key);
      return sealed ? pendingSchema.parse(JSON.parse(sealer.open(sealed, key))) : undefined;
    },

    async findSession(cookie) {
      const key = keyOf('session', cookie);
      const sealed = await store.getex(key, 'EX', sessionIdleInSeconds);
      const session = sealed ? sessionSchema.parse(JSON.parse(sealer.open(sealed, key))) : undefined;
      const isEnded = session !== undefined && (await store.exists(keyOf('ended', session.sid))) === 1;
      return isEnded ? undefined : session;
    },

    async endSession(cookie) {
      await store.del(keyOf('session', cookie));
    },

    async endSessionsOf(sid) {
      await store.set(keyOf('ended', sid), '1', 'EX', longestInSeconds);
    },
  };
}
