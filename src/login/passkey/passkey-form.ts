/** The form by which a page of a sign-in takes a passkey. Its challenge lives in the sign-in, and costs the store nothing. */

import type { ChallengePlace } from '../../passkeys/passkey-challenge.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { LoginParts } from '../login-parts.ts';

export interface PasskeyForm {
  readonly address: string;
  /** As the browser is asked. */
  readonly options: object;
}

export function challengePlaceOf({ uid }: Pick<LoginInteraction, 'uid'>): ChallengePlace {
  return { purpose: 'sign-in', of: uid };
}

/** @returns undefined where a passkey signs nobody in: a wallet is to become an account's, of which password and code are asked for. */
export function passkeyFormOf(
  { passkeyOptions }: Pick<LoginParts, 'passkeyOptions'>,
  interaction: LoginInteraction,
): PasskeyForm | undefined {
  const { address, arrivedAt, progress } = interaction;
  const isOffered = progress.state === 'started' || progress.state === 'password-verified';
  const options = passkeyOptions.toSignIn(challengePlaceOf(interaction), arrivedAt);
  return isOffered ? { address: `${address}/passkey`, options } : undefined;
}
