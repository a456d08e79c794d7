/**
 * Access to the desk, for every page of it. Staff are signed in with a code a short while ago and hold a role, which is looked up anew
 * with every request: whoever was suspended or revoked is out at once.
 *
 * The pages are beside this file, a folder a family: cases/ (one person at the window), registration/ (a new account),
 * dual-authorization/ (what two people decide on) and audit-review/ (what auditors read).
 */
import type { Context } from 'koa';
import { type Account, countsSince, nameBorne } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { deskEvents } from '../audit/events/desk-events.ts';
import type { DeskPolicy } from '../configuration/policies.ts';
import { type DeskAction, permissionOf } from '../desk/staff/permissions.ts';
import type { DeskPerson } from '../desk/staff/role.ts';
import type { RoleStore } from '../desk/staff/role-store.ts';
import { isSamePerson } from '../desk/staff/same-person.ts';
import { staffNumberOf } from '../desk/staff/staff-number.ts';
import type { OwnSession, OwnSessionStore } from '../relying-party/own-session-store.ts';
import type { OwnSignIn } from '../relying-party/own-sign-in.ts';
import type { StoreClock } from '../storage/store-clock.ts';
import { type Language, languageOf } from '../web/language.ts';
import type { Page, Pages } from '../web/page/page.ts';
import type { OwnCookies } from '../web/request/own-cookies.ts';
import { seeOther } from '../web/request/redirect.ts';

/** Whoever sent the request. */
export interface SignedInStaff {
  readonly person: DeskPerson;
  readonly account: Account;
  readonly session: OwnSession;
}

type StaffWork = (staff: SignedInStaff) => Promise<void>;

export interface Desk {
  readonly issuer: string;
  /** Runs for signed-in staff; everyone else signs in first, and comes back to `address`. */
  whenSignedIn(ctx: Context, address: string, work: StaffWork): Promise<void>;
  /** The same for what the role must allow. */
  whenAllowed(ctx: Context, address: string, action: DeskAction, work: StaffWork): Promise<void>;
  refuse(ctx: Context, staff: SignedInStaff, action: DeskAction): Promise<void>;
  /** True when the account is the colleague's own, by this user name or another. */
  isOwn(staff: SignedInStaff, accountId: string): Promise<boolean>;
  /** True when the colleague registered the account, or issued a code for it, by this user name or another. */
  hasMade(staff: SignedInStaff, account: Account): Promise<boolean>;
  show(ctx: Context, staff: SignedInStaff, view: string, page: Page): Promise<void>;
  officeName(office: string, language: Language): string;
  /** The name that a colleague is known by. */
  nameOf(accountId: string): Promise<string>;
  end(ctx: Context): Promise<void>;
}

export interface DeskParts {
  readonly issuer: string;
  readonly indexKey: Buffer;
  readonly policy: DeskPolicy;
  readonly accounts: AccountStore;
  readonly roles: RoleStore;
  readonly signIn: OwnSignIn;
  readonly sessions: OwnSessionStore;
  readonly cookies: OwnCookies;
  readonly audit: AuditLog;
  readonly pages: Pages;
  readonly storeClock: StoreClock;
}

/** However busy the desk is; beside that, a quarter of an hour without a page ends a session (own-session-store.ts). */
const sessionInAllInSeconds = 4 * 60 * 60;
export const deskHome = '/desk';

/** @returns the name of an office; its id, where there is no such office any more. */
export function officeNamesOf({ offices }: DeskPolicy): (office: string, language: Language) => string {
  return (office, language) => {
    const found = offices.find(({ id }) => id === office);
    return (language === 'en' && found?.['name#en']) || (found?.name ?? office);
  };
}

export function createDesk(parts: DeskParts): Desk {
  const officeName = officeNamesOf(parts.policy);
  const show: Desk['show'] = (ctx, staff, view, page) => showPage(parts, officeName, ctx, staff, view, page);

  async function refuse(ctx: Context, staff: SignedInStaff, action: DeskAction): Promise<void> {
    await parts.audit.record(deskEvents.actionRefused(staff.person, action));
    await show(ctx, staff, 'not-allowed', { title: 'desk.not-allowed.title', status: 403 });
  }

  async function isOwn({ person, account }: SignedInStaff, accountId: string): Promise<boolean> {
    if (person.accountId === accountId) {
      return true;
    }
    const other = await parts.accounts.find(accountId);
    return other !== undefined && isSamePerson(other.profile, account.profile);
  }

  return {
    issuer: parts.issuer,
    isOwn,
    officeName,
    show,
    refuse,
    end: (ctx) => endSession(parts, ctx),
    whenSignedIn: (ctx, address, work) => whenSignedIn(parts, ctx, address, work),

    whenAllowed: (ctx, address, action, work) =>
      whenSignedIn(parts, ctx, address, async (staff) => {
        const isRefused = permissionOf(staff.person.role, action) === 'refused';
        await (isRefused ? refuse(ctx, staff, action) : work(staff));
      }),

    async hasMade(staff, { madeBy }) {
      const areOwn = await Promise.all(madeBy.map((maker) => isOwn(staff, maker)));
      return areOwn.includes(true);
    },

    async nameOf(accountId) {
      const colleague = await parts.accounts.find(accountId);
      return colleague ? nameBorne(colleague.profile) : '–';
    },
  };
}

async function whenSignedIn(parts: DeskParts, ctx: Context, address: string, work: StaffWork): Promise<void> {
  const found = await findStaff(parts, ctx);
  if (found === 'no-role') {
    await endSession(parts, ctx);
    await parts.pages.show(ctx, 'desk/no-role', { title: 'desk.no-role.title', status: 403 });
  } else if (found && isPhishable(parts.policy, found)) {
    await endSession(parts, ctx);
    await parts.pages.show(ctx, 'desk/needs-passkey', { title: 'desk.needs-passkey.title', status: 403 });
  } else if (found) {
    await work(found);
  } else {
    const begun = await parts.signIn.begin(address, languageOf(ctx));
    parts.cookies.set(ctx, 'pending', begun.cookie);
    seeOther(ctx, begun.address);
  }
}

/** Their role wants a passkey, and they came in by what can be phished. */
function isPhishable({ passkey_roles: roles }: DeskPolicy, { person, session }: SignedInStaff): boolean {
  return roles.includes(person.role) && session.provenBy !== 'passkey';
}

/** Undefined for nobody, `no-role` for somebody who has no business here. */
async function findStaff(
  { policy, accounts, roles, sessions, cookies, indexKey, storeClock }: DeskParts,
  ctx: Context,
): Promise<SignedInStaff | 'no-role' | undefined> {
  const cookie = cookies.get(ctx, 'session');
  if (!cookie) {
    return undefined;
  }
  const [arrivedAt, session] = await Promise.all([storeClock(), sessions.findSession(cookie)]);
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
  const hasOffice = policy.offices.some(({ id }) => id === held?.office);
  if (held?.status !== 'active' || !hasOffice) {
    return 'no-role';
  }
  const staffNumber = staffNumberOf(indexKey, account.id);
  const person = { accountId: account.id, staffNumber, role: held.role, office: held.office };
  return { person, account, session };
}

async function endSession(
  { cookies, sessions }: Pick<DeskParts, 'cookies' | 'sessions'>,
  ctx: Context,
): Promise<void> {
  const cookie = cookies.get(ctx, 'session');
  cookies.clear(ctx, 'session');
  await sessions.endSession(cookie ?? '');
}

function showPage(
  { pages }: Pick<DeskParts, 'pages'>,
  officeName: Desk['officeName'],
  ctx: Context,
  { person, account }: SignedInStaff,
  view: string,
  page: Page,
): Promise<void> {
  const data = {
    ...page.data,
    role: person.role,
    office: officeName(person.office, languageOf(ctx)),
    wide: true,
    homeHref: deskHome,
    signOutHref: `${deskHome}/sign-out`,
  };
  return pages.show(ctx, `desk/${view}`, { ...page, signedInAs: account.profile.username, data });
}
