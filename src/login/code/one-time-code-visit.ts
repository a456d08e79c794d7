/** One citizen at the step of the one-time code: whose account it is, and where a code may be sent. */
import type { Context } from 'koa';
import { verifiedChannelsOf } from '../../accounts/account.ts';
import { RequestRefused } from '../../errors.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { LoginParts } from '../login-parts.ts';
import type { PasswordVerified } from '../login-progress.ts';
import { channelsFor } from '../next-step.ts';
import { goOnWithPlus } from '../revoked-login.ts';
import type { Visit } from './one-time-code-pages.ts';

export type OneTimeCodeParts = Pick<
  LoginParts,
  | 'progressStore'
  | 'accounts'
  | 'oneTimeCodes'
  | 'formTokens'
  | 'devices'
  | 'interactions'
  | 'pages'
  | 'audit'
  | 'ownerNotices'
  | 'now'
>;

/** @returns undefined where the citizen got an Ügyfélkapu+ meanwhile, and the page is left. */
export async function visitOf(
  parts: Pick<OneTimeCodeParts, 'accounts' | 'progressStore' | 'formTokens'>,
  ctx: Context,
  interaction: LoginInteraction,
  progress: PasswordVerified,
): Promise<Visit | undefined> {
  const account = await parts.accounts.find(progress.accountId);
  if (account?.status !== 'active' || (progress.hasPlus && !account.hasPlus)) {
    throw new RequestRefused(410, 'sign-in-ended');
  }
  if (account.hasPlus && !progress.hasPlus) {
    await goOnWithPlus(parts, ctx, interaction, progress, account);
    return undefined;
  }
  const verified = verifiedChannelsOf(account.profile);
  return {
    interaction,
    progress,
    account,
    code: { accountId: account.id, uid: interaction.uid, browser: parts.formTokens.browserOf(ctx) },
    channels: channelsFor(progress, interaction.terms).filter((channel) => verified.includes(channel)),
  };
}
