/**
 * Applying for an Ügyfélkapu+, page by page, in the order and words of the real service. Two doors lead here: the citizen's
 * own pages, and a sign-in whose relying party asks for more than a password. The state of the application alone decides
 * which page is shown; nothing exists until *Befejezés*.
 */
import type { Context } from 'koa';
import { securityEvents } from '../audit/security-events.ts';
import { isOver, type Waiting } from '../totp/enrolment.ts';
import { type Applicant, isOwnApplication, type StoredEnrolment } from '../totp/enrolment-store.ts';
import type { Fields } from '../web/form.ts';
import { seeOther } from '../web/redirect.ts';
import { createCancellationCodeStep } from './cancellation-code-step.ts';
import { createContactStep } from './contact-step.ts';
import { createShowEnrolPage, type EnrolAction, type EnrolDoor, type EnrolParts } from './enrol-door.ts';
import { createKeyStep } from './key-step.ts';
import { createWindowStep } from './window-step.ts';

export interface EnrolSteps {
  show(ctx: Context, door: EnrolDoor): Promise<void>;
  receive(ctx: Context, door: EnrolDoor, action: EnrolAction, fields: Fields): Promise<void>;
}

export function createEnrolSteps(parts: EnrolParts): EnrolSteps {
  const { enrolments, now } = parts;
  const showPage = createShowEnrolPage(parts);
  const contactStep = createContactStep(parts, showPage);
  const keyStep = createKeyStep(parts, showPage);
  const windowStep = createWindowStep(parts, showPage);
  const cancellationCodeStep = createCancellationCodeStep(parts, showPage);

  async function show(ctx: Context, door: EnrolDoor): Promise<void> {
    const stored = await enrolments.find(door.account.id);
    if (!stored) {
      await showStart(ctx, door);
    } else if (isOver(stored.enrolment, now())) {
      await showExpired(ctx, door, 200);
    } else if (!isOwnApplication(stored.enrolment, applicantOf(ctx, door))) {
      await contactStep.showElsewhere(ctx, door, stored.enrolment);
    } else if (isIn(stored, 'contact-code-sent', 'waiting') && windowStep.isShownFor(stored.enrolment)) {
      await windowStep.show(ctx, door, stored.enrolment);
    } else if (isIn(stored, 'contact-code-sent')) {
      await contactStep.show(ctx, door, stored.enrolment);
    } else if (isIn(stored, 'waiting')) {
      await showWaiting(ctx, door, stored);
    } else if (isIn(stored, 'key-shown')) {
      await keyStep.show(ctx, door, stored.enrolment);
    } else if (isIn(stored, 'proven')) {
      const data = { deviceName: stored.enrolment.name };
      await showPage(ctx, door, 'save', { title: 'enrol.save.title', data });
    } else {
      await cancellationCodeStep.show(ctx, door);
    }
  }

  async function receive(ctx: Context, door: EnrolDoor, action: EnrolAction, fields: Fields): Promise<void> {
    const stored = await enrolments.find(door.account.id);
    const isOwn = stored && isOwnApplication(stored.enrolment, applicantOf(ctx, door));
    if (action === 'start') {
      await start(ctx, door, stored, isOwn === true);
    } else if (action === 'abandon') {
      await enrolments.abandon(door.account.id);
      seeOther(ctx, door.address);
    } else if (!stored || isOver(stored.enrolment, now())) {
      await showExpired(ctx, door, 409);
    } else if (!isOwn) {
      await contactStep.showElsewhere(ctx, door, stored.enrolment);
    } else if (action === 'confirm' && isIn(stored, 'contact-code-sent')) {
      await contactStep.confirm(ctx, door, stored, fields);
    } else if (action === 'resend' && isIn(stored, 'contact-code-sent')) {
      await contactStep.resend(ctx, door, stored);
    } else if (action === 'window' && isIn(stored, 'contact-code-sent', 'waiting')) {
      await windowStep.offer(ctx, door, stored);
    } else if (action === 'alone' && isIn(stored, 'contact-code-sent', 'waiting')) {
      await windowStep.withdraw(ctx, door, stored);
    } else if (action === 'paired' && isIn(stored, 'contact-code-sent', 'waiting')) {
      await windowStep.goOn(ctx, door, stored);
    } else if (action === 'prove' && isIn(stored, 'key-shown')) {
      await keyStep.prove(ctx, door, stored, fields);
    } else if (action === 'save' && isIn(stored, 'proven')) {
      await cancellationCodeStep.reveal(ctx, door, stored);
    } else if (action === 'save' && fields.again === 'yes' && isIn(stored, 'cancellation-code-shown')) {
      await cancellationCodeStep.reveal(ctx, door, stored);
    } else if (action === 'download' && isIn(stored, 'cancellation-code-shown')) {
      cancellationCodeStep.download(ctx, door, stored.enrolment, fields);
    } else if (action === 'finish' && isIn(stored, 'cancellation-code-shown')) {
      await cancellationCodeStep.finish(ctx, door, stored, fields);
    } else {
      // Another tab or a double click was faster: show where the application stands.
      seeOther(ctx, door.address);
    }
  }

  function applicantOf(ctx: Context, { account }: EnrolDoor): Applicant {
    return { accountId: account.id, browser: parts.formTokens.browserOf(ctx) };
  }

  /** A running application of this browser goes on; one of another browser is replaced, and its key is worth nothing. */
  async function start(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment | undefined,
    isOwn: boolean,
  ): Promise<void> {
    if (stored && isOwn && !isOver(stored.enrolment, now())) {
      seeOther(ctx, door.address);
      return;
    }
    const { accountId, browser } = applicantOf(ctx, door);
    const version = stored?.version ?? 0;
    if (door.applicant === 'proven') {
      await enrolments.start({ accountId, browser }, version, now());
    } else {
      const who = parts.devices.guesserOf(ctx, door.account.profile.username);
      const outcome = await parts.shield.begin(door.account, browser, who, version, now());
      if (outcome === 'too-many-messages') {
        await showPage(ctx, door, 'too-many-messages', {
          title: 'enrol.too-many-messages.title',
          status: 429,
        });
        return;
      }
    }
    await parts.audit.record(securityEvents.enrolmentStarted(accountId));
    seeOther(ctx, door.address);
  }

  /** The owner had time to notice: the key is shown. */
  async function showWaiting(ctx: Context, door: EnrolDoor, stored: StoredEnrolment<Waiting>): Promise<void> {
    if (now() < new Date(stored.enrolment.readyAt)) {
      await contactStep.showWaiting(ctx, door, stored.enrolment);
      return;
    }
    await enrolments.endWait(door.account.id, stored, now());
    await show(ctx, door);
  }

  function showStart(ctx: Context, door: EnrolDoor): Promise<void> {
    const title = door.applicant === 'proven' ? 'account.plus.another' : 'enrol.start.title';
    return showPage(ctx, door, 'start', { title });
  }

  function showExpired(ctx: Context, door: EnrolDoor, status: number): Promise<void> {
    return showPage(ctx, door, 'expired', { title: 'enrol.expired.title', status });
  }

  return { show, receive };
}

function isIn<State extends StoredEnrolment['enrolment']['state']>(
  stored: StoredEnrolment,
  ...states: State[]
): stored is StoredEnrolment<Extract<StoredEnrolment['enrolment'], { state: State }>> {
  return (states as string[]).includes(stored.enrolment.state);
}
