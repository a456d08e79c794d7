/** A sign-in from the outside: found by a request, and handed back to the engine once its last step is through. */
import type { Context } from 'koa';
import { isEnough } from '../assurance/calendar.ts';
import { acrOf } from '../assurance/levels.ts';
import type { Authority } from '../audit/security-event.ts';
import { securityEvents } from '../audit/security-events.ts';
import { seeOther } from '../web/redirect.ts';
import { loadSignIn } from './load-sign-in.ts';
import {
  type Citizen,
  methodsReferences,
  type Proof,
  type SignIn,
  type SignInParts,
  type SignIns,
} from './sign-in.ts';

/** What the last step was. */
const authorityOf: Record<Proof['by'], Authority> = {
  password: 'password',
  authenticator: 'authentication-code',
  email: 'one-time-code',
  sms: 'one-time-code',
  wallet: 'wallet',
};

export function createSignIns(parts: SignInParts): SignIns {
  return {
    load: (ctx) => loadSignIn(parts, ctx),
    finish: (ctx, signIn, who, proof) => finishSignIn(parts, ctx, signIn, who, proof),
    giveUp: (ctx) =>
      resume(parts, ctx, {
        error: 'access_denied',
        error_description: 'the citizen went back to the service',
      }),
    consent: (ctx, { accountId }) => resume(parts, ctx, { consent: { accountId } }),
  };
}

async function finishSignIn(
  parts: SignInParts,
  ctx: Context,
  signIn: SignIn,
  { accountId, username, sessionsEndedAt, hasPlus, toLink }: Citizen,
  { by, reached }: Proof,
): Promise<void> {
  const amr = methodsReferences[by];
  if (!isEnough(signIn.terms.offer, reached, amr) || (hasPlus && reached === 'low')) {
    throw new Error('a sign-in must not end below its demand');
  }
  const login = {
    accountId,
    acr: acrOf(reached),
    amr,
    // A node whose clock is slow must not date a sign-in before the end of the sessions that it follows. One that was under way
    // when they were ended, perhaps with the old password, is dated before that, however long its hash had to wait.
    ts: Math.max(Math.floor(signIn.arrivedAt.getTime() / 1000), sessionsEndedAt + 1),
    remember: true,
  };
  if (toLink && by === 'authenticator') {
    await parts.linkWallet(accountId, toLink);
  }
  parts.devices.remember(ctx, username, by === 'password' || by === 'wallet' ? 'password' : 'code');
  await parts.audit.recordFirst(
    securityEvents.signedIn(accountId, signIn.clientId, reached, authorityOf[by]),
  );
  await resume(parts, ctx, { login });
}

async function resume(
  { provider }: Pick<SignInParts, 'provider'>,
  ctx: Context,
  result: Record<string, unknown>,
): Promise<void> {
  seeOther(ctx, await provider.interactionResult(ctx.req, ctx.res, result));
}
