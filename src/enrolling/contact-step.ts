/** The proof beyond the password: a code from the citizen's own mailbox, or a wait where there is none. */
import type { Context } from 'koa';
import { z } from 'zod';
import { messageCodeField, mostWrongTries } from '../one-time-codes/message-code.ts';
import type { ContactCodeSent, Enrolment, Waiting } from '../totp/enrolment/enrolment.ts';
import type { StoredEnrolment } from '../totp/enrolment/enrolment-store.ts';
import { checkFields, type Fields } from '../web/form/form.ts';
import { languageOf } from '../web/language.ts';
import { dateInWords, instantInWords, timeOfDay } from '../web/page/dates-and-times.ts';
import { maskedEmail } from '../web/page/masked-contact.ts';
import type { FormError } from '../web/page/page.ts';
import { seeOther } from '../web/request/redirect.ts';
import { type EnrolDoor, type EnrolParts, showEnrolPage } from './enrol-door.ts';

type PageParts = Pick<EnrolParts, 'pages' | 'pairings'>;
type ContactParts = PageParts & Pick<EnrolParts, 'enrolments' | 'enrolmentHold' | 'devices' | 'now'>;

const contactCodeSchema = z.object({
  contact_code: messageCodeField('contact-code.format', 'contact-code.empty'),
});

export function showContactCode(
  parts: PageParts,
  ctx: Context,
  door: EnrolDoor,
  { sessionIdentifier, expiresAt }: ContactCodeSent,
  errors: FormError[] = [],
  status?: number,
): Promise<void> {
  const contact = maskedEmail(door.account.profile.email ?? '');
  const lapsesAt = new Date(expiresAt);
  const data = { sessionIdentifier, contact, until: timeOfDay(lapsesAt, languageOf(ctx)) };
  const page = { title: 'contact-code.title', status, errors, lapsesAt, data } as const;
  return showEnrolPage(parts, ctx, door, 'contact-code', page);
}

export async function submitContactCode(
  parts: ContactParts,
  ctx: Context,
  door: EnrolDoor,
  stored: StoredEnrolment<ContactCodeSent>,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(contactCodeSchema, fields);
  if ('errors' in checked) {
    await showContactCode(parts, ctx, door, stored.enrolment, checked.errors as FormError[]);
    return;
  }
  const typed = checked.value.contact_code;
  const outcome = await parts.enrolments.checkContactCode(door.account.id, stored, typed, parts.now());
  const left = mostWrongTries - stored.enrolment.wrongCodes - 1;
  if (outcome === 'wrong' && left > 0) {
    const error: FormError = { field: 'contact_code', message: 'contact-code.wrong', values: { left } };
    await showContactCode(parts, ctx, door, stored.enrolment, [error]);
    return;
  }
  seeOther(ctx, door.address);
}

export async function resendContactCode(
  parts: ContactParts,
  ctx: Context,
  door: EnrolDoor,
  stored: StoredEnrolment<ContactCodeSent>,
): Promise<void> {
  const who = parts.devices.attemptSourceOf(ctx, door.account.profile.username);
  const outcome = await parts.enrolmentHold.sendAgain(door.account, who, stored, parts.now());
  if (outcome === 'too-many-messages') {
    const error: FormError = { field: '', message: 'contact-code.too-soon' };
    await showContactCode(parts, ctx, door, stored.enrolment, [error], 429);
    return;
  }
  seeOther(ctx, door.address);
}

/** The owner has time to notice. */
export function showWaiting(
  parts: PageParts,
  ctx: Context,
  door: EnrolDoor,
  enrolment: Waiting,
): Promise<void> {
  const readyAt = new Date(enrolment.readyAt);
  const data = { day: dateInWords(readyAt, languageOf(ctx)), time: timeOfDay(readyAt, languageOf(ctx)) };
  return showEnrolPage(parts, ctx, door, 'waiting', { title: 'enrol.waiting.title', data });
}

/** The application runs in another browser: its key is shown there alone. */
export function showElsewhere(
  parts: PageParts & Pick<EnrolParts, 'enrolmentHold' | 'now'>,
  ctx: Context,
  door: EnrolDoor,
  enrolment: Enrolment,
): Promise<void> {
  const readyAt = enrolment.state === 'waiting' ? new Date(enrolment.readyAt) : undefined;
  const now = parts.now();
  const readyAnew =
    door.applicant === 'proven' ? undefined : parts.enrolmentHold.waitsUntil(door.account, now);
  const inWords = (instant: Date | undefined): string =>
    instant && instant > now ? instantInWords(instant, languageOf(ctx)) : '';
  const data = { waitsUntil: inWords(readyAt), wouldWaitUntil: inWords(readyAnew) };
  return showEnrolPage(parts, ctx, door, 'elsewhere', { title: 'enrol.elsewhere.title', data });
}
