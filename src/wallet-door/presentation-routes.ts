/**
 * Where wallets fetch requests and leave presentations (OpenID4VP 1.0 §5.10, §8.2). They are programs: every answer is a request or
 * JSON, and none is a redirect.
 */
import { Router } from '@koa/router';
import type { Context, Middleware, Next } from 'koa';
import type { AccountStore } from '../accounts/account-store.ts';
import { mildestOf } from '../assurance/levels.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/events/security-event.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import { LimitReached, RequestRefused } from '../errors.ts';
import type { WalletRequestLimits } from '../throttle/windows/wallet-requests.ts';
import type { AssuranceOfKey } from '../wallet/issuing/card-keys.ts';
import { decryptResponse } from '../wallet/presentations/encrypted-response.ts';
import type { Answered, Awaiting, Outcome } from '../wallet/presentations/presentation.ts';
import { isAwaiting, type PresentationStore } from '../wallet/presentations/presentation-store.ts';
import {
  type AskingWallet,
  requestType,
  type WalletRequests,
} from '../wallet/presentations/request-object.ts';
import type { VerifyVpToken } from '../wallet/presentations/verify-vp-token.ts';
import { recipientIn } from '../wallet/presentations/wallet-metadata.ts';
import type { WalletSubjectStore } from '../wallet/subjects/wallet-subject-store.ts';
import { PresentationRefused, type RefusalReason, refuseUnless } from '../wallet/verification/refusal.ts';
import { type Fields, readFields } from '../web/form/form.ts';
import { type Door, forPrograms } from '../web/request/door.ts';

export interface PresentationParts {
  /** Without a trailing slash. */
  readonly issuer: string;
  readonly presentations: PresentationStore;
  readonly requestLimits: WalletRequestLimits;
  readonly requests: WalletRequests;
  readonly verify: VerifyVpToken;
  readonly subjects: WalletSubjectStore;
  readonly accounts: AccountStore;
  /** Of the keys of our own cards. */
  readonly assuranceOfKey: AssuranceOfKey;
  readonly audit: AuditLog;
  readonly now: () => Date;
}

const largestRequestInBytes = 64 * 1024;
const largestAnswerInBytes = 128 * 1024;
const longestWalletNonce = 512;
/** Whoever has seen the code knows enough to send these: they change nothing, and the citizen's own wallet may still answer. */
const tellNothing: readonly RefusalReason[] = ['encryption', 'state', 'malformed'];

export function presentationRoutes(parts: PresentationParts): Door {
  const router = new Router({ prefix: '/vp' });
  router.use(answerInJson);
  const counted: Middleware = (ctx, next) => countFirst(ctx, parts, next);
  router.get('/request/:id', counted, (ctx) => giveRequest(ctx, parts, {}));
  router.post('/request/:id', counted, (ctx) => giveRequestToWallet(ctx, parts));
  router.post('/response/:id', counted, (ctx) => takeResponse(ctx, parts));
  router.options(['/request/:id', '/response/:id'], allowCrossOrigin);
  return forPrograms(router);
}

/** Before a body is read. @throws LimitReached */
async function countFirst(
  ctx: Context,
  { presentations, requestLimits, now }: PresentationParts,
  next: Next,
): Promise<void> {
  const id = idOf(ctx);
  const isThere = (await presentations.find(id, now())) !== undefined;
  const wait = await (isThere ? requestLimits.ofSignIn(id) : requestLimits.ofNone(ctx.ip));
  if (wait > 0) {
    throw new LimitReached(Math.ceil(wait / 1000));
  }
  await next();
}

async function giveRequestToWallet(ctx: Context, parts: PresentationParts): Promise<void> {
  const hasBody = ctx.request.length !== undefined && ctx.request.length > 0;
  const fields = hasBody ? await readFields(ctx, largestRequestInBytes) : ({} as Fields);
  const { wallet_nonce: nonce, wallet_metadata: metadata } = fields;
  if (nonce !== undefined && nonce.length > longestWalletNonce) {
    throw new RequestRefused(400, 'malformed-body');
  }
  const recipient = recipientIn(metadata);
  if (recipient === 'unusable') {
    refuse(
      ctx,
      400,
      'wallet_metadata must be JSON; of its jwks, a P-256 key for ECDH-ES with A128GCM or A256GCM',
    );
  } else {
    await giveRequest(ctx, parts, { nonce, recipient });
  }
}

async function giveRequest(
  ctx: Context,
  { presentations, requests, now }: PresentationParts,
  wallet: AskingWallet,
): Promise<void> {
  const presentation = await presentations.fetch(idOf(ctx), now());
  if (!presentation) {
    throw new RequestRefused(404, 'not-found');
  }
  ctx.body = await requests.write(presentation, wallet, now());
  ctx.set('Content-Type', `application/${requestType}`);
}

async function takeResponse(ctx: Context, parts: PresentationParts): Promise<void> {
  const fields = await readFields(ctx, largestAnswerInBytes);
  try {
    const answered = await receive(parts, idOf(ctx), fields);
    if (answered.outcome.kind === 'refused') {
      notAccepted(ctx, answered.outcome.reason);
    } else {
      ctx.body = whereNext(parts.issuer, answered);
    }
  } catch (error) {
    if (!(error instanceof PresentationRefused)) {
      throw error;
    }
    await parts.audit.record(securityEvents.presentationRefused(error.reason));
    notAccepted(ctx, error.reason);
  }
}

/** @throws PresentationRefused where it changes nothing */
async function receive(parts: PresentationParts, id: string, fields: Fields): Promise<Answered> {
  const { presentations, now } = parts;
  const presentation = await presentations.find(id, now());
  refuseUnless(isAwaiting(presentation), 'state');
  const answer = fields.response
    ? await decryptResponse(fields.response, presentation.encryptionKey)
    : { error: fields.error, state: fields.state };
  refuseUnless(answer.state === presentation.stateParameter, 'state');
  const outcome = typeof answer.error === 'string' ? declined : await outcomeOf(parts, answer, presentation);
  const answered = await presentations.answer(id, outcome, now(), eventOf(outcome));
  refuseUnless(answered !== undefined, 'state');
  return answered;
}

async function outcomeOf(
  { verify, subjects, accounts, assuranceOfKey, now }: PresentationParts,
  answer: Readonly<Record<string, unknown>>,
  presentation: Awaiting,
): Promise<Outcome> {
  try {
    const { verified, holderThumbprint: thumbprint } = await verify(answer, presentation, now());
    const accountId = verified.subject && (await subjects.find(verified.subject));
    const account = accountId && (await accounts.find(accountId));
    if (!verified.subject || !account) {
      return verified;
    }
    const { anchorFingerprint } = verified.subject;
    const mostByKey = await assuranceOfKey(account.id, { anchorFingerprint, thumbprint });
    return {
      ...verified,
      reached: mostByKey ? mildestOf([verified.reached, mostByKey]) : verified.reached,
      account: { id: account.id, sessionsEndedAt: account.sessionsEndedAt },
    };
  } catch (error) {
    if (error instanceof PresentationRefused && !tellNothing.includes(error.reason)) {
      return { kind: 'refused', reason: error.reason };
    }
    throw error;
  }
}

/** On the same device back to the browser; else to a page that shows what is to be typed there. */
function whereNext(
  issuer: string,
  { id, uid, flow, outcome, handBack, shownAt }: Answered,
): { redirect_uri?: string } {
  if (flow === 'same-device') {
    return { redirect_uri: `${issuer}/interaction/${uid}/wallet/complete?response_code=${handBack}` };
  }
  return outcome.kind === 'verified' ? { redirect_uri: `${issuer}/vp/shown/${id}/${shownAt}` } : {};
}

function allowCrossOrigin(ctx: Context): void {
  ctx.set('Access-Control-Allow-Methods', 'GET, POST');
  ctx.set('Access-Control-Allow-Headers', 'Content-Type');
  ctx.set('Access-Control-Max-Age', '600');
  ctx.status = 204;
}

function idOf(ctx: Context): string {
  return String((ctx as unknown as { params: Record<string, string> }).params.id);
}

const declined: Outcome = { kind: 'declined' };

/** Wallets on the web may ask from any origin; there is no cookie in it. */
const answerInJson: Middleware = async (ctx, next) => {
  ctx.set('Access-Control-Allow-Origin', '*');
  ctx.set('Cross-Origin-Resource-Policy', 'cross-origin');
  try {
    await next();
  } catch (error) {
    if (!(error instanceof RequestRefused)) {
      throw error;
    }
    if (error instanceof LimitReached) {
      ctx.set('Retry-After', String(error.retryAfterSeconds));
    }
    refuse(ctx, error.status, error.reason);
  }
};

function eventOf(outcome: Outcome): SecurityEvent {
  switch (outcome.kind) {
    case 'verified':
      return securityEvents.presentationVerified(outcome.account?.id);
    case 'declined':
      return securityEvents.presentationDeclined();
    case 'refused':
      return securityEvents.presentationRefused(outcome.reason);
  }
}

function notAccepted(ctx: Context, reason: RefusalReason): void {
  refuse(ctx, 400, `not accepted: ${reason}`);
}

function refuse(ctx: Context, status: number, description: string): void {
  ctx.status = status;
  ctx.body = { error: 'invalid_request', error_description: description };
}
