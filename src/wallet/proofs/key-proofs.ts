/**
 * The keys that a wallet proves, or has attested, to have credentials bound to them (OpenID4VCI 1.0 §8.2, Appendix F).
 *
 * In this folder: proofs of keys in credential requests, and who vouches for the keys.
 */
import { type Assurance, mildestOf } from '../../assurance/levels.ts';
import type { HolderKey } from '../issuing/credential.ts';
import { type CompactJws, isObject, type JsonObject } from '../verification/compact-jws.ts';
import { holderKeyOfCertificate, type NamedKey, readHolderKey } from './holder-keys.ts';
import {
  attestedKeyNamed,
  type KeyAttestation,
  type ProofMoment,
  type ReadKeyAttestation,
} from './key-attestations.ts';
import { refuseProofUnless } from './proof-refused.ts';
import { checkJwt, checkNonce, readJwt } from './signed-jwts.ts';

export interface ProvenKeys {
  /** Each another one, and no more than a batch has. */
  readonly keys: readonly { readonly jwk: HolderKey; readonly thumbprint: string }[];
  /** What must not be shown again: a key with the nonce that was signed for it. */
  readonly uses: readonly string[];
  /** How well they are kept, of the least; undefined where nobody whom we trust says so of all. */
  readonly assurance: Assurance | undefined;
}

export interface KeyProofParts {
  /** Also `aud` of every proof. */
  readonly issuer: string;
  readonly batchSize: number;
  readonly isRequired: boolean;
  readonly readAttestation: ReadKeyAttestation;
}

/** @property clientId that a proof may name */
export type AskingWallet = ProofMoment & { readonly clientId: string };

/** @param proofs of the request, hostile. @throws ProofRefused */
export type VerifyKeyProofs = (proofs: unknown, asking: AskingWallet) => Promise<ProvenKeys>;

interface Proven {
  readonly key: NamedKey;
  readonly nonces: readonly string[];
  readonly assurance: Assurance | undefined;
}

const name = 'the jwt proof';

export function createVerifyKeyProofs(parts: KeyProofParts): VerifyKeyProofs {
  return async (proofs, asking) => {
    const { type, texts } = typeIn(proofs);
    refuseProofUnless(
      texts.length <= (type === 'jwt' ? parts.batchSize : 1),
      type === 'jwt' ? `no more than ${parts.batchSize} proofs may be sent` : 'one attestation may be sent',
    );
    const proven: Proven[] = [];
    for (const text of texts) {
      proven.push(
        ...(type === 'jwt'
          ? await verifyJwtProof(parts, text, asking)
          : allOf(await parts.readAttestation(text, 'proof', asking), [])),
      );
    }
    return together(proven, parts.batchSize);
  };
}

function typeIn(proofs: unknown): { type: 'jwt' | 'attestation'; texts: readonly unknown[] } {
  refuseProofUnless(isObject(proofs), 'proofs must be there, and an object');
  const [[type = '', texts] = [], ...others] = Object.entries(proofs);
  refuseProofUnless(others.length === 0, 'proofs must be of one type');
  refuseProofUnless(
    type === 'jwt' || type === 'attestation',
    'the type of proofs must be jwt or attestation',
  );
  refuseProofUnless(Array.isArray(texts) && texts.length > 0, `proofs.${type} must be a non-empty array`);
  return { type, texts };
}

/** With an attestation every key that it names is proven by one of them (F.1). */
async function verifyJwtProof(
  { issuer, isRequired, readAttestation }: KeyProofParts,
  text: unknown,
  asking: AskingWallet,
): Promise<Proven[]> {
  const jws = readJwt(text, 'openid4vci-proof+jwt', name);
  const { key_attestation: attestationText } = jws.header;
  refuseProofUnless(
    attestationText !== undefined || !isRequired,
    `${name} must have a key_attestation: key_attestations_required asks for it`,
  );
  const attestation =
    attestationText === undefined ? undefined : await readAttestation(attestationText, 'header', asking);
  const key = await keyNamedIn(jws, attestation, asking.now);
  checkJwt(jws, key.publicKey, asking.now, name);
  checkClaims(jws.payload, issuer, asking.clientId);
  const nonce = checkNonce(jws, asking.isFreshNonce, name);
  if (!attestation) {
    return [{ key, nonces: [nonce], assurance: undefined }];
  }
  const isAttested = attestation.keys.some(({ thumbprint }) => thumbprint === key.thumbprint);
  refuseProofUnless(isAttested, `${name} must be signed by one of attested_keys of its key_attestation`);
  return attestation.trusted ? allOf(attestation, [nonce]) : [{ key, nonces: [nonce], assurance: undefined }];
}

async function keyNamedIn(
  { header }: CompactJws,
  attestation: KeyAttestation | undefined,
  now: Date,
): Promise<NamedKey> {
  const references = ['jwk', 'kid', 'x5c'].filter((reference) => reference in header);
  refuseProofUnless(references.length === 1, `${name} must name its key by one of jwk, kid and x5c`);
  switch (references[0]) {
    case 'jwk':
      return readHolderKey(header.jwk, `jwk of ${name}`);
    case 'x5c':
      return holderKeyOfCertificate(header.x5c, now);
    default:
      refuseProofUnless(
        attestation !== undefined,
        `kid of ${name} needs a key_attestation that it refers to`,
      );
      return attestedKeyNamed(header.kid, attestation);
  }
}

function checkClaims({ aud, iss }: JsonObject, issuer: string, clientId: string): void {
  refuseProofUnless(aud === issuer, `aud of ${name} must be the Credential Issuer Identifier`);
  refuseProofUnless(iss === undefined || iss === clientId, `iss of ${name} must be the client_id`);
}

/** @param shown nonces of the proof that has the attestation */
function allOf({ keys, trusted }: KeyAttestation, shown: readonly string[]): Proven[] {
  return keys.map((key) => ({
    key,
    nonces: [...shown, ...(trusted ? [trusted.nonce] : [])],
    assurance: trusted?.assurance,
  }));
}

/** Several proofs may have one attestation; a key that two of them prove by itself is one too many. */
function together(proven: readonly Proven[], batchSize: number): ProvenKeys {
  const byThumbprint = new Map(proven.map(({ key }) => [key.thumbprint, key]));
  const isAttested = proven.every(({ assurance }) => assurance !== undefined);
  refuseProofUnless(
    isAttested || byThumbprint.size === proven.length,
    'each proof must be for a key of its own',
  );
  refuseProofUnless(byThumbprint.size <= batchSize, `no more than ${batchSize} keys may be proven at once`);
  const uses = proven.flatMap(({ key, nonces }) => nonces.map((nonce) => `${key.thumbprint}\0${nonce}`));
  return {
    keys: [...byThumbprint.values()].map(({ jwk, thumbprint }) => ({ jwk, thumbprint })),
    uses: [...new Set(uses)],
    assurance: isAttested ? mildestOfAll(proven) : undefined,
  };
}

function mildestOfAll(proven: readonly Proven[]): Assurance | undefined {
  const [first, ...others] = proven.flatMap(({ assurance }) => assurance ?? []);
  return first && mildestOf([first, ...others]);
}
