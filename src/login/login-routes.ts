/**
 * The pages of a sign-in, `/interaction/:uid`. Every step returns there, and `next-step` alone decides what comes next;
 * the steps each do one thing. A folder holds a way to prove oneself: password, code (of the app, or sent), wallet.
 */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Fields } from '../web/form.ts';
import { seeOther } from '../web/redirect.ts';
import { showCode, submitCode } from './code-step.ts';
import { showConsent, submitConsent } from './consent-step.ts';
import { beginAgain, isRevoked } from './ended-attempts.ts';
import { showEnrolment, submitEnrolment } from './enrolment-step.ts';
import type { LoginParts } from './login-parts.ts';
import { showClosed, showMethods } from './method-pages.ts';
import { nextStep } from './next-step.ts';
import { showOneTimeCode, submitOneTimeCode } from './one-time-code-step.ts';
import { finishOnPassword } from './password/after-password.ts';
import { showPassword, submitPassword } from './password-step.ts';
import { submitFactor } from './picked-factor.ts';
import type { SignIn } from './sign-in.ts';
import { completeOnSameDevice } from './wallet/hand-back.ts';
import { showWallet, submitWallet, tellWalletStatus } from './wallet-step.ts';

/** The page of a sign-in, wherever it stands. */
async function showSignIn(parts: LoginParts, ctx: Context, signIn: SignIn): Promise<void> {
  if (signIn.resumeAddress) {
    seeOther(ctx, signIn.resumeAddress);
  } else if (signIn.asked) {
    await showConsent(parts, ctx, signIn, signIn.asked);
  } else if (ctx.query.again !== undefined && (await isRevoked(parts, signIn))) {
    // Whoever lost the phone cancelled the Ügyfélkapu+ on the way: no code can be given here any more.
    await beginAgain(parts, ctx, signIn);
  } else {
    await showNext(parts, ctx, signIn);
  }
}

async function showNext(parts: LoginParts, ctx: Context, signIn: SignIn): Promise<void> {
  const { progress, terms } = signIn;
  const { wallets } = parts;
  const next = nextStep(progress, terms);
  if (wallets && (next === 'wallet' || next === 'wallet-unknown')) {
    await showWallet({ ...parts, wallets }, ctx, signIn);
    return;
  }
  if (progress.state !== 'password-verified') {
    await (next === 'method' ? showMethods(parts, ctx, signIn) : showPassword(parts, ctx, signIn));
    return;
  }
  switch (next) {
    case 'code':
      return showCode(parts, ctx, signIn, progress);
    case 'one-time-code':
      return showOneTimeCode(parts, ctx, signIn, progress);
    case 'enrol':
      return showEnrolment(parts, ctx, signIn);
    case 'closed':
      return showClosed(parts, ctx, signIn);
    case 'done':
      return finishOnPassword(parts, ctx, signIn, progress);
  }
}

export function loginRoutes(parts: LoginParts): Middleware {
  const { signIns, readForm, wallets, now } = parts;
  const router = new Router({ prefix: '/interaction/:uid' });

  router.get('/', async (ctx) => showSignIn(parts, ctx, await signIns.load(ctx)));
  form('/password', (ctx, signIn, fields) => submitPassword(parts, ctx, signIn, fields));
  form('/code', (ctx, signIn, fields) => submitCode(parts, ctx, signIn, fields));
  form('/factor', (ctx, signIn, fields) => submitFactor(parts, ctx, signIn, fields));
  form('/one-time-code/:action', (ctx, signIn, fields) =>
    submitOneTimeCode(parts, ctx, signIn, ctx.params.action, fields),
  );
  form('/enrol/:action', (ctx, signIn, fields) =>
    submitEnrolment(parts, ctx, signIn, ctx.params.action, fields),
  );
  form('/consent', (ctx, signIn) => submitConsent(parts, ctx, signIn));
  form('/give-up', (ctx) => signIns.giveUp(ctx));
  form('/wallet/:action', async (ctx, signIn, fields) => {
    await (wallets
      ? submitWallet({ ...parts, wallets }, ctx, signIn, ctx.params.action, fields)
      : seeOther(ctx, signIn.address));
  });
  router.get('/wallet/status', async (ctx) => {
    if (wallets) {
      await tellWalletStatus({ now, wallets }, ctx, await signIns.load(ctx));
    }
  });
  router.get('/wallet/complete', async (ctx) => {
    if (wallets) {
      await completeOnSameDevice({ ...parts, wallets }, ctx, await signIns.load(ctx));
    }
  });
  // A form's address, loaded by the language switch or from the history.
  router.get('/*rest', (ctx) => {
    const language = new URLSearchParams(ctx.querystring).get('lang');
    seeOther(ctx, `/interaction/${ctx.params.uid}${language ? `?lang=${encodeURIComponent(language)}` : ''}`);
  });

  return router.routes() as unknown as Middleware;

  /** Nothing is done for a form that is not from our own page, or whose sign-in is over. */
  function form(path: string, submit: (ctx: Context, signIn: SignIn, fields: Fields) => Promise<void>): void {
    router.post(path, async (ctx) => {
      const fields = await readForm(ctx);
      await submit(ctx, await signIns.load(ctx), fields);
    });
  }
}
