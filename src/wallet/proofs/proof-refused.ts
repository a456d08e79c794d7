/** Why the keys of a credential request are not believed. Thrown by the checks and answered in one place; the sentence is for the wallet's makers. */
export class ProofRefused extends Error {
  override name = 'ProofRefused';
  /** Of OpenID4VCI 1.0 §8.3.1.2. After `invalid_nonce` a wallet gets another nonce and tries again. */
  readonly code: 'invalid_proof' | 'invalid_nonce';

  constructor(code: ProofRefused['code'], sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
  }
}

export function refuseProofUnless(condition: boolean, sentence: string): asserts condition {
  if (!condition) {
    throw new ProofRefused('invalid_proof', sentence);
  }
}
