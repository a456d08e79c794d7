/** Downloading what a filter shows, as JSON Lines that can be verified or as a table. The download itself is recorded first. */
import type { Context } from 'koa';
import type { AuditLog } from '../../audit/audit-log.ts';
import { deskEvents } from '../../audit/events/desk-events.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import { csvOf } from './log-csv.ts';
import { filterOf } from './log-filter.ts';
import { type LogPageParts, logWords, type ShownLog, showLog } from './log-page.ts';

export type DownloadFormat = 'json' | 'csv';

export async function downloadLog(
  parts: LogPageParts & { readonly audit: AuditLog },
  ctx: Context,
  staff: SignedInStaff,
  { query, inquiry }: ShownLog,
  format: DownloadFormat,
): Promise<void> {
  const found = await parts.log.export(filterOf(query, inquiry?.accountId));
  if (found.kind !== 'found') {
    const message = `oversight.export.${found.kind}` as const;
    const values = { many: found.kind === 'too-many' ? found.most : 0 };
    const errors = [{ field: '', message, values }];
    await showLog(parts, ctx, staff, { query, inquiry, errors, status: 422 });
    return;
  }
  const { clerk, office, kind: events, from, to } = query;
  const set = Object.entries({ clerk, office, events, from, to }).filter(([, value]) => value !== '');
  const details = { format, many: String(found.entries.length), ...Object.fromEntries(set) };
  const about = inquiry ? { account: inquiry.accountId, reason: inquiry.reason } : {};
  await parts.audit.recordFirst(deskEvents.logExported(staff.person, about, details));
  const isJson = format === 'json';
  ctx.attachment(isJson ? 'kapu-naplo.jsonl' : 'kapu-naplo.csv');
  ctx.type = isJson ? 'application/jsonl; charset=utf-8' : 'text/csv; charset=utf-8';
  ctx.body = isJson
    ? `${found.lines.join('\n')}\n`
    : csvOf(found.entries, await logWords(parts, ctx, found.entries, inquiry));
}
