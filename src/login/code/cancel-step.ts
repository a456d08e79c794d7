/**
 * From the page of the code to cancelling the Ügyfélkapu+ with the törlőkód, for whoever lost the phone. Who it is, this sign-in knows,
 * and nobody else's browser has it: a password that was given in it just now is not asked for again, and the user name never is.
 */
import type { Context } from 'koa';
import { z } from 'zod';
import type { Account } from '../../accounts/account.ts';
import { isFreshPassword } from '../../accounts/password/password-freshness.ts';
import { passwordField, type TypedPassword } from '../../accounts/password/typed-password.ts';
import {
  type CancelPage,
  cancellationCodeField,
  cancelPlus,
  showCancelPlus,
} from '../../cancelling/cancel-plus.ts';
import { checkEachField, type Fields } from '../../web/form/form.ts';
import { passwordRefusal } from '../../web/form/password-refusal.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { goneSignal } from '../../web/request/request-context.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { LoginParts } from '../login-parts.ts';
import { isEnded, type PasswordVerified } from '../login-progress.ts';
import { beginAgain } from '../revoked-login.ts';

type CancelStepParts = Pick<
  LoginParts,
  | 'accounts'
  | 'authenticators'
  | 'indexKeys'
  | 'progressStore'
  | 'verifyPassword'
  | 'messages'
  | 'endingNotices'
  | 'devices'
  | 'pages'
  | 'now'
>;

const withoutPassword = z.object({ cancellation_code: cancellationCodeField });
/** In the order of the page, which errors keep. */
const withPassword = z.object({ password: passwordField('password.empty'), ...withoutPassword.shape });

export async function showCancel(
  parts: CancelStepParts,
  ctx: Context,
  interaction: LoginInteraction,
): Promise<void> {
  await withOwner(parts, ctx, interaction, (account, progress) =>
    showCancelPlus(parts, ctx, pageOf(interaction, progress), account),
  );
}

export async function submitCancel(
  parts: CancelStepParts,
  ctx: Context,
  interaction: LoginInteraction,
  fields: Fields,
): Promise<void> {
  await withOwner(parts, ctx, interaction, (account, progress) =>
    receiveCancel(parts, ctx, account, pageOf(interaction, progress), fields),
  );
}

async function receiveCancel(
  parts: CancelStepParts,
  ctx: Context,
  account: Account,
  page: CancelPage,
  fields: Fields,
): Promise<void> {
  const schema = page.asks === 'password' ? withPassword : withoutPassword;
  const { values, errors } = checkEachField<typeof withPassword.shape>(schema as typeof withPassword, fields);
  const refused = values.password ? await refusedPassword(parts, ctx, account, values.password) : [];
  const wrong = [...refused, ...(errors as FormError[])];
  if (wrong.length > 0 || values.cancellation_code === undefined) {
    await showCancelPlus(parts, ctx, page, account, { errors: wrong, typed: fields.cancellation_code });
    return;
  }
  await cancelPlus(parts, ctx, account, values.cancellation_code, page);
}

/** Nothing where the password is right. */
async function refusedPassword(
  { verifyPassword, devices, now }: CancelStepParts,
  ctx: Context,
  { profile: { username } }: Account,
  password: TypedPassword,
): Promise<FormError[]> {
  const source = devices.attemptSourceOf(ctx, username);
  const verdict = await verifyPassword(username, password, source, now(), goneSignal(ctx));
  return verdict.kind === 'verified' ? [] : [passwordRefusal('password', verdict)];
}

/** For whoever is asked for a code; everybody else is led to where their sign-in stands. */
async function withOwner(
  parts: CancelStepParts,
  ctx: Context,
  interaction: LoginInteraction,
  work: (account: Account, progress: PasswordVerified) => Promise<void>,
): Promise<void> {
  const { progress, resumeAddress, address } = interaction;
  if (resumeAddress || progress.state !== 'password-verified' || !progress.hasPlus) {
    seeOther(ctx, address);
    return;
  }
  const account = await parts.accounts.find(progress.accountId);
  await (account && !isEnded(progress, account)
    ? work(account, progress)
    : beginAgain(parts, ctx, interaction));
}

function pageOf(
  { address, arrivedAt, serviceName }: LoginInteraction,
  progress: PasswordVerified,
): CancelPage {
  return {
    door: 'sign-in',
    address: `${address}/cancel`,
    asks: isFreshPassword(progress.passwordGivenAt, arrivedAt) ? 'nothing' : 'password',
    username: progress.username,
    signIn: address,
    serviceName,
  };
}
