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

/** No passkey signs anybody in where a wallet is to become an account's, of which password and code are asked for. */
export function isPasskeyTaken({ progress }: Pick<LoginInteraction, 'progress'>): boolean {
  return progress.state === 'started' || progress.state === 'password-verified';
}

/** @returns undefined where none is taken */
export function passkeyFormOf(
  { passkeyOptions }: Pick<LoginParts, 'passkeyOptions'>,
  interaction: LoginInteraction,
): PasskeyForm | undefined {
  if (!isPasskeyTaken(interaction)) {
    return undefined;
  }
  const options = passkeyOptions.toSignIn(challengePlaceOf(interaction), interaction.arrivedAt);
  return { address: `${interaction.address}/passkey`, options };
}
