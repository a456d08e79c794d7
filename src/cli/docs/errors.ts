/**
 * Every error that a relying party may be answered with, and what a citizen may read instead. Kept by hand, since meanings are;
 * test/docs/errors.test.ts draws each of them, and looks for others.
 */
import type { RefusalReason } from '../../errors.ts';

/** Where an answer comes from. `page`: a citizen reads it, and nothing comes back to you. */
export type Place =
  | 'authorization'
  | 'PAR'
  | 'token'
  | 'userinfo'
  | 'introspection'
  | 'revocation'
  | 'administration'
  /** Where devices and CIBA are switched on. */
  | 'polling'
  | 'CIBA request'
  /** Where clients register themselves. */
  | 'registration'
  | 'page';

export interface EmittedError {
  readonly error: string;
  readonly at: readonly Place[];
  readonly means: string;
  readonly toDo: string;
}

export const emittedErrors: readonly EmittedError[] = [
  {
    error: 'access_denied',
    at: ['authorization'],
    means: 'the citizen went back to you, or did not agree',
    toDo: 'offer to try again; do not send them off by yourself',
  },
  {
    error: 'login_required',
    at: ['authorization'],
    means:
      '`prompt=none`, and nobody is signed in who counts: no session, too old a one, or another person than hinted at',
    toDo: 'ask again without `prompt=none`',
  },
  {
    error: 'interaction_required',
    at: ['authorization'],
    means: '`prompt=none`, and the session has less assurance than you ask for',
    toDo: 'ask again without `prompt=none`',
  },
  {
    error: 'consent_required',
    at: ['authorization'],
    means: '`prompt=none`, and the citizen has not agreed to this yet',
    toDo: 'ask again without `prompt=none`',
  },
  {
    error: 'unmet_authentication_requirements',
    at: ['authorization'],
    means:
      'an essential `acr` that is not offered, or a citizen who was identified less surely than you demand',
    toDo: 'ask for one in `acr_values_supported`; or tell the citizen where they are identified',
  },
  {
    error: 'invalid_request',
    at: [
      'authorization',
      'PAR',
      'token',
      'userinfo',
      'introspection',
      'revocation',
      'administration',
      'page',
    ],
    means:
      'a parameter is missing, malformed, given twice or not allowed for you: PKCE (S256) and a pushed or signed request where that is registered are the usual ones',
    toDo: 'read `error_description`, mend your request',
  },
  {
    error: 'invalid_scope',
    at: ['authorization', 'PAR', 'token'],
    means:
      'a scope beyond your registration, or with a refresh beyond what was granted; at the authorization endpoint one that nobody knows is ignored, and `offline_access` everywhere',
    toDo: 'ask for less, or ask the operator',
  },
  {
    error: 'invalid_target',
    at: ['authorization', 'PAR', 'token'],
    means: 'a `resource` that is unknown, or not for you',
    toDo: 'ask the operator',
  },
  {
    error: 'invalid_request_object',
    at: ['authorization', 'PAR'],
    means: 'your signed request: key, `alg`, `aud`, `exp`, `nbf`, `typ`, or one of its parameters',
    toDo: 'read `error_description`; look at your clock',
  },
  {
    error: 'invalid_request_uri',
    at: ['authorization', 'page'],
    means: 'a `request_uri` that expired (60 s), was used, or is malformed',
    toDo: 'push the request again',
  },
  {
    error: 'request_uri_not_supported',
    at: ['authorization', 'PAR'],
    means: 'a `request_uri` that is not one of ours',
    toDo: 'push your request, or send it as `request`',
  },
  {
    error: 'registration_not_supported',
    at: ['authorization', 'PAR'],
    means: 'the parameter `registration` of self-issued providers',
    toDo: 'leave it out',
  },
  {
    error: 'unsupported_response_type',
    at: ['authorization', 'PAR'],
    means: 'another `response_type` than `code`',
    toDo: 'use the authorization code',
  },
  {
    error: 'unsupported_response_mode',
    at: ['authorization', 'PAR'],
    means: 'a `response_mode` that discovery does not name',
    toDo: 'use one that it names',
  },
  {
    error: 'invalid_redirect_uri',
    at: ['page'],
    means: 'the `redirect_uri` is not registered, character by character; at PAR this is `invalid_request`',
    toDo: 'send the registered one',
  },
  {
    error: 'invalid_client',
    at: ['PAR', 'token', 'introspection', 'revocation', 'page'],
    means: 'you are unknown, disabled, or did not prove who you are',
    toDo: 'check id, secret, key, `aud` of the assertion, your clock',
  },
  {
    error: 'invalid_grant',
    at: ['token'],
    means:
      'the code or refresh token is unknown, used, expired, another’s, ended by a sign-out, or its PKCE verifier, redirect URI or DPoP key does not fit',
    toDo: 'forget it and start again at the authorization endpoint',
  },
  {
    error: 'unsupported_grant_type',
    at: ['token'],
    means: 'a grant that is not offered',
    toDo: 'use one in `grant_types_supported`',
  },
  {
    error: 'invalid_dpop_proof',
    at: ['PAR', 'token', 'userinfo'],
    means: 'your DPoP proof, or its absence',
    toDo: 'new `jti`, right `htm`, `htu` and `ath`; a replayed one may also be answered `invalid_grant` or `invalid_token`',
  },
  {
    error: 'use_dpop_nonce',
    at: ['PAR', 'token', 'userinfo'],
    means: 'your clock is off, or the nonce is old',
    toDo: 'repeat with the nonce of the `DPoP-Nonce` header',
  },
  {
    error: 'invalid_token',
    at: ['userinfo', 'administration'],
    means: 'the access token is unknown, expired, ended, bound to another key, or for another resource',
    toDo: 'refresh once, then start again',
  },
  {
    error: 'insufficient_scope',
    at: ['userinfo', 'administration'],
    means: 'the access token lacks `openid`, or a scope of the administration',
    toDo: 'ask for the scope',
  },
  {
    error: 'unsupported_token_type',
    at: ['introspection', 'revocation'],
    means: 'a JWT access token, which can be neither introspected nor revoked',
    toDo: 'verify it yourself; it dies by its `exp`',
  },
  {
    error: 'authorization_pending',
    at: ['polling'],
    means: 'the citizen has not decided yet',
    toDo: 'ask again after `interval` seconds',
  },
  {
    error: 'slow_down',
    at: ['polling'],
    means: 'you asked sooner than `interval` says',
    toDo: 'wait five seconds longer from now on',
  },
  {
    error: 'expired_token',
    at: ['polling'],
    means: 'nobody decided in time',
    toDo: 'begin again, if the citizen still wants it',
  },
  {
    error: 'invalid_binding_message',
    at: ['CIBA request'],
    means: 'it is missing, too long, or has characters that a citizen could be misled by',
    toDo: '1 to 63 letters, digits, single spaces and `, # + ! ? -`',
  },
  {
    error: 'invalid_client_metadata',
    at: ['registration'],
    means: 'the description names the field',
    toDo: 'correct it; see the metadata above',
  },
  {
    error: 'temporarily_unavailable',
    at: ['authorization', 'PAR', 'token', 'userinfo', 'introspection', 'revocation'],
    means: 'HTTP 503: something that we need is down, or too much waits',
    toDo: 'the same request again after `Retry-After` seconds',
  },
  {
    error: 'server_error',
    at: ['authorization', 'PAR', 'token', 'userinfo', 'introspection', 'revocation'],
    means: 'HTTP 500: a fault of ours',
    toDo: 'tell the operator the `request_id`, or the `X-Request-Id` header',
  },
];

/** What a citizen may read, with its status. */
export const refusals = {
  'body-too-large': { statuses: [413], when: 'a form is larger than any of ours' },
  'content-type': { statuses: [415], when: 'what was posted is no form' },
  'malformed-body': { statuses: [400], when: 'a form is damaged, or names a field twice' },
  'foreign-form': { statuses: [403], when: 'a form is not from our page, or of another browser' },
  'foreign-host': { statuses: [421], when: 'the provider was called by another name than its issuer’s' },
  'not-found': { statuses: [404], when: 'there is no such page' },
  'sign-in-ended': {
    statuses: [410],
    when: 'a sign-in took longer than an hour, was finished, or is another browser’s',
  },
  'too-long': { statuses: [414], when: 'the address is longer than 4 kB: push such a request' },
  'too-many': { statuses: [429], when: 'too many sign-ins began from one address in a minute' },
  'wrong-method': {
    statuses: [405],
    when: 'the page is there, and is reached by another method: the header Allow says by which',
  },
} as const satisfies Record<RefusalReason, { statuses: readonly number[]; when: string }>;
