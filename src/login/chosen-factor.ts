/** What to prove oneself with, where there is a choice; `next-step` decides what comes of it. */
import type { Context } from 'koa';
import type { Fields } from '../web/form/form.ts';
import { seeOther } from '../web/request/redirect.ts';
import type { LoginInteraction } from './login-interaction.ts';
import type { LoginParts } from './login-parts.ts';
import { type Factor, factors, type PasswordVerified } from './login-progress.ts';

export async function submitFactor(
  { progressStore }: Pick<LoginParts, 'progressStore'>,
  ctx: Context,
  interaction: LoginInteraction,
  fields: Fields,
): Promise<void> {
  const factor = factors.find((known) => known === fields.factor);
  const progress = factor && asPicked(interaction, factor);
  if (progress) {
    await progressStore.remember(interaction.uid, progress);
  }
  seeOther(ctx, interaction.address);
}

/** The progress with another factor picked; undefined where there is nothing to pick for, before the password. */
export function asPicked({ progress }: LoginInteraction, pickedFactor: Factor): PasswordVerified | undefined {
  return progress.state === 'password-verified' ? { ...progress, pickedFactor } : undefined;
}

export function pickedBefore({ progress }: LoginInteraction): Factor | undefined {
  return progress.state === 'password-verified' ? progress.pickedFactor : undefined;
}
