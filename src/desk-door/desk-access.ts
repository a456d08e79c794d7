/**
 * Access to the desk, for every page of it: what a role allows there, to whom. Who is signed in and holds a role is known by
 * staff-pages/staff-access.ts.
 *
 * The pages are beside this file, a folder a family: cases/ (one person at the window), registration/ (a new account),
 * dual-authorization/ (what two people decide on) and audit-review/ (what auditors read).
 */
import type { Context } from 'koa';
import { type Account, nameBorne } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { deskEvents } from '../audit/events/desk-events.ts';
import type { DeskPolicy } from '../configuration/policies.ts';
import { type DeskAction, permissionOf } from '../desk/staff/permissions.ts';
import { isSamePerson } from '../desk/staff/same-person.ts';
import { deskSite } from '../relying-party/own-client.ts';
import type { SignedInStaff, StaffAccess, StaffPlace, StaffWork } from '../staff-pages/staff-access.ts';
import { readingOf } from '../storage/sealed-record.ts';
import { type Language, languageOf } from '../web/language.ts';
import type { Page, Pages } from '../web/page/page.ts';

export interface Desk extends Pick<StaffAccess, 'whenSignedIn'> {
  readonly issuer: string;
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
}

export interface DeskParts {
  readonly issuer: string;
  readonly policy: DeskPolicy;
  readonly access: StaffAccess;
  readonly accounts: AccountStore;
  readonly audit: AuditLog;
  readonly pages: Pages;
}

export const deskHome = deskSite.home;

/** Whoever has a role at an office that there is. */
export function deskPlace({ offices }: Pick<DeskPolicy, 'offices'>): StaffPlace {
  return {
    site: deskSite,
    mayEnter: ({ office }) => offices.some(({ id }) => id === office),
    noRole: { title: 'desk.no-role.title', text: 'desk.no-role.text' },
  };
}

/** @returns the name of an office; its id, where there is no such office any more. */
export function officeNamesOf({ offices }: DeskPolicy): (office: string, language: Language) => string {
  return (office, language) => {
    const found = offices.find(({ id }) => id === office);
    return (language === 'en' && found?.['name#en']) || (found?.name ?? office);
  };
}

export function createDesk(parts: DeskParts): Desk {
  const { access } = parts;
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
    whenSignedIn: access.whenSignedIn,

    whenAllowed: (ctx, address, action, work) =>
      access.whenSignedIn(ctx, address, async (staff) => {
        const isRefused = permissionOf(staff.person.role, action) === 'refused';
        await (isRefused ? refuse(ctx, staff, action) : work(staff));
      }),

    async hasMade(staff, { madeBy }) {
      const areOwn = await Promise.all(madeBy.map((maker) => isOwn(staff, maker)));
      return areOwn.includes(true);
    },

    async nameOf(accountId) {
      const colleague = await readingOf(parts.accounts.find(accountId));
      return colleague.kind === 'found' ? nameBorne(colleague.value.profile) : '–';
    },
  };
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
