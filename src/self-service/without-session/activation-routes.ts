/** "Fiók aktiválása": user name and activation code, then a password. Nobody is signed in here. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { type Door, forPeople } from '../../web/request/door.ts';
import { showActivationCode, submitActivationCode } from './activation-code.ts';
import {
  type ActivationParts,
  activationAddress,
  activationDoneAddress,
  activationPasswordAddress,
  currentActivation,
  showActivationOver,
} from './activation-parts.ts';
import { showActivationPassword, submitActivationPassword } from './activation-password.ts';

async function showActivationDone(parts: ActivationParts, ctx: Context): Promise<void> {
  const current = await currentActivation(parts, ctx);
  if (current?.state !== 'done') {
    await showActivationOver(parts, ctx);
    return;
  }
  const data = { address: current.returnTo ?? '/fiok' };
  await parts.pages.show(ctx, 'self-service/without-session/activation-done', {
    title: 'activation.done.title',
    data,
  });
}

export function activationRoutes(parts: ActivationParts): Door {
  const { readForm } = parts;
  const router = new Router();

  router.get(activationAddress, (ctx) => showActivationCode(parts, ctx));
  router.post(activationAddress, async (ctx) => submitActivationCode(parts, ctx, await readForm(ctx)));
  router.get(activationPasswordAddress, (ctx) => showActivationPassword(parts, ctx));
  router.post(activationPasswordAddress, async (ctx) =>
    submitActivationPassword(parts, ctx, await readForm(ctx)),
  );
  router.get(activationDoneAddress, (ctx) => showActivationDone(parts, ctx));

  return forPeople(router);
}
