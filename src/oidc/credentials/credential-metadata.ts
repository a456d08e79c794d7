/** What wallets read of our credentials before they ask for one: `/.well-known/openid-credential-issuer`. */
import { demandedOfKeys } from '../../assurance/key-assurance.ts';
import type { WalletIssuerPolicy, WalletIssuerSettings } from '../../configuration/wallet-issuer-settings.ts';
import { contentEncryptions, keyManagement } from '../../wallet/encryption/recipient.ts';
import type { RequestKey } from '../../wallet/encryption/request-key.ts';
import {
  credentialConfigurationId,
  credentialScope,
  credentialType,
} from '../../wallet/issuing/credential.ts';

type Names = readonly [path: readonly string[], hu: string, en: string];

const claims: readonly Names[] = [
  [['family_name'], 'Családi név', 'Family name'],
  [['given_name'], 'Utónév', 'Given name'],
  [['birth_family_name'], 'Születési családi név', 'Family name at birth'],
  [['birth_given_name'], 'Születési utónév', 'Given name at birth'],
  [['birthdate'], 'Születési idő', 'Date of birth'],
  [['place_of_birth'], 'Születési hely', 'Place of birth'],
  [['nationalities'], 'Állampolgárság', 'Nationality'],
  [['mother_birth_family_name'], 'Anyja születési családi neve', "Mother's family name at birth"],
  [['mother_birth_given_name'], 'Anyja születési utóneve', "Mother's given name at birth"],
  [['personal_administrative_number'], 'Személyes nyilvántartási szám', 'Personal administrative number'],
  [['age_equal_or_over', '18'], 'Elmúlt 18 éves', 'Aged 18 or over'],
];

function display(hu: string, en: string) {
  return [
    { name: hu, locale: 'hu' },
    { name: en, locale: 'en' },
  ];
}

/** As the engine is told: not of proofs, which it does not see (`credential-requests.ts`). */
export function credentialConfigurations() {
  return {
    [credentialConfigurationId]: {
      format: 'dc+sd-jwt',
      vct: credentialType,
      scope: credentialScope,
      cryptographic_binding_methods_supported: ['jwk'],
      credential_signing_alg_values_supported: ['ES256'],
      credential_metadata: {
        display: display('Digitális igazolvány (minta)', 'Digital ID card (sample)'),
        claims: claims.map(([path, hu, en]) => ({ path, display: display(hu, en) })),
      },
    },
  };
}

export function issuerMetadata({ batch_size }: WalletIssuerPolicy) {
  return {
    batch_credential_issuance: { batch_size },
    display: display('Kapu', 'Kapu'),
  };
}

/** A key that only an attestation speaks for is believed where somebody is pinned who attests. */
export function proofTypes({ policy, keyAttesters }: Pick<WalletIssuerSettings, 'policy' | 'keyAttesters'>) {
  const demanded = demandedOfKeys(policy.key_attestations);
  const type = {
    proof_signing_alg_values_supported: ['ES256'],
    ...(demanded && { key_attestations_required: demanded }),
  };
  return keyAttesters.length > 0 ? { jwt: type, attestation: type } : { jwt: type };
}

export function encryptionSupported(
  { encryption }: Pick<WalletIssuerPolicy, 'encryption'>,
  { publicJwk }: RequestKey,
) {
  const common = {
    enc_values_supported: contentEncryptions,
    encryption_required: encryption === 'required',
  };
  return {
    credential_request_encryption: { jwks: { keys: [publicJwk] }, ...common },
    credential_response_encryption: { alg_values_supported: [keyManagement], ...common },
  };
}
