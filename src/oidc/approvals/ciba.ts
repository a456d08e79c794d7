/**
 * Requests from elsewhere (OpenID Connect Client-Initiated Backchannel Authentication 1.0, poll and ping mode): a relying party names a
 * citizen, who decides on a page of their own. What it is answered does not tell whether there is such a citizen (decision 23).
 *
 * In this folder: sign-ins that a citizen approves for somewhere else: devices (RFC 8628) and backchannel requests (CIBA), with the
 * pings that tell of a decision.
 */
import { randomUUID } from 'node:crypto';
import { type CIBAConfiguration, errors, type KoaContextWithOIDC } from 'oidc-provider';
import { type Account, recipientOf } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import { usernameAsStored } from '../../accounts/username.ts';
import { type Demand, demandOf, minimumOf } from '../../assurance/demand.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { RateLimits } from '../../throttle/windows/rate-limits.ts';
import { clientNameIn } from '../../web/page/client-name.ts';
import { timeOfDay } from '../../web/page/dates-and-times.ts';
import { keepMaxAgeOfZero } from '../engine/internals/max-age-of-zero.ts';
import { tellPollInterval } from '../engine/internals/poll-intervals.ts';
import type { WaitingRequests } from './waiting-requests-store.ts';

export interface CibaParts {
  readonly isOn: boolean;
  readonly accounts: Pick<AccountStore, 'find' | 'findId'>;
  readonly waiting: WaitingRequests;
  readonly messages: MessageQueue;
  readonly rateLimits: Pick<RateLimits, 'mayWriteTo'>;
  readonly now: () => Date;
}

/** Stands where no citizen is: for a name that nobody has, or whose account is not in use. */
const nobodyPrefix = 'nobody-';
/** No addresses, no marks that change how it reads: the words go into an e-mail of ours. */
const bindingMessagePattern = /^[\p{L}\p{N}](?:[\p{L}\p{N}]|[ ,#+!?-](?! )){0,62}$/u;

export function ciba(parts: CibaParts): CIBAConfiguration {
  const { accounts } = parts;
  return {
    enabled: parts.isOn,
    deliveryModes: ['poll', 'ping'],

    async processLoginHint(_ctx, loginHint = '') {
      const username = usernameAsStored(loginHint);
      const id = await accounts.findId(username ?? '');
      const account = await accounts.find(id ?? 'nobody');
      return id && account?.status === 'active' ? id : `${nobodyPrefix}${randomUUID()}`;
    },

    async processLoginHintToken() {
      throw new errors.InvalidRequest('login_hint_token is not supported; use login_hint or id_token_hint');
    },

    /** Asked for by nobody: `backchannel_user_code_parameter_supported` is false. */
    async verifyUserCode() {},

    async validateBindingMessage(_ctx, message) {
      if (!message || !bindingMessagePattern.test(message)) {
        throw new errors.InvalidBindingMessage(
          'binding_message must be 1 to 63 letters, digits, single spaces and , # + ! ? -',
        );
      }
    },

    async validateRequestContext(ctx) {
      expectOneHint(ctx.oidc.params);
      demandOfRequest(ctx.oidc.client, ctx.oidc.params);
      keepMaxAgeOfZero(ctx);
    },

    async triggerAuthenticationDevice(ctx, request, engineAccount) {
      tellPollInterval(ctx);
      const pending = request as unknown as PendingRequest;
      const isKnown = !isNobody(engineAccount.accountId);
      const account = await accounts.find(isKnown ? engineAccount.accountId : 'nobody');
      await (isKnown && account?.status === 'active'
        ? ask(parts, ctx, account, pending)
        : askNobody(parts, ctx, pending));
    },
  };
}

/**
 * CIBA Core §13: more than one hint is an `invalid_request`, whatever else is wrong with it. The engine counts them too, but only after
 * it had the message judged.
 */
function expectOneHint(params: Readonly<Record<string, unknown>> | undefined): void {
  const hints = ['login_hint_token', 'id_token_hint', 'login_hint'].filter((name) => params?.[name]);
  if (hints.length !== 1) {
    throw new errors.InvalidRequest('exactly one of login_hint and id_token_hint must be given');
  }
}

async function ask(
  parts: CibaParts,
  ctx: KoaContextWithOIDC,
  account: Account,
  request: PendingRequest,
): Promise<void> {
  const { waiting, messages, rateLimits, now } = parts;
  const { client } = ctx.oidc;
  const { id, profile } = account;
  const expiresAt = new Date(Date.now() + request.expiration * 1000);
  const held = { requestId: request.jti, clientId: String(client?.clientId), expiresAt };
  if (!(await waiting.hold(id, held))) {
    await writeToNobody(parts, ctx, request, expiresAt);
    return;
  }
  // An allowance of its own for each relying party: none uses up what strangers may make us write.
  const mayWrite = await rateLimits.mayWriteTo(id, { knownDevice: `relying-party:${client?.clientId}` });
  const more = detailsFor(ctx, request, expiresAt, profile.locale);
  await (mayWrite
    ? messages.tell(recipientOf(account), 'approval-asked', now(), more, expiresAt)
    : messages.tellNobody('approval-asked', now(), more));
}

/** The same work, so that the time of the answer tells nobody who has an account. */
async function askNobody(parts: CibaParts, ctx: KoaContextWithOIDC, request: PendingRequest): Promise<void> {
  const expiresAt = new Date(Date.now() + request.expiration * 1000);
  const held = { requestId: request.jti, clientId: String(ctx.oidc.client?.clientId), expiresAt };
  await parts.waiting.hold('nobody', held);
  await writeToNobody(parts, ctx, request, expiresAt);
}

async function writeToNobody(
  { messages, rateLimits, now }: CibaParts,
  ctx: KoaContextWithOIDC,
  request: PendingRequest,
  expiresAt: Date,
): Promise<void> {
  await rateLimits.mayWriteTo('nobody', { knownDevice: randomUUID() });
  await messages.tellNobody('approval-asked', now(), detailsFor(ctx, request, expiresAt, 'hu'));
}

/** The engine's record, as far as it is asked here. */
interface PendingRequest {
  readonly jti: string;
  /** Seconds. */
  readonly expiration: number;
  readonly params: Readonly<Record<string, unknown>>;
}

export function isNobody(accountId: string): boolean {
  return accountId.startsWith(nobodyPrefix);
}

/** @throws UnmetAuthenticationRequirements when the request insists on what we cannot reach. */
export function demandOfRequest(
  client: object | undefined,
  params: Readonly<Record<string, unknown>> | undefined,
): Extract<Demand, { kind: 'assurance' }> {
  const demand = demandOf(minimumOf(client), params?.acr_values, params?.claims);
  if (demand.kind === 'unmet') {
    throw new errors.UnmetAuthenticationRequirements('the requested assurance is not offered here');
  }
  return demand;
}

function detailsFor(
  { oidc }: KoaContextWithOIDC,
  { params }: PendingRequest,
  expiresAt: Date,
  language: 'hu' | 'en',
): Record<string, string> {
  return {
    service: clientNameIn(oidc.client?.metadata(), language),
    binding: String(params.binding_message),
    until: timeOfDay(expiresAt, language),
  };
}
