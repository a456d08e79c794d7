/** What a wallet says of itself when it fetches a request (OpenID4VP 1.0 §5.10): to which key it wants the request encrypted. */
import { contentEncryptions, keyManagement, type Recipient, readRecipient } from '../encryption/recipient.ts';
import { isObject, type JsonObject } from '../verification/compact-jws.ts';

const longestMetadata = 32 * 1024;

/** @returns undefined where it wants none encrypted, and `unusable` where it does, but to no key that we could encrypt to */
export function recipientIn(walletMetadata: string | undefined): Recipient | 'unusable' | undefined {
  const metadata = walletMetadata === undefined ? {} : objectIn(walletMetadata);
  if (!metadata) {
    return 'unusable';
  }
  const { jwks } = metadata;
  if (jwks === undefined) {
    return undefined;
  }
  const keys = isObject(jwks) && Array.isArray(jwks.keys) ? jwks.keys : [undefined];
  if (keys.every(isForSignatures)) {
    return undefined;
  }
  const enc = encryptionIn(metadata);
  const recipients = keys.flatMap((jwk) => readRecipient(withUsualAlgorithm(jwk), enc) ?? []);
  return recipients[0] ?? 'unusable';
}

/** As authorization servers name it; the first that both know, and what every wallet knows where it names none. */
function encryptionIn({ request_object_encryption_enc_values_supported: known }: JsonObject): unknown {
  return known === undefined
    ? contentEncryptions[0]
    : contentEncryptions.find((enc) => Array.isArray(known) && known.includes(enc));
}

function isForSignatures(jwk: unknown): boolean {
  return isObject(jwk) && jwk.use === 'sig';
}

/** Wallets need not say it of a key that allows nothing else. */
function withUsualAlgorithm(jwk: unknown): unknown {
  return isObject(jwk) && jwk.alg === undefined ? { ...jwk, alg: keyManagement } : jwk;
}

function objectIn(text: string): JsonObject | undefined {
  try {
    const value: unknown = text.length <= longestMetadata ? JSON.parse(text) : undefined;
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
