/**
 * A citizen came from another system that did not know all of their data. Whoever proved to be the account's owner says the rest, before the
 * sign-in is handed to the engine: no relying party is ever told half a person.
 */
import type { Context } from 'koa';
import { z } from 'zod';
import { missingDataOf, type PersonalData, personalData } from '../accounts/account.ts';
import { faultOfBirthdate } from '../accounts/identity.ts';
import { typedName } from '../accounts/seen-text.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import { checkFields, type Fields } from '../web/form/form.ts';
import { typedDateAsIso } from '../web/form/typed-date.ts';
import type { FormError } from '../web/page/page.ts';
import { seeOther } from '../web/request/redirect.ts';
import type { Translate } from '../web/translate.ts';
import type { LoginInteraction } from './login-interaction.ts';
import type { LoginParts } from './login-parts.ts';
import { type DataMissing, isEnded } from './login-progress.ts';
import { beginAgain } from './revoked-login.ts';

type PersonalDataParts = Pick<LoginParts, 'accounts' | 'progressStore' | 'interactions' | 'pages' | 'now'>;

const nameField = typedName({
  empty: 'personal-data.empty',
  tooLong: 'personal-data.too-long',
  unseen: 'personal-data.invisible',
});

const fieldSchemas = {
  family_name: nameField,
  given_name: nameField,
  birth_family_name: nameField,
  birth_given_name: nameField,
  mothers_birth_name: nameField,
  place_of_birth: nameField,
  birthdate: z
    .string()
    .transform(typedDateAsIso)
    .pipe(z.iso.date('personal-data.birthdate.wrong'))
    .prefault(''),
} as const satisfies Record<PersonalData, z.ZodType>;

export async function showPersonalData(
  parts: PersonalDataParts,
  ctx: Context,
  interaction: LoginInteraction,
): Promise<void> {
  const { progress } = interaction;
  const missing = progress.state === 'data-missing' ? await missingOf(parts, progress) : undefined;
  await (missing ? showForm(parts, ctx, interaction, missing) : beginAgain(parts, ctx, interaction));
}

export async function submitPersonalData(
  parts: PersonalDataParts,
  ctx: Context,
  interaction: LoginInteraction,
  fields: Fields,
): Promise<void> {
  const { progress, address } = interaction;
  if (interaction.resumeAddress || progress.state !== 'data-missing') {
    seeOther(ctx, address);
    return;
  }
  const missing = await missingOf(parts, progress);
  if (!missing) {
    await beginAgain(parts, ctx, interaction);
    return;
  }
  const schema = z.object(Object.fromEntries(missing.map((member) => [member, fieldSchemas[member]])));
  const checked = checkFields(schema, fields);
  const errors =
    'errors' in checked ? (checked.errors as FormError[]) : birthdateErrors(parts, checked.value);
  if ('errors' in checked || errors.length > 0) {
    await showForm(parts, ctx, interaction, missing, errors, fields);
    return;
  }
  const { who, proof } = progress;
  const { accountId: id, sessionsEndedAt } = who;
  const event = securityEvents.personalDataCompleted(id);
  const isDone = await parts.accounts.completePersonalData({ id, sessionsEndedAt }, checked.value, event);
  if (!isDone) {
    await beginAgain(parts, ctx, interaction);
    return;
  }
  const { lacksData: _, ...citizen } = who;
  await parts.interactions.finish(ctx, interaction, citizen, proof, await parts.accounts.find(id));
}

/** Undefined where the sign-in has to begin again: something of the account was ended, or all was said meanwhile. */
async function missingOf(
  { accounts }: Pick<PersonalDataParts, 'accounts'>,
  { who }: DataMissing,
): Promise<PersonalData[] | undefined> {
  const account = await accounts.find(who.accountId);
  const missing = account && !isEnded(who, account) ? missingDataOf(account.profile) : [];
  return missing.length > 0 ? missing : undefined;
}

const messageOfFault = {
  'is in the future': 'personal-data.birthdate-future',
  'is before 1900': 'personal-data.birthdate-early',
} as const;

function birthdateErrors({ now }: Pick<PersonalDataParts, 'now'>, said: Record<string, string>): FormError[] {
  const fault = said.birthdate === undefined ? undefined : faultOfBirthdate(said.birthdate, now());
  return fault ? [{ field: 'birthdate', message: messageOfFault[fault] }] : [];
}

/** What is wrong with a field is said with its name. */
function withName(t: Translate, error: FormError): FormError {
  const member = personalData.find((known) => known === error.field);
  return member ? { ...error, values: { name: t(`personal-data.${member}`) } } : error;
}

async function showForm(
  { pages }: Pick<PersonalDataParts, 'pages'>,
  ctx: Context,
  { address, serviceName }: LoginInteraction,
  missing: readonly PersonalData[],
  errors: FormError[] = [],
  typed: Fields = {},
): Promise<void> {
  const t = pages.translatorFor(ctx);
  await pages.show(ctx, 'login/personal-data', {
    title: 'personal-data.title',
    serviceName,
    errors: errors.map((error) => withName(t, error)),
    data: {
      address,
      missing,
      typed: Object.fromEntries(missing.map((member) => [member, (typed[member] ?? '').slice(0, 100)])),
    },
  });
}
