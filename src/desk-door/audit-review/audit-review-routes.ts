/**
 * What an auditor comes to: the state of the log, and look-ups of each clerk beside those of their colleagues. Audit review (NIST
 * SP 800-53, AU-6) is called oversight in addresses, events and words: those are interfaces, and stay.
 */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import type { LogPages } from '../../audit/reading/log-pages.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import type { ReadForm } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { deskHome } from '../desk-access.ts';
import { type LookUpsPageParts, lookUpsAddress, showAskedLookUps, submitPeriod } from './look-ups-page.ts';

export interface AuditReviewParts extends LookUpsPageParts {
  readonly log: Pick<LogPages, 'state'>;
  readonly readForm: ReadForm;
}

const address = `${deskHome}/oversight`;

export function auditReviewRoutes(parts: AuditReviewParts): Door {
  const { desk, readForm } = parts;
  const router = new Router();

  router.get(address, (ctx) =>
    desk.whenAllowed(ctx, address, 'oversee', (staff) => showState(parts, ctx, staff)),
  );
  router.get(lookUpsAddress, (ctx) =>
    desk.whenAllowed(ctx, lookUpsAddress, 'oversee', (staff) => showAskedLookUps(parts, ctx, staff)),
  );
  router.post(lookUpsAddress, async (ctx) => {
    const { _csrf, ...fields } = await readForm(ctx);
    await desk.whenAllowed(ctx, lookUpsAddress, 'oversee', (staff) =>
      submitPeriod(parts, ctx, staff, fields),
    );
  });

  return forPeople(router);
}

async function showState(
  { desk, log }: Pick<AuditReviewParts, 'desk' | 'log'>,
  ctx: Context,
  staff: SignedInStaff,
): Promise<void> {
  const { signedAt, pendingSince, ...state } = await log.state();
  const inLanguage = (instant: Date | undefined): string =>
    instant ? instantInWords(instant, languageOf(ctx)) : '';
  await desk.show(ctx, staff, 'audit-review/state', {
    title: 'oversight.title',
    data: { ...state, signedAt: inLanguage(signedAt), pendingSince: inLanguage(pendingSince) },
  });
}
