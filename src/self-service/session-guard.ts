/**
 * The citizen's own pages, a folder a family of pages: how each looks, and what comes of its form. This file: who is signed in to them;
 * everyone else is sent to sign in and comes back, and is told where a form of theirs came to nothing meanwhile.
 */
import type { Context } from 'koa';
import { type Account, countsSince } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import { acrOf } from '../assurance/levels.ts';
import type { OwnSession, OwnSessionStore } from '../relying-party/own-session-store.ts';
import type { OwnSignIn } from '../relying-party/own-sign-in.ts';
import { writeBeforeAnswer } from '../storage/request/store-request.ts';
import type { StoreClock } from '../storage/store-clock.ts';
import type { DeviceCookies } from '../web/cookies/device-cookie.ts';
import type { OwnCookies } from '../web/cookies/own-cookies.ts';
import type { KeptForms } from '../web/form/kept-form.ts';
import { languageOf } from '../web/language.ts';
import { readableIn } from '../web/page/unreadable.ts';
import { backTo, noteLapsedForm, onwardTo } from '../web/request/lapsed-form.ts';
import { seeOther } from '../web/request/redirect.ts';

export interface SignedIn {
  /** By the store's clock, before anything of the session was read. */
  readonly arrivedAt: Date;
  readonly account: Account;
  readonly session: OwnSession;
}

export interface SessionGuard {
  /** Runs for a citizen whose session counts; everyone else signs in first and comes back to `address`. */
  whenSignedIn(ctx: Context, address: string, work: (signedIn: SignedIn) => Promise<void>): Promise<void>;
  /**
   * Runs for a citizen who gave a code just now, or their password where they have no Ügyfélkapu+; everyone else gives it first and comes
   * back to `address`.
   */
  whenReauthenticated(
    ctx: Context,
    address: string,
    work: (signedIn: SignedIn) => Promise<void>,
  ): Promise<void>;
  /** The same for a page whose form asks for the password by itself: only a code is asked for first. */
  whenCodeGiven(ctx: Context, address: string, work: (signedIn: SignedIn) => Promise<void>): Promise<void>;
  /** The citizen gave their password: what changes nothing but for five minutes. */
  notePassword(ctx: Context, signedIn: SignedIn): Promise<void>;
  /** The citizen gave a code, here or by applying, or used a passkey: the session is as good as a new sign-in. */
  noteReauthentication(ctx: Context, signedIn: SignedIn, by: OwnSession['provenBy']): Promise<void>;
  current(ctx: Context): Promise<SignedIn | undefined>;
  /** Keeps this one session when all of the account were ended at a second. */
  keepThisSession(ctx: Context, signedIn: SignedIn, endedAt: number): Promise<void>;
  /** The same where an authenticator went: the code that was given may have been its own, and counts for nothing more. */
  keepThisSessionWithoutCode(ctx: Context, signedIn: SignedIn, endedAt: number): Promise<void>;
  /**
   * Ends the session of this browser. @param sid the provider's session that was signed out of: whatever came from it ends too,
   * also in a browser that a cookie was carried to.
   */
  end(ctx: Context, sid?: string): Promise<void>;
}

export interface SessionGuardParts {
  readonly accounts: AccountStore;
  readonly ownSignIn: OwnSignIn;
  readonly sessions: OwnSessionStore;
  readonly cookies: OwnCookies;
  readonly devices: DeviceCookies;
  readonly storeClock: StoreClock;
  readonly keptForms: Pick<KeptForms, 'keepLapsed'>;
}

/** As long as the provider's own sessions, however much it is used. */
const sessionInAllInSeconds = 12 * 60 * 60;
/** A change is made within five minutes of the code, or of the password. */
const proofCountsForSeconds = 5 * 60;
export const reauthenticationAddress = '/fiok/megerosites';

type Work = (signedIn: SignedIn) => Promise<void>;

export function createSessionGuard(parts: SessionGuardParts): SessionGuard {
  return {
    current: (ctx) => current(parts, ctx),
    whenSignedIn: (ctx, address, work) => whenSignedIn(parts, ctx, address, work),
    whenReauthenticated: (ctx, address, work) => whenFresh(parts, ctx, address, isReauthenticated, work),
    whenCodeGiven: (ctx, address, work) =>
      whenFresh(
        parts,
        ctx,
        address,
        (signedIn) => !signedIn.account.hasPlus || isReauthenticated(signedIn),
        work,
      ),
    notePassword: (ctx, { arrivedAt, session }) =>
      renew(parts, ctx, { ...session, passwordGivenAt: secondsOf(arrivedAt) }),
    noteReauthentication: (ctx, signedIn, by) => noteReauthentication(parts, ctx, signedIn, by),
    keepThisSession: (ctx, { session }, endedAt) => renew(parts, ctx, { ...session, authTime: endedAt + 1 }),
    keepThisSessionWithoutCode: (ctx, { session }, endedAt) =>
      renew(parts, ctx, { ...session, authTime: endedAt + 1, codeGivenAt: 0 }),
    end: (ctx, sid) => end(parts, ctx, sid),
  };
}

async function current(
  { accounts, sessions, cookies, storeClock }: SessionGuardParts,
  ctx: Context,
): Promise<SignedIn | undefined> {
  const cookie = cookies.get(ctx, 'session');
  if (!cookie) {
    return undefined;
  }
  const [arrivedAt, reading] = await Promise.all([storeClock(), sessions.findSession(cookie)]);
  const session = readableIn(ctx, reading);
  const account = session && (await accounts.find(session.accountId));
  const isTooOld = session !== undefined && session.begunAt + sessionInAllInSeconds <= secondsOf(arrivedAt);
  return account && !isTooOld && isEnough(account, session) ? { arrivedAt, account, session } : undefined;
}

async function whenSignedIn(
  parts: SessionGuardParts,
  ctx: Context,
  address: string,
  work: Work,
): Promise<void> {
  const signedIn = await current(parts, ctx);
  if (signedIn) {
    if (!isReauthentication(ctx)) {
      noteLapsedForm(ctx, signedIn.account.id);
    }
    await work(signedIn);
    return;
  }
  const begun = await parts.ownSignIn.begin(wayBack(ctx, address), languageOf(ctx));
  parts.cookies.set(ctx, 'pending', begun.cookie);
  seeOther(ctx, begun.address);
}

/** A proof that arrives too late is asked for once more, and is nothing that its sender wanted done. */
function wayBack(ctx: Context, address: string): string {
  return isReauthentication(ctx) ? onwardTo(ctx, address) : backTo(ctx, address);
}

/** Where the proof is asked for: the page of the form, to which it leads back, says that nothing was done. */
function isReauthentication(ctx: Context): boolean {
  return ctx.path.startsWith(reauthenticationAddress);
}

function isReauthenticated({ arrivedAt, account, session }: SignedIn): boolean {
  const givenAt = account.hasPlus ? session.codeGivenAt : session.passwordGivenAt;
  return secondsOf(arrivedAt) - givenAt < proofCountsForSeconds;
}

function whenFresh(
  parts: SessionGuardParts,
  ctx: Context,
  address: string,
  isFresh: (signedIn: SignedIn) => boolean,
  work: Work,
): Promise<void> {
  return whenSignedIn(parts, ctx, address, async (signedIn) => {
    if (isFresh(signedIn)) {
      await work(signedIn);
    } else {
      // For the same account alone: who comes back in this browser may be somebody else.
      parts.keptForms.keepLapsed(ctx, signedIn.account.id);
      seeOther(ctx, backTo(ctx, `${reauthenticationAddress}?tovabb=${encodeURIComponent(address)}`));
    }
  });
}

async function noteReauthentication(
  parts: SessionGuardParts,
  ctx: Context,
  { arrivedAt, account, session }: SignedIn,
  provenBy: OwnSession['provenBy'],
): Promise<void> {
  const provenAt = secondsOf(arrivedAt);
  parts.devices.remember(ctx, account.profile.username, 'code');
  await renew(parts, ctx, {
    ...session,
    acr: acrOf('substantial'),
    authTime: Math.max(provenAt, session.authTime),
    begunAt: provenAt,
    codeGivenAt: provenAt,
    provenBy,
  });
}

/** Under a new cookie, so that the old one is worth nothing. */
async function renew(
  { sessions, cookies }: Pick<SessionGuardParts, 'sessions' | 'cookies'>,
  ctx: Context,
  session: OwnSession,
): Promise<void> {
  await sessions.endSession(cookies.get(ctx, 'session') ?? '');
  cookies.set(ctx, 'session', await sessions.keepSession(session));
}

async function end(
  { sessions, cookies }: Pick<SessionGuardParts, 'sessions' | 'cookies'>,
  ctx: Context,
  sid: string | undefined,
): Promise<void> {
  if (sid) {
    await writeBeforeAnswer(sessions.endSessionsOf(sid));
  }
  const cookie = cookies.get(ctx, 'session');
  if (cookie) {
    cookies.clear(ctx, 'session');
    await writeBeforeAnswer(sessions.endSession(cookie));
  }
}

function secondsOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

/** A session from before the Ügyfélkapu+, by password alone, no longer counts for whoever has one. */
function isEnough(account: Account, { authTime, acr }: OwnSession): boolean {
  const isByPasswordAlone = acr !== acrOf('substantial');
  return countsSince(account, authTime) && !(account.hasPlus && isByPasswordAlone);
}
