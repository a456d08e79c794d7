/** The proof beyond the password: a code from the citizen's own mailbox, or a wait where there is none. */
import type { Context } from 'koa';
import { z } from 'zod';
import { mostWrongTries, sentCodeField } from '../one-time-codes/sent-code.ts';
import type { ContactCodeSent, Enrolment, Waiting } from '../totp/enrolment.ts';
import type { StoredEnrolment } from '../totp/enrolment-store.ts';
import { concealedEmail } from '../web/concealed.ts';
import { checkFields, type Fields } from '../web/form.ts';
import { dateInWords, timeOfDay } from '../web/instants.ts';
import { languageOf } from '../web/language.ts';
import type { FormError } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import type { EnrolDoor, EnrolParts, ShowEnrolPage } from './enrol-door.ts';

export interface ContactStep {
  show(ctx: Context, door: EnrolDoor, enrolment: ContactCodeSent): Promise<void>;
  showWaiting(ctx: Context, door: EnrolDoor, enrolment: Waiting): Promise<void>;
  showElsewhere(ctx: Context, door: EnrolDoor, enrolment: Enrolment): Promise<void>;
  confirm(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment<ContactCodeSent>,
    fields: Fields,
  ): Promise<void>;
  resend(ctx: Context, door: EnrolDoor, stored: StoredEnrolment<ContactCodeSent>): Promise<void>;
}

const contactCodeSchema = z.object({
  contact_code: sentCodeField('contact-code.format', 'contact-code.empty'),
});

export function createContactStep(
  { enrolments, shield, devices, now }: Pick<EnrolParts, 'enrolments' | 'shield' | 'devices' | 'now'>,
  showPage: ShowEnrolPage,
): ContactStep {
  async function confirm(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment<ContactCodeSent>,
    fields: Fields,
  ): Promise<void> {
    const checked = checkFields(contactCodeSchema, fields);
    if ('errors' in checked) {
      await showContactCode(ctx, door, stored.enrolment, checked.errors as FormError[]);
      return;
    }
    const { contact_code } = checked.value;
    const outcome = await enrolments.checkContactCode(door.account.id, stored, contact_code, now());
    const triesLeft = mostWrongTries - stored.enrolment.wrongCodes - 1;
    if (outcome === 'wrong' && triesLeft > 0) {
      const error: FormError = {
        field: 'contact_code',
        message: 'contact-code.wrong',
        values: { left: triesLeft },
      };
      await showContactCode(ctx, door, stored.enrolment, [error]);
      return;
    }
    seeOther(ctx, door.address);
  }

  async function resend(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment<ContactCodeSent>,
  ): Promise<void> {
    const who = devices.guesserOf(ctx, door.account.profile.username);
    const outcome = await shield.sendAgain(door.account, who, stored, now());
    if (outcome === 'too-many-messages') {
      const error: FormError = { field: '', message: 'contact-code.too-soon' };
      await showContactCode(ctx, door, stored.enrolment, [error], 429);
      return;
    }
    seeOther(ctx, door.address);
  }

  /** The application runs in another browser: its key is shown there alone. */
  function showElsewhere(ctx: Context, door: EnrolDoor, { state }: Enrolment): Promise<void> {
    const data = { isWaiting: state === 'waiting' };
    return showPage(ctx, door, 'elsewhere', { title: 'enrol.elsewhere.title', data });
  }

  function showContactCode(
    ctx: Context,
    door: EnrolDoor,
    { sessionIdentifier }: ContactCodeSent,
    errors: FormError[],
    status = errors.length > 0 ? 422 : 200,
  ): Promise<void> {
    const data = { sessionIdentifier, contact: concealedEmail(door.account.profile.email ?? '') };
    return showPage(ctx, door, 'contact-code', { title: 'contact-code.title', status, errors, data });
  }

  function showWaiting(ctx: Context, door: EnrolDoor, enrolment: Waiting): Promise<void> {
    const readyAt = new Date(enrolment.readyAt);
    const data = { day: dateInWords(readyAt, languageOf(ctx)), time: timeOfDay(readyAt) };
    return showPage(ctx, door, 'waiting', { title: 'enrol.waiting.title', data });
  }

  return {
    show: (ctx, door, enrolment) => showContactCode(ctx, door, enrolment, []),
    showWaiting,
    showElsewhere,
    confirm,
    resend,
  };
}
