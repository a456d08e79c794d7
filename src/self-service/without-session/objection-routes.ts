/** "Nem én voltam": the page behind the link in the message. Opening it changes nothing; mail scanners open links too. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { type Account, recipientOf } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import {
  type AlsoEnds,
  type EndingNotices,
  endingsInWords,
  withEnded,
} from '../../ending-notices/ending-notices.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { Objection, ObjectionStore } from '../../totp/authenticators/objection-store.ts';
import type { ReadForm } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import type { Pages } from '../../web/page/page.ts';

export interface ObjectionParts {
  readonly objections: ObjectionStore;
  readonly accounts: AccountStore;
  readonly messages: MessageQueue;
  readonly endingNotices: EndingNotices;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

async function showObjectionLink(
  parts: Pick<ObjectionParts, 'objections' | 'accounts' | 'endingNotices' | 'pages'>,
  ctx: Context,
): Promise<void> {
  const objection = await parts.objections.find(String(ctx.params.token));
  if (!objection) {
    await showUnknown(parts, ctx);
    return;
  }
  const ends = await alsoEnding(parts, await parts.accounts.find(objection.accountId));
  const data = { address: ctx.path, ends: endingsInWords(ends, languageOf(ctx)) };
  await parts.pages.show(ctx, 'self-service/without-session/objection', { title: 'objection.title', data });
}

async function submitObjectionLink(parts: ObjectionParts, ctx: Context): Promise<void> {
  const objection = await parts.objections.find(String(ctx.params.token));
  const account = objection && (await parts.accounts.find(objection.accountId));
  const ends = await alsoEnding(parts, account);
  const outcome = objection ? await freeze(parts, objection, ends) : 'unknown';
  if (outcome === 'unknown') {
    await showUnknown(parts, ctx);
    return;
  }
  if (account && outcome === 'frozen') {
    const more = parts.endingNotices.inMail(ends, account);
    await parts.messages.tell(recipientOf(account), 'plus-frozen', parts.now(), more);
  }
  await parts.pages.show(ctx, 'self-service/without-session/objection-done', {
    title: 'objection.done.title',
    data: { ends: endingsInWords(ends, languageOf(ctx)) },
  });
}

/** Whoever has the link got it at a contact that its owner confirmed. */
async function alsoEnding(
  { endingNotices }: Pick<ObjectionParts, 'endingNotices'>,
  account: Account | undefined,
): Promise<readonly AlsoEnds[]> {
  return account ? endingNotices.of('authenticator-blocked', account) : [];
}

function freeze(
  { objections, now }: Pick<ObjectionParts, 'objections' | 'now'>,
  objection: Objection,
  ends: readonly AlsoEnds[],
): ReturnType<ObjectionStore['freeze']> {
  const { accountId, authenticatorId } = objection;
  const event = securityEvents.authenticatorFrozen(accountId, authenticatorId);
  return objections.freeze(objection, now(), withEnded(event, ends));
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
