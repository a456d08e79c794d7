/** Whether an answer is what it says: made here, for us, by the key, with its owner verified (WebAuthn Level 3 §7). Keeps nothing. */
import { verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject } from '@simplewebauthn/server/helpers';
import { type AuthenticationAnswer, clientDataIn, type RegistrationAnswer } from './browser-answer.ts';
import { algorithms, type Passkey, type RelyingPartyOfPasskeys } from './passkey.ts';
import type { AuthenticatorState } from './passkey-store.ts';

/** @returns undefined where the key of the passkey did not sign it, here, for a verified owner. */
export async function signedState(
  { id, origin }: RelyingPartyOfPasskeys,
  answer: AuthenticationAnswer,
  challenge: string,
  { publicKey, credentialId, isSynced }: Passkey,
): Promise<AuthenticatorState | undefined> {
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: { ...answer, response: withoutNulls(answer.response), clientExtensionResults: {} },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
    // Counts are compared where they are kept, in the step that keeps the next one.
    credential: { id: credentialId, publicKey: bytesOf(publicKey), counter: -1 },
  }).catch(() => ({ verified: false, authenticationInfo: undefined }));
  // What may leave its device is told when it is made, and stays so (WebAuthn Level 3 §6.1.3).
  const isAsMade = authenticationInfo?.credentialDeviceType === (isSynced ? 'multiDevice' : 'singleDevice');
  if (!verified || !authenticationInfo || !isAsMade || isFramed(answer.response.clientDataJSON)) {
    return undefined;
  }
  return { counter: authenticationInfo.newCounter, isBackedUp: authenticationInfo.credentialBackedUp };
}

export async function madeCredential(
  { id, origin }: RelyingPartyOfPasskeys,
  answer: RegistrationAnswer,
  challenge: string,
) {
  try {
    const attestation = Buffer.from(answer.response.attestationObject, 'base64url');
    if (isAttested(attestation) || !isWhole(attestation) || isFramed(answer.response.clientDataJSON)) {
      return undefined;
    }
    const { registrationInfo } = await verifyRegistrationResponse({
      response: { ...answer, clientExtensionResults: {}, response: { ...answer.response, transports: [] } },
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...algorithms],
    });
    return registrationInfo?.credential.id === answer.id ? registrationInfo : undefined;
  } catch {
    return undefined;
  }
}

/** No attestation was asked for. Certificates that come all the same are not looked at: checking them would fetch from addresses in them. */
function isAttested(bytes: Buffer): boolean {
  const attestation = decodeAttestationObject(Uint8Array.from(bytes));
  const format = attestation.get('fmt');
  const isBySelf = format === 'packed' && attestation.get('attStmt').get('x5c') === undefined;
  return format !== 'none' && !isBySelf;
}

/** What says to be longer than it is has lost its end on the way, or never had one (RFC 8949 §3.1). */
function isWhole(bytes: Buffer): boolean {
  const data = decodeAttestationObject(Uint8Array.from(bytes)).get('authData');
  return bytes.includes(Buffer.concat([headOfByteString(data.length), data]));
}

/** Of 24 bytes to 64 KiB: authenticator data have 37 at least. */
function headOfByteString(length: number): Buffer {
  return length < 256 ? Buffer.of(0x58, length) : Buffer.of(0x59, length >> 8, length & 0xff);
}

/** Our pages are in no frame of another site; whoever answers from one is deceived. */
function isFramed(clientDataJSON: string): boolean {
  const { crossOrigin, topOrigin } = clientDataIn(clientDataJSON);
  return (crossOrigin !== undefined && crossOrigin !== false) || topOrigin !== undefined;
}

function bytesOf(base64url: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(Buffer.from(base64url, 'base64url'));
}

function withoutNulls({ userHandle, ...response }: AuthenticationAnswer['response']) {
  return userHandle ? { ...response, userHandle } : response;
}
