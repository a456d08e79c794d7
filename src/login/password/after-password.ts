/** What comes of a right password: the sign-in ends where that is enough, or goes on with it. */
import type { Context } from 'koa';
import type { Account } from '../../accounts/account.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { LoginInteraction, Proof } from '../login-interaction.ts';
import type { LoginParts } from '../login-parts.ts';
import { isEnded, isLinking, type PasswordVerified } from '../login-progress.ts';
import { nextStep } from '../next-step.ts';
import { beginAgain } from '../revoked-login.ts';
import { isSamePerson } from '../wallet/link-wallet.ts';
import { showDifferentPerson } from '../wallet/wallet-pages.ts';

const onPassword: Proof = { by: 'password', reached: 'low' };

/** Finishes at once where that is enough, else keeps what was proven and returns to the page. */
export async function goOnAfterPassword(
  parts: Pick<LoginParts, 'accounts' | 'progressStore' | 'interactions' | 'wallets' | 'pages'>,
  ctx: Context,
  interaction: LoginInteraction,
  verified: PasswordVerified,
  whose: Account,
): Promise<void> {
  const toLink = isLinking(interaction.progress) ? interaction.progress.proven : undefined;
  const account = toLink && (await parts.accounts.find(verified.accountId));
  if (parts.wallets && account && !isSamePerson(account, toLink.claims)) {
    await showDifferentPerson(parts, ctx, interaction);
    return;
  }
  const progress = { ...verified, ...(toLink && { toLink }) };
  if (nextStep(progress, interaction.terms) === 'done') {
    await parts.interactions.finish(ctx, interaction, progress, onPassword, whose);
    return;
  }
  await parts.progressStore.remember(interaction.uid, progress);
  seeOther(ctx, interaction.address);
}

/** The password was given before, and now it is enough. */
export async function finishOnPassword(
  parts: Pick<LoginParts, 'accounts' | 'progressStore' | 'interactions'>,
  ctx: Context,
  interaction: LoginInteraction,
  progress: PasswordVerified,
): Promise<void> {
  const account = await parts.accounts.find(progress.accountId);
  await (isEnded(progress, account)
    ? beginAgain(parts, ctx, interaction)
    : parts.interactions.finish(ctx, interaction, progress, onPassword, account));
}
