/**
 * Profiles: what a deployment allows beyond the strictest, one directory each in `config/profiles`. `production` allows nothing;
 * `conformance` is for the test plans of the OpenID Foundation, and for nobody's citizens (docs/decisions/0022).
 */
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigurationError } from '../errors.ts';
import { check, isGiven, readJson } from './files/checked-file.ts';

/** OpenID Connect Core §3: by their parts in the order of the alphabet, as the engine knows them. */
export const responseTypes = [
  'code',
  'id_token',
  'id_token token',
  'code id_token',
  'code token',
  'code id_token token',
] as const;

/** OAuth 2.0 Multiple Response Types §2, Form Post, JARM. `fragment` and `fragment.jwt` are for what only other response types need. */
const responseModes = [
  'query',
  'form_post',
  'jwt',
  'query.jwt',
  'form_post.jwt',
  'fragment',
  'fragment.jwt',
] as const;

/** OpenID Connect Core §5.1: what no citizen has here, with one value for everybody. */
const furtherClaimsSchema = z.strictObject({
  middle_name: z.string(),
  nickname: z.string(),
  profile: z.url(),
  picture: z.url(),
  website: z.url(),
  gender: z.string(),
  zoneinfo: z.string(),
  updated_at: z.int().positive(),
  address: z.strictObject({
    formatted: z.string(),
    street_address: z.string(),
    locality: z.string(),
    postal_code: z.string(),
    country: z.string(),
  }),
});

export const deploymentProfileSchema = z.strictObject({
  /** Whoever has an initial access token may register clients (RFC 7591), and each manages its own (RFC 7592). */
  dynamic_registration: z.boolean().default(false),
  /** Clients may be registered with `require_pkce: false`; those of a dynamic registration are, unless they ask for it. */
  clients_without_pkce: z.boolean().default(false),
  response_types: z.array(z.enum(responseTypes)).min(1).default(['code']),
  response_modes: z
    .array(z.enum(responseModes))
    .min(1)
    .default(['query', 'form_post', 'jwt', 'query.jwt', 'form_post.jwt']),
  /** Of every client: authorization requests are pushed (RFC 9126), */
  require_pushed_requests: z.boolean().default(false),
  /** access tokens are bound to a key or certificate (RFC 9449, RFC 8705), */
  require_bound_tokens: z.boolean().default(false),
  /** and it proves who it is by a key, not by a secret that it shares with us. */
  require_key_authentication: z.boolean().default(false),
  /** For clients of a dynamic registration that name none. */
  default_signing_alg: z.enum(['ES256', 'RS256']).default('ES256'),
  /** The node may have a certificate of its own. */
  own_tls: z.boolean().default(false),
  /** How many times more sign-ins and wrong passwords than usual one address may begin. */
  attempts_factor: z.int().min(1).max(1000).default(1),
  /** Present: every standard claim is offered, and these have these values. */
  further_claims: furtherClaimsSchema.optional(),
});

export type DeploymentProfile = Readonly<z.output<typeof deploymentProfileSchema>> & {
  readonly name: string;
};

const strictest = 'production';

export const strictProfile: DeploymentProfile = { name: strictest, ...deploymentProfileSchema.parse({}) };

/** @throws ConfigurationError naming the first wrong value, or what the profile `production` must not allow */
export function loadDeploymentProfile(directory: string, name: string): DeploymentProfile {
  const path = join(directory, 'profile.json');
  if (name === strictest && !isGiven(path)) {
    return strictProfile;
  }
  const profile = { name, ...check(deploymentProfileSchema, readJson(path), path) };
  return name === strictest ? refuseLooser(profile, path) : profile;
}

function refuseLooser(profile: DeploymentProfile, path: string): DeploymentProfile {
  const strict: Readonly<Record<string, unknown>> = strictProfile;
  const looser = Object.entries(profile).find(
    ([field, value]) => !isStricter(field, value) && JSON.stringify(value) !== JSON.stringify(strict[field]),
  );
  if (looser) {
    const [field] = looser;
    throw new ConfigurationError(
      `${path} ${field}: the profile production allows nothing else than by default`,
    );
  }
  return profile;
}

/** Production may demand more than by default, and offer less. */
function isStricter(field: string, value: unknown): boolean {
  const offered: readonly unknown[] = strictProfile.response_modes;
  return field === 'response_modes'
    ? (value as readonly unknown[]).every((mode) => offered.includes(mode))
    : field.startsWith('require_');
}
