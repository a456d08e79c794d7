/** User name and password. The answer is the same for a name that nobody has. */
import type { Context } from 'koa';
import { z } from 'zod';
import { usernameAsStored, verifiedChannelsOf } from '../accounts/account.ts';
import { longestPassword } from '../accounts/verify-password.ts';
import type { PasswordMethod } from '../assurance/calendar.ts';
import { securityEvents } from '../audit/security-events.ts';
import { checkFields, type Fields } from '../web/form.ts';
import { instantInWords, timeOfDay } from '../web/instants.ts';
import { languageOf } from '../web/language.ts';
import type { FormError } from '../web/page.ts';
import { goneSignal } from '../web/request-context.ts';
import { methods, type PasswordVerified } from './login-attempt.ts';
import type { LoginParts } from './login-parts.ts';
import type { SignIn } from './sign-in.ts';

export interface PasswordStep {
  show(ctx: Context, signIn: SignIn, method: PasswordMethod): Promise<void>;
  receive(ctx: Context, signIn: SignIn, fields: Fields): Promise<void>;
}

type Proceed = (ctx: Context, signIn: SignIn, attempt: PasswordVerified) => Promise<void>;

const formSchema = z.object({
  username: z.string().trim().min(1, 'username.empty').max(64, 'username.too-long').prefault(''),
  password: z.string().min(1, 'password.empty').max(longestPassword, 'password.too-long').prefault(''),
  method: z.enum(methods).catch('ugyfelkapu-plus'),
});

export function createPasswordStep(
  {
    verifyPassword,
    devices,
    pages,
    audit,
    now,
  }: Pick<LoginParts, 'verifyPassword' | 'devices' | 'pages' | 'audit' | 'now'>,
  proceed: Proceed,
): PasswordStep {
  async function show(
    ctx: Context,
    signIn: SignIn,
    method: PasswordMethod,
    errors: FormError[] = [],
    { username = signIn.loginHint, status = 200 } = {},
  ): Promise<void> {
    const data = {
      address: signIn.address,
      method,
      username,
      canChangeMethod: signIn.terms.offer.methods.length > 1,
    };
    await pages.show(ctx, 'login/password', {
      title: `method.${method}.sign-in`,
      serviceName: signIn.serviceName,
      errors,
      status,
      data,
    });
  }

  async function receive(ctx: Context, signIn: SignIn, fields: Fields): Promise<void> {
    const method =
      methods.find((known) => known === fields.method && signIn.terms.offer.methods.includes(known)) ??
      'ugyfelkapu-plus';
    const typed = { username: fields.username?.slice(0, 64), status: 422 };
    const checked = checkFields(formSchema, fields);
    if ('errors' in checked) {
      await show(ctx, signIn, method, checked.errors as FormError[], typed);
      return;
    }
    const username = usernameAsStored(checked.value.username);
    const { password } = checked.value;
    const guesser = devices.guesserOf(ctx, username);
    const verdict = await verifyPassword(username, password, guesser, now(), goneSignal(ctx));
    switch (verdict.kind) {
      case 'verified': {
        await audit.record(securityEvents.passwordVerified(verdict.account.id));
        const { id: accountId, hasPlus, sessionsEndedAt, profile, waitsUntil } = verdict.account;
        if (waitsUntil && now() < waitsUntil) {
          const values = { until: instantInWords(waitsUntil, languageOf(ctx)) };
          const errors: FormError[] = [{ field: 'username', message: 'password.rests', values }];
          await show(ctx, signIn, method, errors, { ...typed, status: 403 });
          return;
        }
        await proceed(ctx, signIn, {
          state: 'password-verified',
          accountId,
          username,
          sessionsEndedAt,
          method,
          hasPlus,
          channels: verifiedChannelsOf(profile),
        });
        return;
      }
      case 'suspended': {
        await audit.record(securityEvents.passwordRefused('suspended'));
        const errors: FormError[] = [{ field: 'username', message: 'password.suspended' }];
        await show(ctx, signIn, method, errors, { ...typed, status: 403 });
        return;
      }
      case 'wrong':
        await audit.record(securityEvents.passwordRefused('wrong'));
        await show(ctx, signIn, method, [{ field: 'username', message: 'password.wrong' }], typed);
        return;
      case 'locked': {
        await audit.record(securityEvents.passwordRefused('locked'));
        const values = { until: timeOfDay(verdict.until) };
        const errors: FormError[] = [{ field: 'username', message: 'password.locked', values }];
        await show(ctx, signIn, method, errors, { ...typed, status: 429 });
        return;
      }
    }
  }

  return { show: (ctx, signIn, method) => show(ctx, signIn, method), receive };
}
