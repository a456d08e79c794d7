/** Somebody who forgot their user name: all data of their document find their account, and nothing less does. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import { type Account, nameBorne } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { IdentificationStore } from '../../accounts/identification/identification-store.ts';
import { documents } from '../../assurance/identification.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import { deskEvents } from '../../audit/events/desk-events.ts';
import type { LookUpCounts } from '../../desk/audit-review/look-up-counts-store.ts';
import type { CaseStore } from '../../desk/cases/case-store.ts';
import { isSamePerson } from '../../desk/staff/same-person.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import type { LookUpLimit } from '../../throttle/windows/look-up-limit.ts';
import { checkFields, type Fields, type ReadForm } from '../../web/form/form.ts';
import { dayOf } from '../../web/page/dates-and-times.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { type Desk, deskHome } from '../desk-access.ts';
import { recordIdentification } from '../typed-document.ts';
import { birthDataFields, birthTextFields, trimmed, withFieldName } from './birth-data.ts';

export interface ForgottenUsernameParts {
  readonly desk: Desk;
  readonly accounts: AccountStore;
  readonly cases: CaseStore;
  readonly identifications: Pick<IdentificationStore, 'record'>;
  readonly lookUpLimit: LookUpLimit;
  readonly lookUpCounts: LookUpCounts;
  readonly audit: AuditLog;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const address = `${deskHome}/forgotten-username`;
const birthDataSchema = z.object(birthDataFields);

type Typed = z.output<typeof birthDataSchema>;
type Refused = 'too-many' | 'own' | 'unknown' | 'several';

export function forgottenUsernameRoutes(parts: ForgottenUsernameParts): Door {
  const { desk, readForm } = parts;
  const router = new Router({ prefix: address });

  router.get('/', (ctx) => desk.whenAllowed(ctx, address, 'look-up', (staff) => showForm(parts, ctx, staff)));
  router.post('/', async (ctx) => {
    const fields = await readForm(ctx);
    await desk.whenAllowed(ctx, address, 'look-up', (staff) => submitForm(parts, ctx, staff, fields));
  });

  return forPeople(router);
}

async function submitForm(
  parts: ForgottenUsernameParts,
  ctx: Context,
  staff: SignedInStaff,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(birthDataSchema, trimmed(fields));
  if ('errors' in checked) {
    await showForm(parts, ctx, staff, fields, checked.errors as FormError[]);
    return;
  }
  const outcome = await find(parts, staff, checked.value);
  if ('refused' in outcome) {
    const { message, status } = refusals[outcome.refused];
    await showForm(parts, ctx, staff, fields, [{ field: '', message }], status);
    return;
  }
  await showSheet(parts, ctx, staff, outcome.account, outcome.caseName);
}

const refusals = {
  'too-many': { message: 'desk.look-up.too-many', status: 429 },
  own: { message: 'desk.look-up.own', status: 422 },
  unknown: { message: 'desk.forgotten.unknown', status: 422 },
  several: { message: 'desk.forgotten.several', status: 422 },
} as const satisfies Record<Refused, object>;

/** Whatever comes of it is recorded, and counted like a look-up by user name. */
async function find(
  parts: ForgottenUsernameParts,
  { person, account: own }: SignedInStaff,
  { document, document_number, ...identity }: Typed,
): Promise<{ readonly account: Account; readonly caseName: string } | { readonly refused: Refused }> {
  const { accounts, cases, lookUpLimit, lookUpCounts, audit, now } = parts;
  const day = dayOf(now());
  if (!(await lookUpLimit(person.accountId))) {
    await lookUpCounts.refuse(person, 'too-many', day, deskEvents.lookUpRefused(person, 'too-many'));
    return { refused: 'too-many' };
  }
  if (isSamePerson(identity, own.profile)) {
    await audit.record(deskEvents.lookUpRefused(person, 'own'));
    return { refused: 'own' };
  }
  const [id = '', ...others] = await accounts.findByIdentity(identity);
  const account = others.length > 0 ? undefined : await accounts.find(id);
  if (!account) {
    const refused = others.length > 0 ? 'several' : 'unknown';
    await lookUpCounts.refuse(person, 'unknown', day, deskEvents.lookUpRefused(person, refused));
    return { refused };
  }
  await recordIdentification(parts, person, account.id, { document, document_number });
  const opened = { accountId: account.id, reason: 'forgotten-username', document } as const;
  const event = deskEvents.usernameFound(person, account.id, document);
  return { account, caseName: await cases.open(person, opened, day, event) };
}

function showForm(
  { desk, pages }: Pick<ForgottenUsernameParts, 'desk' | 'pages'>,
  ctx: Context,
  staff: SignedInStaff,
  typed: Fields = {},
  errors: FormError[] = [],
  status?: number,
): Promise<void> {
  const t = pages.translatorFor(ctx);
  return desk.show(ctx, staff, 'registration/forgotten-username', {
    title: 'desk.forgotten.title',
    status,
    errors: errors.map((error) => withFieldName(t, error)),
    data: { typed, birthFields: birthTextFields, documents },
  });
}

/** To be printed and handed over, as the receipt. */
function showSheet(
  { desk }: Pick<ForgottenUsernameParts, 'desk'>,
  ctx: Context,
  staff: SignedInStaff,
  { profile }: Account,
  caseName: string,
): Promise<void> {
  return desk.show(ctx, staff, 'registration/username-sheet', {
    title: 'desk.forgotten.sheet.title',
    data: {
      username: profile.username,
      name: nameBorne(profile),
      caseAddress: `${deskHome}/case/${caseName}`,
      passwordAddress: `${desk.issuer}/elfelejtett-jelszo`,
    },
  });
}
