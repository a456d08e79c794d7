/** The code from the authenticator app. It is spent before the sign-in moves on. */
import type { Context } from 'koa';
import { z } from 'zod';
import { securityEvents } from '../audit/security-events.ts';
import { codeError, statusOfRefusal } from '../web/code-error.ts';
import { checkFields, type Fields } from '../web/form.ts';
import type { FormError } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { isEnded, type PasswordVerified } from './login-attempt.ts';
import type { LoginParts } from './login-parts.ts';
import { channelsFor, flowsFor } from './next-step.ts';
import type { SignIn } from './sign-in.ts';

export interface CodeStep {
  show(ctx: Context, signIn: SignIn, attempt: PasswordVerified): Promise<void>;
  receive(ctx: Context, signIn: SignIn, attempt: PasswordVerified, fields: Fields): Promise<void>;
}

const formSchema = z.object({ code: z.string().max(64, 'code.format').prefault('') });

export function createCodeStep({
  accounts,
  attempts,
  verifyCode,
  remindOfDrill,
  devices,
  signIns,
  pages,
  audit,
  now,
}: Pick<
  LoginParts,
  'accounts' | 'attempts' | 'verifyCode' | 'remindOfDrill' | 'devices' | 'signIns' | 'pages' | 'audit' | 'now'
>): CodeStep {
  async function show(
    ctx: Context,
    signIn: SignIn,
    attempt: PasswordVerified,
    errors: FormError[] = [],
    status = 200,
  ): Promise<void> {
    const data = {
      address: signIn.address,
      isStepUp: signIn.isStepUp,
      canBeSentCode: channelsFor(attempt, signIn.terms).length > 0,
      hasWallets: !attempt.toLink && flowsFor(attempt, signIn.terms).length > 0,
    };
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
      await show(ctx, signIn, attempt, checked.errors as FormError[], 422);
      return;
    }
    const guesser = devices.codeGuesserOf(ctx, attempt.username);
    const [verdict, account] = await Promise.all([
      verifyCode(attempt.accountId, checked.value.code, guesser, now()),
      accounts.find(attempt.accountId),
    ]);
    if (isEnded(attempt, account)) {
      await attempts.forget(signIn.uid);
      seeOther(ctx, signIn.address);
      return;
    }
    if (verdict.kind === 'verified') {
      await Promise.all([
        remindOfDrill(ctx, attempt.accountId),
        signIns.finish(ctx, signIn, attempt, { by: 'authenticator', reached: 'substantial' }),
      ]);
      return;
    }
    await audit.record(securityEvents.codeRefused(attempt.accountId, verdict.kind));
    await show(ctx, signIn, attempt, [codeError('code', verdict)], statusOfRefusal(verdict));
  }

  return { show: (ctx, signIn, attempt) => show(ctx, signIn, attempt), receive };
}
