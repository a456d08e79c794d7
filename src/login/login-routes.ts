/**
 * The pages of a sign-in, `/interaction/:uid`. Every step returns there, and `next-step` alone decides what comes next;
 * the steps each do one thing. A folder holds a way to prove oneself: password, code (of the app, or sent), passkey, wallet.
 */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import type { Fields } from '../web/form/form.ts';
import { type Door, forPeople } from '../web/request/door.ts';
import { seeOther } from '../web/request/redirect.ts';
import { submitFactor } from './chosen-factor.ts';
import { showCancel, submitCancel } from './code/cancel-step.ts';
import { showCodeStep, submitCode } from './code/code-step.ts';
import { showOneTimeCode, submitOneTimeCode } from './code/one-time-code-step.ts';
import { showConsent, submitConsent } from './consent-step.ts';
import { showEnrolment, submitEnrolment } from './enrolment-step.ts';
import type { LoginInteraction } from './login-interaction.ts';
import type { LoginParts } from './login-parts.ts';
import { showClosed, showMethods, showNotIdentified } from './method-pages.ts';
import { type NextStep, nextStep } from './next-step.ts';
import { showPasskeyOffer, submitPasskeyOffer } from './passkey/passkey-offer.ts';
import { lookUpPasskeyAtOnce, showPasskey, submitPasskey } from './passkey/passkey-step.ts';
import { finishOnPassword } from './password/after-password.ts';
import { showNewPassword, submitNewPassword } from './password/new-password-step.ts';
import { lookUpAtOnce, showPassword, submitPassword } from './password/password-step.ts';
import { showPersonalData, submitPersonalData } from './personal-data-step.ts';
import { beginAgain, isRevoked } from './revoked-login.ts';
import { completeOnSameDevice } from './wallet/hand-back.ts';
import { showWallet, submitWallet, tellWalletStatus } from './wallet/wallet-step.ts';

/** The page of a sign-in, wherever it stands. */
async function showInteraction(
  parts: LoginParts,
  ctx: Context,
  interaction: LoginInteraction,
): Promise<void> {
  if (interaction.resumeAddress) {
    seeOther(ctx, interaction.resumeAddress);
  } else if (interaction.asked) {
    await showConsent(parts, ctx, interaction, interaction.asked);
  } else if (ctx.query.again !== undefined && (await isRevoked(parts, interaction))) {
    // Whoever lost the phone cancelled the Ügyfélkapu+ on the way: no code can be given here any more.
    await beginAgain(parts, ctx, interaction);
  } else {
    await showNext(parts, ctx, interaction);
  }
}

async function showNext(parts: LoginParts, ctx: Context, interaction: LoginInteraction): Promise<void> {
  const { progress, terms } = interaction;
  const { wallets } = parts;
  const next = nextStep(progress, terms);
  if (wallets && (next === 'wallet' || next === 'wallet-unknown')) {
    await showWallet({ ...parts, wallets }, ctx, interaction);
    return;
  }
  if (next === 'personal-data') {
    await showPersonalData(parts, ctx, interaction);
    return;
  }
  if (progress.state !== 'password-verified') {
    await showBeginning(parts, ctx, interaction, next);
    return;
  }
  switch (next) {
    case 'new-password':
      return showNewPassword(parts, ctx, interaction);
    case 'code':
      return showCodeStep(parts, ctx, interaction, progress);
    case 'passkey':
      return showPasskey(parts, ctx, interaction);
    case 'one-time-code':
      return showOneTimeCode(parts, ctx, interaction, progress);
    case 'enrol':
      return showEnrolment(parts, ctx, interaction, progress);
    case 'closed':
      return showClosed(parts, ctx, interaction);
    case 'done':
      return finishOnPassword(parts, ctx, interaction, progress);
  }
}

function showBeginning(
  parts: LoginParts,
  ctx: Context,
  interaction: LoginInteraction,
  next: NextStep,
): Promise<void> {
  switch (next) {
    case 'not-identified':
      return showNotIdentified(parts, ctx, interaction);
    case 'method':
      return showMethods(parts, ctx, interaction);
    case 'passkey':
      return showPasskey(parts, ctx, interaction);
    default:
      return showPassword(parts, ctx, interaction);
  }
}

/** What of a form's address its page is known by. */
const keptOfAddress = ['method', 'lang', 'azonositokulcs'];

export function loginRoutes(parts: LoginParts): Door {
  const { interactions, readForm, wallets, now } = parts;
  const router = new Router({ prefix: '/interaction/:uid' });

  router.get('/', async (ctx) => showInteraction(parts, ctx, await interactions.load(ctx)));
  form(
    '/password',
    (ctx, interaction, fields) => submitPassword(parts, ctx, interaction, fields),
    (fields) => lookUpAtOnce(parts, fields),
  );
  form('/new-password', (ctx, interaction, fields) => submitNewPassword(parts, ctx, interaction, fields));
  form('/personal-data', (ctx, interaction, fields) => submitPersonalData(parts, ctx, interaction, fields));
  form('/code', (ctx, interaction, fields) => submitCode(parts, ctx, interaction, fields));
  router.get('/cancel', async (ctx) => showCancel(parts, ctx, await interactions.load(ctx)));
  form('/cancel', (ctx, interaction, fields) => submitCancel(parts, ctx, interaction, fields));
  form(
    '/passkey',
    (ctx, interaction, fields) => submitPasskey(parts, ctx, interaction, fields),
    (fields) => lookUpPasskeyAtOnce(parts, fields),
  );
  // Of a sign-in that is through: it is led on from there.
  router.post('/passkey-offer/:action', async (ctx) => {
    const fields = await readForm(ctx);
    await submitPasskeyOffer(parts, ctx, await interactions.load(ctx), ctx.params.action, fields);
  });
  router.get(['/passkey-offer', '/passkey-offer/:action'], async (ctx) =>
    showPasskeyOffer(parts, ctx, await interactions.load(ctx)),
  );
  form('/factor', (ctx, interaction, fields) => submitFactor(parts, ctx, interaction, fields));
  form('/one-time-code/:action', (ctx, interaction, fields) =>
    submitOneTimeCode(parts, ctx, interaction, ctx.params.action, fields),
  );
  form('/enrol/:action', (ctx, interaction, fields) =>
    submitEnrolment(parts, ctx, interaction, ctx.params.action, fields),
  );
  // Whose name is on the page of the code is somebody else: the sign-in begins again, with nothing known of anybody.
  form('/not-me', (ctx, interaction) => beginAgain(parts, ctx, interaction));
  form('/consent', (ctx, interaction, fields) => submitConsent(parts, ctx, interaction, fields));
  form('/give-up', (ctx, interaction) => interactions.giveUp(ctx, interaction));
  form('/wallet/:action', async (ctx, interaction, fields) => {
    await (wallets
      ? submitWallet({ ...parts, wallets }, ctx, interaction, ctx.params.action, fields)
      : seeOther(ctx, interaction.address));
  });
  router.get('/wallet/status', async (ctx) => {
    if (wallets) {
      await tellWalletStatus({ now, wallets }, ctx, await interactions.load(ctx));
    }
  });
  router.get('/wallet/complete', async (ctx) => {
    if (wallets) {
      await completeOnSameDevice({ ...parts, wallets }, ctx, await interactions.load(ctx));
    }
  });
  // A form's address, loaded by the language switch or from the history.
  router.get('/*rest', (ctx) => {
    const given = new URLSearchParams(ctx.querystring);
    const kept = new URLSearchParams([...given].filter(([name]) => keptOfAddress.includes(name)));
    seeOther(ctx, `/interaction/${ctx.params.uid}${kept.size > 0 ? `?${kept}` : ''}`);
  });

  return forPeople(router, interactions.goingOn(router.routes() as unknown as Middleware));

  /**
   * Nothing is done for a form that is not from our own page, or whose sign-in is over. One whose sign-in is through was sent twice, or its
   * answer was lost: it is led on.
   * @param readAtOnce asks for what is going to be read, in the round trip that reads the sign-in
   */
  function form(
    path: string,
    submit: (ctx: Context, interaction: LoginInteraction, fields: Fields) => Promise<void>,
    readAtOnce: (fields: Fields) => void = () => {},
  ): void {
    router.post(path, async (ctx) => {
      const fields = await readForm(ctx);
      readAtOnce(fields);
      const interaction = await interactions.load(ctx);
      await (interaction.resumeAddress
        ? seeOther(ctx, interaction.resumeAddress)
        : submit(ctx, interaction, fields));
    });
  }
}
