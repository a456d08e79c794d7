/** What to prove oneself with, where there is a choice; `next-step` decides what comes of it. */
import type { Context } from 'koa';
import type { Fields } from '../web/form.ts';
import { seeOther } from '../web/redirect.ts';
import { type Factor, factors, type PasswordVerified } from './login-attempt.ts';
import type { LoginParts } from './login-parts.ts';
import type { SignIn } from './sign-in.ts';

export async function submitFactor(
  { progressStore }: Pick<LoginParts, 'progressStore'>,
  ctx: Context,
  signIn: SignIn,
  fields: Fields,
): Promise<void> {
  const factor = factors.find((known) => known === fields.factor);
  const progress = factor && asPicked(signIn, factor);
  if (progress) {
    await progressStore.remember(signIn.uid, progress);
  }
  seeOther(ctx, signIn.address);
}

/** The progress with another factor picked; undefined where there is nothing to pick for, before the password or at the end. */
export function asPicked(
  { resumeAddress, progress }: SignIn,
  pickedFactor: Factor,
): PasswordVerified | undefined {
  const isUnderWay = resumeAddress === undefined && progress.state === 'password-verified';
  return isUnderWay ? { ...progress, pickedFactor } : undefined;
}

export function pickedBefore({ progress }: SignIn): Factor | undefined {
  return progress.state === 'password-verified' ? progress.pickedFactor : undefined;
}
