/** A sign-in that was under way when the sessions of its account were ended begins again. */
import type { Context } from 'koa';
import { seeOther } from '../web/redirect.ts';
import { isEnded, passwordOf } from './login-attempt.ts';
import type { LoginParts } from './login-parts.ts';
import type { SignIn } from './sign-in.ts';

export async function isRevoked(
  { accounts }: Pick<LoginParts, 'accounts'>,
  { progress }: SignIn,
): Promise<boolean> {
  const password = passwordOf(progress);
  return password !== undefined && isEnded(password, await accounts.find(password.accountId));
}

export async function beginAgain(
  { progressStore }: Pick<LoginParts, 'progressStore'>,
  ctx: Context,
  { uid, address }: SignIn,
): Promise<void> {
  await progressStore.forget(uid);
  seeOther(ctx, address);
}
