/** The code from the authenticator app. It is spent before the sign-in moves on. */
import type { Context } from 'koa';
import { z } from 'zod';
import { securityEvents } from '../audit/security-events.ts';
import { codeError, statusOfRefusal } from '../web/code-error.ts';
import { checkFields, type Fields } from '../web/form.ts';
import type { FormError } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { beginAgain } from './ended-attempts.ts';
import { isEnded, type PasswordVerified } from './login-attempt.ts';
import type { LoginParts } from './login-parts.ts';
import { channelsFor, flowsFor } from './next-step.ts';
import type { SignIn } from './sign-in.ts';

type CodeParts = Pick<
  LoginParts,
  'accounts' | 'attempts' | 'verifyCode' | 'remindOfDrill' | 'devices' | 'signIns' | 'pages' | 'audit' | 'now'
>;

const formSchema = z.object({ code: z.string().max(64, 'code.format').prefault('') });

export async function showCode(
  { pages }: Pick<LoginParts, 'pages'>,
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
  await pages.show(ctx, 'login/code/code', {
    title: 'code.title',
    serviceName: signIn.serviceName,
    errors,
    status,
    data,
  });
}

export async function submitCode(
  parts: CodeParts,
  ctx: Context,
  signIn: SignIn,
  fields: Fields,
): Promise<void> {
  const { attempt } = signIn;
  if (signIn.resumeAddress || attempt.state !== 'password-verified' || !attempt.hasPlus) {
    seeOther(ctx, signIn.address);
    return;
  }
  const checked = checkFields(formSchema, fields);
  if ('errors' in checked) {
    await showCode(parts, ctx, signIn, attempt, checked.errors as FormError[], 422);
    return;
  }
  const guesser = parts.devices.codeGuesserOf(ctx, attempt.username);
  const [verdict, account] = await Promise.all([
    parts.verifyCode(attempt.accountId, checked.value.code, guesser, parts.now()),
    parts.accounts.find(attempt.accountId),
  ]);
  if (isEnded(attempt, account)) {
    await beginAgain(parts, ctx, signIn);
    return;
  }
  if (verdict.kind === 'verified') {
    await Promise.all([
      parts.remindOfDrill(ctx, attempt.accountId),
      parts.signIns.finish(ctx, signIn, attempt, { by: 'authenticator', reached: 'substantial' }),
    ]);
    return;
  }
  await parts.audit.record(securityEvents.codeRefused(attempt.accountId, verdict.kind));
  await showCode(parts, ctx, signIn, attempt, [codeError('code', verdict)], statusOfRefusal(verdict));
}
