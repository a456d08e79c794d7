/**
 * Wallets: off unless a deployment switches them on, and whom it trusts to prove a person's identity. What a presentation
 * reaches is the least of three: how the person was identified when the credential was issued, how its key is kept, and how
 * the wallet was reached.
 */
import { z } from 'zod';
import { type Assurance, mildestOf, stricterOf } from './levels.ts';

/** The wallet is on the device of the browser, or on another one. */
export const walletFlows = ['same-device', 'cross-device'] as const;

export type WalletFlow = (typeof walletFlows)[number];

const claimName = z.string().regex(/^[\w.-]{1,64}$/);

const trustSourceSchema = z.strictObject({
  /** What citizens read: who issued the credential. */
  name: z.strictObject({ hu: z.string().min(1).max(80), en: z.string().min(1).max(80) }),
  /** PEM file of the one authority whose issuers are believed; relative to this file. */
  anchor_file: z.string().min(1),
  /** The type of the credential, e.g. `urn:eudi:pid:1`. */
  vct: z
    .string()
    .min(1)
    .max(200)
    .regex(/^[^*]*$/),
  /** Types that extend it and count as it: each by its name, or with `*` for one part, e.g. `urn:eudi:pid:*:1`. */
  vct_family: z
    .array(
      z
        .string()
        .min(1)
        .max(200)
        .regex(/^[^*]+(\*[^*]+)?$/),
    )
    .max(50)
    .default([]),
  /** The claim that tells people apart; without it nobody is signed in, they are only shown what was proven. */
  identifier_claim: claimName.optional(),
  /** Others that do so where a credential does not have that one, the best first. */
  other_identifier_claims: z.array(claimName).max(4).default([]),
  /** Whether a credential without a status list is believed. One that names a list is always looked up. */
  status: z.enum(['required', 'if-present']).default('required'),
  /** How surely the issuer identified the person. */
  assurance: z.enum(['low', 'substantial']).default('low'),
});

/** `config/wallet-verifier.json`. */
export const walletVerifierSchema = z.strictObject({
  enabled: z.boolean().default(false),
  /** Where requests open a wallet: a scheme such as `openid4vp://`, or the https address of one on the web. */
  wallet_address: z
    .string()
    .regex(
      /^([a-z][a-z0-9+.-]*:\/\/|https?:\/\/\S+)$/,
      'must be a scheme such as openid4vp:// or an https address',
    )
    .default('openid4vp://'),
  client_id_prefix: z.enum(['x509_hash', 'x509_san_dns']).default('x509_hash'),
  /** The most that a wallet on another device reaches; `off` where only the browser's own device will do. */
  cross_device: z.enum(['low', 'substantial', 'off']).default('substantial'),
  trust_sources: z.array(trustSourceSchema).default([]),
});

/** A party whose credentials are believed. */
export interface TrustSource {
  readonly name: { readonly hu: string; readonly en: string };
  /** PEM of the authority. */
  readonly anchor: string;
  readonly vct: string;
  /** Types that count as it. */
  readonly family?: readonly string[];
  readonly identifierClaim: string | undefined;
  /** Where a credential does not have that one; the best first. */
  readonly otherIdentifierClaims?: readonly string[];
  readonly status: 'required' | 'if-present';
  readonly assurance: Assurance;
}

export interface WalletPolicy {
  readonly crossDevice: Assurance | 'off';
  readonly sources: readonly Pick<TrustSource, 'assurance'>[];
}

/** A web wallet keeps its key in software (`swk`), and we cannot tell one from another. */
const mostByKeyStorage: Assurance = 'substantial';

/** @returns undefined where wallets are not accepted this way. */
export function reachedBy(
  { assurance }: Pick<TrustSource, 'assurance'>,
  flow: WalletFlow,
  { crossDevice }: Pick<WalletPolicy, 'crossDevice'>,
): Assurance | undefined {
  const mostByFlow = flow === 'same-device' ? 'substantial' : crossDevice;
  return mostByFlow === 'off' ? undefined : mildestOf([assurance, mostByKeyStorage, mostByFlow]);
}

/** The most that any wallet reaches this way; undefined where none is accepted. */
export function mostByWallet(policy: WalletPolicy | undefined, flow: WalletFlow): Assurance | undefined {
  const reached = (policy?.sources ?? []).flatMap(
    (source) => (policy && reachedBy(source, flow, policy)) ?? [],
  );
  const [first, ...others] = reached;
  return first && others.reduce(stricterOf, first);
}
