/** The dry run of the calendar: what each relying party would offer at a time that is asked for. */
import type { Context } from 'koa';
import type { CodeAssurances } from '../../assurance/code-channels.ts';
import {
  type Calendar,
  instantAt,
  isPasswordAcceptedAnywhere,
  localTimeOf,
  phaseAt,
} from '../../assurance/cutover-calendar.ts';
import type { ClientStore } from '../../clients/client-store.ts';
import { offersAt } from '../../clients/offers-at.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import { dateAsTyped, typedDateAsIso } from '../../web/form/typed-date.ts';
import { type Language, languageOf } from '../../web/language.ts';
import { clientNameIn } from '../../web/page/client-name.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import { type Operators, operatorHome } from '../operator-access.ts';

export interface CalendarPageParts {
  readonly operators: Operators;
  readonly calendar: Calendar;
  readonly oneTimeCodes: CodeAssurances;
  readonly clients: Pick<ClientStore, 'list'>;
  readonly now: () => Date;
}

export const calendarAddress = `${operatorHome}/calendar`;

export async function showCalendar(
  parts: CalendarPageParts,
  ctx: Context,
  staff: SignedInStaff,
): Promise<void> {
  const { operators, calendar, now } = parts;
  const typed = typeof ctx.query.at === 'string' ? ctx.query.at.trim().slice(0, 40) : '';
  const asked = typed === '' ? now() : instantAt(calendar, typedInstantAsIso(typed));
  const title = 'operator.calendar.title';
  const language = languageOf(ctx);
  if (asked === undefined) {
    await operators.show(ctx, staff, 'state/calendar', {
      title,
      status: 422,
      errors: [{ field: 'at', message: 'operator.calendar.at.format' }],
      data: { at: typed, run: undefined },
    });
    return;
  }
  await operators.show(ctx, staff, 'state/calendar', {
    title,
    data: {
      at: instantAsTyped(localTimeOf(calendar, asked), language),
      run: await dryRun(parts, asked, language),
    },
  });
}

/** @returns `2027-04-01T00:00`; anything else as it was typed */
function typedInstantAsIso(typed: string): string {
  const [, day, time] = /^(.*\S)\s+(\d{1,2}:\d{2})$/.exec(typed) ?? [];
  return day && time ? `${typedDateAsIso(day)}T${time.padStart(5, '0')}` : typed;
}

/** @param local `2027-04-01T00:00` */
function instantAsTyped(local: string, language: Language): string {
  const [day = '', time = ''] = local.split('T');
  return `${dateAsTyped(day, language)} ${time}`;
}

async function dryRun(parts: CalendarPageParts, at: Date, language: Language) {
  const offers = await offersAt(parts, parts.clients, at);
  return {
    at: instantInWords(at, language),
    phase: phaseAt(parts.calendar, at),
    isPasswordAccepted: isPasswordAcceptedAnywhere(parts.calendar, at),
    offers: offers.map(({ registration, offer }) => ({
      name: clientNameIn(registration, language),
      id: registration.client_id,
      methods: offer.methods,
      least: offer.least,
      passwordOpens: offer.passwordOpens,
      until: offer.passwordUntil && instantInWords(offer.passwordUntil, language),
    })),
  };
}
