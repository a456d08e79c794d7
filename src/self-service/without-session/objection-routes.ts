/** "Nem én voltam": the page behind the link in the message. Opening it changes nothing; mail scanners open links too. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { recipientOf } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { Objection, ObjectionStore } from '../../totp/authenticators/objection-store.ts';
import type { ReadForm } from '../../web/form/form.ts';
import type { Pages } from '../../web/page/page.ts';

export interface ObjectionParts {
  readonly objections: ObjectionStore;
  readonly accounts: AccountStore;
  readonly messages: MessageQueue;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

async function showObjectionLink(
  { objections, pages }: Pick<ObjectionParts, 'objections' | 'pages'>,
  ctx: Context,
): Promise<void> {
  const objection = await objections.find(String(ctx.params.token));
  if (!objection) {
    await showUnknown({ pages }, ctx);
    return;
  }
  const data = { address: ctx.path };
  await pages.show(ctx, 'self-service/without-session/objection', { title: 'objection.title', data });
}

async function submitObjectionLink(parts: ObjectionParts, ctx: Context): Promise<void> {
  const objection = await parts.objections.find(String(ctx.params.token));
  const outcome = objection ? await freeze(parts, objection) : 'unknown';
  if (!objection || outcome === 'unknown') {
    await showUnknown(parts, ctx);
    return;
  }
  if (outcome === 'frozen') {
    await tellOwner(parts, objection);
  }
  await parts.pages.show(ctx, 'self-service/without-session/objection-done', {
    title: 'objection.done.title',
  });
}

function freeze(
  { objections, now }: Pick<ObjectionParts, 'objections' | 'now'>,
  objection: Objection,
): ReturnType<ObjectionStore['freeze']> {
  const { accountId, authenticatorId } = objection;
  return objections.freeze(objection, now(), securityEvents.authenticatorFrozen(accountId, authenticatorId));
}

async function tellOwner(
  { accounts, messages, now }: Pick<ObjectionParts, 'accounts' | 'messages' | 'now'>,
  { accountId }: Objection,
): Promise<void> {
  const account = await accounts.find(accountId);
  if (account) {
    await messages.tell(recipientOf(account), 'plus-frozen', now());
  }
}

function showUnknown({ pages }: Pick<ObjectionParts, 'pages'>, ctx: Context): Promise<void> {
  const page = { title: 'objection.unknown.title', status: 410 } as const;
  return pages.show(ctx, 'self-service/without-session/objection-unknown', page);
}

export function objectionRoutes(parts: ObjectionParts): Middleware {
  const router = new Router({ prefix: '/nem-en-voltam/:token' });

  router.get('/', (ctx) => showObjectionLink(parts, ctx));
  router.post('/', async (ctx) => {
    await parts.readForm(ctx);
    await submitObjectionLink(parts, ctx);
  });

  return router.routes() as unknown as Middleware;
}
