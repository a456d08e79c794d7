/** How many people each clerk looked up in a few days, beside what their colleagues did. */
import type { Context } from 'koa';
import { z } from 'zod';
import {
  type ComparedCount,
  compareLookUps,
  farAbove,
  guessing,
} from '../../desk/audit-review/look-up-comparison.ts';
import type { LookUpCounts } from '../../desk/audit-review/look-up-counts-store.ts';
import type { StaffDirectory } from '../../staff-pages/log/staff-directory.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import { dateAsTyped } from '../../web/form/typed-date.ts';
import { type Language, languageOf } from '../../web/language.ts';
import { dateInWords, dayAfter, dayOf, isInOrder } from '../../web/page/dates-and-times.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { type Desk, deskHome } from '../desk-access.ts';
import { dayOfLog, queryText } from './log-filter.ts';

export interface LookUpsPageParts {
  readonly desk: Desk;
  readonly lookUpCounts: Pick<LookUpCounts, 'of'>;
  readonly staffDirectory: StaffDirectory;
  readonly now: () => Date;
}

export const lookUpsAddress = `${deskHome}/oversight/look-ups`;
const logAddress = `${deskHome}/oversight/log`;
const mostDays = 31;
const usualDays = 7;
const mostShown = 50;
const dayInMilliseconds = 24 * 60 * 60 * 1000;

const day = dayOfLog.prefault('');
const periodSchema = z
  .object({ from: day, to: day })
  .refine(({ from, to }) => isInOrder(from, to), { path: ['to'], message: 'oversight.date.order' })
  .refine(({ from, to }) => !(Date.parse(to) - Date.parse(from) >= mostDays * dayInMilliseconds), {
    path: ['to'],
    message: 'oversight.date.too-long',
  });

type Period = z.output<typeof periodSchema>;

/** Of the days that the address names, or of the last seven. */
export async function showAskedLookUps(
  parts: LookUpsPageParts,
  ctx: Context,
  staff: SignedInStaff,
): Promise<void> {
  const today = dayOf(parts.now());
  const usual = { from: dayAfter(today, 1 - usualDays), to: today };
  const asked = periodSchema.safeParse({ ...usual, ...ctx.query });
  await (asked.success ? showLookUps(parts, ctx, staff, asked.data) : seeOther(ctx, lookUpsAddress));
}

export async function submitPeriod(
  parts: LookUpsPageParts,
  ctx: Context,
  staff: SignedInStaff,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(periodSchema, fields);
  if ('errors' in checked) {
    await showLookUps(parts, ctx, staff, undefined, fields, checked.errors as FormError[]);
  } else {
    seeOther(ctx, `${lookUpsAddress}${queryText(checked.value)}`);
  }
}

async function showLookUps(
  { desk, lookUpCounts, staffDirectory }: LookUpsPageParts,
  ctx: Context,
  staff: SignedInStaff,
  period: Period | undefined,
  typed: Fields = period ? inForm(period, languageOf(ctx)) : {},
  errors: FormError[] = [],
): Promise<void> {
  const language = languageOf(ctx);
  const compared = period ? compareLookUps(await lookUpCounts.of(daysOf(period))) : [];
  const shown = compared.slice(0, mostShown);
  const names = await staffDirectory.names(shown.map(({ staffNumber }) => staffNumber));
  await desk.show(ctx, staff, 'audit-review/look-ups', {
    title: 'oversight.look-ups.title',
    errors,
    data: {
      typed,
      period: period && {
        from: dateInWords(new Date(period.from), language),
        to: dateInWords(new Date(period.to), language),
      },
      counts: shown.map((count) => ({
        ...inWords(count, language),
        name: names.get(count.staffNumber) ?? count.staffNumber,
        officeName: desk.officeName(count.office, language),
        logHref: `${logAddress}${queryText({ clerk: count.staffNumber, kind: 'desk', ...period })}`,
      })),
      isAll: shown.length === compared.length,
      rule: { least: farAbove.atLeast, many: farAbove.times, count: guessing.atLeast },
    },
  });
}

function inForm({ from, to }: Period, language: Language): Fields {
  return { from: dateAsTyped(from, language), to: dateAsTyped(to, language) };
}

function inWords(count: ComparedCount, language: Language) {
  return {
    ...count,
    officeMedian: inDigits(count.officeMedian, language),
    median: inDigits(count.median, language),
    excess: inDigits(count.excess, language),
  };
}

function daysOf({ from, to }: Period): string[] {
  const days: string[] = [];
  for (let one = from; one <= to; one = dayAfter(one)) {
    days.push(one);
  }
  return days;
}

function inDigits(number: number | undefined, language: string): string {
  return number === undefined ? '–' : new Intl.NumberFormat(language).format(number);
}
