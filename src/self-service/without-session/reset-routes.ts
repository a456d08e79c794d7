/**
 * Pages that need no sign-in: a forgotten password or user name, activation, cancelling the Ügyfélkapu+ without the phone, and "Nem én voltam"
 * behind the link of a message. This file: "Elfelejtett jelszó": user name, then the code from the message (or its link, in the same browser), then a new password. Every answer is
 * the same whether or not anybody has the name. Nobody is signed in here, and the second factor stays as it is.
 */
import { Router } from '@koa/router';
import { resetLinkPath } from '../../accounts/recovery/password-reset.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { showCode, showLink, submitCode, submitLink } from './reset-code.ts';
import { resetHome, resetPageOf, showResetStart } from './reset-pages.ts';
import type { ResetParts } from './reset-parts.ts';
import { keepPassword, showDone, showNewPassword, submitNewPassword } from './reset-password.ts';
import { submitResetAgain, submitResetStart } from './reset-start.ts';

export function resetRoutes(parts: ResetParts): Door {
  const { readForm } = parts;
  const router = new Router();

  router.get(resetHome, (ctx) => showResetStart(parts, ctx));
  router.post(resetHome, async (ctx) => submitResetStart(parts, ctx, await readForm(ctx)));
  router.post(`${resetHome}/ujra`, async (ctx) => {
    await readForm(ctx);
    await submitResetAgain(parts, ctx);
  });

  router.get(resetPageOf.asked, (ctx) => showCode(parts, ctx));
  router.post(resetPageOf.asked, async (ctx) => submitCode(parts, ctx, await readForm(ctx)));
  router.get(`${resetLinkPath}/:token`, (ctx) => showLink(parts, ctx));
  router.post(`${resetLinkPath}/:token`, async (ctx) => {
    await readForm(ctx);
    await submitLink(parts, ctx);
  });

  router.get(resetPageOf.proven, (ctx) => showNewPassword(parts, ctx));
  router.post(resetPageOf.proven, async (ctx) => submitNewPassword(parts, ctx, await readForm(ctx)));
  router.post(`${resetHome}/megtartom`, async (ctx) => {
    await readForm(ctx);
    await keepPassword(parts, ctx);
  });
  router.get(resetPageOf.done, (ctx) => showDone(parts, ctx));

  return forPeople(router);
}
