/** The log on a page: the form that asks for some of it, and what was found. */
import type { Context } from 'koa';
import type { LogPage, LogPages } from '../../audit/reading/log-pages.ts';
import type { DeskPolicy } from '../../configuration/policies.ts';
import type { Inquiry } from '../../desk/audit-review/inquiry-store.ts';
import { inWords, staffIn, type WordsFor } from '../../staff-pages/log/entry-in-words.ts';
import type { StaffDirectory } from '../../staff-pages/log/staff-directory.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import type { Fields } from '../../web/form/form.ts';
import { dateAsTyped } from '../../web/form/typed-date.ts';
import { languageOf } from '../../web/language.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import { type Desk, deskHome } from '../desk-access.ts';
import { filterOf, kindsToChoose, type LogQuery, queryText } from './log-filter.ts';

export interface LogPageParts {
  readonly desk: Desk;
  readonly policy: Pick<DeskPolicy, 'offices'>;
  readonly staffDirectory: StaffDirectory;
  readonly log: LogPages;
  readonly pages: Pages;
}

export const logAddress = `${deskHome}/oversight/log`;

/** What a page shows. With errors it shows the form alone. */
export interface ShownLog {
  readonly query: LogQuery;
  readonly inquiry?: Inquiry | undefined;
  readonly typed?: Fields;
  readonly errors?: readonly FormError[];
  readonly status?: number;
}

type ShownEntries = Parameters<typeof staffIn>[0];

export async function showLog(
  parts: LogPageParts,
  ctx: Context,
  staff: SignedInStaff,
  shown: ShownLog,
): Promise<void> {
  const { query, inquiry, errors = [], status = 200, typed } = shown;
  const isRefused = errors.length > 0;
  const page: LogPage | undefined = isRefused
    ? undefined
    : await parts.log.page(filterOf(query, inquiry?.accountId), query.before || undefined);
  const words = await logWords(parts, ctx, page?.entries ?? [], inquiry);
  await parts.desk.show(ctx, staff, 'audit-review/log', {
    title: 'oversight.log.title',
    status,
    errors,
    data: {
      typed: {
        ...query,
        from: dateAsTyped(query.from, words.language),
        to: dateAsTyped(query.to, words.language),
        ...typed,
      },
      person: inquiry?.username,
      withoutPersonHref: `${logAddress}${queryText({ ...query, inquiry: '', before: '' })}`,
      offices: officesToChoose(parts, ctx),
      kinds: kindsInWords(words),
      page: page && {
        entries: page.entries.map((entry) => inWords(entry, words)),
        read: page.read,
        goOnHref: page.goOn && `${logAddress}${queryText({ ...query, before: page.goOn })}`,
        newestHref: query.before && `${logAddress}${queryText({ ...query, before: '' })}`,
      },
      query: Object.entries({ ...query, before: '' }).filter(([, value]) => value !== ''),
    },
  });
}

/** With which entries are put into words; of an inquiry the person may be named. */
export async function logWords(
  { desk, pages, staffDirectory }: Pick<LogPageParts, 'desk' | 'pages' | 'staffDirectory'>,
  ctx: Context,
  entries: ShownEntries,
  inquiry: Inquiry | undefined,
): Promise<WordsFor> {
  return {
    t: pages.translatorFor(ctx),
    language: languageOf(ctx),
    officeName: desk.officeName,
    names: await staffDirectory.names(staffIn(entries)),
    person: inquiry?.username,
  };
}

function officesToChoose(
  { desk, policy }: Pick<LogPageParts, 'desk' | 'policy'>,
  ctx: Context,
): { value: string; text: string }[] {
  const language = languageOf(ctx);
  return policy.offices.map(({ id }) => ({ value: id, text: desk.officeName(id, language) }));
}

/** Whole rooms first, then single events in the order of the alphabet. */
function kindsInWords({ t, language }: WordsFor): { value: string; text: string }[] {
  const named = kindsToChoose.map((kind) =>
    kind === 'desk' || kind === 'oversight'
      ? { value: kind, text: t(`oversight.kind.${kind}`), group: 0 }
      : { value: kind, text: t(`event.${kind}`), group: 1 },
  );
  return named.sort((one, other) => one.group - other.group || one.text.localeCompare(other.text, language));
}
