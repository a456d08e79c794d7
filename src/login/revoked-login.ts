/** What became of the account while a sign-in was under way: where its sessions were ended it begins again. */
import type { Context } from 'koa';
import type { Account } from '../accounts/account.ts';
import { seeOther } from '../web/request/redirect.ts';
import type { LoginInteraction } from './login-interaction.ts';
import type { LoginParts } from './login-parts.ts';
import { isEnded, type PasswordVerified, passwordOf } from './login-progress.ts';

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

/** There is an Ügyfélkapu+, got elsewhere: its code or passkey is asked for, whatever was picked. */
export async function goOnWithPlus(
  { progressStore }: Pick<LoginParts, 'progressStore'>,
  ctx: Context,
  { uid, address }: LoginInteraction,
  progress: PasswordVerified,
  { hasApp, hasPasskey }: Account,
): Promise<void> {
  const plus = { hasPlus: true, hasApp, hasPasskey, pickedFactor: 'authenticator' } as const;
  await progressStore.remember(uid, { ...progress, ...plus });
  seeOther(ctx, address);
}
