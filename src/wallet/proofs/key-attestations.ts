/** What somebody whom we trust says of a wallet's keys (OpenID4VCI 1.0 Appendix D): which they are, and how well they are kept. */
import { X509Certificate } from 'node:crypto';
import { isEnough, type KeyPolicy, keyAssuranceOf } from '../../assurance/key-assurance.ts';
import type { Assurance } from '../../assurance/levels.ts';
import { isP256 } from '../../certificates.ts';
import { attesterOf } from '../certificates/attesters.ts';
import type { CompactJws, JsonObject } from '../verification/compact-jws.ts';
import type { CheckAttesterStatus } from './attester-status.ts';
import { type NamedKey, readHolderKey } from './holder-keys.ts';
import { ProofRefused, refuseProofUnless } from './proof-refused.ts';
import { checkJwt, checkNonce, readJwt } from './signed-jwts.ts';

export interface KeyAttestation {
  /** In their order, to which `kid` may refer. */
  readonly keys: readonly (NamedKey & { readonly id: unknown })[];
  /** Undefined where we do not know who says it: then nothing of it counts but which key a proof names. */
  readonly trusted: { readonly nonce: string; readonly assurance: Assurance } | undefined;
}

/** Alone, or in the header of a proof, which shows that one of its keys is at hand; then it must say until when it holds. */
export type AttestationUse = 'proof' | 'header';

export interface KeyAttestationParts {
  /** PEM of the authorities that vouch for keys. */
  readonly attesters: readonly string[];
  readonly policy: KeyPolicy;
  readonly checkStatus: CheckAttesterStatus;
}

/** When a proof came, and what it must have been made for. */
export interface ProofMoment {
  readonly isFreshNonce: (nonce: string) => boolean;
  readonly now: Date;
}

/** @throws ProofRefused */
export type ReadKeyAttestation = (
  text: unknown,
  use: AttestationUse,
  moment: ProofMoment,
) => Promise<KeyAttestation>;

const names = { proof: 'the attestation proof', header: 'key_attestation of the jwt proof' } as const;
/** Far more than a batch has; whoever attests more fills no memory. */
const mostKeys = 100;

export function createReadKeyAttestation(parts: KeyAttestationParts): ReadKeyAttestation {
  const attesters = parts.attesters.map((pem) => new X509Certificate(pem));

  return async (text, use, moment) => {
    const name = names[use];
    const jws = readJwt(text, 'key-attestation+jwt', name);
    const keys = await keysIn(jws, name);
    const attester = attesterOf(jws.header.x5c, attesters, moment.now);
    if (!attester) {
      refuseProofUnless(
        use === 'header' && !parts.policy.required,
        `${name} must be signed by somebody whom we trust: x5c leads to no authority that is pinned here`,
      );
      return { keys, trusted: undefined };
    }
    return { keys, trusted: await believe(parts, jws, attester, use, moment) };
  };
}

async function believe(
  { policy, checkStatus }: KeyAttestationParts,
  jws: CompactJws,
  attester: X509Certificate,
  use: AttestationUse,
  { isFreshNonce, now }: ProofMoment,
): Promise<NonNullable<KeyAttestation['trusted']>> {
  const name = names[use];
  refuseProofUnless(isP256(attester.publicKey), `${name} must be signed with a key of the curve P-256`);
  checkJwt(jws, attester.publicKey, now, name);
  const { payload } = jws;
  refuseProofUnless(use === 'proof' || typeof payload.exp === 'number', `exp of ${name} must be a number`);
  const nonce = checkNonce(jws, isFreshNonce, name);
  const assurance = assuranceIn(payload, policy, name);
  await checkStatus(payload, now);
  return { nonce, assurance };
}

function assuranceIn(payload: JsonObject, policy: KeyPolicy, name: string): Assurance {
  const assurance = keyAssuranceOf(
    {
      keyStorage: statementsIn(payload, 'key_storage', name),
      userAuthentication: statementsIn(payload, 'user_authentication', name),
    },
    policy,
  );
  refuseProofUnless(
    isEnough(assurance, policy),
    `key_storage and user_authentication of ${name} are not what key_attestations_required asks for`,
  );
  return assurance;
}

function statementsIn(payload: JsonObject, claim: string, name: string): string[] {
  const statements = payload[claim] ?? [];
  refuseProofUnless(
    Array.isArray(statements) && statements.every((statement) => typeof statement === 'string'),
    `${claim} of ${name} must be an array of strings`,
  );
  return statements;
}

async function keysIn({ payload }: CompactJws, name: string): Promise<KeyAttestation['keys']> {
  const { attested_keys: keys } = payload;
  const isList = Array.isArray(keys) && keys.length > 0;
  refuseProofUnless(isList, `attested_keys of ${name} must be a non-empty array`);
  refuseProofUnless(keys.length <= mostKeys, `attested_keys of ${name} are too many`);
  const read = await Promise.all(
    keys.map(async (jwk) => ({
      ...(await readHolderKey(jwk, `each of attested_keys of ${name}`)),
      id: (jwk as JsonObject).kid,
    })),
  );
  const isEachOnce = new Set(read.map(({ thumbprint }) => thumbprint)).size === read.length;
  refuseProofUnless(isEachOnce, `attested_keys of ${name} must each be another key`);
  return read;
}

/** By the key's own id, or by its place: both are seen (ETSI TS 119 472-3 has the place). @throws ProofRefused */
export function attestedKeyNamed(kid: unknown, { keys }: KeyAttestation): NamedKey {
  const byPlace = typeof kid === 'string' && /^\d{1,3}$/.test(kid) ? keys[Number(kid)] : undefined;
  const key = keys.find(({ id }) => id !== undefined && id === kid) ?? byPlace;
  if (!key) {
    throw new ProofRefused('invalid_proof', 'kid of the jwt proof names none of attested_keys');
  }
  return key;
}
