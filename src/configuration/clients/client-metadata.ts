/** What relying parties may be registered with beyond the basics, and which registrations contradict themselves. */
import { z } from 'zod';
import { responseTypes } from '../deployment-profile.ts';
import { cibaGrant, deviceGrant } from '../grant-switches.ts';

export const signingAlgorithm = z.enum(['ES256', 'RS256', 'EdDSA', 'PS256']);
const clientSigningAlgorithm = z.enum(['ES256', 'EdDSA', 'Ed25519', 'PS256', 'RS256']);

/** What a relying party may switch on for itself, in the standards' names (docs/decisions/0021). */
export const clientFeatures = {
  jwks_uri: z.url({ protocol: /^https?$/ }).optional(),
  token_endpoint_auth_signing_alg: clientSigningAlgorithm.optional(),
  tls_client_auth_subject_dn: z.string().min(1).max(512).optional(),
  tls_client_auth_san_dns: z.string().min(1).max(253).optional(),
  tls_client_auth_san_uri: z.string().min(1).max(512).optional(),
  tls_client_certificate_bound_access_tokens: z.boolean().optional(),
  request_object_signing_alg: clientSigningAlgorithm.optional(),
  require_signed_request_object: z.boolean().optional(),
  response_modes: z
    .array(z.enum(['query', 'form_post', 'jwt', 'query.jwt', 'form_post.jwt']))
    .min(1)
    .optional(),
  authorization_signed_response_alg: signingAlgorithm.optional(),
  introspection_signed_response_alg: signingAlgorithm.optional(),
  userinfo_signed_response_alg: signingAlgorithm.optional(),
  sector_identifier_uri: z.url({ protocol: /^https$/ }).optional(),
  /** What kind of program it is (RFC 8252): a native one comes back to any port of its own machine, or in a scheme of its own. */
  application_type: z.enum(['web', 'native']).optional(),
  /** Own: where its pages are, beside the origins of its redirect addresses, if they call us themselves. */
  allowed_origins: z
    .array(z.url({ protocol: /^https?$/ }))
    .max(20)
    .optional(),
  /** Own: its addresses send the citizen on to other origins, as a broker's do. */
  redirects_onward: z.boolean().optional(),
  initiate_login_uri: z.url({ protocol: /^https$/ }).optional(),
  /** A picture of its own, shown once an operator approved what was fetched there (decision 71). */
  logo_uri: z
    .url({ protocol: /^https?$/ })
    .max(2048)
    .optional(),
  /** How it treats data, and its terms, for whoever is asked for consent. */
  policy_uri: z.url({ protocol: /^https$/ }).optional(),
  tos_uri: z.url({ protocol: /^https$/ }).optional(),
  default_max_age: z.int().min(0).optional(),
  /** How the relying party learns that a citizen decided (CIBA §4). */
  backchannel_token_delivery_mode: z.enum(['poll', 'ping']).optional(),
  backchannel_client_notification_endpoint: z.url({ protocol: /^https$/ }).optional(),
  /** CIBA §4: requests from elsewhere come signed with it, or are refused. */
  backchannel_authentication_request_signing_alg: clientSigningAlgorithm.optional(),
  /** Own: the FAPI 2.0 Security Profile for this relying party. */
  fapi_profile: z.literal('2.0').optional(),
  /** Own: bound by law or contract, so that citizens are not asked for consent. To be said; what was kept without a word is not. */
  first_party: z.boolean().default(false),
  /** Others than `code` only where the profile of the deployment has them. */
  response_types: z.array(z.enum(responseTypes)).min(1).optional(),
  /** Own: false only where the profile of the deployment allows clients without PKCE. */
  require_pkce: z.boolean().optional(),
  /** Own: the protected resources of `config/resources.json` for which it may ask for tokens. */
  resources: z.array(z.url()).optional(),
};

export const redirectUri = addressOf(/^https?$/);

/** Of a native program too: in its own scheme, the name of a domain turned round (RFC 8252 §7.1, §8.4). */
export const returnUri = addressOf(/^(https?|[a-z][a-z0-9+-]*(\.[a-z0-9+-]+)+)$/);

function addressOf(protocol: RegExp) {
  return (
    z
      .url({ protocol })
      .refine((uri) => !/[#*]/.test(uri), 'must have no fragment and no wildcard')
      // What is no address at all is refused above, and comes here all the same.
      .refine((uri) => !URL.parse(uri)?.username && !URL.parse(uri)?.password, 'must name no user')
  );
}

/** What of a registration is judged here. */
interface JudgedClient extends z.output<z.ZodObject<typeof clientFeatures>> {
  readonly jwks?: { readonly keys: readonly Record<string, unknown>[] } | undefined;
  readonly token_endpoint_auth_method: string;
  readonly grant_types: readonly string[];
  readonly subject_type: string;
  readonly require_pushed_authorization_requests: boolean;
  readonly dpop_bound_access_tokens: boolean;
  readonly id_token_signed_response_alg: string;
}

/** What a registration says that cannot be, or that would be weaker than it looks; undefined where all is well. */
export function contradictionIn(client: JudgedClient): string | undefined {
  const rules = [
    keysContradiction,
    certificateContradiction,
    profileContradiction,
    cibaContradiction,
    elsewhereContradiction,
    pagesContradiction,
    consentContradiction,
  ];
  return rules.map((rule) => rule(client)).find((sentence) => sentence !== undefined);
}

function keysContradiction(client: JudgedClient): string | undefined {
  const { jwks, jwks_uri, token_endpoint_auth_method: method } = client;
  const signed = (
    ['require_signed_request_object', 'backchannel_authentication_request_signing_alg'] as const
  ).find((member) => client[member]);
  const needsKeys = method === 'private_key_jwt' || method === 'self_signed_tls_client_auth' || signed;
  if (jwks && jwks_uri) {
    return 'jwks and jwks_uri must not be given together';
  }
  if (needsKeys && !jwks && !jwks_uri) {
    return `jwks or jwks_uri is missing for ${signed ?? method}`;
  }
  return jwks?.keys.some(isPrivateOrSecret) ? 'jwks must hold public keys only' : undefined;
}

/** ASVS 5.0 10.7.1: whoever has neither secret nor key may be anybody, so citizens are asked. */
function consentContradiction(client: JudgedClient): string | undefined {
  return client.first_party && client.token_endpoint_auth_method === 'none'
    ? 'first_party must be false with token_endpoint_auth_method none: nobody can tell who such a client is, so citizens are asked'
    : undefined;
}

/** RFC 7518 §6: the members of a JWK that must stay with its owner. */
function isPrivateOrSecret(key: Record<string, unknown>): boolean {
  return ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'priv'].some((member) => member in key);
}

function certificateContradiction(client: JudgedClient): string | undefined {
  const names = [
    client.tls_client_auth_subject_dn,
    client.tls_client_auth_san_dns,
    client.tls_client_auth_san_uri,
  ].filter(Boolean);
  if (client.token_endpoint_auth_method === 'tls_client_auth' && names.length !== 1) {
    return 'tls_client_auth needs exactly one of tls_client_auth_subject_dn, _san_dns and _san_uri';
  }
  return client.dpop_bound_access_tokens && client.tls_client_certificate_bound_access_tokens
    ? 'access tokens are bound to a DPoP key or to a certificate, not to both'
    : undefined;
}

function algorithmsOf(client: JudgedClient): unknown[] {
  return Object.entries(client)
    .filter(([member]) => /_sign(ed_response|ing)_alg$/.test(member))
    .map(([, algorithm]) => algorithm);
}

/** FAPI 2.0 Security Profile §5.3.2, §5.4. */
function profileContradiction(client: JudgedClient): string | undefined {
  if (!client.fapi_profile) {
    return undefined;
  }
  if (
    client.token_endpoint_auth_method.startsWith('client_secret') ||
    client.token_endpoint_auth_method === 'none'
  ) {
    return 'fapi_profile needs private_key_jwt, tls_client_auth or self_signed_tls_client_auth';
  }
  if (!client.require_pushed_authorization_requests) {
    return 'fapi_profile needs require_pushed_authorization_requests';
  }
  if (!client.dpop_bound_access_tokens && !client.tls_client_certificate_bound_access_tokens) {
    return 'fapi_profile needs dpop_bound_access_tokens or tls_client_certificate_bound_access_tokens';
  }
  return algorithmsOf(client).includes('RS256') ? 'fapi_profile does not allow RS256' : undefined;
}

const membersOfCiba = [
  'backchannel_token_delivery_mode',
  'backchannel_client_notification_endpoint',
  'backchannel_authentication_request_signing_alg',
] as const;

/** CIBA §4. */
function cibaContradiction(client: JudgedClient): string | undefined {
  const { backchannel_token_delivery_mode: mode, backchannel_client_notification_endpoint: endpoint } =
    client;
  if (!client.grant_types.includes(cibaGrant)) {
    const one = membersOfCiba.find((member) => client[member]);
    return one && `${one} needs ${cibaGrant}`;
  }
  if (client.token_endpoint_auth_method === 'none') {
    return `${cibaGrant} needs a client that authenticates`;
  }
  if (!mode) {
    return `backchannel_token_delivery_mode is missing for ${cibaGrant}`;
  }
  return (mode === 'ping') === (endpoint !== undefined)
    ? undefined
    : 'backchannel_client_notification_endpoint goes with backchannel_token_delivery_mode ping';
}

/** A page keeps no secret: one that calls us itself is a public client. */
function pagesContradiction(client: JudgedClient): string | undefined {
  return client.allowed_origins && client.token_endpoint_auth_method !== 'none'
    ? 'allowed_origins are for pages that call by themselves, with token_endpoint_auth_method none'
    : undefined;
}

/** CIBA §4: no redirect binds such a client to its sector, so its published keys must. The engine holds devices to the same. */
function elsewhereContradiction(client: JudgedClient): string | undefined {
  const grant = [deviceGrant, cibaGrant].find((one) => client.grant_types.includes(one));
  if (!grant || client.subject_type !== 'pairwise') {
    return undefined;
  }
  const isByKey = ['private_key_jwt', 'self_signed_tls_client_auth'].includes(
    client.token_endpoint_auth_method,
  );
  return isByKey && client.jwks_uri && client.sector_identifier_uri
    ? undefined
    : `pairwise subjects with ${grant} need jwks_uri, sector_identifier_uri and private_key_jwt or self_signed_tls_client_auth`;
}
