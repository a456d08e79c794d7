/** Pages that need no sign-in: cancelling with the törlőkód, for those whose phone is gone. */
import { Router } from '@koa/router';
import type { Middleware } from 'koa';
import type { ReadForm } from '../web/form.ts';
import type { CancelPlus } from './cancel-plus.ts';

export function publicRoutes(cancelPlus: CancelPlus, readForm: ReadForm): Middleware {
  const router = new Router();
  router.get('/megszuntetes', (ctx) => cancelPlus.showPublic(ctx));
  router.post('/megszuntetes', async (ctx) => {
    await cancelPlus.receivePublic(ctx, await readForm(ctx));
  });
  return router.routes() as unknown as Middleware;
}
