/** The log for auditors: by clerk, office, event and time; of one person only with a reason, which that person reads. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import type { ReadForm } from '../../web/form/form.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { downloadLog } from './log-download.ts';
import { logQueryOf } from './log-filter.ts';
import { type InquiryParts, submitLogForm, whenInquiryLasts } from './log-form.ts';
import { type LogPageParts, logAddress, showLog } from './log-page.ts';

export interface LogRouteParts extends LogPageParts, InquiryParts {
  readonly readForm: ReadForm;
}

export function logRoutes(parts: LogRouteParts): Door {
  const { desk, readForm } = parts;
  const router = new Router({ prefix: logAddress });

  router.get('/', (ctx) =>
    desk.whenAllowed(ctx, logAddress, 'oversee', (staff) => showAsked(parts, ctx, staff)),
  );
  router.post('/', async (ctx) => {
    const fields = await readForm(ctx);
    await desk.whenAllowed(ctx, logAddress, 'oversee', (staff) => submitLogForm(parts, ctx, staff, fields));
  });
  router.post('/export', async (ctx) => {
    const { _csrf, format = '', ...fields } = await readForm(ctx);
    await desk.whenAllowed(ctx, logAddress, 'oversee', (staff) =>
      downloadAsked(parts, ctx, staff, fields, format),
    );
  });
  router.get('/export', (ctx) => seeOther(ctx, logAddress));

  return forPeople(router);
}

/** What the address asks for. */
async function showAsked(parts: LogRouteParts, ctx: Context, staff: SignedInStaff): Promise<void> {
  const query = logQueryOf({ ...ctx.query });
  if (!query) {
    seeOther(ctx, logAddress);
    return;
  }
  await whenInquiryLasts(parts, ctx, staff, query, (inquiry) =>
    showLog(parts, ctx, staff, { query, inquiry }),
  );
}

/** What the page with the button had asked for. */
async function downloadAsked(
  parts: LogRouteParts,
  ctx: Context,
  staff: SignedInStaff,
  asked: unknown,
  format: string,
): Promise<void> {
  const query = logQueryOf(asked);
  if (!query || (format !== 'json' && format !== 'csv')) {
    seeOther(ctx, logAddress);
    return;
  }
  await whenInquiryLasts(parts, ctx, staff, query, (inquiry) =>
    downloadLog(parts, ctx, staff, { query, inquiry }, format),
  );
}
