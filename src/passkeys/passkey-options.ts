/** What a browser is asked for, as its script takes it (WebAuthn Level 3 §5.4, §5.5: the JSON forms of the options). */

import type { IndexKeys } from '../storage/index-key.ts';
import type { RelyingPartyOfPasskeys } from './passkey.ts';
import { algorithms, type Passkey, userHandleOf } from './passkey.ts';
import { type ChallengePlace, newChallenge } from './passkey-challenge.ts';

export interface PasskeyOptions {
  /** For signing in, and for confirming: any passkey of this site, the owner verified. */
  toSignIn(place: ChallengePlace, at: Date): object;
  /** For a new one, which no authenticator holds that holds one of the account already. @param onlyOn this device, and no other */
  toRegister(
    owner: Owner,
    known: readonly Passkey[],
    place: ChallengePlace,
    at: Date,
    onlyOn?: 'platform',
  ): object;
}

interface Owner {
  readonly id: string;
  readonly username: string;
  readonly displayName: string;
}

const fiveMinutes = 5 * 60 * 1000;

export function createPasskeyOptions(
  { id: rpId, name }: RelyingPartyOfPasskeys,
  challengeKeys: IndexKeys,
): PasskeyOptions {
  return {
    toSignIn: (place, at) => ({
      challenge: newChallenge(challengeKeys, place, at),
      rpId,
      userVerification: 'required',
      allowCredentials: [],
      timeout: fiveMinutes,
    }),

    toRegister: (owner, known, place, at, onlyOn) => ({
      challenge: newChallenge(challengeKeys, place, at),
      rp: { id: rpId, name },
      user: { id: userHandleOf(owner.id), name: owner.username, displayName: owner.displayName },
      pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
      excludeCredentials: known.map(({ credentialId, transports }) => ({
        type: 'public-key',
        id: credentialId,
        transports,
      })),
      authenticatorSelection: {
        ...(onlyOn && { authenticatorAttachment: onlyOn }),
        residentKey: 'required',
        requireResidentKey: true,
        userVerification: 'required',
      },
      attestation: 'none',
      timeout: fiveMinutes,
    }),
  };
}
