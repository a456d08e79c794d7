/** "Nem én voltam": the page behind the link in the message. Opening it changes nothing; mail scanners open links too. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { recipientOf } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import { securityEvents } from '../audit/security-events.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import type { Objection, ObjectionStore } from '../totp/objection-store.ts';
import type { ReadForm } from '../web/form.ts';
import type { Pages } from '../web/page.ts';

export interface ObjectionParts {
  readonly objections: ObjectionStore;
  readonly accounts: AccountStore;
  readonly messages: MessageQueue;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

export function objectionRoutes(parts: ObjectionParts): Middleware {
  const { objections, pages, now } = parts;
  const router = new Router({ prefix: '/nem-en-voltam/:token' });

  router.get('/', async (ctx) => {
    const objection = await objections.find(String(ctx.params.token));
    if (!objection) {
      await showUnknown(ctx);
      return;
    }
    await pages.show(ctx, 'self-service/objection', {
      title: 'objection.title',
      data: { address: ctx.path },
    });
  });

  router.post('/', async (ctx) => {
    await parts.readForm(ctx);
    const objection = await objections.find(String(ctx.params.token));
    const outcome = objection ? await freeze(objection) : 'unknown';
    if (!objection || outcome === 'unknown') {
      await showUnknown(ctx);
      return;
    }
    if (outcome === 'frozen') {
      await tellOwner(objection);
    }
    await pages.show(ctx, 'self-service/objection-done', { title: 'objection.done.title' });
  });

  function freeze(objection: Objection): ReturnType<ObjectionStore['freeze']> {
    return objections.freeze(objection, now(), securityEvents.authenticatorFrozen(objection.accountId));
  }

  async function tellOwner({ accountId }: Objection): Promise<void> {
    const account = await parts.accounts.find(accountId);
    if (account) {
      await parts.messages.tell(recipientOf(account), 'plus-frozen', now());
    }
  }

  function showUnknown(ctx: Context): Promise<void> {
    return pages.show(ctx, 'self-service/objection-unknown', {
      title: 'objection.unknown.title',
      status: 410,
    });
  }

  return router.routes() as unknown as Middleware;
}
