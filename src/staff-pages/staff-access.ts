/**
 * Pages for people with a role, such as the desk: who is at work there. They are signed in with a code a short while ago and hold a role,
 * which is looked up anew with every request: whoever was suspended or revoked is out at once.
 *
 * In this folder: access, signing in and out (staff-sign-in-routes.ts), and entries of the audit log as staff read them (log/).
 */
import type { Context } from 'koa';
import { type Account, countsSince } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { DeskPolicy } from '../configuration/policies.ts';
import type { DeskPerson, HeldRole } from '../desk/staff/role.ts';
import type { RoleStore } from '../desk/staff/role-store.ts';
import type { OwnSite } from '../relying-party/own-client.ts';
import type { OwnSession, OwnSessionStore } from '../relying-party/own-session-store.ts';
import type { OwnSignIn } from '../relying-party/own-sign-in.ts';
import type { StoreClock } from '../storage/store-clock.ts';
import type { OwnCookies } from '../web/cookies/own-cookies.ts';
import { languageOf } from '../web/language.ts';
import type { Pages } from '../web/page/page.ts';
import { readableIn } from '../web/page/unreadable.ts';
import { seeOther } from '../web/request/redirect.ts';
import type { MessageKey } from '../web/translate.ts';

/** Whoever sent the request. */
export interface SignedInStaff {
  readonly person: DeskPerson;
  readonly account: Account;
  readonly session: OwnSession;
}

export type StaffWork = (staff: SignedInStaff) => Promise<void>;

export interface StaffAccess {
  /** Runs for signed-in staff; everyone else signs in first, and comes back to `address`. */
  whenSignedIn(ctx: Context, address: string, work: StaffWork): Promise<void>;
  end(ctx: Context): Promise<void>;
}

/** Whose pages they are. */
export interface StaffPlace {
  readonly site: OwnSite;
  mayEnter(held: HeldRole): boolean;
  /** What everybody else reads. */
  readonly noRole: { readonly title: MessageKey; readonly text: MessageKey };
}

export interface StaffAccessParts {
  readonly policy: Pick<DeskPolicy, 'passkey_roles'>;
  readonly accounts: AccountStore;
  readonly roles: RoleStore;
  readonly signIn: OwnSignIn;
  readonly sessions: OwnSessionStore;
  readonly cookies: OwnCookies;
  readonly pages: Pages;
  readonly storeClock: StoreClock;
}

/** However busy somebody is; beside that, a quarter of an hour without a page ends a session (own-session-store.ts). */
const sessionInAllInSeconds = 4 * 60 * 60;

export function createStaffAccess(place: StaffPlace, parts: StaffAccessParts): StaffAccess {
  return {
    end: (ctx) => endSession(parts, ctx),
    whenSignedIn: (ctx, address, work) => whenSignedIn(place, parts, ctx, address, work),
  };
}

async function whenSignedIn(
  place: StaffPlace,
  parts: StaffAccessParts,
  ctx: Context,
  address: string,
  work: StaffWork,
): Promise<void> {
  const found = await findStaff(place, parts, ctx);
  if (found === 'no-role') {
    await endSession(parts, ctx);
    const { title, text } = place.noRole;
    await parts.pages.show(ctx, 'staff/no-role', { title, status: 403, data: { text } });
  } else if (found && isPhishable(parts.policy, found)) {
    await endSession(parts, ctx);
    const data = { home: place.site.home };
    await parts.pages.show(ctx, 'staff/needs-passkey', {
      title: 'staff.needs-passkey.title',
      status: 403,
      data,
    });
  } else if (found) {
    await work(found);
  } else {
    const begun = await parts.signIn.begin(address, languageOf(ctx));
    parts.cookies.set(ctx, 'pending', begun.cookie);
    seeOther(ctx, begun.address);
  }
}

/** Their role wants a passkey, and they came in by what can be phished. */
function isPhishable(
  { passkey_roles: roles }: StaffAccessParts['policy'],
  { person, session }: SignedInStaff,
): boolean {
  return roles.includes(person.role) && session.provenBy !== 'passkey';
}

/** Undefined for nobody, `no-role` for somebody who has no business here. */
async function findStaff(
  place: StaffPlace,
  { accounts, roles, sessions, cookies, storeClock }: StaffAccessParts,
  ctx: Context,
): Promise<SignedInStaff | 'no-role' | undefined> {
  const cookie = cookies.get(ctx, 'session');
  if (!cookie) {
    return undefined;
  }
  const [arrivedAt, reading] = await Promise.all([storeClock(), sessions.findSession(cookie)]);
  const session = readableIn(ctx, reading);
  if (!session) {
    return undefined;
  }
  const [account, held] = await Promise.all([
    accounts.find(session.accountId),
    roles.find(session.accountId),
  ]);
  const isTooOld = session.begunAt + sessionInAllInSeconds <= arrivedAt.getTime() / 1000;
  if (!account || isTooOld || !countsSince(account, session.authTime)) {
    return undefined;
  }
  if (held?.status !== 'active' || !place.mayEnter(held)) {
    return 'no-role';
  }
  const staffNumber = await roles.numberOf(account.id);
  const person = { accountId: account.id, staffNumber, role: held.role, office: held.office };
  return { person, account, session };
}

async function endSession(
  { cookies, sessions }: Pick<StaffAccessParts, 'cookies' | 'sessions'>,
  ctx: Context,
): Promise<void> {
  const cookie = cookies.get(ctx, 'session');
  cookies.clear(ctx, 'session');
  await sessions.endSession(cookie ?? '');
}
