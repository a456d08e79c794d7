/**
 * Applying for an Ügyfélkapu+ (binding an authenticator, NIST SP 800-63B-4 §4.1), page by page, in the order and words of the real service. Two doors lead here: the citizen's
 * own pages, and a sign-in whose relying party asks for more than a password. The state of the application alone decides
 * which page is shown; nothing exists until *Befejezés*.
 */
import type { Context } from 'koa';
import { securityEvents } from '../audit/events/security-events.ts';
import { readingOf } from '../storage/sealed-record.ts';
import { fitsAccount, isOver, type Waiting } from '../totp/enrolment/enrolment.ts';
import { type Applicant, isOwnApplication, type StoredEnrolment } from '../totp/enrolment/enrolment-store.ts';
import type { Fields } from '../web/form/form.ts';
import { readableIn } from '../web/page/unreadable.ts';
import { seeOther } from '../web/request/redirect.ts';
import {
  downloadCancellationCode,
  revealCancellationCode,
  showCancellationCodeAgain,
  showLastFour,
  submitLastFour,
} from './cancellation-code-step.ts';
import {
  resendContactCode,
  showContactCode,
  showElsewhere,
  showWaiting,
  submitContactCode,
} from './contact-step.ts';
import { type EnrolAction, type EnrolDoor, type EnrolParts, showEnrolPage } from './enrol-door.ts';
import { offerPairing, pairingOf, showPairing, withdrawPairing } from './government-window-step.ts';
import { showKey, submitKeyProof } from './key-step.ts';
import { passkeyInstead, showPasskeyInstead, submitPasskeyProof } from './passkey-step.ts';
import { showStart, start } from './start-step.ts';

export interface EnrolSteps {
  show(ctx: Context, door: EnrolDoor): Promise<void>;
  receive(ctx: Context, door: EnrolDoor, action: EnrolAction, fields: Fields): Promise<void>;
}

export function createEnrolSteps(parts: EnrolParts): EnrolSteps {
  return {
    show: (ctx, door) => showWhereItStands(parts, ctx, door),
    receive: (ctx, door, action, fields) => receive(parts, ctx, door, action, fields),
  };
}

async function showWhereItStands(parts: EnrolParts, ctx: Context, door: EnrolDoor): Promise<void> {
  const stored = readableIn(ctx, await readingOf(parts.enrolments.find(door.account.id)));
  if (!stored) {
    await showStart(parts, ctx, door);
  } else if (isOver(stored.enrolment, parts.now())) {
    await showExpired(parts, ctx, door, 200);
  } else if (!fitsAccount(stored.enrolment, door.account)) {
    await showEnded(parts, ctx, door, 200);
  } else if (!isOwnApplication(stored.enrolment, applicantOf(parts, ctx, door))) {
    await showElsewhere(parts, ctx, door, stored.enrolment);
  } else if (isIn(stored, 'contact-code-sent', 'waiting') && pairingOf(parts, stored.enrolment)) {
    await showPairing(parts, ctx, door, stored.enrolment);
  } else if (isIn(stored, 'contact-code-sent')) {
    await showContactCode(parts, ctx, door, stored.enrolment);
  } else if (isIn(stored, 'waiting')) {
    await showWaitOrKey(parts, ctx, door, stored);
  } else if (isIn(stored, 'key-shown')) {
    await (isForPasskey(door) && ctx.query[passkeyInstead] !== undefined
      ? showPasskeyInstead(parts, ctx, door, stored.enrolment)
      : showKey(parts, ctx, door, stored.enrolment));
  } else {
    // Also where the code was right and the answer with the törlőkód was lost: another one can be asked for.
    await showLastFour(parts, ctx, door);
  }
}

async function receive(
  parts: EnrolParts,
  ctx: Context,
  door: EnrolDoor,
  action: EnrolAction,
  fields: Fields,
): Promise<void> {
  const { enrolments, now } = parts;
  const applicant = applicantOf(parts, ctx, door);
  const stored = await whatStands(parts, ctx, door.account.id);
  const isOwn = stored && isOwnApplication(stored.enrolment, applicant);
  if (action === 'start') {
    await start(parts, ctx, door, applicant, stored, isOwn === true);
  } else if (action === 'abandon') {
    const { id } = door.account;
    await enrolments.abandon(id, securityEvents.enrolmentAbandoned(id, isOwn ? 'own' : 'another'));
    seeOther(ctx, door.address);
  } else if (!stored || isOver(stored.enrolment, now())) {
    await showExpired(parts, ctx, door, 409);
  } else if (!fitsAccount(stored.enrolment, door.account)) {
    await showEnded(parts, ctx, door, 409);
  } else if (!isOwn) {
    await showElsewhere(parts, ctx, door, stored.enrolment);
  } else {
    await receiveStep(parts, ctx, door, stored, action, fields);
  }
}

/** One that cannot be read leads nowhere, and would stand in the way of another for days: it ends. */
async function whatStands(
  { enrolments }: EnrolParts,
  ctx: Context,
  accountId: string,
): Promise<StoredEnrolment | undefined> {
  const reading = await readingOf(enrolments.find(accountId));
  if (reading.kind === 'unreadable') {
    await enrolments.abandon(accountId, securityEvents.enrolmentAbandoned(accountId, 'another'));
  }
  return readableIn(ctx, reading);
}

/** What a step sends, where the application awaits that step. */
async function receiveStep(
  parts: EnrolParts,
  ctx: Context,
  door: EnrolDoor,
  stored: StoredEnrolment,
  action: EnrolAction,
  fields: Fields,
): Promise<void> {
  if (action === 'confirm' && isIn(stored, 'contact-code-sent')) {
    await submitContactCode(parts, ctx, door, stored, fields);
  } else if (action === 'resend' && isIn(stored, 'contact-code-sent')) {
    await resendContactCode(parts, ctx, door, stored);
  } else if (action === 'window' && isIn(stored, 'contact-code-sent', 'waiting')) {
    await offerPairing(parts, ctx, door, stored);
  } else if (action === 'alone' && isIn(stored, 'contact-code-sent', 'waiting')) {
    await withdrawPairing(parts, ctx, door, stored);
  } else if (action === 'paired' && isIn(stored, 'contact-code-sent', 'waiting')) {
    await showPairing(parts, ctx, door, stored.enrolment, true);
  } else if (action === 'prove' && isIn(stored, 'key-shown')) {
    await submitKeyProof(parts, ctx, door, stored, fields);
  } else if (action === 'passkey' && isIn(stored, 'key-shown') && isForPasskey(door)) {
    await submitPasskeyProof(parts, ctx, door, stored, fields);
  } else if (action === 'save' && isIn(stored, 'proven')) {
    await revealCancellationCode(parts, ctx, door, stored);
  } else if (action === 'save' && fields.again === 'yes' && isIn(stored, 'cancellation-code-shown')) {
    await revealCancellationCode(parts, ctx, door, stored);
  } else if (action === 'reread' && isIn(stored, 'cancellation-code-shown')) {
    await showCancellationCodeAgain(parts, ctx, door, stored.enrolment, fields);
  } else if (action === 'download' && isIn(stored, 'cancellation-code-shown')) {
    downloadCancellationCode(parts, ctx, door, stored.enrolment, fields);
  } else if (action === 'finish' && isIn(stored, 'cancellation-code-shown')) {
    await submitLastFour(parts, ctx, door, stored, fields);
  } else {
    // Another tab or a double click was faster: show where the application stands.
    seeOther(ctx, door.address);
  }
}

function applicantOf(
  { formTokens }: Pick<EnrolParts, 'formTokens'>,
  ctx: Context,
  { account }: EnrolDoor,
): Applicant {
  const { id: accountId, sessionsEndedAt } = account;
  return { accountId, sessionsEndedAt, browser: formTokens.browserOf(ctx) };
}

/** The owner had time to notice: the key is shown. */
async function showWaitOrKey(
  parts: EnrolParts,
  ctx: Context,
  door: EnrolDoor,
  stored: StoredEnrolment<Waiting>,
): Promise<void> {
  if (parts.now() < new Date(stored.enrolment.readyAt)) {
    await showWaiting(parts, ctx, door, stored.enrolment);
    return;
  }
  await parts.enrolments.endWait(door.account.id, stored, parts.now());
  await showWhereItStands(parts, ctx, door);
}

/** Whoever has a second factor adds passkeys to it on a page of their own. */
function isForPasskey({ applicant }: EnrolDoor): boolean {
  return applicant === 'unproven';
}

function showExpired(parts: EnrolParts, ctx: Context, door: EnrolDoor, status: number): Promise<void> {
  return showEnrolPage(parts, ctx, door, 'expired', { title: 'enrol.expired.title', status });
}

/** Sessions were ended since it was begun, or the second factor that began it is gone. */
function showEnded(parts: EnrolParts, ctx: Context, door: EnrolDoor, status: number): Promise<void> {
  return showEnrolPage(parts, ctx, door, 'ended', { title: 'enrol.ended.title', status });
}

function isIn<State extends StoredEnrolment['enrolment']['state']>(
  stored: StoredEnrolment,
  ...states: State[]
): stored is StoredEnrolment<Extract<StoredEnrolment['enrolment'], { state: State }>> {
  return (states as string[]).includes(stored.enrolment.state);
}
