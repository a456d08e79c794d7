/**
 * Cancelling an Ügyfélkapu+ with the törlőkód: from the citizen's own pages, or from a public page with name and password for
 * those whose phone is gone. Only the plus goes; the account stays, and everything signed in with it ends.
 */
import type { Context } from 'koa';
import { z } from 'zod';
import { type Account, recipientOf, usernameAsStored } from '../accounts/account.ts';
import { longestPassword, type VerifyPassword } from '../accounts/verify-password.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { securityEvents } from '../audit/security-events.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import type { AuthenticatorStore } from '../totp/authenticator-store.ts';
import { hashCancellationCode } from '../totp/cancellation-code.ts';
import type { DeviceCookies } from '../web/device-cookie.ts';
import { checkFields, type Fields } from '../web/form.ts';
import { timeOfDay } from '../web/instants.ts';
import type { FormError, Pages } from '../web/page.ts';
import { goneSignal } from '../web/request-context.ts';
import { signInAt } from './sign-in-under-way.ts';

export interface CancelPlus {
  showPublic(ctx: Context): Promise<void>;
  receivePublic(ctx: Context, fields: Fields): Promise<void>;
  showSignedIn(ctx: Context, account: Account): Promise<void>;
  receiveSignedIn(ctx: Context, account: Account, fields: Fields): Promise<void>;
}

export interface CancelPlusParts {
  readonly indexKey: Buffer;
  readonly authenticators: AuthenticatorStore;
  readonly verifyPassword: VerifyPassword;
  readonly messages: MessageQueue;
  readonly devices: DeviceCookies;
  readonly audit: AuditLog;
  readonly pages: Pages;
  readonly now: () => Date;
}

const cancellationCode = z
  .string()
  .trim()
  .min(1, 'cancellation-code.empty')
  .max(64, 'cancellation-code.wrong')
  .prefault('');
const signedInSchema = z.object({ cancellation_code: cancellationCode });
const publicSchema = z.object({
  username: z.string().trim().min(1, 'username.empty').max(64, 'username.too-long').prefault(''),
  password: z.string().min(1, 'password.empty').max(longestPassword, 'password.too-long').prefault(''),
  cancellation_code: cancellationCode,
});

/** How somebody came to the page. */
interface Arrival {
  readonly door: 'public' | 'self-service';
  /** The sign-in that they came from, or ''. */
  readonly signIn: string;
  readonly refuse: (errors: FormError[]) => Promise<void>;
}

/** Where somebody who came from a sign-in goes back to. */
function signInOf(ctx: Context, fields: Fields): string {
  return signInAt(fields.folytatas ?? ctx.query.folytatas) ?? '';
}

export function createCancelPlus(parts: CancelPlusParts): CancelPlus {
  const { pages, now } = parts;

  async function showForm(
    ctx: Context,
    account: Account | undefined,
    errors: FormError[] = [],
    status = errors.length > 0 ? 422 : 200,
    fields: Fields = {},
  ): Promise<void> {
    await pages.show(ctx, 'self-service/cancel', {
      title: 'cancel.title',
      errors,
      status,
      signedInAs: account?.profile.username,
      data: {
        isPublic: account === undefined,
        username: fields.username?.slice(0, 64) ?? '',
        signIn: signInOf(ctx, fields),
      },
    });
  }

  async function receivePublic(ctx: Context, fields: Fields): Promise<void> {
    const checked = checkFields(publicSchema, fields);
    if ('errors' in checked) {
      await showForm(ctx, undefined, checked.errors as FormError[], 422, fields);
      return;
    }
    const { value } = checked;
    const name = usernameAsStored(value.username);
    const guesser = parts.devices.guesserOf(ctx, name);
    const verdict = await parts.verifyPassword(name, value.password, guesser, now(), goneSignal(ctx));
    switch (verdict.kind) {
      case 'verified':
        await cancel(ctx, verdict.account, value.cancellation_code, {
          door: 'public',
          signIn: signInOf(ctx, fields),
          refuse: (errors) => showForm(ctx, undefined, errors, 422, fields),
        });
        return;
      case 'wrong':
      case 'suspended':
        await parts.audit.record(securityEvents.passwordRefused('wrong'));
        await showForm(ctx, undefined, [{ field: 'username', message: 'password.wrong' }], 422, fields);
        return;
      case 'locked': {
        await parts.audit.record(securityEvents.passwordRefused('locked'));
        const values = { until: timeOfDay(verdict.until) };
        await showForm(
          ctx,
          undefined,
          [{ field: 'username', message: 'password.locked', values }],
          429,
          fields,
        );
        return;
      }
    }
  }

  async function receiveSignedIn(ctx: Context, account: Account, fields: Fields): Promise<void> {
    const checked = checkFields(signedInSchema, fields);
    if ('errors' in checked) {
      await showForm(ctx, account, checked.errors as FormError[]);
      return;
    }
    await cancel(ctx, account, checked.value.cancellation_code, {
      door: 'self-service',
      signIn: '',
      refuse: (errors) => showForm(ctx, account, errors),
    });
  }

  async function cancel(
    ctx: Context,
    account: Account,
    typed: string,
    { door, signIn, refuse }: Arrival,
  ): Promise<void> {
    const hash = hashCancellationCode(parts.indexKey, account.id, typed);
    const isCancelled = await parts.authenticators.cancel(account.id, hash, {
      cancelled: securityEvents.plusCancelled(account.id, door),
      refused: securityEvents.cancellationRefused(account.id),
    });
    if (!isCancelled) {
      await refuse([{ field: 'cancellation_code', message: 'cancellation-code.wrong' }]);
      return;
    }
    await parts.messages.tell(recipientOf(account), 'plus-cancelled', now());
    await pages.show(ctx, 'self-service/cancelled', { title: 'cancelled.title', data: { signIn } });
  }

  return {
    showPublic: (ctx) => showForm(ctx, undefined),
    receivePublic,
    showSignedIn: (ctx, account) => showForm(ctx, account),
    receiveSignedIn,
  };
}
