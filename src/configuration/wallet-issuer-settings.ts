/** What an operator decides about issuing credentials to wallets: `config/wallet-issuer.json`, and certificates that it names nowhere. */
import { z } from 'zod';
import { demandedOfKeys, type KeyPolicy, keyPolicySchema } from '../assurance/key-assurance.ts';
import { isAtLeast } from '../assurance/levels.ts';
import { ConfigurationError } from '../errors.ts';
import { redirectUri } from './clients/client-metadata.ts';
import { labelInUri } from './connections/hsm-settings.ts';
import {
  check,
  isGiven,
  readCertificates,
  readJson,
  readPrivateText,
  readText,
} from './files/checked-file.ts';

/** The engine names citizens to a client by its host. */
function areOfOneHost(uris: readonly string[]): boolean {
  return new Set(uris.map((uri) => URL.parse(uri)?.host)).size <= 1;
}

/** Wallets that attest nothing would be refused without a word in the metadata. */
function isSaidToWallets({ required, least, unattested }: KeyPolicy): boolean {
  return required || least === undefined || isAtLeast(unattested, least);
}

function canBeMet(policy: KeyPolicy): boolean {
  return Object.values(demandedOfKeys(policy) ?? {}).every((values) => values.length > 0);
}

const walletSchema = z.strictObject({
  /** As the wallet calls itself, and as its attestations do (`sub`). */
  client_id: z.string().regex(/^[\w.:/-]{3,200}$/),
  client_name: z.string().min(1).max(80),
  'client_name#en': z.string().min(1).max(80).optional(),
  /** For the authorization code; the origins may also call the token and credential endpoints from a browser. */
  redirect_uris: z.array(redirectUri).min(1).refine(areOfOneHost, 'must be of one host'),
  /** Where the wallet takes offers: a scheme of its own or its ecosystem's, such as `haip-vci://`, or the address of one on the web. */
  offer_uri: z
    .string()
    .max(500)
    .regex(
      /^([a-z][a-z0-9+.-]*:\/\/|https?:\/\/[^\s"'<>]+)$/,
      'must be a scheme such as haip-vci:// or an https address',
    )
    .refine((address) => !address.startsWith('http') || URL.canParse(address), 'must be an address')
    .optional(),
  /** Whether it may also begin with a sign-in, by the authorization code, when it has an offer (`issuer_state`). */
  offers_authorization_code: z.boolean().default(false),
  /** False only for a wallet whose maker has no attester: then any program may call itself by this name. */
  attested: z.boolean().default(true),
  /** Stands for wallets without a name: whoever asks for a token by a pre-authorized code and names no client is this one. */
  anonymous: z.boolean().default(false),
});

/** A wallet to which credentials may be issued. */
export type RegisteredWallet = z.output<typeof walletSchema>;

export const walletIssuerSchema = z
  .strictObject({
    enabled: z.boolean().default(false),
    credential_lifetime_days: z.int().min(1).max(365).default(30),
    /** Credentials of one issuance, each for a key of its own, so that two presentations have nothing in common. */
    batch_size: z.int().min(2).max(10).default(10),
    /** A proof is never taken twice. True: nor is a key in a day, so that no two credentials of a wallet can be told to be one person's. */
    keys_once: z.boolean().default(false),
    /** How often a wallet may ask with one access token, which lives five minutes; each time it gets a batch, and the citizen a mail. */
    requests_per_token: z.int().min(1).max(10).default(1),
    /** For how long a wallet renews its card by itself, from when its owner had it issued; then it takes the owner again. 0: never. */
    renewal_days: z.int().min(0).max(365).default(0),
    /** What keys of wallets must be, and what they reach (OpenID4VCI 1.0 Appendix D). */
    key_attestations: keyPolicySchema
      .refine(isSaidToWallets, 'keys that reach less than least are refused: that needs required')
      .refine(canBeMet, 'nothing in key_storage, or in user_authentication, reaches least')
      .prefault({}),
    /** Whether credentials are asked for and answered encrypted, beside TLS: where a wallet wants it, or always. */
    encryption: z.enum(['offered', 'required']).default('offered'),
    /** How long a verifier may believe a status list; a revocation is known everywhere after this. */
    status_list_ttl_seconds: z.int().min(1).max(86_400).default(300),
    /** What is true of everybody in this register, and stands in no account. */
    of_everybody: z
      .strictObject({
        nationalities: z.array(z.string().regex(/^[A-Z]{2}$/)).default([]),
        country_of_birth: z
          .string()
          .regex(/^[A-Z]{2}$/)
          .optional(),
      })
      .prefault({}),
    wallets: z.array(walletSchema).default([]),
  })
  .refine(
    ({ wallets }) => new Set(wallets.map((wallet) => wallet.client_id)).size === wallets.length,
    'two wallets have the same client_id',
  )
  .refine(({ enabled, wallets }) => !enabled || wallets.length > 0, 'names no wallet')
  .refine(
    ({ wallets }) => wallets.filter(({ anonymous }) => anonymous).length <= 1,
    'two wallets are anonymous',
  )
  .refine(
    ({ wallets }) => wallets.every(({ anonymous, attested }) => !(anonymous && attested)),
    'an anonymous wallet is attested by nobody',
  );

export type WalletIssuerPolicy = z.output<typeof walletIssuerSchema>;

/** A key in the hardware security module, as the operator named it. */
export interface NamedKey {
  readonly label: string;
}

/** Issuing, switched on: the policy with what it signs and checks by. */
export interface WalletIssuerSettings {
  readonly policy: WalletIssuerPolicy;
  /** PEM. */
  readonly certificate: string;
  /** P-256: PEM, PKCS #8, which is secret; or the name of a key in the hardware security module. */
  readonly privateKey: string | NamedKey;
  /** PEM of the root that wallets and verifiers are told to trust. */
  readonly trustAnchor: string;
  /** PEM of the authorities that vouch for wallets. */
  readonly attesters: readonly string[];
  /** PEM of the authorities that vouch for keys of wallets. */
  readonly keyAttesters: readonly string[];
}

/** Paths of PEM files, as the environment gives them. */
export interface IssuerFiles {
  readonly KAPU_CREDENTIAL_CERTIFICATE_FILE?: string | undefined;
  readonly KAPU_CREDENTIAL_KEY_FILE?: string | undefined;
  readonly KAPU_CREDENTIAL_TRUST_ANCHOR_FILE?: string | undefined;
  readonly KAPU_WALLET_ATTESTERS_FILE?: string | undefined;
  readonly KAPU_KEY_ATTESTERS_FILE?: string | undefined;
  readonly KAPU_PKCS11_MODULE?: string | undefined;
}

/** Without the file, or switched off in it, nothing is issued to wallets. */
export function loadWalletIssuer(path: string, env: IssuerFiles): WalletIssuerSettings | undefined {
  const policy = check(walletIssuerSchema, isGiven(path) ? readJson(path) : {}, path);
  if (!policy.enabled) {
    return undefined;
  }
  const attestersFile = env.KAPU_WALLET_ATTESTERS_FILE;
  if (!attestersFile && policy.wallets.some(({ attested }) => attested)) {
    throw new ConfigurationError(`${path}: attested wallets need KAPU_WALLET_ATTESTERS_FILE`);
  }
  const keyAttestersFile = env.KAPU_KEY_ATTESTERS_FILE;
  if (!keyAttestersFile && policy.key_attestations.required) {
    throw new ConfigurationError(`${path}: required key_attestations need KAPU_KEY_ATTESTERS_FILE`);
  }
  return {
    policy,
    certificate: readNamed(env, 'KAPU_CREDENTIAL_CERTIFICATE_FILE'),
    privateKey: readKey(env),
    trustAnchor: readNamed(env, 'KAPU_CREDENTIAL_TRUST_ANCHOR_FILE'),
    attesters: attestersFile ? readCertificates(attestersFile) : [],
    keyAttesters: keyAttestersFile ? readCertificates(keyAttestersFile) : [],
  };
}

type NamedFile =
  | 'KAPU_CREDENTIAL_CERTIFICATE_FILE'
  | 'KAPU_CREDENTIAL_KEY_FILE'
  | 'KAPU_CREDENTIAL_TRUST_ANCHOR_FILE';

function readKey(env: IssuerFiles): string | NamedKey {
  const path = pathOf(env, 'KAPU_CREDENTIAL_KEY_FILE');
  const label = labelInUri(path);
  if (label === undefined) {
    return readPrivateText(path);
  }
  if (!env.KAPU_PKCS11_MODULE) {
    throw new ConfigurationError(
      'KAPU_CREDENTIAL_KEY_FILE: names a key in a hardware security module, but KAPU_PKCS11_MODULE is missing',
    );
  }
  return { label };
}

function readNamed(env: IssuerFiles, name: NamedFile): string {
  return readText(pathOf(env, name));
}

function pathOf(env: IssuerFiles, name: NamedFile): string {
  const path = env[name];
  if (!path) {
    throw new ConfigurationError(`${name} is missing: credentials are issued to wallets`);
  }
  return path;
}
