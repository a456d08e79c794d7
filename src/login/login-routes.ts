/**
 * The pages of a sign-in, `/interaction/:uid`. Every step returns there, and `next-step` alone decides what comes next;
 * the steps below each do one thing.
 */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { PasswordMethod } from '../assurance/calendar.ts';
import { seeOther } from '../web/redirect.ts';
import { createCodeStep } from './code-step.ts';
import { createConsentStep } from './consent-step.ts';
import { createEndedAttempts } from './ended-attempts.ts';
import { createEnrolmentStep } from './enrolment-step.ts';
import { isSamePerson } from './link-wallet.ts';
import {
  type Factor,
  factors,
  type LoginAttempt,
  type PasswordVerified,
  type WalletUnknown,
} from './login-attempt.ts';
import type { LoginParts } from './login-parts.ts';
import { createMethodPages } from './method-pages.ts';
import { nextStep } from './next-step.ts';
import { createOneTimeCodeStep, oneTimeCodeActions } from './one-time-code-step.ts';
import { createPasswordStep } from './password-step.ts';
import type { Proof, SignIn } from './sign-in.ts';
import { createWalletStep, walletActions } from './wallet-step.ts';

const onPassword: Proof = { by: 'password', reached: 'low' };

export function loginRoutes(parts: LoginParts): Middleware {
  const { signIns, attempts, accounts, readForm } = parts;
  const ended = createEndedAttempts(parts);
  const methodPages = createMethodPages(parts);
  const passwordStep = createPasswordStep(parts, proceed);
  const codeStep = createCodeStep(parts);
  const consentStep = createConsentStep(parts);
  const enrolmentStep = createEnrolmentStep(parts, ended);
  const oneTimeCodeStep = createOneTimeCodeStep(parts);
  const walletStep = parts.wallets && createWalletStep(parts, parts.wallets);
  const router = new Router({ prefix: '/interaction/:uid' });

  router.get('/', async (ctx) => {
    const signIn = await signIns.load(ctx);
    if (signIn.resumeAddress) {
      seeOther(ctx, signIn.resumeAddress);
    } else if (signIn.asked) {
      await consentStep.show(ctx, signIn, signIn.asked);
    } else if (ctx.query.again !== undefined && (await ended.isEnded(signIn))) {
      // Whoever lost the phone cancelled the Ügyfélkapu+ on the way: no code can be given here any more.
      await ended.beginAgain(ctx, signIn);
    } else {
      await showNext(ctx, signIn);
    }
  });

  router.post('/consent', async (ctx) => {
    await readForm(ctx);
    const signIn = await signIns.load(ctx);
    if (!signIn.asked) {
      seeOther(ctx, signIn.address);
      return;
    }
    await signIns.consent(ctx, signIn.asked);
  });

  router.post('/password', async (ctx) => {
    const fields = await readForm(ctx);
    await passwordStep.receive(ctx, await signIns.load(ctx), fields);
  });

  router.post('/code', async (ctx) => {
    const fields = await readForm(ctx);
    const signIn = await signIns.load(ctx);
    const { attempt } = signIn;
    if (signIn.resumeAddress || attempt.state !== 'password-verified' || !attempt.hasPlus) {
      seeOther(ctx, signIn.address);
      return;
    }
    await codeStep.receive(ctx, signIn, attempt, fields);
  });

  router.post('/one-time-code/:action', async (ctx) => {
    const fields = await readForm(ctx);
    const signIn = await signIns.load(ctx);
    if (await ended.isEnded(signIn)) {
      await ended.beginAgain(ctx, signIn);
      return;
    }
    const action = oneTimeCodeActions.find((known) => known === ctx.params.action);
    const attempt = asPicked(signIn, 'one-time-code');
    if (!action || !attempt || nextStep(attempt, signIn.terms) !== 'one-time-code') {
      seeOther(ctx, signIn.address);
      return;
    }
    if (attempt.pickedFactor !== pickedBefore(signIn)) {
      await attempts.remember(signIn.uid, attempt);
    }
    await oneTimeCodeStep.receive(ctx, signIn, attempt, action, fields);
  });

  // What to prove oneself with, where there is a choice; `next-step` decides what comes of it.
  router.post('/factor', async (ctx) => {
    const fields = await readForm(ctx);
    const signIn = await signIns.load(ctx);
    const factor = factors.find((known) => known === fields.factor);
    const attempt = factor && asPicked(signIn, factor);
    if (attempt) {
      await attempts.remember(signIn.uid, attempt);
    }
    seeOther(ctx, signIn.address);
  });

  router.post('/enrol/:action', async (ctx) => {
    const fields = await readForm(ctx);
    await enrolmentStep.receive(ctx, await signIns.load(ctx), ctx.params.action, fields);
  });

  router.post('/wallet/:action', async (ctx) => {
    const fields = await readForm(ctx);
    const signIn = await signIns.load(ctx);
    const action = walletActions.find((known) => known === ctx.params.action);
    if (!walletStep || !action || signIn.resumeAddress) {
      seeOther(ctx, signIn.address);
      return;
    }
    await walletStep.receive(ctx, signIn, action, fields);
  });

  router.get('/wallet/status', async (ctx) => {
    await walletStep?.tellStatus(ctx, await signIns.load(ctx));
  });

  router.get('/wallet/complete', async (ctx) => {
    await walletStep?.complete(ctx, await signIns.load(ctx));
  });

  router.post('/give-up', async (ctx) => {
    await readForm(ctx);
    await signIns.load(ctx);
    await signIns.giveUp(ctx);
  });

  // A form's address, loaded by the language switch or from the history.
  router.get('/*rest', (ctx) => {
    const language = new URLSearchParams(ctx.querystring).get('lang');
    seeOther(ctx, `/interaction/${ctx.params.uid}${language ? `?lang=${encodeURIComponent(language)}` : ''}`);
  });

  async function showNext(ctx: Context, signIn: SignIn): Promise<void> {
    const { attempt, terms } = signIn;
    const next = nextStep(attempt, terms);
    if (walletStep && (next === 'wallet' || next === 'wallet-unknown')) {
      await walletStep.show(ctx, signIn);
      return;
    }
    if (attempt.state !== 'password-verified') {
      await (next === 'method'
        ? methodPages.showMethods(ctx, signIn)
        : passwordStep.show(ctx, signIn, methodOf(signIn)));
      return;
    }
    switch (next) {
      case 'code':
        return codeStep.show(ctx, signIn, attempt);
      case 'one-time-code':
        return oneTimeCodeStep.show(ctx, signIn, attempt);
      case 'enrol':
        return enrolmentStep.show(ctx, signIn);
      case 'closed':
        return methodPages.showClosed(ctx, signIn);
      case 'done':
        return finishOnPassword(ctx, signIn, attempt);
    }
  }

  /** After a right password: finishes at once where that is enough, else keeps the attempt and returns to the page. */
  async function proceed(ctx: Context, signIn: SignIn, verified: PasswordVerified): Promise<void> {
    const toLink = isLinking(signIn.attempt) ? signIn.attempt.proven : undefined;
    const account = toLink && (await accounts.find(verified.accountId));
    if (walletStep && account && !isSamePerson(account, toLink.claims)) {
      await walletStep.showDifferentPerson(ctx, signIn);
      return;
    }
    const attempt = { ...verified, ...(toLink && { toLink }) };
    if (nextStep(attempt, signIn.terms) === 'done') {
      await signIns.finish(ctx, signIn, attempt, onPassword);
      return;
    }
    await attempts.remember(signIn.uid, attempt);
    seeOther(ctx, signIn.address);
  }

  async function finishOnPassword(ctx: Context, signIn: SignIn, attempt: PasswordVerified): Promise<void> {
    await ((await ended.isEnded(signIn))
      ? ended.beginAgain(ctx, signIn)
      : signIns.finish(ctx, signIn, attempt, onPassword));
  }

  return router.routes() as unknown as Middleware;
}

/** The attempt with another factor picked; undefined where there is nothing to pick for, before the password or at the end. */
function asPicked({ resumeAddress, attempt }: SignIn, pickedFactor: Factor): PasswordVerified | undefined {
  const isUnderWay = resumeAddress === undefined && attempt.state === 'password-verified';
  return isUnderWay ? { ...attempt, pickedFactor } : undefined;
}

function pickedBefore({ attempt }: SignIn): Factor | undefined {
  return attempt.state === 'password-verified' ? attempt.pickedFactor : undefined;
}

/** A wallet is linked with a code, which only an Ügyfélkapu+ has. */
function methodOf({ attempt, terms: { picked, offer } }: SignIn): PasswordMethod {
  const method = isLinking(attempt) ? 'ugyfelkapu-plus' : (picked ?? offer.methods[0]);
  return method === 'ugyfelkapu' ? method : 'ugyfelkapu-plus';
}

function isLinking(attempt: LoginAttempt): attempt is WalletUnknown {
  return attempt.state === 'wallet-unknown' && attempt.isLinking;
}
