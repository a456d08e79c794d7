/**
 * Why the provider refused a request of a relying party: for its developer to read, under the request id that the answer shows. What the
 * answer keeps back (the engine's `error_detail`) is said here; of what the request holds, nothing but names that are public.
 */
import type { EventEmitter } from 'node:events';
import type { Context } from 'koa';
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import type { AuditLog } from '../audit/audit-log.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import type { RefusedRequestStore } from '../operations/refused-requests-store.ts';
import { writeBeforeAnswer } from '../storage/request/store-request.ts';
import { logOf, requestIdOf } from '../web/request/request-context.ts';

/** What the engine tells of each refusal at an endpoint. A test holds them to its source. */
export const refusalEvents = [
  'authorization.error',
  'backchannel_authentication.error',
  'challenge.error',
  'code_verification.error',
  'credential.error',
  'device_authorization.error',
  'device_resume.error',
  'discovery.error',
  'end_session.error',
  'end_session_confirm.error',
  'end_session_success.error',
  'grant.error',
  'introspection.error',
  'jwks.error',
  'openid_credential_issuer.error',
  'pushed_authorization_request.error',
  'registration_create.error',
  'registration_delete.error',
  'registration_read.error',
  'registration_update.error',
  'revocation.error',
  'userinfo.error',
] as const;

/** The engine's own errors. */
interface Refusal extends Error {
  readonly error?: string;
  readonly error_description?: string;
  readonly error_detail?: string;
  readonly scope?: unknown;
}

type Parameters = Readonly<Record<string, unknown>>;

/** Parameters whose values may stand in a log: what a relying party is, and what it asks for. */
const harmless = new Set([
  'acr_values',
  'client_id',
  'code_challenge_method',
  'grant_type',
  'max_age',
  'post_logout_redirect_uri',
  'prompt',
  'redirect_uri',
  'resource',
  'response_mode',
  'response_type',
  'scope',
  'token_type_hint',
  'ui_locales',
]);
/** Every poll of a device, or for a request from elsewhere, is answered by one of these. */
const polls = new Set(['authorization_pending', 'slow_down']);
const longestText = 300;
/** Shorter ones occur in words. */
const shortestSecret = 6;

/** Whoever could not prove to be the client that they named is in the log of security events as well (ASVS 5.0 16.3.3). */
export function logRefusals(
  provider: Provider,
  audit: AuditLog,
  refusedRequests: Pick<RefusedRequestStore, 'note'>,
): void {
  for (const event of refusalEvents) {
    (provider as EventEmitter).on(event, (ctx: KoaContextWithOIDC, refusal: Refusal) => {
      const log = logOf(ctx as unknown as Context);
      const level = polls.has(refusal.error ?? '') ? 'debug' : 'info';
      const at = event.replace(/\.error$/, '');
      const described = describe(ctx, refusal);
      log[level]({ refused: at, ...described }, 'request refused');
      if (!polls.has(refusal.error ?? '')) {
        const noted = refusedRequests.note(
          ctx.oidc.client?.clientId,
          requestIdOf(ctx as unknown as Context),
          {
            at,
            client: described.client,
            error: described.error,
            description: described.error_description,
            detail: described.error_detail,
            address: described.redirect_uri ?? described.post_logout_redirect_uri,
          },
        );
        // For operators to look at: whoever asked gets the same answer without it.
        void writeBeforeAnswer(
          noted.catch((fault: Error) => log.warn({ reason: fault.message }, 'a refusal was not kept')),
        );
      }
      if (refusal.error === 'invalid_client') {
        // Held back with the answer, as every refusal; what cannot be recorded is answered 503.
        void audit.record(securityEvents.clientRefused(ctx.oidc.client?.clientId, at));
      }
    });
  }
}

interface Described {
  readonly client: string | undefined;
  readonly error: string | undefined;
  readonly error_description: string | undefined;
  readonly error_detail: string | undefined;
  readonly redirect_uri?: string;
  readonly post_logout_redirect_uri?: string;
}

function describe(ctx: KoaContextWithOIDC, refusal: Refusal): Described {
  const { error, error_description, error_detail } = refusal;
  const given = parametersOf(ctx);
  const say = (text: string | undefined): string | undefined => text && withoutSecrets(text, given);
  return {
    client: ctx.oidc.client?.clientId ?? clientNamed(ctx, given),
    error,
    error_description: say(withScope(refusal)),
    error_detail: say(error_detail),
    ...addressesAbout(error_description ?? '', given),
  };
}

/** Answers name in `scope` what was not allowed; what people read says it as well, where it is such as scopes are, and short. */
export function withScope({
  error_description,
  scope,
}: Pick<Refusal, 'error_description' | 'scope'>): string | undefined {
  const isNamed = typeof scope === 'string' && /^[\x21\x23-\x5b\x5d-\x7e ]{1,100}$/.test(scope);
  return error_description && isNamed ? `${error_description}: ${scope}` : error_description;
}

/** As sent, and as the engine understood them: a request object, or one that was pushed, has its own. */
function parametersOf({ oidc, query }: KoaContextWithOIDC): Parameters {
  return { ...query, ...(oidc.body as Parameters | undefined), ...oidc.params };
}

/** Known to nobody, perhaps: just that is what its developer looks for. */
function clientNamed(ctx: KoaContextWithOIDC, { client_id: id }: Parameters): string | undefined {
  const [, basic = ''] = /^Basic ([\w+/=-]+)$/i.exec(ctx.get('authorization')) ?? [];
  const [user, ...secret] = Buffer.from(basic, 'base64').toString().split(':');
  const named = typeof id === 'string' ? id : secret.length > 0 ? user : undefined;
  return named !== undefined && /^[\x21-\x7e]{1,100}$/.test(named) ? named : undefined;
}

/** An address that was not as registered, without what may be secret in it. */
function addressesAbout(description: string, given: Parameters): Record<string, string> {
  const names = ['redirect_uri', 'post_logout_redirect_uri'].filter(
    (name) => new RegExp(`\\b${name}\\b`).test(description) && URL.canParse(String(given[name])),
  );
  return Object.fromEntries(
    names.map((name) => {
      const { protocol, host, pathname } = new URL(String(given[name]));
      return [name, `${protocol}//${host}${pathname}`.slice(0, longestText)];
    }),
  );
}

/** Descriptions may repeat what was sent, and a parser what it could not read. */
function withoutSecrets(text: string, given: Parameters): string {
  const secrets = Object.entries(given)
    .filter(([name]) => !harmless.has(name))
    .flatMap(([, value]) => [value].flat())
    .filter((value): value is string => typeof value === 'string' && value.length >= shortestSecret);
  return secrets
    .reduce((said, secret) => said.replaceAll(secret, '[redacted]'), text)
    .replace(/"[\s\S]*" is not valid JSON/, 'what was sent is not valid JSON')
    .slice(0, longestText);
}
