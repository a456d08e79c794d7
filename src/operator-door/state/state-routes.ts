/** What is up, how much waits, and which limits were reached; the keys; the dry run of the calendar. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { QueueState } from '../../operations/queues-store.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import type { ReachedLimit } from '../../throttle/windows/reached-limits.ts';
import type { ReadForm } from '../../web/form/form.ts';
import { type Language, languageOf } from '../../web/language.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import type { Pages } from '../../web/page/page.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { MessageKey, Translate } from '../../web/translate.ts';
import { type Operators, operatorHome } from '../operator-access.ts';
import { type CalendarPageParts, calendarAddress, showCalendar } from './calendar-page.ts';
import { type KeysPageParts, keysAddress, showKeys } from './keys-page.ts';
import { queueAddress } from './queue-routes.ts';

export interface StateRouteParts extends CalendarPageParts, KeysPageParts {
  readonly operators: Operators;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  /** Of `/health/ready`, of this node. */
  readonly checks: Readonly<Record<string, () => Promise<unknown>>>;
  readonly readQueues: () => Promise<QueueState[]>;
  readonly readReachedLimits: () => Promise<ReachedLimit[]>;
}

export function stateRoutes(parts: StateRouteParts): Door {
  const { operators } = parts;
  const router = new Router();

  router.get(operatorHome, (ctx) =>
    operators.whenSignedIn(ctx, operatorHome, (staff) => showState(parts, ctx, staff)),
  );
  router.get(keysAddress, (ctx) =>
    operators.whenSignedIn(ctx, keysAddress, (staff) => showKeys(parts, ctx, staff)),
  );
  router.get(calendarAddress, (ctx) =>
    operators.whenSignedIn(ctx, calendarAddress, (staff) => showCalendar(parts, ctx, staff)),
  );

  router.post(calendarAddress, async (ctx) => {
    const { at = '' } = await parts.readForm(ctx);
    seeOther(ctx, `${calendarAddress}?${new URLSearchParams({ at: at.slice(0, 40) })}`);
  });

  return forPeople(router);
}

async function showState(parts: StateRouteParts, ctx: Context, staff: SignedInStaff): Promise<void> {
  const t = parts.pages.translatorFor(ctx);
  const [checks, queues, limits] = await Promise.all([
    Promise.all(Object.entries(parts.checks).map(([name, check]) => outcomeOf(name, check, t))),
    parts.readQueues(),
    parts.readReachedLimits(),
  ]);
  await parts.operators.show(ctx, staff, 'state/state', {
    title: 'operator.title',
    data: {
      checks,
      queues: queues.map((queue) => queueInWords(queue, t, languageOf(ctx))),
      limits: limits.map(({ limit, ...counts }) => ({
        name: knownWord(t, `operator.limit.${limit}`, limit),
        ...counts,
      })),
    },
  });
}

/** The fault is in the words of the log, which it leads to. */
async function outcomeOf(
  name: string,
  check: () => Promise<unknown>,
  t: Translate,
): Promise<{ name: string; fault: string | undefined }> {
  const fault = await check().then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : 'unknown'),
  );
  return { name: knownWord(t, `operator.check.${name}`, name), fault };
}

function queueInWords({ queue, many, since, givenUp }: QueueState, t: Translate, language: Language) {
  return {
    name: t(`operator.queue.${queue}`),
    many,
    since: since ? instantInWords(since, language) : '–',
    givenUp,
    href: queue === 'audit' ? undefined : queueAddress(queue),
  };
}

/** What is counted and checked is named in code; what has no words yet is shown as it is. */
function knownWord(t: Translate, key: string, otherwise: string): string {
  try {
    return t(key as MessageKey);
  } catch {
    return otherwise;
  }
}
