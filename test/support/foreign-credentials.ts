/** Credentials in the hands of @sd-jwt: what it believes of them, and what it shows of them. */
import { createHash, createPublicKey, randomBytes, sign, verify, X509Certificate } from 'node:crypto';
import { SDJwtVcInstance } from '@sd-jwt/sd-jwt-vc';
import { decodeProtectedHeader, type JWK } from 'jose';
import type { Keys } from './issuing-wallet.ts';

/** @param anchor PEM of the authority of the credentials and of their status lists. @param holder who presents them */
export async function foreignCredentials(anchor: string, holder?: Keys): Promise<SDJwtVcInstance> {
  const byCertificate = async (data: string, signature: string): Promise<boolean> => {
    const { x5c: [certificate = ''] = [] } = decodeProtectedHeader(`${data}.${signature}`);
    const leaf = new X509Certificate(Buffer.from(certificate, 'base64'));
    return (
      leaf.verify(new X509Certificate(anchor).publicKey) &&
      isSigned(data, signature, leaf.publicKey.export(jwk))
    );
  };
  const holderKey = holder && Buffer.from(await crypto.subtle.exportKey('pkcs8', holder.privateKey));
  return new SDJwtVcInstance({
    hasher: (data, algorithm) =>
      createHash(algorithm.replace('-', ''))
        .update(typeof data === 'string' ? data : Buffer.from(data))
        .digest(),
    hashAlg: 'sha-256',
    saltGenerator: (length) => randomBytes(length).toString('base64url'),
    verifier: byCertificate,
    statusVerifier: byCertificate,
    kbVerifier: (data, signature, payload) =>
      isSigned(data, signature, (payload.cnf as { jwk: JWK } | undefined)?.jwk ?? {}),
    kbSignAlg: 'ES256',
    ...(holderKey && {
      kbSigner: (data: string) =>
        sign('sha256', Buffer.from(data), {
          key: holderKey,
          format: 'der',
          type: 'pkcs8',
          dsaEncoding: 'ieee-p1363',
        }).toString('base64url'),
    }),
  });
}

const jwk = { format: 'jwk' } as const;

function isSigned(data: string, signature: string, key: object): boolean {
  return verify(
    'sha256',
    Buffer.from(data),
    { key: createPublicKey({ key: key as never, ...jwk }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
}
