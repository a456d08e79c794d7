/**
 * Cancelling an Ügyfélkapu+ with the törlőkód: from the citizen's own pages, or from a public page with name and password for
 * those whose phone is gone. Only the plus goes; the account stays, and everything signed in with it ends.
 */

import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { type Account, recipientOf } from '../../accounts/account.ts';
import { passwordField } from '../../accounts/password/typed-password.ts';
import type { VerifyPassword } from '../../accounts/password/verify-password.ts';
import { usernameAsStored } from '../../accounts/username.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { type EndingNotices, endingsInWords, withEnded } from '../../ending-notices/ending-notices.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { AuthenticatorStore } from '../../totp/authenticators/authenticator-store.ts';
import { hashCancellationCode } from '../../totp/cancellation/cancellation-code.ts';
import { checkFields, type Fields, type ReadForm } from '../../web/form/form.ts';
import { lockedError } from '../../web/form/locked-error.ts';
import { languageOf } from '../../web/language.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import type { DeviceCookies } from '../../web/request/device-cookie.ts';
import { goneSignal } from '../../web/request/request-context.ts';
import { safeReturnAddress } from '../return-address.ts';
import type { SessionGuard } from '../session-guard.ts';

export interface CancelPlusParts {
  readonly indexKey: Buffer;
  readonly sessionGuard: SessionGuard;
  readonly authenticators: AuthenticatorStore;
  readonly verifyPassword: VerifyPassword;
  readonly messages: MessageQueue;
  readonly endingNotices: EndingNotices;
  readonly devices: DeviceCookies;
  readonly audit: AuditLog;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const publicAddress = '/megszuntetes';
const ownAddress = '/fiok/megszuntetes';

const cancellationCode = z
  .string()
  .trim()
  .min(1, 'cancellation-code.empty')
  .max(64, 'cancellation-code.wrong')
  .prefault('');
const ownSchema = z.object({ cancellation_code: cancellationCode });
const publicSchema = z.object({
  username: z.string().trim().min(1, 'username.empty').max(64, 'username.too-long').prefault(''),
  password: passwordField('password.empty'),
  cancellation_code: cancellationCode,
});

/** How somebody came to the page. */
interface Arrival {
  readonly door: 'public' | 'self-service';
  /** The sign-in that they came from, or ''. */
  readonly signIn: string;
  readonly refuse: (errors: FormError[]) => Promise<void>;
}

/** @param account undefined on the public page: nobody is told there what anybody has */
async function showCancelPlus(
  { pages, endingNotices }: Pick<CancelPlusParts, 'pages' | 'endingNotices'>,
  ctx: Context,
  account: Account | undefined,
  errors: FormError[] = [],
  status = errors.length > 0 ? 422 : 200,
  fields: Fields = {},
): Promise<void> {
  const ends = account ? await endingNotices.of('plus-cancelled', account) : [];
  await pages.show(ctx, 'self-service/without-session/cancel', {
    title: 'cancel.title',
    errors,
    status,
    signedInAs: account?.profile.username,
    data: {
      isPublic: account === undefined,
      username: fields.username?.slice(0, 64) ?? '',
      signIn: signInOf(ctx, fields),
      ends: endingsInWords(ends, languageOf(ctx)),
    },
  });
}

async function submitPublicly(parts: CancelPlusParts, ctx: Context, fields: Fields): Promise<void> {
  const refuse = (errors: FormError[], status = 422): Promise<void> =>
    showCancelPlus(parts, ctx, undefined, errors, status, fields);

  const checked = checkFields(publicSchema, fields);
  if ('errors' in checked) {
    await refuse(checked.errors as FormError[]);
    return;
  }
  const { username, password, cancellation_code: typed } = checked.value;
  const name = usernameAsStored(username);
  const source = parts.devices.attemptSourceOf(ctx, name);
  const verdict = await parts.verifyPassword(name, password, source, parts.now(), goneSignal(ctx));
  switch (verdict.kind) {
    case 'verified':
      await cancel(parts, ctx, verdict.account, typed, {
        door: 'public',
        signIn: signInOf(ctx, fields),
        refuse: (errors) => refuse(errors),
      });
      return;
    case 'wrong':
    case 'suspended':
      await parts.audit.record(securityEvents.passwordRefused('wrong', parts.devices.triedName(name)));
      await refuse([{ field: 'username', message: 'password.wrong' }]);
      return;
    case 'locked': {
      await parts.audit.record(securityEvents.passwordRefused('locked', parts.devices.triedName(name)));
      await refuse([lockedError('username', 'password.locked', verdict.until)], 429);
    }
  }
}

async function submitSignedIn(
  parts: CancelPlusParts,
  ctx: Context,
  account: Account,
  fields: Fields,
): Promise<void> {
  const refuse = (errors: FormError[]): Promise<void> => showCancelPlus(parts, ctx, account, errors);
  const checked = checkFields(ownSchema, fields);
  if ('errors' in checked) {
    await refuse(checked.errors as FormError[]);
    return;
  }
  const arrival = { door: 'self-service', signIn: '', refuse } as const;
  await cancel(parts, ctx, account, checked.value.cancellation_code, arrival);
}

async function cancel(
  { indexKey, authenticators, messages, endingNotices, pages, now }: CancelPlusParts,
  ctx: Context,
  account: Account,
  typed: string,
  { door, signIn, refuse }: Arrival,
): Promise<void> {
  const hash = hashCancellationCode(indexKey, account.id, typed);
  const ended = await endingNotices.of('plus-cancelled', account);
  const isCancelled = await authenticators.cancel(account.id, hash, {
    cancelled: withEnded(securityEvents.plusCancelled(account.id, door), ended),
    refused: securityEvents.cancellationRefused(account.id),
  });
  if (!isCancelled) {
    await refuse([{ field: 'cancellation_code', message: 'cancellation-code.wrong' }]);
    return;
  }
  await messages.tell(recipientOf(account), 'plus-cancelled', now(), endingNotices.inMail(ended, account));
  await pages.show(ctx, 'self-service/without-session/cancelled', {
    title: 'cancelled.title',
    data: { signIn, ends: endingsInWords(ended, languageOf(ctx)) },
  });
}

/** Where somebody who came from a sign-in goes back to. */
function signInOf(ctx: Context, fields: Fields): string {
  return safeReturnAddress(fields.folytatas ?? ctx.query.folytatas) ?? '';
}

export function cancelPlusRoutes(parts: CancelPlusParts): Middleware {
  const { sessionGuard, readForm } = parts;
  const router = new Router();

  router.get(publicAddress, (ctx) => showCancelPlus(parts, ctx, undefined));
  router.post(publicAddress, async (ctx) => submitPublicly(parts, ctx, await readForm(ctx)));

  router.get(ownAddress, (ctx) =>
    sessionGuard.whenSignedIn(ctx, ownAddress, ({ account }) => showCancelPlus(parts, ctx, account)),
  );
  router.post(ownAddress, async (ctx) => {
    const fields = await readForm(ctx);
    await sessionGuard.whenSignedIn(ctx, ownAddress, ({ account }) =>
      submitSignedIn(parts, ctx, account, fields),
    );
  });

  return router.routes() as unknown as Middleware;
}
