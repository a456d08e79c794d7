/** What a relying party, or a machine client, may be registered with. */
import type { z } from 'zod';
import { machineClientSchema } from '../../clients/registration.ts';
import { clientSchema } from '../../configuration/clients/client-registration.ts';
import { code, table } from './markdown.ts';
import { membersOf } from './schema-words.ts';

const meanings = {
  client_id: 'letters, digits, `_ . -`, 3 to 64 of them',
  client_name: 'what citizens read, in Hungarian',
  'client_name#en': 'likewise in English',
  client_uri: 'the service’s own address; citizens whose sign-in is over are led there',
  redirect_uris:
    'where citizens come back to: https, compared character by character; http on this machine only; of native programs see `application_type`',
  post_logout_redirect_uris: 'where they come back to after signing out',
  backchannel_logout_uri: 'where you are told of sessions that ended',
  backchannel_logout_session_required:
    '`true`: told session by session (`sid`); `false`: of all sessions of a subject',
  client_secret:
    'in `config/clients` only, as a reference to an environment variable; elsewhere it is made here',
  jwks: 'your public keys; or `jwks_uri`',
  token_endpoint_auth_method: 'how your service proves who it is',
  grant_types: 'add `refresh_token` to be given refresh tokens',
  scope: 'the most you may ask for, with spaces in between',
  subject_type: '`pairwise`: another `sub` at each sector; `public`: the same for all who have this',
  require_pushed_authorization_requests: 'requests that were not pushed are refused (RFC 9126)',
  dpop_bound_access_tokens: 'tokens only with a DPoP proof (RFC 9449)',
  id_token_signed_response_alg: 'signature of ID tokens and logout tokens',
  jwks_uri: 'where your public keys are fetched',
  token_endpoint_auth_signing_alg: 'the only algorithm for your assertions',
  tls_client_auth_subject_dn:
    'the name in your certificate (RFC 8705), as `openssl x509 -subject -nameopt RFC2253` prints it; exactly one of the three',
  tls_client_auth_san_dns: 'likewise, a DNS name',
  tls_client_auth_san_uri: 'likewise, a URI',
  tls_client_certificate_bound_access_tokens: 'tokens bound to your certificate (RFC 8705)',
  request_object_signing_alg: 'the only algorithm for your request objects',
  require_signed_request_object: 'requests that are not signed are refused (RFC 9101)',
  response_modes: 'ways in which answers may come; without it whatever you ask for',
  authorization_signed_response_alg: 'signature of answers (JARM)',
  introspection_signed_response_alg: 'signature of introspection answers (RFC 9701)',
  userinfo_signed_response_alg: 'personal data come signed',
  backchannel_token_delivery_mode:
    'how you learn that a citizen decided what you asked from elsewhere (CIBA)',
  backchannel_client_notification_endpoint: 'where you are pinged of it',
  backchannel_authentication_request_signing_alg:
    'the only algorithm for your signed CIBA requests; those that are not signed are refused',
  logo_uri:
    'your logo, a PNG of 48 to 512 dots a side and 256 kB at most; shown once an operator approved it, as it was then',
  policy_uri: 'your privacy notice, linked where citizens are asked for consent',
  tos_uri: 'your terms, likewise',
  response_types: '`code`; others only in the profile `conformance`',
  require_pkce: '`false` only in the profile `conformance`',
  sector_identifier_uri: 'names redirect addresses of several hosts that share pairwise subjects',
  application_type:
    '`native`: a program on the citizen’s device comes back to any port of it, or in a scheme of its own (RFC 8252)',
  allowed_origins:
    'own: origins of your pages that call us themselves, beside those of `redirect_uris`; with `none` only',
  redirects_onward:
    'own: `true` where your addresses send citizens on to another origin, as a broker’s do; else browsers stop there',
  initiate_login_uri: 'citizens find a link to you among their services, and where a sign-in is over',
  default_max_age: 'the `max_age`, in seconds, of requests that name none',
  fapi_profile:
    'own: the FAPI 2.0 Security Profile; needs key or certificate, PAR and bound tokens, and RS256 nowhere',
  first_party:
    'own, to be said: `false` asks citizens for consent, as it must with `none`; `true` where law or contract binds you',
  resources: 'own: the protected resources that you may have tokens for',
  minimum_assurance: 'own: the least with which you accept anyone',
  minimum_authentication:
    'own: `phr` accepts nobody who signed in by what can be phished: a passkey alone will do',
} as const satisfies Record<keyof z.input<typeof clientSchema>, string>;

const meaningsForMachines = {
  ...meanings,
  grant_types: 'nothing else: this is what makes it a machine client',
  scope: '`clients:read`, `clients:write`, or both',
} as const;

export function metadataSection(): string {
  return tableOf(clientSchema, meanings);
}

export function machineMetadataSection(): string {
  return tableOf(machineClientSchema, meaningsForMachines);
}

function tableOf(schema: z.ZodType, words: Readonly<Record<string, string>>): string {
  const rows = membersOf(schema).map(({ name, kind, otherwise }) => [
    code(name),
    words[name] ?? '',
    kind,
    otherwise,
  ]);
  return table(['metadata', 'meaning', 'values', 'without it'], rows);
}
