/** Sessions of our own pages, in Redis: keyed by hashes of random cookies, sealed. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { ownSiteKeys } from '../storage/catalogue/sign-in-keys.ts';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { openRecord, type Reading, readingOf } from '../storage/sealed-record.ts';
import type { OwnSite } from './own-client.ts';

/** Its instants are the store's, since other nodes compare them. */
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
  /**
   * The same of the password, which is asked for in its place where there is no second factor. A sign-in dates it that was by it alone: no
   * later step dates it on.
   */
  passwordGivenAt: z.number().int().default(0),
  /** What it was: a code of an app, or a passkey. */
  provenBy: z.enum(['code', 'passkey']).default('code'),
});

export type OwnSession = z.output<typeof sessionSchema>;

export interface OwnSessionStore {
  /** @returns the value of the cookie. */
  keepSession(session: OwnSession): Promise<string>;
  /** Every look keeps the session for another quarter of an hour. */
  findSession(cookie: string): Promise<Reading<OwnSession>>;
  endSession(cookie: string): Promise<void>;
  /** Ends whatever came from a session of the provider, wherever its browsers are, also what a request is just keeping. */
  endSessionsOf(sid: string): Promise<void>;
}

export function createOwnSessionStore(
  { room }: Pick<OwnSite, 'room'>,
  store: Store,
  sealer: Sealer,
): OwnSessionStore {
  const keys = ownSiteKeys[room];

  async function find(cookie: string): Promise<OwnSession | undefined> {
    const key = keys.session(hashOfIdentifier(cookie));
    const sealed = await store.getex(key, 'EX', keys.session.lifeInSeconds);
    const session = sealed
      ? openRecord(sealer, sessionSchema, sealed, key, 'a session of our own pages')
      : undefined;
    const isEnded =
      session !== undefined && (await store.exists(keys.ended(hashOfIdentifier(session.sid)))) === 1;
    return isEnded ? undefined : session;
  }

  return {
    async keepSession(session) {
      const cookie = randomBytes(32).toString('base64url');
      const key = keys.session(hashOfIdentifier(cookie));
      await store.set(key, sealer.seal(JSON.stringify(session), key), 'EX', keys.session.lifeInSeconds);
      return cookie;
    },

    findSession: (cookie) => readingOf(find(cookie)),

    async endSession(cookie) {
      await store.del(keys.session(hashOfIdentifier(cookie)));
    },

    async endSessionsOf(sid) {
      await store.set(keys.ended(hashOfIdentifier(sid)), '1', 'EX', keys.ended.lifeInSeconds);
    },
  };
}
