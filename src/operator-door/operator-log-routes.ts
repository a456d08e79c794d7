/** Who operated: what operators and their programs did, from the audit log. Nobody whom it concerned is named, nor why it concerned them. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { historyIdPattern } from '../audit/history/history-store.ts';
import type { LogEntry, LogPages } from '../audit/reading/log-pages.ts';
import { inWords, staffIn } from '../staff-pages/log/entry-in-words.ts';
import type { StaffDirectory } from '../staff-pages/log/staff-directory.ts';
import type { SignedInStaff } from '../staff-pages/staff-access.ts';
import { languageOf } from '../web/language.ts';
import type { Pages } from '../web/page/page.ts';
import { type Door, forPeople } from '../web/request/door.ts';
import { type Operators, operatorHome } from './operator-access.ts';

export interface OperatorLogParts {
  readonly operators: Operators;
  readonly pages: Pages;
  readonly log: Pick<LogPages, 'page'>;
  readonly staffDirectory: StaffDirectory;
}

const address = `${operatorHome}/log`;

export function operatorLogRoutes(parts: OperatorLogParts): Door {
  const router = new Router();

  router.get(address, (ctx) =>
    parts.operators.whenSignedIn(ctx, address, (staff) => showLog(parts, ctx, staff)),
  );

  return forPeople(router);
}

async function showLog(
  { operators, pages, log, staffDirectory }: OperatorLogParts,
  ctx: Context,
  staff: SignedInStaff,
): Promise<void> {
  const { before } = ctx.query;
  const from = typeof before === 'string' && historyIdPattern.test(before) ? before : undefined;
  const page = await log.page({ isOperation: true }, from);
  const words = {
    t: pages.translatorFor(ctx),
    language: languageOf(ctx),
    officeName: (office: string) => office,
    names: await staffDirectory.names(staffIn(page.entries)),
    person: undefined,
  };
  await operators.show(ctx, staff, 'log', {
    title: 'operator.log.title',
    data: {
      entries: page.entries.map((entry) => inWords(withoutPerson(entry), words)),
      read: page.read,
      goOnHref: page.goOn && `${address}?before=${page.goOn}`,
      newestHref: from && address,
    },
  });
}

/** A reason is somebody's own words about a person. */
function withoutPerson(entry: LogEntry): LogEntry {
  const { event } = entry;
  return event?.account === undefined ? entry : { ...entry, event: { ...event, reason: undefined } };
}
