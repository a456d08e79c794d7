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
  | 'accounts'
  | 'progressStore'
  | 'verifyCode'
  | 'remindOfDrill'
  | 'devices'
  | 'signIns'
  | 'pages'
  | 'audit'
  | 'now'
>;

const formSchema = z.object({ code: z.string().max(64, 'code.format').prefault('') });

export async function showCode(
  { pages }: Pick<LoginParts, 'pages'>,
  ctx: Context,
  signIn: SignIn,
  progress: PasswordVerified,
  errors: FormError[] = [],
  status = 200,
): Promise<void> {
  const data = {
    address: signIn.address,
    isStepUp: signIn.isStepUp,
    canBeSentCode: channelsFor(progress, signIn.terms).length > 0,
    hasWallets: !progress.toLink && flowsFor(progress, signIn.terms).length > 0,
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
  const { progress } = signIn;
  if (signIn.resumeAddress || progress.state !== 'password-verified' || !progress.hasPlus) {
    seeOther(ctx, signIn.address);
    return;
  }
  const checked = checkFields(formSchema, fields);
  if ('errors' in checked) {
    await showCode(parts, ctx, signIn, progress, checked.errors as FormError[], 422);
    return;
  }
  const guesser = parts.devices.codeGuesserOf(ctx, progress.username);
  const [verdict, account] = await Promise.all([
    parts.verifyCode(progress.accountId, checked.value.code, guesser, parts.now()),
    parts.accounts.find(progress.accountId),
  ]);
  if (isEnded(progress, account)) {
    await beginAgain(parts, ctx, signIn);
    return;
  }
  if (verdict.kind === 'verified') {
    await Promise.all([
      parts.remindOfDrill(ctx, progress.accountId),
      parts.signIns.finish(ctx, signIn, progress, { by: 'authenticator', reached: 'substantial' }),
    ]);
    return;
  }
  await parts.audit.record(securityEvents.codeRefused(progress.accountId, verdict.kind));
  await showCode(parts, ctx, signIn, progress, [codeError('code', verdict)], statusOfRefusal(verdict));
}
