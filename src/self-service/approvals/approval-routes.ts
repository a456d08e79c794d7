/** "Jóváhagyásra váró kérések": what relying parties asked from elsewhere (CIBA), decided with a code that was given just now. */
import { Router } from '@koa/router';
import { decodeJwt } from 'jose';
import type { Context } from 'koa';
import { levelOfIdentification } from '../../assurance/identification.ts';
import type { ApprovalOutcome, ApprovalProof, Approvals } from '../../relying-party/ciba-approvals.ts';
import type { ReadForm } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { timeOfDay } from '../../web/page/dates-and-times.ts';
import type { Pages } from '../../web/page/page.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { redirectToPage } from '../form-page-redirect.ts';
import type { SessionGuard, SignedIn } from '../session-guard.ts';

export interface ApprovalRouteParts {
  readonly sessionGuard: SessionGuard;
  readonly approvals: Approvals;
  readonly pages: Pages;
  readonly readForm: ReadForm;
}

const address = '/fiok/keresek';
const longestHandle = 64;

function handleOf(ctx: Context): string {
  return String(ctx.params.handle).slice(0, longestHandle);
}

function noticeOf({ query }: Context): 'approved' | 'refused' | 'gone' | undefined {
  if (query.jovahagyva !== undefined) {
    return 'approved';
  }
  if (query.elutasitva !== undefined) {
    return 'refused';
  }
  return query.lejart === undefined ? undefined : 'gone';
}

const byCode = ['otp', 'mfa'];
const byPasskey = ['pop', 'swk', 'user', 'mfa'];

/**
 * Whoever has an Ügyfélkapu+ gave a code, or used a passkey, within the last minutes, or would not be here: beside what their sign-in was.
 * Who came with a wallet typed no password.
 */
function proofOf({ account, session }: SignedIn): ApprovalProof {
  const { amr = [], auth_time: signedInAt = 0 } = decodeJwt<{ amr?: string[]; auth_time?: number }>(
    session.idToken,
  );
  const { acr, authTime, codeGivenAt, provenBy } = session;
  const provenAt = Math.max(signedInAt, codeGivenAt);
  return {
    identified: levelOfIdentification(account.identification),
    acr,
    authTime,
    provenAt,
    amr: account.hasPlus ? [...new Set([...amr, ...(provenBy === 'passkey' ? byPasskey : byCode)])] : amr,
  };
}

async function showApprovals(
  { approvals, pages }: Pick<ApprovalRouteParts, 'approvals' | 'pages'>,
  ctx: Context,
  signedIn: SignedIn,
): Promise<void> {
  const { account } = signedIn;
  const language = languageOf(ctx);
  const waiting = await approvals.waiting(account.id, proofOf(signedIn), language);
  const requests = waiting.map((request) => ({
    ...request,
    asked: timeOfDay(request.askedAt, language),
    until: timeOfDay(request.expiresAt, language),
  }));
  await pages.show(ctx, 'self-service/approvals/approvals', {
    title: 'approvals.title',
    signedInAs: account.profile.username,
    data: { requests, notice: noticeOf(ctx) },
  });
}

async function submitApproval(
  { approvals }: Pick<ApprovalRouteParts, 'approvals'>,
  ctx: Context,
  signedIn: SignedIn,
): Promise<void> {
  const outcome = await approvals.approve(signedIn.account.id, handleOf(ctx), proofOf(signedIn));
  leadBack(ctx, outcome, 'jovahagyva');
}

async function submitRefusal(
  { approvals }: Pick<ApprovalRouteParts, 'approvals'>,
  ctx: Context,
  { account }: SignedIn,
): Promise<void> {
  leadBack(ctx, await approvals.refuse(account.id, handleOf(ctx)), 'elutasitva');
}

function leadBack(ctx: Context, outcome: ApprovalOutcome, decided: 'jovahagyva' | 'elutasitva'): void {
  switch (outcome.kind) {
    case 'decided':
      seeOther(ctx, `${address}?${decided}`);
      return;
    case 'gone':
      seeOther(ctx, `${address}?lejart`);
      return;
    case 'too-weak':
      seeOther(ctx, address);
  }
}

export function approvalRoutes(parts: ApprovalRouteParts): Door {
  const { sessionGuard, readForm } = parts;
  const router = new Router({ prefix: address });

  router.get('/', (ctx) =>
    sessionGuard.whenReauthenticated(ctx, address, (signedIn) => showApprovals(parts, ctx, signedIn)),
  );
  router.post('/:handle/jovahagyas', async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenReauthenticated(ctx, address, (signedIn) => submitApproval(parts, ctx, signedIn));
  });
  router.post('/:handle/elutasitas', async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenReauthenticated(ctx, address, (signedIn) => submitRefusal(parts, ctx, signedIn));
  });
  router.get('/:handle/:action', (ctx) => redirectToPage(ctx, address));

  return forPeople(router);
}
