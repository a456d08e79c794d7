/** Registering somebody who has no account: the data of their document, a user name, their own e-mail address. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import { type Profile, profileSchema } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { DeskChanges } from '../../accounts/desk/desk-changes-store.ts';
import { provenRequester, type Requester } from '../../accounts/password/hash-queue.ts';
import type { PasswordHasher } from '../../accounts/password/password-hash.ts';
import type { IssuedCode } from '../../accounts/recovery/activation-store.ts';
import { documents } from '../../assurance/identification.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import { deskEvents } from '../../audit/events/desk-events.ts';
import { isSamePerson } from '../../desk/staff/same-person.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import type { LookUpLimit } from '../../throttle/windows/look-up-limit.ts';
import { checkFields, type Fields, type ReadForm } from '../../web/form/form.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { type Desk, deskHome } from '../desk-access.ts';
import { showReceipt } from '../receipt.ts';
import { documentFields, identifiedAtDesk, type TypedDocument } from '../typed-document.ts';
import {
  birthDataFields,
  birthTextFields,
  errorOfBirthdate,
  nameField,
  textFields,
  trimmed,
  withFieldName,
} from './birth-data.ts';

export interface RegistrationParts {
  readonly desk: Desk;
  readonly accounts: Pick<AccountStore, 'findByIdentity'>;
  readonly changes: DeskChanges;
  readonly lookUpLimit: LookUpLimit;
  readonly audit: AuditLog;
  readonly hasher: PasswordHasher;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const address = `${deskHome}/register`;

/** In the order of the page, which errors keep. */
const registrationSchema = z.object({
  ...documentFields,
  family_name: nameField,
  given_name: nameField,
  ...birthDataFields,
  username: z
    .string()
    .trim()
    .min(1, 'desk.look-up.empty')
    .max(100, 'username.too-long')
    .refine((typed) => profileSchema.shape.username.safeParse(typed).success, 'desk.register.username')
    .prefault(''),
  email: z
    .string()
    .transform((typed) => typed || undefined)
    .refine((typed) => profileSchema.shape.email.safeParse(typed).success, 'desk.register.email')
    .prefault(''),
});

export function registrationRoutes(parts: RegistrationParts): Door {
  const { desk, readForm } = parts;
  const router = new Router({ prefix: address });

  router.get('/', (ctx) =>
    desk.whenAllowed(ctx, address, 'register', (staff) => showForm(parts, ctx, staff)),
  );
  router.post('/', async (ctx) => {
    const fields = await readForm(ctx);
    await desk.whenAllowed(ctx, address, 'register', (staff) => submitForm(parts, ctx, staff, fields));
  });

  return forPeople(router);
}

async function submitForm(
  parts: RegistrationParts,
  ctx: Context,
  staff: SignedInStaff,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(registrationSchema, trimmed(fields));
  if ('errors' in checked) {
    await showForm(parts, ctx, staff, fields, checked.errors as FormError[]);
    return;
  }
  const { document, document_number, ...typed } = checked.value;
  const future = errorOfBirthdate(typed.birthdate, parts.now());
  if (future) {
    await showForm(parts, ctx, staff, fields, [future]);
    return;
  }
  const profile = profileSchema.parse(typed);
  const outcome = await register(parts, staff, provenRequester(ctx.ip), profile, {
    document,
    document_number,
  });
  if ('refused' in outcome) {
    await recordRefusal(parts, staff, profile, outcome.refused);
    const { error, status } = refusals[outcome.refused];
    await showForm(parts, ctx, staff, fields, [error], status, outcome.refused === 'person-known');
    return;
  }
  await showReceipt(ctx, parts.desk, staff, profile, outcome.issued);
}

type Refused = 'too-many' | 'own' | 'taken' | 'person-known';

const refusals: Readonly<Record<Refused, { readonly error: FormError; readonly status: number }>> = {
  'too-many': { error: { field: '', message: 'desk.look-up.too-many' }, status: 429 },
  own: { error: { field: '', message: 'desk.look-up.own' }, status: 422 },
  taken: { error: { field: 'username', message: 'desk.register.taken' }, status: 422 },
  'person-known': { error: { field: '', message: 'desk.register.person-known' }, status: 422 },
};

/** Whose data it were reads of it. */
async function recordRefusal(
  { accounts, audit }: Pick<RegistrationParts, 'accounts' | 'audit'>,
  { person }: SignedInStaff,
  profile: Profile,
  refused: Refused,
): Promise<void> {
  const [whose] = refused === 'person-known' ? await accounts.findByIdentity(profile) : [];
  await audit.record(deskEvents.registrationRefused(person, refused, whose));
}

async function register(
  {
    changes,
    hasher,
    lookUpLimit,
    now,
  }: Pick<RegistrationParts, 'changes' | 'hasher' | 'lookUpLimit' | 'now'>,
  { person, account }: SignedInStaff,
  requester: Requester,
  profile: Profile,
  document: TypedDocument,
): Promise<{ readonly issued: IssuedCode } | { readonly refused: Refused }> {
  // Whether a name is taken, or a person known, is told here as well: it counts like a look-up.
  if (!(await lookUpLimit(person.accountId))) {
    return { refused: 'too-many' };
  }
  if (isSamePerson(profile, account.profile)) {
    return { refused: 'own' };
  }
  // The activation code is the only way in.
  const unknown = await hasher.hashOfUnknown(requester);
  const identification = identifiedAtDesk(person, document, now());
  const registrar = { clerkId: person.accountId, identification };
  const eventOf = (accountId: string) => deskEvents.registered(person, accountId, document.document);
  const secondOf = (firstId: string) =>
    deskEvents.secondAccountRegistered(person, firstId, document.document);
  const outcome = await changes.register(profile, unknown, registrar, now(), eventOf, secondOf);
  if (outcome.kind === 'registered') {
    return outcome;
  }
  return { refused: outcome.kind === 'username-taken' ? 'taken' : 'person-known' };
}

function showForm(
  { desk, pages }: Pick<RegistrationParts, 'desk' | 'pages'>,
  ctx: Context,
  staff: SignedInStaff,
  typed: Fields = {},
  errors: FormError[] = [],
  status?: number,
  isPersonKnown = false,
): Promise<void> {
  const t = pages.translatorFor(ctx);
  return desk.show(ctx, staff, 'registration/register', {
    title: 'desk.register.title',
    status,
    errors: errors.map((error) => withFieldName(t, error)),
    data: { typed, textFields, birthFields: birthTextFields, documents, isPersonKnown },
  });
}
