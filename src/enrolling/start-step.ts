/** The first page of an application, and its beginning: the proof beyond the password comes next, or at once the key. */
import type { Context } from 'koa';
import { type Enrolment, fitsAccount, isOver } from '../totp/enrolment/enrolment.ts';
import type { Applicant, StoredEnrolment } from '../totp/enrolment/enrolment-store.ts';
import { languageOf } from '../web/language.ts';
import { seeOther } from '../web/request/redirect.ts';
import { type EnrolDoor, type EnrolParts, showEnrolPage } from './enrol-door.ts';
import { neededBy } from './what-is-needed.ts';

export function showStart(
  parts: Pick<EnrolParts, 'pages' | 'pairings' | 'apps'>,
  ctx: Context,
  door: EnrolDoor,
): Promise<void> {
  const title = door.applicant === 'proven' ? 'account.plus.another' : 'enrol.start.title';
  const data = neededBy(door.account, parts.apps, languageOf(ctx));
  return showEnrolPage(parts, ctx, door, 'start', { title, data });
}

/** A running application of this browser goes on; one of another browser is replaced, and its key is worth nothing. */
export async function start(
  parts: EnrolParts,
  ctx: Context,
  door: EnrolDoor,
  applicant: Applicant,
  stored: StoredEnrolment | undefined,
  isOwn: boolean,
): Promise<void> {
  const { enrolments, devices, enrolmentHold, now } = parts;
  if (isOwn && stored && goesOn(stored.enrolment, door.account, now())) {
    seeOther(ctx, door.address);
    return;
  }
  const version = stored?.version ?? 0;
  if (door.applicant === 'proven') {
    await enrolments.start(applicant, version, now());
  } else {
    const who = devices.attemptSourceOf(ctx, door.account.profile.username);
    const outcome = await enrolmentHold.begin(door.account, applicant.browser, who, version, now());
    if (outcome === 'too-many-messages') {
      const page = { title: 'enrol.too-many-messages.title', status: 429 } as const;
      await showEnrolPage(parts, ctx, door, 'too-many-messages', page);
      return;
    }
  }
  seeOther(ctx, door.address);
}

function goesOn(enrolment: Enrolment, account: EnrolDoor['account'], now: Date): boolean {
  return !isOver(enrolment, now) && fitsAccount(enrolment, account);
}
