/** A sign-in that was under way when the sessions of its account were ended begins again. */
import type { Context } from 'koa';
import { seeOther } from '../web/request/redirect.ts';
import type { LoginInteraction } from './login-interaction.ts';
import type { LoginParts } from './login-parts.ts';
import { isEnded, passwordOf } from './login-progress.ts';

export async function isRevoked(
  { accounts }: Pick<LoginParts, 'accounts'>,
  { progress }: LoginInteraction,
): Promise<boolean> {
  const password = passwordOf(progress);
  return password !== undefined && isEnded(password, await accounts.find(password.accountId));
}

export async function beginAgain(
  { progressStore }: Pick<LoginParts, 'progressStore'>,
  ctx: Context,
  { uid, address }: LoginInteraction,
): Promise<void> {
  await progressStore.forget(uid);
  seeOther(ctx, address);
}
