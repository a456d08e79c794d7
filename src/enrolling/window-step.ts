/** "I am at the government window": a short code on the citizen's own screen, which the clerk types instead of the proof by e-mail. */
import type { Context } from 'koa';
import { livePairing, type Pairing, type Shielded } from '../totp/enrolment.ts';
import type { StoredEnrolment } from '../totp/enrolment-store.ts';
import { timeOfDay } from '../web/instants.ts';
import { seeOther } from '../web/redirect.ts';
import type { EnrolDoor, EnrolParts, ShowEnrolPage } from './enrol-door.ts';

export interface WindowStep {
  /** There is a code that still counts. */
  isShownFor(enrolment: Shielded): boolean;
  show(ctx: Context, door: EnrolDoor, enrolment: Shielded): Promise<void>;
  offer(ctx: Context, door: EnrolDoor, stored: StoredEnrolment<Shielded>): Promise<void>;
  withdraw(ctx: Context, door: EnrolDoor, stored: StoredEnrolment<Shielded>): Promise<void>;
  /** The citizen goes on, but the clerk has not typed the code. */
  goOn(ctx: Context, door: EnrolDoor, stored: StoredEnrolment<Shielded>): Promise<void>;
}

export function createWindowStep(
  { pairings, now }: Pick<EnrolParts, 'pairings' | 'now'>,
  showPage: ShowEnrolPage,
): WindowStep {
  function pairingOf(enrolment: Shielded): Pairing | undefined {
    return pairings && livePairing(enrolment, now());
  }

  async function showCode(
    ctx: Context,
    door: EnrolDoor,
    enrolment: Shielded,
    isEarly: boolean,
  ): Promise<void> {
    const pairing = pairingOf(enrolment);
    if (!pairing) {
      seeOther(ctx, door.address);
      return;
    }
    const { code, endsAt } = pairing;
    const data = { groups: [code.slice(0, 4), code.slice(4)], until: timeOfDay(new Date(endsAt)), isEarly };
    await showPage(ctx, door, 'window', { title: 'enrol.window.title', data });
  }

  return {
    isShownFor: (enrolment) => pairingOf(enrolment) !== undefined,
    show: (ctx, door, enrolment) => showCode(ctx, door, enrolment, false),

    async offer(ctx, door, stored) {
      await pairings?.offer(door.account.id, stored, now());
      seeOther(ctx, door.address);
    },

    async withdraw(ctx, door, stored) {
      await pairings?.withdraw(door.account.id, stored);
      seeOther(ctx, door.address);
    },

    goOn: (ctx, door, { enrolment }) => showCode(ctx, door, enrolment, true),
  };
}
