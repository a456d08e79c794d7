/** What an auditor comes to: the state of the log, and look-ups of each clerk beside those of their colleagues. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import type { LogPages } from '../audit/log-pages.ts';
import { type ComparedCount, compareLookUps, farAbove, guessing } from '../desk/look-up-comparison.ts';
import type { LookUpCounts } from '../desk/look-up-counts-store.ts';
import { checkFields, type Fields, type ReadForm } from '../web/form.ts';
import { dateInWords, dayAfter, dayOf, instantInWords, isInOrder } from '../web/instants.ts';
import { languageOf } from '../web/language.ts';
import type { FormError, Pages } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { dayAsWritten } from '../web/written-day.ts';
import { type AtWork, type Desk, deskHome } from './at-work.ts';
import type { Colleagues } from './colleagues.ts';
import { queryText } from './log-filter.ts';

export interface OversightParts {
  readonly desk: Desk;
  readonly log: Pick<LogPages, 'state'>;
  readonly lookUpCounts: Pick<LookUpCounts, 'of'>;
  readonly colleagues: Colleagues;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const address = `${deskHome}/oversight`;
const lookUpsAddress = `${address}/look-ups`;
const mostDays = 31;
const usualDays = 7;
const mostShown = 50;
const dayInMilliseconds = 24 * 60 * 60 * 1000;

const day = z.string().transform(dayAsWritten).pipe(z.iso.date('oversight.date.format')).prefault('');
const periodSchema = z
  .object({ from: day, to: day })
  .refine(({ from, to }) => isInOrder(from, to), { path: ['to'], message: 'oversight.date.order' })
  .refine(({ from, to }) => !(Date.parse(to) - Date.parse(from) >= mostDays * dayInMilliseconds), {
    path: ['to'],
    message: 'oversight.date.too-long',
  });

type Period = z.output<typeof periodSchema>;

export function oversightRoutes(parts: OversightParts): Middleware {
  const { desk, readForm, now } = parts;
  const router = new Router({ prefix: address });

  router.get('/', (ctx) =>
    desk.whenAllowed(ctx, address, 'oversee', async (atWork) => {
      const { signedAt, arrivingSince, ...state } = await parts.log.state();
      const inLanguage = (instant: Date | undefined): string =>
        instant ? instantInWords(instant, languageOf(ctx)) : '';
      await desk.show(ctx, atWork, 'oversight', {
        title: 'oversight.title',
        data: {
          ...state,
          signedAt: inLanguage(signedAt),
          arrivingSince: inLanguage(arrivingSince),
        },
      });
    }),
  );

  router.get('/look-ups', (ctx) =>
    desk.whenAllowed(ctx, lookUpsAddress, 'oversee', async (atWork) => {
      const today = dayOf(now());
      const usual = { from: dayAfter(today, 1 - usualDays), to: today };
      const asked = periodSchema.safeParse({ ...usual, ...ctx.query });
      await (asked.success ? showLookUps(ctx, atWork, asked.data) : seeOther(ctx, lookUpsAddress));
    }),
  );

  router.post('/look-ups', async (ctx) => {
    const { _csrf, ...fields } = await readForm(ctx);
    await desk.whenAllowed(ctx, lookUpsAddress, 'oversee', async (atWork) => {
      const checked = checkFields(periodSchema, fields);
      if ('errors' in checked) {
        await showLookUps(ctx, atWork, undefined, fields, checked.errors as FormError[]);
      } else {
        seeOther(ctx, `${lookUpsAddress}${queryText(checked.value)}`);
      }
    });
  });

  async function showLookUps(
    ctx: Context,
    atWork: AtWork,
    period: Period | undefined,
    typed: Fields = period ?? {},
    errors: FormError[] = [],
  ): Promise<void> {
    const language = languageOf(ctx);
    const compared = period ? compareLookUps(await parts.lookUpCounts.of(daysOf(period))) : [];
    const shown = compared.slice(0, mostShown);
    const names = await parts.colleagues.names(shown.map(({ staffNumber }) => staffNumber));
    const describe = (count: ComparedCount) => ({
      ...count,
      name: names.get(count.staffNumber) ?? count.staffNumber,
      officeName: desk.officeName(count.office, language),
      officeMedian: inDigits(count.officeMedian, language),
      median: inDigits(count.median, language),
      excess: inDigits(count.excess, language),
      logHref: `${address}/log${queryText({ clerk: count.staffNumber, kind: 'desk', ...period })}`,
    });
    await desk.show(ctx, atWork, 'oversight-look-ups', {
      title: 'oversight.look-ups.title',
      status: errors.length > 0 ? 422 : 200,
      errors,
      data: {
        typed,
        period: period && {
          from: dateInWords(new Date(period.from), language),
          to: dateInWords(new Date(period.to), language),
        },
        counts: shown.map(describe),
        isAll: shown.length === compared.length,
        rule: { least: farAbove.atLeast, many: farAbove.times, count: guessing.atLeast },
      },
    });
  }

  return router.routes() as unknown as Middleware;
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
