/** "I am at the government window": a short code on the citizen's own screen, which the clerk types instead of the proof by e-mail. */
import type { Context } from 'koa';
import { type HeldEnrolment, livePairing, type Pairing } from '../totp/enrolment/enrolment.ts';
import type { StoredEnrolment } from '../totp/enrolment/enrolment-store.ts';
import { languageOf } from '../web/language.ts';
import { timeOfDay } from '../web/page/dates-and-times.ts';
import { seeOther } from '../web/request/redirect.ts';
import { type EnrolDoor, type EnrolParts, showEnrolPage } from './enrol-door.ts';

type GovernmentWindowParts = Pick<EnrolParts, 'pairings' | 'pages' | 'now'>;

/** The code that still counts, if any. */
export function pairingOf(
  { pairings, now }: Pick<GovernmentWindowParts, 'pairings' | 'now'>,
  enrolment: HeldEnrolment,
): Pairing | undefined {
  return pairings && livePairing(enrolment, now());
}

/** @param isEarly the citizen goes on, but the clerk has not typed the code */
export async function showPairing(
  parts: GovernmentWindowParts,
  ctx: Context,
  door: EnrolDoor,
  enrolment: HeldEnrolment,
  isEarly = false,
): Promise<void> {
  const pairing = pairingOf(parts, enrolment);
  if (!pairing) {
    seeOther(ctx, door.address);
    return;
  }
  const { code, endsAt } = pairing;
  const data = {
    groups: [code.slice(0, 4), code.slice(4)],
    until: timeOfDay(new Date(endsAt), languageOf(ctx)),
    isEarly,
  };
  await showEnrolPage(parts, ctx, door, 'window', { title: 'enrol.window.title', data });
}

export async function offerPairing(
  { pairings, now }: Pick<GovernmentWindowParts, 'pairings' | 'now'>,
  ctx: Context,
  door: EnrolDoor,
  stored: StoredEnrolment<HeldEnrolment>,
): Promise<void> {
  await pairings?.offer(door.account.id, stored, now());
  seeOther(ctx, door.address);
}

export async function withdrawPairing(
  { pairings }: Pick<GovernmentWindowParts, 'pairings'>,
  ctx: Context,
  door: EnrolDoor,
  stored: StoredEnrolment<HeldEnrolment>,
): Promise<void> {
  await pairings?.withdraw(door.account.id, stored);
  seeOther(ctx, door.address);
}
