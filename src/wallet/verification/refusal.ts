/** Why a presentation is not believed. Thrown by the checks, and turned into an answer in one place; carries no data of the person. */
export class PresentationRefused extends Error {
  override name = 'PresentationRefused';
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, options?: ErrorOptions) {
    super(reason, options);
    this.reason = reason;
  }
}

export const refusalReasons = [
  'malformed',
  'too-large',
  'algorithm',
  'type',
  'untrusted-issuer',
  'issuer-signature',
  'disclosure',
  'duplicate',
  'reserved-claim',
  'expired',
  'not-yet-valid',
  'holder-key',
  'holder-signature',
  'wrong-audience',
  'wrong-nonce',
  'wrong-time',
  'wrong-sd-hash',
  'status-missing',
  'status-unknown',
  'revoked',
  'not-what-was-asked',
  'encryption',
  'state',
] as const;

export type RefusalReason = (typeof refusalReasons)[number];

export function refuseUnless(condition: boolean, reason: RefusalReason): asserts condition {
  if (!condition) {
    throw new PresentationRefused(reason);
  }
}
