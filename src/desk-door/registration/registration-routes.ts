/** Registering somebody who has no account: the data of their document, a user name, their own e-mail address. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { type Profile, profileSchema } from '../../accounts/account.ts';
import type { DeskChanges } from '../../accounts/desk/desk-changes-store.ts';
import type { PasswordHasher } from '../../accounts/password/password-hash.ts';
import type { IssuedCode } from '../../accounts/recovery/activation-store.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import { deskEvents } from '../../audit/events/desk-events.ts';
import { documents, type IdentityDocument } from '../../desk/cases/case-store.ts';
import { isSamePerson } from '../../desk/staff/same-person.ts';
import type { LookUpLimit } from '../../throttle/look-up-limit.ts';
import { checkFields, type Fields, type ReadForm } from '../../web/form/form.ts';
import { typedDateAsIso } from '../../web/form/typed-date.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import type { Translate } from '../../web/translate.ts';
import { type Desk, deskHome, type SignedInStaff } from '../desk-access.ts';
import { showReceipt } from '../receipt.ts';
import { typedName } from '../typed-name.ts';

export interface RegistrationParts {
  readonly desk: Desk;
  readonly changes: DeskChanges;
  readonly lookUpLimit: LookUpLimit;
  readonly audit: AuditLog;
  readonly hasher: PasswordHasher;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const address = `${deskHome}/register`;
const name = typedName('desk.register.empty');

const registrationSchema = z.object({
  document: z.enum(documents, 'desk.document.empty').prefault('' as 'id-card'),
  family_name: name,
  given_name: name,
  birth_family_name: name,
  birth_given_name: name,
  mothers_birth_name: name,
  place_of_birth: name,
  birthdate: z.string().transform(typedDateAsIso).pipe(z.iso.date('desk.register.birthdate')).prefault(''),
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

/** In the order of the document, so that one reads it once. */
const textFields = [
  'family_name',
  'given_name',
  'birth_family_name',
  'birth_given_name',
  'mothers_birth_name',
  'place_of_birth',
] as const;

export function registrationRoutes(parts: RegistrationParts): Middleware {
  const { desk, readForm } = parts;
  const router = new Router({ prefix: address });

  router.get('/', (ctx) =>
    desk.whenAllowed(ctx, address, 'register', (staff) => showForm(parts, ctx, staff)),
  );
  router.post('/', async (ctx) => {
    const fields = await readForm(ctx);
    await desk.whenAllowed(ctx, address, 'register', (staff) => submitForm(parts, ctx, staff, fields));
  });

  return router.routes() as unknown as Middleware;
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
  const { document, ...typed } = checked.value;
  const profile = profileSchema.parse(typed);
  const outcome = await register(parts, staff, profile, document);
  if ('refused' in outcome) {
    await parts.audit.record(deskEvents.registrationRefused(staff.person, outcome.refused));
    const { error, status } = refusals[outcome.refused];
    await showForm(parts, ctx, staff, fields, [error], status);
    return;
  }
  await showReceipt(ctx, parts.desk, staff, profile, outcome.issued);
}

const refusals: Readonly<
  Record<'too-many' | 'own' | 'taken', { readonly error: FormError; readonly status: number }>
> = {
  'too-many': { error: { field: '', message: 'desk.look-up.too-many' }, status: 429 },
  own: { error: { field: '', message: 'desk.look-up.own' }, status: 422 },
  taken: { error: { field: 'username', message: 'desk.register.taken' }, status: 422 },
};

async function register(
  {
    changes,
    hasher,
    lookUpLimit,
    now,
  }: Pick<RegistrationParts, 'changes' | 'hasher' | 'lookUpLimit' | 'now'>,
  { person, account }: SignedInStaff,
  profile: Profile,
  document: IdentityDocument,
): Promise<{ readonly issued: IssuedCode } | { readonly refused: keyof typeof refusals }> {
  // Whether a name is taken is told here as well: it counts like a look-up.
  if (!(await lookUpLimit(person.accountId))) {
    return { refused: 'too-many' };
  }
  if (isSamePerson(profile, account.profile)) {
    return { refused: 'own' };
  }
  // The activation code is the only way in.
  const unknown = await hasher.hashOfUnknown();
  const issued = await changes.register(profile, unknown, now(), (accountId) =>
    deskEvents.registered(person, accountId, document),
  );
  return issued ? { issued } : { refused: 'taken' };
}

function showForm(
  { desk, pages }: Pick<RegistrationParts, 'desk' | 'pages'>,
  ctx: Context,
  staff: SignedInStaff,
  typed: Fields = {},
  errors: FormError[] = [],
  status = errors.length > 0 ? 422 : 200,
): Promise<void> {
  const t = pages.translatorFor(ctx);
  return desk.show(ctx, staff, 'registration/register', {
    title: 'desk.register.title',
    status,
    errors: errors.map((error) => withFieldName(t, error)),
    data: { typed, textFields, documents },
  });
}

/** Six empty fields are told apart in the summary. */
function withFieldName(t: Translate, error: FormError): FormError {
  const field = textFields.find((known) => known === error.field);
  return field ? { ...error, values: { name: t(`desk.field.${field}`) } } : error;
}

function trimmed(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, value.trim()]));
}
