/** What a wallet posts back (OpenID4VP 1.0 §8.3): encrypted to the key of this one request. */
import { compactDecrypt, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import { contentEncryptions } from '../encryption/recipient.ts';
import { isObject, type JsonObject, parseJson } from '../verification/compact-jws.ts';
import { PresentationRefused, refuseUnless } from '../verification/refusal.ts';

/** @param key private. @throws PresentationRefused with `encryption`, or `malformed` */
export async function decryptResponse(jwe: string, key: JWK & { kid: string }): Promise<JsonObject> {
  const answer = parseJson(Buffer.from(await decrypt(jwe, key)));
  refuseUnless(isObject(answer), 'malformed');
  return answer;
}

async function decrypt(jwe: string, { kid, ...key }: JWK & { kid: string }): Promise<Uint8Array> {
  try {
    const header = decodeProtectedHeader(jwe);
    // Compressed, a small answer could become a large one.
    refuseUnless(header.zip === undefined && (header.kid === undefined || header.kid === kid), 'encryption');
    const { plaintext } = await compactDecrypt(jwe, await importJWK(key, 'ECDH-ES'), {
      keyManagementAlgorithms: ['ECDH-ES'],
      contentEncryptionAlgorithms: [...contentEncryptions],
    });
    return plaintext;
  } catch (cause) {
    throw new PresentationRefused('encryption', { cause });
  }
}
