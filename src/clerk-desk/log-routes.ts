/** The log for auditors: by clerk, office, event and time; of one person only with a reason, which that person reads. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { usernameAsStored } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { deskEvents } from '../audit/desk-events.ts';
import type { LogPage, LogPages } from '../audit/log-pages.ts';
import type { DeskPolicy } from '../configuration/policies.ts';
import type { Inquiry, InquiryStore } from '../desk/inquiry-store.ts';
import type { LookUpLimit } from '../throttle/look-up-limit.ts';
import { checkFields, type Fields, type ReadForm } from '../web/form.ts';
import { languageOf } from '../web/language.ts';
import type { FormError, Pages } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { type AtWork, type Desk, deskHome } from './at-work.ts';
import type { Colleagues } from './colleagues.ts';
import { csvOf } from './log-csv.ts';
import {
  filterOf,
  kindsToChoose,
  type LogForm,
  type LogQuery,
  logFormSchema,
  logQueryOf,
  queryText,
} from './log-filter.ts';
import { inWords, staffIn, type WordsFor } from './log-words.ts';

export interface LogRouteParts {
  readonly desk: Desk;
  readonly policy: DeskPolicy;
  readonly accounts: AccountStore;
  readonly colleagues: Colleagues;
  readonly inquiries: InquiryStore;
  readonly lookUpLimit: LookUpLimit;
  readonly log: LogPages;
  readonly audit: AuditLog;
  readonly pages: Pages;
  readonly readForm: ReadForm;
}

const address = `${deskHome}/oversight/log`;
const everything: LogQuery = { inquiry: '', clerk: '', office: '', kind: '', from: '', to: '', before: '' };

interface Shown {
  readonly query: LogQuery;
  readonly inquiry?: Inquiry | undefined;
  readonly typed?: Fields;
  readonly errors?: readonly FormError[];
  readonly status?: number;
}

export function logRoutes(parts: LogRouteParts): Middleware {
  const { desk, inquiries, log, readForm } = parts;
  const router = new Router({ prefix: address });
  const formSchema = logFormSchema(parts.policy.offices.map(({ id }) => id));

  router.get('/', async (ctx) => {
    await desk.whenAllowed(ctx, address, 'oversee', async (atWork) => {
      const query = logQueryOf({ ...ctx.query });
      if (!query) {
        seeOther(ctx, address);
        return;
      }
      await whenInquiryLasts(ctx, atWork, query, (inquiry) => showLog(ctx, atWork, { query, inquiry }));
    });
  });

  router.post('/', async (ctx) => {
    const fields = await readForm(ctx);
    await desk.whenAllowed(ctx, address, 'oversee', (atWork) => receiveFilter(ctx, atWork, fields));
  });

  router.post('/export', async (ctx) => {
    const { _csrf, format, ...fields } = await readForm(ctx);
    await desk.whenAllowed(ctx, address, 'oversee', async (atWork) => {
      const query = logQueryOf(fields);
      if (!query || (format !== 'json' && format !== 'csv')) {
        seeOther(ctx, address);
        return;
      }
      await whenInquiryLasts(ctx, atWork, query, (inquiry) =>
        exportLog(ctx, atWork, { query, inquiry }, format),
      );
    });
  });

  router.get('/export', (ctx) => seeOther(ctx, address));

  async function receiveFilter(ctx: Context, atWork: AtWork, fields: Fields): Promise<void> {
    const checked = checkFields(formSchema, fields);
    const refuse = (errors: readonly FormError[], status = 422): Promise<void> =>
      showLog(ctx, atWork, { query: everything, typed: fields, errors, status });
    if ('errors' in checked) {
      await refuse(checked.errors as FormError[]);
      return;
    }
    const { person, reason, clerk: typedClerk, ...rest } = checked.value;
    const clerk = typedClerk === '' ? '' : await parts.colleagues.numberOf(typedClerk);
    if (clerk === undefined) {
      await refuse([{ field: 'clerk', message: 'oversight.clerk.unknown' }]);
      return;
    }
    const opened = person === '' ? { inquiry: rest.inquiry } : await ask(atWork, checked.value);
    if ('because' in opened) {
      const message = `oversight.person.${opened.because}` as const;
      await refuse([{ field: 'person', message }], opened.because === 'too-many' ? 429 : 422);
      return;
    }
    seeOther(ctx, `${address}${queryText({ ...rest, clerk, inquiry: opened.inquiry })}`);
  }

  /** From here on the auditor sees what happened to a person; who that is, and why, was recorded in the step that allows it. */
  async function ask(
    atWork: AtWork,
    { person, reason }: LogForm,
  ): Promise<{ inquiry: string } | { because: 'unknown' | 'own' | 'too-many' }> {
    const { person: auditor } = atWork;
    const refuse = async (because: 'unknown' | 'own' | 'too-many') => {
      await parts.audit.record(deskEvents.inquiryRefused(auditor, because));
      return { because };
    };
    if (!(await parts.lookUpLimit(auditor.accountId))) {
      return refuse('too-many');
    }
    const username = usernameAsStored(person);
    const accountId = await parts.accounts.findId(username);
    if (accountId === undefined) {
      return refuse('unknown');
    }
    if (await desk.isOwn(atWork, accountId)) {
      return refuse('own');
    }
    const inquiry = { auditorId: auditor.accountId, accountId, username, reason };
    return { inquiry: await inquiries.open(inquiry, deskEvents.logOfPersonRead(auditor, accountId, reason)) };
  }

  async function whenInquiryLasts(
    ctx: Context,
    atWork: AtWork,
    query: LogQuery,
    work: (inquiry: Inquiry | undefined) => Promise<void>,
  ): Promise<void> {
    const { accountId } = atWork.person;
    const inquiry = query.inquiry === '' ? undefined : await inquiries.find(query.inquiry, accountId);
    if (query.inquiry !== '' && !inquiry) {
      const errors: FormError[] = [{ field: 'person', message: 'oversight.inquiry.over' }];
      await showLog(ctx, atWork, { query: { ...query, inquiry: '' }, errors, status: 410 });
      return;
    }
    await work(inquiry);
  }

  async function exportLog(
    ctx: Context,
    atWork: AtWork,
    { query, inquiry }: Shown,
    format: 'json' | 'csv',
  ): Promise<void> {
    const found = await log.export(filterOf(query, inquiry?.accountId));
    if (found.kind !== 'found') {
      const message = `oversight.export.${found.kind}` as const;
      const values = { many: found.kind === 'too-many' ? found.most : 0 };
      await showLog(ctx, atWork, { query, inquiry, errors: [{ field: '', message, values }], status: 422 });
      return;
    }
    const { clerk, office, kind: events, from, to } = query;
    const set = Object.entries({ clerk, office, events, from, to }).filter(([, value]) => value !== '');
    const details = { format, many: String(found.entries.length), ...Object.fromEntries(set) };
    const about = inquiry ? { account: inquiry.accountId, reason: inquiry.reason } : {};
    await parts.audit.recordFirst(deskEvents.logExported(atWork.person, about, details));
    const isJson = format === 'json';
    ctx.attachment(isJson ? 'kapu-naplo.jsonl' : 'kapu-naplo.csv');
    ctx.type = isJson ? 'application/jsonl; charset=utf-8' : 'text/csv; charset=utf-8';
    ctx.body = isJson
      ? `${found.lines.join('\n')}\n`
      : csvOf(found.entries, await wordsFor(ctx, found.entries, inquiry));
  }

  async function wordsFor(
    ctx: Context,
    entries: Parameters<typeof staffIn>[0],
    inquiry: Inquiry | undefined,
  ): Promise<WordsFor> {
    return {
      t: parts.pages.translatorFor(ctx),
      language: languageOf(ctx),
      officeName: desk.officeName,
      names: await parts.colleagues.names(staffIn(entries)),
      person: inquiry?.username,
    };
  }

  async function showLog(ctx: Context, atWork: AtWork, shown: Shown): Promise<void> {
    const { query, inquiry, errors = [], status = 200, typed } = shown;
    const isRefused = errors.length > 0;
    const page: LogPage | undefined = isRefused
      ? undefined
      : await log.page(filterOf(query, inquiry?.accountId), query.before || undefined);
    const words = await wordsFor(ctx, page?.entries ?? [], inquiry);
    await desk.show(ctx, atWork, 'oversight-log', {
      title: 'oversight.log.title',
      status,
      errors,
      data: {
        typed: { ...query, ...typed },
        person: inquiry?.username,
        withoutPersonHref: `${address}${queryText({ ...query, inquiry: '', before: '' })}`,
        offices: officesToChoose(ctx),
        kinds: kindsInWords(words),
        page: page && {
          entries: page.entries.map((entry) => inWords(entry, words)),
          read: page.read,
          goOnHref: page.goOn && `${address}${queryText({ ...query, before: page.goOn })}`,
          newestHref: query.before && `${address}${queryText({ ...query, before: '' })}`,
        },
        query: Object.entries({ ...query, before: '' }).filter(([, value]) => value !== ''),
      },
    });
  }

  function officesToChoose(ctx: Context): { value: string; text: string }[] {
    const language = languageOf(ctx);
    return parts.policy.offices.map(({ id }) => ({ value: id, text: desk.officeName(id, language) }));
  }

  return router.routes() as unknown as Middleware;
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
