/** One citizen at the step of the one-time code: whose account it is, and where a code may be sent. */
import type { Context } from 'koa';
import { verifiedChannelsOf } from '../../accounts/account.ts';
import { RequestRefused } from '../../errors.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { LoginParts } from '../login-parts.ts';
import type { PasswordVerified } from '../login-progress.ts';
import { channelsFor } from '../next-step.ts';
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

/** @returns undefined where the citizen got an Ügyfélkapu+ meanwhile, elsewhere: its code is asked for, and the page is left. */
export async function visitOf(
  {
    accounts,
    progressStore,
    formTokens,
  }: Pick<OneTimeCodeParts, 'accounts' | 'progressStore' | 'formTokens'>,
  ctx: Context,
  interaction: LoginInteraction,
  progress: PasswordVerified,
): Promise<Visit | undefined> {
  const account = await accounts.find(progress.accountId);
  if (account?.status !== 'active' || (progress.hasPlus && !account.hasPlus)) {
    throw new RequestRefused(410, 'sign-in-ended');
  }
  if (account.hasPlus && !progress.hasPlus) {
    await progressStore.remember(interaction.uid, {
      ...progress,
      hasPlus: true,
      hasApp: account.hasApp,
      hasPasskey: account.hasPasskey,
      pickedFactor: 'authenticator',
    });
    seeOther(ctx, interaction.address);
    return undefined;
  }
  const verified = verifiedChannelsOf(account.profile);
  return {
    interaction,
    progress,
    account,
    code: { accountId: account.id, uid: interaction.uid, browser: formTokens.browserOf(ctx) },
    channels: channelsFor(progress, interaction.terms).filter((channel) => verified.includes(channel)),
  };
}
