/** The törlőkód: shown once, kept by the citizen, and confirmed; with that the authenticator exists, and its owner is told. */
import type { Context } from 'koa';
import { z } from 'zod';
import { initialsOf, recipientOf, verifiedContactOf } from '../accounts/account.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import {
  authenticatorOf,
  type CancellationCodeShown,
  mostAuthenticators,
  type Proven,
} from '../totp/enrolment/enrolment.ts';
import type { StoredEnrolment } from '../totp/enrolment/enrolment-store.ts';
import { checkFields, type Fields } from '../web/form/form.ts';
import { languageOf } from '../web/language.ts';
import { instantInWords } from '../web/page/dates-and-times.ts';
import type { FormError } from '../web/page/page.ts';
import { seeOther } from '../web/request/redirect.ts';
import { type EnrolDoor, type EnrolParts, showEnrolPage } from './enrol-door.ts';

type PageParts = Pick<EnrolParts, 'pages' | 'pairings'>;

const lastFourSchema = z.object({
  last_four: z.string().trim().min(1, 'enrol.last-four.empty').max(64).prefault(''),
});

/** Kept with the code: whoever lost the phone finds it on the paper, years later. */
function whereToCancel({ issuer }: Pick<EnrolParts, 'issuer'>): string {
  return `${issuer}/megszuntetes`;
}

export async function revealCancellationCode(
  parts: PageParts & Pick<EnrolParts, 'enrolments' | 'issuer' | 'now'>,
  ctx: Context,
  door: EnrolDoor,
  stored: StoredEnrolment<Proven | CancellationCodeShown>,
): Promise<void> {
  const madeAt = parts.now();
  const code = await parts.enrolments.showCancellationCode(door.account.id, stored, madeAt);
  if (code === undefined) {
    seeOther(ctx, door.address);
    return;
  }
  await showCode(parts, ctx, door, code, marksOf(ctx, door, stored.enrolment.name, madeAt));
}

/** In another language: the page itself holds the code, and sends it back. */
export async function showCancellationCodeAgain(
  parts: PageParts & Pick<EnrolParts, 'enrolments' | 'issuer' | 'now'>,
  ctx: Context,
  door: EnrolDoor,
  enrolment: CancellationCodeShown,
  { cancellation_code: code = '' }: Fields,
): Promise<void> {
  if (!parts.enrolments.knowsCancellationCode(door.account.id, enrolment, code)) {
    seeOther(ctx, door.address);
    return;
  }
  await showCode(parts, ctx, door, code, marksOfShown(parts, ctx, door, enrolment));
}

/** By which one paper is told from another: of a couple's in one drawer, of one person's before and after. */
interface Marks {
  readonly name: string;
  readonly date: string;
  readonly device: string;
}

function marksOf(ctx: Context, { account }: EnrolDoor, device: string, madeAt: Date): Marks {
  return { name: initialsOf(account.profile), date: instantInWords(madeAt, languageOf(ctx)), device };
}

/** As they were shown; an application of an older version does not say when. */
function marksOfShown(
  { now }: Pick<EnrolParts, 'now'>,
  ctx: Context,
  door: EnrolDoor,
  { name, cancellationMadeAt }: CancellationCodeShown,
): Marks {
  return marksOf(ctx, door, name, new Date(cancellationMadeAt ?? now()));
}

function showCode(
  parts: PageParts & Pick<EnrolParts, 'issuer'>,
  ctx: Context,
  door: EnrolDoor,
  code: string,
  marks: Marks,
): Promise<void> {
  return showEnrolPage(parts, ctx, door, 'cancellation-code', {
    title: 'enrol.cancellation-code.title',
    languageForm: { action: `${door.formAddress}/reread`, fields: { cancellation_code: code } },
    data: { cancellationCode: code, groups: code.split('-'), where: whereToCancel(parts), marks },
  });
}

/** Sends back the code that the page itself holds, as a file: works without scripts, and we keep nothing. */
export function downloadCancellationCode(
  parts: Pick<EnrolParts, 'enrolments' | 'issuer' | 'now' | 'pages' | 'serviceName'>,
  ctx: Context,
  door: EnrolDoor,
  enrolment: CancellationCodeShown,
  fields: Fields,
): void {
  const code = fields.cancellation_code ?? '';
  if (!parts.enrolments.knowsCancellationCode(door.account.id, enrolment, code)) {
    seeOther(ctx, door.address);
    return;
  }
  const t = parts.pages.translatorFor(ctx);
  const marks = marksOfShown(parts, ctx, door, enrolment);
  ctx.attachment('torlokod.txt');
  ctx.type = 'text/plain; charset=utf-8';
  const lines = [
    t('enrol.file.heading', { service: parts.serviceName }),
    code,
    [
      t('enrol.cancellation-code.initials', marks),
      t('enrol.cancellation-code.made', marks),
      t('enrol.cancellation-code.device', marks),
    ].join('\r\n'),
    t('enrol.cancellation-code.latest'),
    t('enrol.file.explanation'),
    t('enrol.cancellation-code.where', { address: whereToCancel(parts) }),
  ];
  ctx.body = `${lines.join('\r\n\r\n')}\r\n`;
}

/** Also after a reload: the code was shown, and is not shown again. */
export function showLastFour(
  parts: PageParts,
  ctx: Context,
  door: EnrolDoor,
  errors: FormError[] = [],
): Promise<void> {
  return showEnrolPage(parts, ctx, door, 'last-four', { title: 'enrol.last-four.title', errors });
}

export async function submitLastFour(
  parts: EnrolParts,
  ctx: Context,
  door: EnrolDoor,
  stored: StoredEnrolment<CancellationCodeShown>,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(lastFourSchema, fields);
  if ('errors' in checked) {
    await showLastFour(parts, ctx, door, checked.errors as FormError[]);
    return;
  }
  const { enrolments, now } = parts;
  if (!enrolments.knowsLastFour(door.account.id, stored.enrolment, checked.value.last_four)) {
    await showLastFour(parts, ctx, door, [{ field: 'last_four', message: 'enrol.last-four.wrong' }]);
    return;
  }
  const most = door.applicant === 'proven' ? mostAuthenticators : 1;
  const { name, passkey } = stored.enrolment;
  const authenticatorId = authenticatorOf(stored.enrolment);
  const event = securityEvents.plusActivated(door.account.id, authenticatorId, name);
  const outcome = await enrolments.activate(door.account.id, stored, most, now(), event);
  if (outcome !== 'activated') {
    seeOther(ctx, door.address);
    return;
  }
  await tellOwner(parts, door, { id: authenticatorId, name, isPasskey: passkey !== undefined });
  await door.finished(ctx, passkey ? 'passkey' : 'code');
}

/**
 * At once, with the link by which the owner stops what they did not ask for; at an address that nobody confirmed that would be a
 * stranger's to stop.
 */
async function tellOwner(
  { objections, issuer, messages, now }: Pick<EnrolParts, 'objections' | 'issuer' | 'messages' | 'now'>,
  { account, applicant }: EnrolDoor,
  { id: authenticatorId, name: device, isPasskey }: { id: string; name: string; isPasskey: boolean },
): Promise<void> {
  const first = isPasskey ? 'plus-activated-by-passkey' : 'plus-activated';
  const kind = applicant === 'proven' ? 'authenticator-added' : first;
  const contact = verifiedContactOf(account);
  if (!contact) {
    await messages.tell(recipientOf(account), `${kind}-without-link`, now(), { device });
    return;
  }
  const token = await objections.prepare({ accountId: account.id, authenticatorId });
  await messages.tellWithLink(contact, kind, `${issuer}/nem-en-voltam/${token}`, now(), { device });
}
