/** One citizen at the step of the one-time code: whose account it is, and where a code may be sent. */
import type { Context } from 'koa';
import { verifiedChannelsOf } from '../../accounts/account.ts';
import { RequestRefused } from '../../errors.ts';
import { seeOther } from '../../web/redirect.ts';
import type { PasswordVerified } from '../login-attempt.ts';
import type { LoginParts } from '../login-parts.ts';
import { channelsFor } from '../next-step.ts';
import type { Visit } from '../one-time-code-pages.ts';
import type { SignIn } from '../sign-in.ts';

export type OneTimeCodeParts = Pick<
  LoginParts,
  | 'progressStore'
  | 'accounts'
  | 'oneTimeCodes'
  | 'formTokens'
  | 'devices'
  | 'signIns'
  | 'pages'
  | 'audit'
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
  signIn: SignIn,
  progress: PasswordVerified,
): Promise<Visit | undefined> {
  const account = await accounts.find(progress.accountId);
  if (account?.status !== 'active' || (progress.hasPlus && !account.hasPlus)) {
    throw new RequestRefused(410, 'sign-in-ended');
  }
  if (account.hasPlus && !progress.hasPlus) {
    await progressStore.remember(signIn.uid, { ...progress, hasPlus: true, pickedFactor: 'authenticator' });
    seeOther(ctx, signIn.address);
    return undefined;
  }
  const verified = verifiedChannelsOf(account.profile);
  return {
    signIn,
    progress,
    account,
    code: { accountId: account.id, uid: signIn.uid, browser: formTokens.browserOf(ctx) },
    channels: channelsFor(progress, signIn.terms).filter((channel) => verified.includes(channel)),
  };
}
