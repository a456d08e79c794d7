/** The JWTs of a credential request, read strictly; what is wrong with one is said of it by its name. */
import type { KeyObject } from 'node:crypto';
import { type CompactJws, checkHeader, isSignedBy, readCompactJws } from '../verification/compact-jws.ts';
import { PresentationRefused, type RefusalReason } from '../verification/refusal.ts';
import { checkValidity } from '../verification/sd-jwt-vc.ts';
import { ProofRefused, refuseProofUnless } from './proof-refused.ts';

/** With certificates in it. */
const longestJwt = 32 * 1024;
/** Between our clock and a phone's; that it is fresh is told by the nonce. */
const toleranceInSeconds = 300;

/** @param name of it in sentences. @throws ProofRefused */
export function readJwt(text: unknown, type: string, name: string): CompactJws {
  refuseProofUnless(typeof text === 'string', `${name} must be a string`);
  refuseProofUnless(text.length <= longestJwt, `${name} is too long`);
  return saying(name, type, () => {
    const jws = readCompactJws(text);
    checkHeader(jws, type);
    return jws;
  });
}

/** Its signature, `iat`, which must be there, `exp` and `nbf`. @throws ProofRefused */
export function checkJwt(jws: CompactJws, key: KeyObject, now: Date, name: string): void {
  refuseProofUnless(isSignedBy(jws, key), `${name} is not signed by the key that it names`);
  refuseProofUnless(typeof jws.payload.iat === 'number', `iat of ${name} must be a number`);
  saying(name, '', () => checkValidity(jws.payload, now, toleranceInSeconds));
}

/** @throws ProofRefused with `invalid_nonce` for one that is not fresh */
export function checkNonce(
  { payload: { nonce } }: CompactJws,
  isFreshNonce: (nonce: string) => boolean,
  name: string,
): string {
  refuseProofUnless(typeof nonce === 'string' && nonce !== '', `nonce of ${name} must be a c_nonce`);
  if (!isFreshNonce(nonce)) {
    throw new ProofRefused(
      'invalid_nonce',
      `nonce of ${name} is not fresh; get another from the nonce endpoint`,
    );
  }
  return nonce;
}

function saying<Result>(name: string, type: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof PresentationRefused) {
      throw new ProofRefused('invalid_proof', sentenceOf(cause.reason, name, type), { cause });
    }
    throw cause;
  }
}

function sentenceOf(reason: RefusalReason, name: string, type: string): string {
  switch (reason) {
    case 'algorithm':
      return `alg of ${name} must be ES256`;
    case 'type':
      return `typ of ${name} must be ${type}`;
    case 'expired':
      return `${name} has expired`;
    case 'not-yet-valid':
      return `${name} is not valid yet`;
    default:
      return `${name} must be a compact JWS with JSON objects in it, and without crit`;
  }
}
