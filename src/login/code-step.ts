/** The code from the authenticator app. It is spent before the sign-in moves on. */
import type { Context } from 'koa';
import { z } from 'zod';
import { codeError, statusOfRefusal } from '../web/code-error.ts';
import { checkFields, type Fields } from '../web/form.ts';
import type { FormError } from '../web/page.ts';
import type { PasswordVerified } from './login-attempt.ts';
import type { LoginParts } from './login-parts.ts';
import type { SignIn } from './sign-in.ts';

export interface CodeStep {
  show(ctx: Context, signIn: SignIn): Promise<void>;
  receive(ctx: Context, signIn: SignIn, attempt: PasswordVerified, fields: Fields): Promise<void>;
}

const formSchema = z.object({ code: z.string().max(64, 'code.format').default('') });

export function createCodeStep({
  verifyCode,
  devices,
  signIns,
  pages,
  audit,
  now,
}: Pick<LoginParts, 'verifyCode' | 'devices' | 'signIns' | 'pages' | 'audit' | 'now'>): CodeStep {
  async function show(ctx: Context, signIn: SignIn, errors: FormError[] = [], status = 200): Promise<void> {
    const data = { address: signIn.address, isStepUp: signIn.isStepUp };
    await pages.show(ctx, 'login/code', {
      title: 'code.title',
      serviceName: signIn.serviceName,
      errors,
      status,
      data,
    });
  }

  async function receive(
    ctx: Context,
    signIn: SignIn,
    attempt: PasswordVerified,
    fields: Fields,
  ): Promise<void> {
    const checked = checkFields(formSchema, fields);
    if ('errors' in checked) {
      await show(ctx, signIn, checked.errors as FormError[], 422);
      return;
    }
    const verdict = await verifyCode(
      attempt.accountId,
      checked.value.code,
      devices.codeGuesserOf(ctx, attempt.username),
      now(),
    );
    if (verdict.kind === 'verified') {
      await signIns.finish(ctx, signIn, attempt, 'substantial');
      return;
    }
    audit.codeRefused(attempt.accountId, verdict.kind);
    await show(ctx, signIn, [codeError('code', verdict)], statusOfRefusal(verdict));
  }

  return { show: (ctx, signIn) => show(ctx, signIn), receive };
}
