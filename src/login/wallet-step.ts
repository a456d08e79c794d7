/**
 * Signing in with a wallet. The request and the answer travel by the wallet's own way (wallet-door); here is the browser that asked,
 * and only it goes on: with what the wallet's link brought back, or with the code that the phone shows.
 */
import type { Context } from 'koa';
import { z } from 'zod';
import { walletFlows } from '../assurance/wallets.ts';
import { securityEvents } from '../audit/security-events.ts';
import type { Answered } from '../wallet/presentation.ts';
import type { HandBackVerdict } from '../wallet/presentation-store.ts';
import { checkFields, type Fields } from '../web/form.ts';
import type { FormError } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { isSamePerson } from './link-wallet.ts';
import { type LoginAttempt, passwordOf, type WalletAsked } from './login-attempt.ts';
import type { LoginParts, WalletParts } from './login-parts.ts';
import { flowsFor } from './next-step.ts';
import type { SignIn } from './sign-in.ts';
import { createWalletConclusion, walletFailureOf } from './wallet-conclusion.ts';
import { createWalletPages } from './wallet-pages.ts';

export const walletActions = ['start', 'confirm', 'leave', 'again', 'link'] as const;

export type WalletAction = (typeof walletActions)[number];

export interface WalletStep {
  show(ctx: Context, signIn: SignIn): Promise<void>;
  receive(ctx: Context, signIn: SignIn, action: WalletAction, fields: Fields): Promise<void>;
  /** For the script of the page, which has nothing to do but wait. */
  tellStatus(ctx: Context, signIn: SignIn): Promise<void>;
  /** The wallet on this device led the browser back. */
  complete(ctx: Context, signIn: SignIn): Promise<void>;
  showDifferentPerson(ctx: Context, signIn: SignIn): Promise<void>;
}

type Parts = Pick<LoginParts, 'attempts' | 'accounts' | 'formTokens' | 'signIns' | 'pages' | 'audit' | 'now'>;

const longestResponseCode = 128;
const codeSchema = z.object({
  hand_back_code: z
    .string()
    .max(64, 'wallet.code.format')
    .transform((typed) => typed.replace(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{6}$/, 'wallet.code.format'))
    .prefault(''),
});

export function createWalletStep(
  { attempts, accounts, formTokens, signIns, pages, audit, now }: Parts,
  { presentations, requests }: WalletParts,
): WalletStep {
  const walletPages = createWalletPages(pages, requests);
  const conclusion = createWalletConclusion({ attempts, accounts, signIns, audit, now }, walletPages);

  async function show(ctx: Context, signIn: SignIn): Promise<void> {
    const { attempt } = signIn;
    if (attempt.state === 'wallet-unknown') {
      await walletPages.showUnknown(ctx, signIn, attempt.proven);
    } else if (attempt.state === 'wallet-asked') {
      await showAsked(ctx, signIn, attempt);
    } else {
      await walletPages.showChoice(ctx, signIn, flowsFor(attempt, signIn.terms));
    }
  }

  async function showAsked(ctx: Context, signIn: SignIn, { presentationId }: WalletAsked): Promise<void> {
    const presentation = await presentations.find(presentationId, now());
    switch (presentation?.state) {
      case 'requested':
      case 'request-fetched':
        return walletPages.showWaiting(ctx, signIn, presentation);
      case 'answered':
        return showAnswered(ctx, signIn, presentation);
      case 'given-up':
        return walletPages.showFailure(ctx, signIn, 'given-up', 200);
      default:
        return walletPages.showFailure(ctx, signIn, 'over', 200);
    }
  }

  /** On the same device the wallet brings the browser back by itself; what it brings is not on this page. */
  async function showAnswered(ctx: Context, signIn: SignIn, presentation: Answered): Promise<void> {
    if (presentation.outcome.kind !== 'verified') {
      await walletPages.showFailure(ctx, signIn, walletFailureOf(presentation.outcome), 200);
    } else if (presentation.flow === 'cross-device') {
      await walletPages.showCode(ctx, signIn, presentation);
    } else {
      await walletPages.showWaiting(ctx, signIn, presentation);
    }
  }

  async function start(ctx: Context, signIn: SignIn, fields: Fields): Promise<void> {
    const { uid, attempt, address } = signIn;
    const flow = walletFlows.find((known) => known === fields.device);
    if (flow && flowsFor(attempt, signIn.terms).includes(flow)) {
      const { id } = await presentations.begin(
        {
          flow,
          uid,
          browser: formTokens.browserOf(ctx),
          service: { hu: signIn.serviceNameIn('hu'), en: signIn.serviceNameIn('en') },
        },
        now(),
      );
      await attempts.remember(uid, {
        state: 'wallet-asked',
        presentationId: id,
        flow,
        before: passwordOf(attempt),
      });
      seeOther(ctx, address);
      return;
    }
    seeOther(ctx, `${address}?method=digitalis-allampolgar`);
  }

  async function confirm(ctx: Context, signIn: SignIn, asked: WalletAsked, fields: Fields): Promise<void> {
    const checked = checkFields(codeSchema, fields);
    const presentation = await presentations.find(asked.presentationId, now());
    if (presentation?.state !== 'answered' || asked.flow !== 'cross-device') {
      seeOther(ctx, signIn.address);
      return;
    }
    if ('errors' in checked) {
      await walletPages.showCode(ctx, signIn, presentation, checked.errors as FormError[], 422);
      return;
    }
    const given = checked.value.hand_back_code;
    const verdict = await handBack(ctx, presentation.id, given, 'hand-back');
    if (verdict.kind === 'right') {
      await conclusion.conclude(ctx, signIn, asked, verdict.presentation.outcome);
      return;
    }
    const left = verdict.kind === 'wrong' ? verdict.triesLeft : 0;
    if (left === 0) {
      await walletPages.showFailure(ctx, signIn, verdict.kind === 'wrong' ? 'given-up' : 'over', 429);
      return;
    }
    const error: FormError = { field: 'hand_back_code', message: 'wallet.code.wrong', values: { left } };
    await walletPages.showCode(ctx, signIn, presentation, [error], 422);
  }

  async function complete(ctx: Context, signIn: SignIn): Promise<void> {
    const { attempt } = signIn;
    const given = String(ctx.query.response_code ?? '').slice(0, longestResponseCode);
    if (attempt.state !== 'wallet-asked' || attempt.flow !== 'same-device' || signIn.resumeAddress) {
      seeOther(ctx, signIn.address);
      return;
    }
    const verdict = await handBack(ctx, attempt.presentationId, given, 'response-code');
    if (verdict.kind === 'right') {
      await conclusion.conclude(ctx, signIn, attempt, verdict.presentation.outcome);
      return;
    }
    await walletPages.showFailure(ctx, signIn, 'over', 403);
  }

  async function handBack(
    ctx: Context,
    id: string,
    given: string,
    by: 'hand-back' | 'response-code',
  ): Promise<HandBackVerdict> {
    const wrong = securityEvents.presentationRefused(`${by}-wrong`);
    const verdict = await presentations.handBack(id, formTokens.browserOf(ctx), given, now(), wrong);
    if (verdict.kind === 'over') {
      await audit.record(securityEvents.presentationRefused(`${by}-over`));
    }
    return verdict;
  }

  /** Back to before a wallet was asked; `again` asks where it is. */
  async function leave(ctx: Context, signIn: SignIn, action: WalletAction): Promise<void> {
    const { attempt } = signIn;
    if (attempt.state === 'wallet-asked') {
      await presentations.forget(attempt.presentationId);
    }
    if (attempt.state === 'wallet-asked' || attempt.state === 'wallet-unknown') {
      await conclusion.goBackTo(signIn, attempt.before);
    }
    seeOther(ctx, action === 'again' ? `${signIn.address}?method=digitalis-allampolgar` : signIn.address);
  }

  /** From here on the person must prove that an account is theirs; the code makes the wallet its own. */
  async function link(ctx: Context, signIn: SignIn, attempt: LoginAttempt): Promise<void> {
    if (attempt.state === 'wallet-unknown' && attempt.proven.subject) {
      const { before, proven } = attempt;
      const account = before && (await accounts.find(before.accountId));
      if (account && !isSamePerson(account, proven.claims)) {
        await walletPages.showDifferentPerson(ctx, signIn);
        return;
      }
      await attempts.remember(
        signIn.uid,
        before ? { ...before, toLink: proven } : { ...attempt, isLinking: true },
      );
    }
    seeOther(ctx, signIn.address);
  }

  async function receive(ctx: Context, signIn: SignIn, action: WalletAction, fields: Fields): Promise<void> {
    const { attempt } = signIn;
    if (action === 'start') {
      await start(ctx, signIn, fields);
    } else if (action === 'link') {
      await link(ctx, signIn, attempt);
    } else if (action === 'confirm' && attempt.state === 'wallet-asked') {
      await confirm(ctx, signIn, attempt, fields);
    } else {
      await leave(ctx, signIn, action);
    }
  }

  async function tellStatus(ctx: Context, { attempt }: SignIn): Promise<void> {
    const presentation =
      attempt.state === 'wallet-asked' ? await presentations.find(attempt.presentationId, now()) : undefined;
    const isWaiting = presentation?.state === 'requested' || presentation?.state === 'request-fetched';
    ctx.body = { state: isWaiting ? 'waiting' : 'changed' };
  }

  return { show, receive, tellStatus, complete, showDifferentPerson: walletPages.showDifferentPerson };
}
