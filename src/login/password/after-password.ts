/** What comes of a right password: the sign-in ends where that is enough, or goes on with it. */
import type { Context } from 'koa';
import { seeOther } from '../../web/redirect.ts';
import { beginAgain, isRevoked } from '../ended-attempts.ts';
import { isSamePerson } from '../link-wallet.ts';
import { isLinking, type PasswordVerified } from '../login-attempt.ts';
import type { LoginParts } from '../login-parts.ts';
import { nextStep } from '../next-step.ts';
import type { Proof, SignIn } from '../sign-in.ts';
import { showDifferentPerson } from '../wallet-pages.ts';

const onPassword: Proof = { by: 'password', reached: 'low' };

/** Finishes at once where that is enough, else keeps what was proven and returns to the page. */
export async function goOnAfterPassword(
  parts: Pick<LoginParts, 'accounts' | 'progressStore' | 'signIns' | 'wallets' | 'pages'>,
  ctx: Context,
  signIn: SignIn,
  verified: PasswordVerified,
): Promise<void> {
  const toLink = isLinking(signIn.progress) ? signIn.progress.proven : undefined;
  const account = toLink && (await parts.accounts.find(verified.accountId));
  if (parts.wallets && account && !isSamePerson(account, toLink.claims)) {
    await showDifferentPerson(parts, ctx, signIn);
    return;
  }
  const progress = { ...verified, ...(toLink && { toLink }) };
  if (nextStep(progress, signIn.terms) === 'done') {
    await parts.signIns.finish(ctx, signIn, progress, onPassword);
    return;
  }
  await parts.progressStore.remember(signIn.uid, progress);
  seeOther(ctx, signIn.address);
}

/** The password was given before, and now it is enough. */
export async function finishOnPassword(
  parts: Pick<LoginParts, 'accounts' | 'progressStore' | 'signIns'>,
  ctx: Context,
  signIn: SignIn,
  progress: PasswordVerified,
): Promise<void> {
  await ((await isRevoked(parts, signIn))
    ? beginAgain(parts, ctx, signIn)
    : parts.signIns.finish(ctx, signIn, progress, onPassword));
}
