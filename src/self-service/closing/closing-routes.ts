/** Closing the account: asked for with the password, taken back on any day of the thirty that follow. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { z } from 'zod';
import { recipientOf } from '../../accounts/account.ts';
import type { ClosingStore } from '../../accounts/closing/closing-store.ts';
import { passwordField } from '../../accounts/password/typed-password.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { type EndingNotices, endingsInWords, withEnded } from '../../ending-notices/ending-notices.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import { checkFields, type Fields, type ReadForm } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { dateInWords } from '../../web/page/dates-and-times.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { type PasswordAgainParts, verifyAgain } from '../password/password-again.ts';
import type { SessionGuard, SignedIn } from '../session-guard.ts';

export interface ClosingParts extends PasswordAgainParts {
  readonly sessionGuard: SessionGuard;
  readonly closings: ClosingStore;
  readonly messages: MessageQueue;
  readonly endingNotices: EndingNotices;
  readonly pages: Pages;
  readonly readForm: ReadForm;
}

const home = '/fiok';
const address = `${home}/fiok-megszuntetese`;

const formSchema = z.object({
  password: passwordField('password.empty'),
});

async function showClosing(
  { pages, endingNotices }: Pick<ClosingParts, 'pages' | 'endingNotices'>,
  ctx: Context,
  { account }: SignedIn,
  errors: FormError[] = [],
): Promise<void> {
  if (account.closesAt) {
    seeOther(ctx, home);
    return;
  }
  const ends = await endingNotices.of('closing-requested', account);
  await pages.show(ctx, 'self-service/closing/close', {
    title: 'closing.title',
    errors,
    signedInAs: account.profile.username,
    data: { ends: endingsInWords(ends, languageOf(ctx)) },
  });
}

async function submitClosing(
  parts: ClosingParts,
  ctx: Context,
  signedIn: SignedIn,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(formSchema, fields);
  if ('errors' in checked) {
    await showClosing(parts, ctx, signedIn, checked.errors as FormError[]);
    return;
  }
  const again = await verifyAgain(parts, ctx, signedIn.account, 'password', checked.value.password);
  if (again.kind === 'refused') {
    await showClosing(parts, ctx, signedIn, [again.error]);
    return;
  }
  await close(parts, ctx, signedIn);
  seeOther(ctx, home);
}

async function close(
  { closings, messages, endingNotices, sessionGuard, now }: ClosingParts,
  ctx: Context,
  signedIn: SignedIn,
): Promise<void> {
  const { account } = signedIn;
  const ended = await endingNotices.of('closing-requested', account);
  const event = withEnded(securityEvents.closingRequested(account.id), ended);
  const { closesAt, endedAt } = await closings.request(account.id, now(), event);
  const closesOn = dateInWords(closesAt, account.profile.locale);
  await messages.tell(recipientOf(account), 'closing-requested', now(), {
    ...endingNotices.inMail(ended, account),
    closesOn,
  });
  await sessionGuard.keepThisSession(ctx, signedIn, endedAt);
}

async function withdrawClosing(
  { closings, messages, now }: Pick<ClosingParts, 'closings' | 'messages' | 'now'>,
  ctx: Context,
  { account }: SignedIn,
): Promise<void> {
  if (await closings.withdraw(account.id, securityEvents.closingWithdrawn(account.id))) {
    await messages.tell(recipientOf(account), 'closing-withdrawn', now());
  }
  seeOther(ctx, `${home}?fiok-marad`);
}

export function closingRoutes(parts: ClosingParts): Door {
  const { sessionGuard, readForm } = parts;
  const router = new Router({ prefix: address });

  router.get('/', (ctx) =>
    sessionGuard.whenCodeGiven(ctx, address, (signedIn) => showClosing(parts, ctx, signedIn)),
  );
  router.post('/', async (ctx) => {
    const fields = await readForm(ctx);
    await sessionGuard.whenCodeGiven(ctx, address, (signedIn) => submitClosing(parts, ctx, signedIn, fields));
  });
  router.post('/visszavonas', async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenSignedIn(ctx, home, (signedIn) => withdrawClosing(parts, ctx, signedIn));
  });

  return forPeople(router);
}
