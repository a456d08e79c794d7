/** The password once more, of somebody who is signed in: what they are about to do is not done with a stolen session alone. */
import type { Context } from 'koa';
import type { Account } from '../../accounts/account.ts';
import type { TypedPassword } from '../../accounts/password/typed-password.ts';
import type { VerifyPassword } from '../../accounts/password/verify-password.ts';
import type { DeviceCookies } from '../../web/cookies/device-cookie.ts';
import { type PasswordField, passwordRefusal } from '../../web/form/password-refusal.ts';
import type { FormError } from '../../web/page/page.ts';
import { goneSignal } from '../../web/request/request-context.ts';

export interface PasswordAgainParts {
  readonly verifyPassword: VerifyPassword;
  readonly devices: DeviceCookies;
  readonly now: () => Date;
}

export type PasswordAgain = { kind: 'verified'; account: Account } | { kind: 'refused'; error: FormError };

/** A refusal says what stands beside the field. */
export async function verifyAgain(
  { verifyPassword, devices, now }: PasswordAgainParts,
  ctx: Context,
  { profile: { username } }: Account,
  field: PasswordField,
  password: TypedPassword,
): Promise<PasswordAgain> {
  const source = devices.attemptSourceOf(ctx, username);
  const verdict = await verifyPassword(username, password, source, now(), goneSignal(ctx));
  return verdict.kind === 'verified' ? verdict : { kind: 'refused', error: passwordRefusal(field, verdict) };
}
