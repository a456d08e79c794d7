/** The desk's first page: whom to look up, and what awaits a second person. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import type { AccountStore } from '../accounts/account-store.ts';
import { usernameAsStored } from '../accounts/username.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { deskEvents } from '../audit/events/desk-events.ts';
import type { LookUpCounts } from '../desk/audit-review/look-up-counts-store.ts';
import { type CaseStore, lookUpReasons } from '../desk/cases/case-store.ts';
import { isOpen, type RequestIn } from '../desk/dual-authorization/request.ts';
import type { RequestStore, StoredRequest } from '../desk/dual-authorization/request-store.ts';
import { permissionOf } from '../desk/staff/permissions.ts';
import type { SignedInStaff } from '../staff-pages/staff-access.ts';
import type { LookUpLimit } from '../throttle/windows/look-up-limit.ts';
import { checkFields, type Fields, type ReadForm } from '../web/form/form.ts';
import { type Language, languageOf } from '../web/language.ts';
import { dayOf, instantInWords } from '../web/page/dates-and-times.ts';
import type { FormError } from '../web/page/page.ts';
import { countUnreadable } from '../web/page/unreadable.ts';
import { type Door, forPeople } from '../web/request/door.ts';
import { seeOther } from '../web/request/redirect.ts';
import { type Desk, deskHome } from './desk-access.ts';

export interface DeskRouteParts {
  readonly desk: Desk;
  readonly accounts: AccountStore;
  readonly cases: CaseStore;
  readonly requests: RequestStore;
  readonly lookUpLimit: LookUpLimit;
  readonly lookUpCounts: LookUpCounts;
  readonly audit: AuditLog;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const lookUpSchema = z
  .object({
    username: z.string().trim().min(1, 'desk.look-up.empty').max(100, 'username.too-long').prefault(''),
    purpose: z.enum(lookUpReasons, 'desk.purpose.empty').prefault('' as 'other'),
    note: z.string().trim().max(200, 'desk.note.too-long').prefault(''),
  })
  .refine(({ purpose, note }) => purpose !== 'other' || note !== '', {
    path: ['note'],
    message: 'desk.note.empty',
  });

export function deskRoutes(parts: DeskRouteParts): Door {
  const { desk, readForm } = parts;
  const router = new Router({ prefix: deskHome });

  router.get('/', (ctx) => desk.whenSignedIn(ctx, deskHome, (staff) => showHome(parts, ctx, staff)));
  router.post('/', async (ctx) => {
    const fields = await readForm(ctx);
    await desk.whenAllowed(ctx, deskHome, 'look-up', (staff) => submitLookUp(parts, ctx, staff, fields));
  });

  return forPeople(router);
}

async function submitLookUp(
  parts: DeskRouteParts,
  ctx: Context,
  staff: SignedInStaff,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(lookUpSchema, fields);
  if ('errors' in checked) {
    await showHome(parts, ctx, staff, fields, checked.errors as FormError[]);
    return;
  }
  const outcome = await lookUp(parts, staff, checked.value);
  if ('refused' in outcome) {
    const field = outcome.refused === 'too-many' ? '' : 'username';
    const message = `desk.look-up.${outcome.refused}` as const;
    const status = outcome.refused === 'too-many' ? 429 : 422;
    await showHome(parts, ctx, staff, fields, [{ field, message }], status);
    return;
  }
  seeOther(ctx, `${deskHome}/case/${outcome.caseName}`);
}

/** Whatever comes of it is recorded, and counted but for one's own account. */
async function lookUp(
  { desk, accounts, cases, lookUpLimit, lookUpCounts, audit, now }: DeskRouteParts,
  staff: SignedInStaff,
  { username, purpose, note }: z.output<typeof lookUpSchema>,
): Promise<{ readonly caseName: string } | { readonly refused: 'too-many' | 'unknown' | 'own' }> {
  const { person } = staff;
  const day = dayOf(now());
  // Counted before anything is looked at: names that nobody has, too.
  if (!(await lookUpLimit(person.accountId))) {
    await lookUpCounts.refuse(person, 'too-many', day, deskEvents.lookUpRefused(person, 'too-many'));
    return { refused: 'too-many' };
  }
  const accountId = await accounts.findId(usernameAsStored(username));
  const account = accountId === undefined ? undefined : await accounts.find(accountId);
  if (account === undefined) {
    await lookUpCounts.refuse(person, 'unknown', day, deskEvents.lookUpRefused(person, 'unknown'));
    return { refused: 'unknown' };
  }
  if (await desk.isOwn(staff, account.id)) {
    await audit.record(deskEvents.lookUpRefused(person, 'own'));
    return { refused: 'own' };
  }
  const opened = { accountId: account.id, reason: purpose };
  const event = deskEvents.dataViewed(person, account.id, purpose, note);
  return { caseName: await cases.open(person, opened, day, event) };
}

async function showHome(
  { desk, requests, now }: Pick<DeskRouteParts, 'desk' | 'requests' | 'now'>,
  ctx: Context,
  staff: SignedInStaff,
  fields: Fields = {},
  errors: FormError[] = [],
  status?: number,
): Promise<void> {
  const { role, office } = staff.person;
  const mayDecide = permissionOf(role, 'decide') === 'allowed';
  const proposals = mayDecide ? await requests.proposalsOf(office) : { readable: [], unreadable: [] };
  const open = proposals.readable.filter(({ request }) => isOpen(request, now()));
  const described = open.map((proposal) => proposalInWords(desk, staff, proposal, languageOf(ctx)));
  await desk.show(ctx, staff, 'home', {
    title: 'desk.title',
    status,
    errors,
    data: {
      mayLookUp: permissionOf(role, 'look-up') === 'allowed',
      mayDecide,
      mayOversee: permissionOf(role, 'oversee') === 'allowed',
      proposals: await Promise.all(described),
      unreadable: countUnreadable(ctx, proposals.unreadable),
      purposes: lookUpReasons,
      typed: { username: fields.username ?? '', purpose: fields.purpose ?? '', note: fields.note ?? '' },
    },
  });
}

/** What tells proposals apart. Whom one is about, its own page shows: a look at somebody's data, which is recorded. */
async function proposalInWords(
  desk: Desk,
  staff: SignedInStaff,
  { request }: StoredRequest<RequestIn<'proposed'>>,
  language: Language,
) {
  const { id, kind, document, proposedBy, proposedAt, expiresAt } = request;
  return {
    id,
    kind,
    document,
    by: await desk.nameOf(proposedBy),
    at: instantInWords(new Date(proposedAt), language),
    until: instantInWords(new Date(expiresAt), language),
    isOwn: await desk.isOwn(staff, proposedBy),
  };
}
