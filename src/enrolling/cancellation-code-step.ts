/** The törlőkód: shown once, kept by the citizen, and confirmed; with that the authenticator exists, and its owner is told. */
import type { Context } from 'koa';
import { z } from 'zod';
import { recipientOf } from '../accounts/account.ts';
import { securityEvents } from '../audit/security-events.ts';
import { type CancellationCodeShown, mostAuthenticators, type Proven } from '../totp/enrolment.ts';
import type { StoredEnrolment } from '../totp/enrolment-store.ts';
import { checkFields, type Fields } from '../web/form.ts';
import type { FormError } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import type { EnrolDoor, EnrolParts, ShowEnrolPage } from './enrol-door.ts';

export interface CancellationCodeStep {
  /** After a reload: the code was shown, and is not shown again. */
  show(ctx: Context, door: EnrolDoor): Promise<void>;
  reveal(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment<Proven | CancellationCodeShown>,
  ): Promise<void>;
  download(ctx: Context, door: EnrolDoor, enrolment: CancellationCodeShown, fields: Fields): void;
  finish(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment<CancellationCodeShown>,
    fields: Fields,
  ): Promise<void>;
}

const lastFourSchema = z.object({
  last_four: z.string().trim().min(1, 'enrol.last-four.empty').max(64).prefault(''),
});

export function createCancellationCodeStep(parts: EnrolParts, showPage: ShowEnrolPage): CancellationCodeStep {
  const { enrolments, pages, now } = parts;
  /** Kept with the code: whoever lost the phone finds it on the paper, years later. */
  const where = `${parts.issuer}/megszuntetes`;

  async function reveal(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment<Proven | CancellationCodeShown>,
  ): Promise<void> {
    const code = await enrolments.showCancellationCode(door.account.id, stored);
    if (code === undefined) {
      seeOther(ctx, door.address);
      return;
    }
    const data = { cancellationCode: code, groups: code.split('-'), where };
    await showPage(ctx, door, 'cancellation-code', { title: 'enrol.cancellation-code.title', data });
  }

  /** Sends back the code that the page itself holds, as a file: works without scripts, and we keep nothing. */
  function download(ctx: Context, door: EnrolDoor, enrolment: CancellationCodeShown, fields: Fields): void {
    const code = fields.cancellation_code ?? '';
    if (!enrolments.knowsCancellationCode(door.account.id, enrolment, code)) {
      seeOther(ctx, door.address);
      return;
    }
    const t = pages.translatorFor(ctx);
    ctx.attachment('torlokod.txt');
    ctx.type = 'text/plain; charset=utf-8';
    const lines = [
      t('enrol.file.heading', { service: parts.serviceName }),
      code,
      t('enrol.file.explanation'),
      t('enrol.cancellation-code.where', { address: where }),
    ];
    ctx.body = `${lines.join('\r\n\r\n')}\r\n`;
  }

  async function finish(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment<CancellationCodeShown>,
    fields: Fields,
  ): Promise<void> {
    const checked = checkFields(lastFourSchema, fields);
    if ('errors' in checked) {
      await showLastFour(ctx, door, checked.errors as FormError[]);
      return;
    }
    if (!enrolments.knowsLastFour(door.account.id, stored.enrolment, checked.value.last_four)) {
      await showLastFour(ctx, door, [{ field: 'last_four', message: 'enrol.last-four.wrong' }]);
      return;
    }
    const most = door.applicant === 'proven' ? mostAuthenticators : 1;
    const { authenticatorId, name } = stored.enrolment;
    const event = securityEvents.plusActivated(door.account.id, authenticatorId, name);
    const outcome = await enrolments.activate(door.account.id, stored, most, now(), event);
    if (outcome !== 'activated') {
      seeOther(ctx, door.address);
      return;
    }
    await tellOwner(door, authenticatorId, name);
    await door.finished(ctx);
  }

  /** At once, with the link by which the owner stops what they did not ask for. */
  async function tellOwner(
    { account, applicant }: EnrolDoor,
    authenticatorId: string,
    device: string,
  ): Promise<void> {
    const token = await parts.objections.prepare({ accountId: account.id, authenticatorId });
    const objection = `${parts.issuer}/nem-en-voltam/${token}`;
    const kind = applicant === 'proven' ? 'authenticator-added' : 'plus-activated';
    await parts.messages.tell(recipientOf(account), kind, now(), { objection, device });
  }

  function showLastFour(ctx: Context, door: EnrolDoor, errors: FormError[]): Promise<void> {
    const status = errors.length > 0 ? 422 : 200;
    return showPage(ctx, door, 'last-four', { title: 'enrol.last-four.title', status, errors });
  }

  return { show: (ctx, door) => showLastFour(ctx, door, []), reveal, download, finish };
}
