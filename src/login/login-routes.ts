/**
 * The pages of a sign-in, `/interaction/:uid`. Every step returns there, and `next-step` alone decides what comes next;
 * the steps below each do one thing.
 */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { daysLeft, type PasswordMethod } from '../assurance/calendar.ts';
import { type EnrolDoor, enrolActions } from '../enrolling/enrol-door.ts';
import { dateInWords } from '../web/instants.ts';
import { languageOf } from '../web/language.ts';
import { seeOther } from '../web/redirect.ts';
import { createCodeStep } from './code-step.ts';
import { createConsentStep } from './consent-step.ts';
import { isSamePerson } from './link-wallet.ts';
import {
  type Factor,
  factors,
  isEnded,
  type LoginAttempt,
  type PasswordVerified,
  passwordOf,
  type WalletUnknown,
} from './login-attempt.ts';
import type { LoginParts } from './login-parts.ts';
import { channelsFor, nextStep } from './next-step.ts';
import { createOneTimeCodeStep, oneTimeCodeActions } from './one-time-code-step.ts';
import { createPasswordStep } from './password-step.ts';
import type { Proof, SignIn } from './sign-in.ts';
import { createWalletStep, walletActions } from './wallet-step.ts';

const onPassword: Proof = { by: 'password', reached: 'low' };

export function loginRoutes(parts: LoginParts): Middleware {
  const { signIns, attempts, accounts, enrolSteps, pages, readForm, now } = parts;
  const passwordStep = createPasswordStep(parts, proceed);
  const codeStep = createCodeStep(parts);
  const consentStep = createConsentStep(parts);
  const oneTimeCodeStep = createOneTimeCodeStep(parts);
  const walletStep = parts.wallets && createWalletStep(parts, parts.wallets);
  const router = new Router({ prefix: '/interaction/:uid' });

  router.get('/', async (ctx) => {
    const signIn = await signIns.load(ctx);
    if (signIn.resumeAddress) {
      seeOther(ctx, signIn.resumeAddress);
    } else if (signIn.asked) {
      await consentStep.show(ctx, signIn, signIn.asked);
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
    if (await isOver(signIn)) {
      await beginAgain(ctx, signIn);
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
    const signIn = await signIns.load(ctx);
    if (await isOver(signIn)) {
      await beginAgain(ctx, signIn);
      return;
    }
    const action = enrolActions.find((known) => known === ctx.params.action);
    const door = await enrolDoor(signIn);
    if (!action || !door) {
      seeOther(ctx, signIn.address);
      return;
    }
    await enrolSteps.receive(ctx, door, action, fields);
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
      await (next === 'method' ? showMethods(ctx, signIn) : passwordStep.show(ctx, signIn, methodOf(signIn)));
      return;
    }
    switch (next) {
      case 'code':
        return codeStep.show(ctx, signIn, attempt);
      case 'one-time-code':
        return oneTimeCodeStep.show(ctx, signIn, attempt);
      case 'enrol':
        return showEnrolment(ctx, signIn);
      case 'closed':
        return showClosed(ctx, signIn);
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

  /** The sessions of the account were ended while this sign-in was under way. */
  async function isOver({ attempt }: SignIn): Promise<boolean> {
    const password = passwordOf(attempt);
    return password !== undefined && isEnded(password, await accounts.find(password.accountId));
  }

  async function beginAgain(ctx: Context, signIn: SignIn): Promise<void> {
    await attempts.forget(signIn.uid);
    seeOther(ctx, signIn.address);
  }

  async function finishOnPassword(ctx: Context, signIn: SignIn, attempt: PasswordVerified): Promise<void> {
    await ((await isOver(signIn))
      ? beginAgain(ctx, signIn)
      : signIns.finish(ctx, signIn, attempt, onPassword));
  }

  async function showMethods(ctx: Context, signIn: SignIn): Promise<void> {
    const methods = signIn.terms.offer.methods.map((method) => ({
      href: `${signIn.address}?method=${method}`,
      title: `method.${method}.title`,
      text: `method.${method}.text`,
    }));
    const data = { methods, address: signIn.address, deadline: deadlineOf(ctx, signIn) };
    await pages.show(ctx, 'login/method', { title: 'method.title', serviceName: signIn.serviceName, data });
  }

  /** How long a password alone is still accepted here: days left, and the last day. */
  function deadlineOf(ctx: Context, { terms }: SignIn): { days: number; lastDay: string } | undefined {
    const until = terms.offer.passwordUntil;
    return (
      until && {
        days: daysLeft(parts.calendar, until, now()),
        lastDay: dateInWords(new Date(until.getTime() - 1), languageOf(ctx)),
      }
    );
  }

  /** After the last phase a password opens nothing; the page says where one is helped. */
  async function showClosed(ctx: Context, signIn: SignIn): Promise<void> {
    const data = { address: signIn.address };
    await pages.show(ctx, 'login/closed', { title: 'closed.title', serviceName: signIn.serviceName, data });
  }

  async function showEnrolment(ctx: Context, signIn: SignIn): Promise<void> {
    if (await isOver(signIn)) {
      await beginAgain(ctx, signIn);
      return;
    }
    const door = await enrolDoor(signIn);
    if (door) {
      await enrolSteps.show(ctx, door);
      return;
    }
    // Meanwhile there is an Ügyfélkapu+, got elsewhere: its code is asked for.
    if (signIn.attempt.state === 'password-verified') {
      await attempts.remember(signIn.uid, { ...signIn.attempt, hasPlus: true });
    }
    seeOther(ctx, signIn.address);
  }

  /** Applying inside of a sign-in: password and code were just proven, so the sign-in ends with it. */
  async function enrolDoor(signIn: SignIn): Promise<EnrolDoor | undefined> {
    const { attempt } = signIn;
    if (attempt.state !== 'password-verified' || nextStep(attempt, signIn.terms) !== 'enrol') {
      return undefined;
    }
    const account = await accounts.find(attempt.accountId);
    if (account?.status !== 'active' || account.hasPlus) {
      return undefined;
    }
    return {
      account,
      address: signIn.address,
      formAddress: `${signIn.address}/enrol`,
      leave: { address: `${signIn.address}/give-up`, isForm: true },
      otherWay:
        channelsFor(attempt, signIn.terms).length > 0 ? `${signIn.address}?factor=one-time-code` : undefined,
      page: { serviceName: signIn.serviceName },
      applicant: 'shielded',
      finished: (ctx) =>
        signIns.finish(ctx, signIn, attempt, { by: 'authenticator', reached: 'substantial' }),
    };
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
