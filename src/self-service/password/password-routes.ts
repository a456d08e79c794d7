/** The password of somebody who is signed in, and what any new one must be. This file: changing it: the current one again, a code where there is one, and every other session ends. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import { recipientOf } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import { provenRequester } from '../../accounts/password/hash-queue.ts';
import type { PasswordHasher } from '../../accounts/password/password-hash.ts';
import {
  type JudgeNewPassword,
  judgementFor,
  shortestPassword,
} from '../../accounts/password/password-rules.ts';
import type { NewPassword } from '../../accounts/password/password-store.ts';
import { passwordField } from '../../accounts/password/typed-password.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { type EndingNotices, endingsInWords, withEnded } from '../../ending-notices/ending-notices.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import { checkEachField, type Fields, type ReadForm } from '../../web/form/form.ts';
import { errorOfNewPassword, type StrengthShown, strengthShown } from '../../web/form/new-password-error.ts';
import { languageOf } from '../../web/language.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { SessionGuard, SignedIn } from '../session-guard.ts';
import { type PasswordAgainParts, verifyAgain } from './password-again.ts';

export interface PasswordParts extends PasswordAgainParts {
  readonly sessionGuard: SessionGuard;
  readonly accounts: AccountStore;
  readonly hasher: PasswordHasher;
  readonly judgeNewPassword: JudgeNewPassword;
  readonly messages: MessageQueue;
  readonly endingNotices: EndingNotices;
  readonly pages: Pages;
  readonly readForm: ReadForm;
}

const address = '/fiok/jelszo';
/** Where somebody goes on who said that it was not them. */
export const addressAfterObjection = `${address}?nem-en-voltam`;

const formSchema = z.object({
  current_password: passwordField('password.empty'),
  new_password: passwordField('new-password.empty'),
});

async function showPassword(
  { pages, endingNotices }: Pick<PasswordParts, 'pages' | 'endingNotices'>,
  ctx: Context,
  { account }: SignedIn,
  errors: FormError[] = [],
  strength?: StrengthShown,
): Promise<void> {
  const ends = endingsInWords(await endingNotices.of('password-changed', account), languageOf(ctx));
  await pages.show(ctx, 'self-service/password/password', {
    title: 'new-password.title',
    errors,
    signedInAs: account.profile.username,
    data: { least: shortestPassword(account), strength, isAfterObjection: isAfterObjection(ctx), ends },
  });
}

async function submitPassword(
  parts: PasswordParts,
  ctx: Context,
  signedIn: SignedIn,
  fields: Fields,
): Promise<void> {
  const { account } = signedIn;
  const { values, errors } = checkEachField(formSchema, fields);
  const { current_password: current, new_password: chosen } = values;
  // Both are looked at, whatever is wrong with the other: one look at the page mends them.
  const known = current && { typed: current, stored: account.passwordHash };
  const fault = chosen && (await parts.judgeNewPassword(account, chosen, known));
  const again = current && (await verifyAgain(parts, ctx, account, 'current_password', current));
  const wrong = [
    ...(again?.kind === 'refused' ? [again.error] : []),
    ...(errors as FormError[]),
    ...(fault ? [errorOfNewPassword(fault, shortestPassword(account))] : []),
  ];
  if (wrong.length > 0 || !chosen || again?.kind !== 'verified') {
    const strength = fault ? strengthShown(fault) : undefined;
    await showPassword(parts, ctx, signedIn, wrong, strength);
    return;
  }
  // As it was judged above: the Ügyfélkapu+ may have been cancelled since.
  const password = {
    hash: await parts.hasher.hash(chosen, provenRequester(ctx.ip)),
    judged: judgementFor(account),
  };
  await change(parts, ctx, { ...signedIn, account: again.account }, password);
}

async function change(
  { accounts, messages, endingNotices, sessionGuard, now }: PasswordParts,
  ctx: Context,
  signedIn: SignedIn,
  password: NewPassword,
): Promise<void> {
  const { account } = signedIn;
  const ended = await endingNotices.of('password-changed', account);
  const event = withEnded(securityEvents.passwordChanged(account.id), ended);
  const endedAt = await accounts.changePassword(account, password, event);
  if (endedAt === undefined) {
    seeOther(ctx, address);
    return;
  }
  await messages.tell(recipientOf(account), 'password-changed', now(), endingNotices.inMail(ended, account));
  await sessionGuard.keepThisSession(ctx, signedIn, endedAt);
  seeOther(ctx, '/fiok?jelszo');
}

function isAfterObjection(ctx: Context): boolean {
  return ctx.query['nem-en-voltam'] !== undefined;
}

export function passwordRoutes(parts: PasswordParts): Door {
  const { sessionGuard, readForm } = parts;
  const router = new Router({ prefix: address });

  router.get('/', (ctx) => {
    const here = isAfterObjection(ctx) ? addressAfterObjection : address;
    return sessionGuard.whenCodeGiven(ctx, here, (signedIn) => showPassword(parts, ctx, signedIn));
  });
  router.post('/', async (ctx) => {
    const fields = await readForm(ctx);
    await sessionGuard.whenCodeGiven(ctx, address, (signedIn) =>
      submitPassword(parts, ctx, signedIn, fields),
    );
  });

  return forPeople(router);
}
