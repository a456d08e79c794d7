/** "Nem én voltam": the page behind the link in the message. Opening it changes nothing; mail scanners open links too. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { type Account, recipientOf } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import {
  type AlsoEnds,
  type EndingNotices,
  endingsInWords,
  withEnded,
} from '../../ending-notices/ending-notices.ts';
import type { Act } from '../../endings/endings.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type {
  Objection,
  ObjectionStore,
  ObjectionToAuthenticator,
} from '../../totp/authenticators/objection-store.ts';
import type { ReadForm } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import type { Pages } from '../../web/page/page.ts';
import { type Door, forPeople } from '../../web/request/door.ts';

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
  const account = await parts.accounts.find(objection.accountId);
  const ends = await alsoEnding(parts, actOf(objection), account);
  const isOfSignIn = objection.authenticatorId === undefined;
  const data = { address: ctx.path, isOfSignIn, ends: endingsInWords(ends, languageOf(ctx)) };
  await parts.pages.show(ctx, 'self-service/without-session/objection', { title: 'objection.title', data });
}

async function submitObjectionLink(parts: ObjectionParts, ctx: Context): Promise<void> {
  const objection = await parts.objections.find(String(ctx.params.token));
  const account = objection && (await parts.accounts.find(objection.accountId));
  const ends = objection ? await alsoEnding(parts, actOf(objection), account) : [];
  if (account && objection?.authenticatorId === undefined) {
    await signOutEverywhere(parts, ctx, account, ends);
    return;
  }
  const outcome = isToAuthenticator(objection) ? await freeze(parts, objection, ends) : 'unknown';
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
    data: { isOfSignIn: false, ends: endingsInWords(ends, languageOf(ctx)) },
  });
}

/** To a sign-in, or to guesses: whoever is signed in is no more, and the owner goes on to a new password. */
async function signOutEverywhere(
  { accounts, messages, endingNotices, pages, now }: ObjectionParts,
  ctx: Context,
  account: Account,
  ends: readonly AlsoEnds[],
): Promise<void> {
  const event = securityEvents.sessionsEnded(account.id, 'objection', 'message-link');
  await accounts.endSessions(account.id, withEnded(event, ends));
  const more = endingNotices.inMail(ends, account);
  await messages.tell(recipientOf(account), 'signed-out-everywhere', now(), more);
  await pages.show(ctx, 'self-service/without-session/objection-done', {
    title: 'objection.sign-in.done.title',
    data: { isOfSignIn: true, ends: endingsInWords(ends, languageOf(ctx)) },
  });
}

function isToAuthenticator(objection: Objection | undefined): objection is ObjectionToAuthenticator {
  return objection?.authenticatorId !== undefined;
}

function actOf({ authenticatorId }: Objection): Act {
  return authenticatorId === undefined ? 'signed-out-everywhere' : 'authenticator-blocked';
}

/** Whoever has the link got it at a contact that its owner confirmed. */
async function alsoEnding(
  { endingNotices }: Pick<ObjectionParts, 'endingNotices'>,
  act: Act,
  account: Account | undefined,
): Promise<readonly AlsoEnds[]> {
  return account ? endingNotices.of(act, account) : [];
}

function freeze(
  { objections, now }: Pick<ObjectionParts, 'objections' | 'now'>,
  objection: ObjectionToAuthenticator,
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

export function objectionRoutes(parts: ObjectionParts): Door {
  const router = new Router({ prefix: '/nem-en-voltam/:token' });

  router.get('/', (ctx) => showObjectionLink(parts, ctx));
  router.post('/', async (ctx) => {
    await parts.readForm(ctx);
    await submitObjectionLink(parts, ctx);
  });

  return forPeople(router);
}
