/** Whether who attested a wallet's keys called that back: the status list that an attestation names (OpenID4VCI 1.0 Appendix D.1). */
import { X509Certificate } from 'node:crypto';
import { attesterOf } from '../certificates/attesters.ts';
import type { JsonObject } from '../verification/compact-jws.ts';
import { createStatusCheck, type FetchList } from '../verification/credential-status.ts';
import { PresentationRefused, refuseUnless } from '../verification/refusal.ts';
import { ProofRefused } from './proof-refused.ts';

/** @throws ProofRefused */
export type CheckAttesterStatus = (claims: JsonObject, now: Date) => Promise<void>;

const authority = { fingerprint: 'key-attesters', status: 'if-present' } as const;

/** @param attesters PEM of the authorities that sign lists too */
export function createAttesterStatus(
  attesters: readonly string[],
  fetchList: FetchList,
  issuer: string,
): CheckAttesterStatus {
  const pinned = attesters.map((pem) => new X509Certificate(pem));
  const lists = createStatusCheck(
    {
      keyUnder(_authority, x5c, now) {
        const signer = attesterOf(x5c, pinned, now);
        refuseUnless(signer !== undefined, 'untrusted-issuer');
        return signer.publicKey;
      },
    },
    fetchList,
    issuer,
  );

  return async (claims, now) => {
    try {
      await lists.check(claims, authority, now);
    } catch (cause) {
      if (cause instanceof PresentationRefused) {
        throw new ProofRefused('invalid_proof', sentenceOf(cause), { cause });
      }
      throw cause;
    }
  };
}

function sentenceOf({ reason }: PresentationRefused): string {
  return reason === 'revoked'
    ? 'the key attestation was called back by its status list'
    : 'the status of the key attestation cannot be learnt from its status list';
}
