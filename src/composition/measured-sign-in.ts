/** The steps of a sign-in and what came of them, in the metrics; never whose they were. */
import type { VerifyPassword } from '../accounts/password/verify-password.ts';
import { count } from '../metrics/measuring.ts';
import type { OneTimeCodeVerifier } from '../one-time-codes/one-time-code-verifier.ts';
import type { PasskeyVerifier } from '../passkeys/passkey-verifier.ts';
import type { VerifyCode } from '../totp/verify-code.ts';

export function measuredPasswords(verify: VerifyPassword): VerifyPassword {
  return async (...given) => noted('password', await verify(...given));
}

export function measuredCodes(verify: VerifyCode): VerifyCode {
  return async (...given) => noted('code', await verify(...given));
}

export function measuredOneTimeCodes(verifier: OneTimeCodeVerifier): OneTimeCodeVerifier {
  return {
    ...verifier,
    verify: async (...given) => noted('one-time-code', await verifier.verify(...given)),
  };
}

export function measuredPasskeys(verifier: PasskeyVerifier): PasskeyVerifier {
  return {
    ...verifier,
    async verify(...given) {
      const verdict = await verifier.verify(...given);
      const outcome = verdict.kind === 'refused' ? verdict.reason : verdict.kind;
      count('kapu_sign_in_steps_total', { step: 'passkey', outcome });
      return verdict;
    },
  };
}

function noted<Verdict extends { readonly kind: string }>(
  step: 'password' | 'code' | 'one-time-code',
  verdict: Verdict,
): Verdict {
  count('kapu_sign_in_steps_total', { step, outcome: verdict.kind });
  return verdict;
}
