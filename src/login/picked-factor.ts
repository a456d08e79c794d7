/** What to prove oneself with, where there is a choice; `next-step` decides what comes of it. */
import type { Context } from 'koa';
import type { Fields } from '../web/form.ts';
import { seeOther } from '../web/redirect.ts';
import { type Factor, factors, type PasswordVerified } from './login-attempt.ts';
import type { LoginParts } from './login-parts.ts';
import type { SignIn } from './sign-in.ts';

export async function submitFactor(
  { attempts }: Pick<LoginParts, 'attempts'>,
  ctx: Context,
  signIn: SignIn,
  fields: Fields,
): Promise<void> {
  const factor = factors.find((known) => known === fields.factor);
  const attempt = factor && asPicked(signIn, factor);
  if (attempt) {
    await attempts.remember(signIn.uid, attempt);
  }
  seeOther(ctx, signIn.address);
}

/** The attempt with another factor picked; undefined where there is nothing to pick for, before the password or at the end. */
export function asPicked(
  { resumeAddress, attempt }: SignIn,
  pickedFactor: Factor,
): PasswordVerified | undefined {
  const isUnderWay = resumeAddress === undefined && attempt.state === 'password-verified';
  return isUnderWay ? { ...attempt, pickedFactor } : undefined;
}

export function pickedBefore({ attempt }: SignIn): Factor | undefined {
  return attempt.state === 'password-verified' ? attempt.pickedFactor : undefined;
}
