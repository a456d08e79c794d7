/** What comes of a wallet's answer once it was handed back to the browser that asked: it signs in, waits to be linked, or leads back. */
import type { Context } from 'koa';
import { isAtLeast } from '../assurance/levels.ts';
import { securityEvents } from '../audit/security-events.ts';
import type { Outcome, VerifiedPresentation } from '../wallet/presentation.ts';
import type { RefusalReason } from '../wallet/refusal.ts';
import { seeOther } from '../web/redirect.ts';
import type { WalletAsked } from './login-attempt.ts';
import type { LoginParts } from './login-parts.ts';
import { leastFor } from './next-step.ts';
import type { SignIn } from './sign-in.ts';
import { showFailure, type WalletFailure } from './wallet-pages.ts';

type ConclusionParts = Pick<LoginParts, 'progressStore' | 'accounts' | 'signIns' | 'audit' | 'pages' | 'now'>;
type Before = WalletAsked['before'];

/** The answer is spent; now it is looked at who it is. */
export async function conclude(
  parts: ConclusionParts,
  ctx: Context,
  signIn: SignIn,
  { before }: WalletAsked,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind !== 'verified') {
    await fail(parts, ctx, signIn, before, walletFailureOf(outcome));
  } else if (outcome.account) {
    await signInWith(parts, ctx, signIn, before, outcome, outcome.account);
  } else {
    const unknown = { state: 'wallet-unknown', proven: outcome, isLinking: false, before } as const;
    await parts.progressStore.remember(signIn.uid, unknown);
    seeOther(ctx, signIn.address);
  }
}

async function signInWith(
  parts: ConclusionParts,
  ctx: Context,
  signIn: SignIn,
  before: Before,
  { reached }: VerifiedPresentation,
  { id, sessionsEndedAt }: NonNullable<VerifiedPresentation['account']>,
): Promise<void> {
  const account = await parts.accounts.find(id);
  const isInUse = account?.status === 'active' && account.sessionsEndedAt === sessionsEndedAt;
  if (!isInUse || (account.waitsUntil && parts.now() < account.waitsUntil)) {
    await fail(parts, ctx, signIn, before, 'account');
  } else if (before && before.accountId !== id) {
    await fail(parts, ctx, signIn, before, 'other-person');
  } else if (!isAtLeast(reached, leastFor(account, signIn.terms))) {
    await fail(parts, ctx, signIn, before, 'not-enough');
  } else {
    const { hasPlus, profile } = account;
    const who = { accountId: id, username: profile.username, sessionsEndedAt, hasPlus };
    await parts.signIns.finish(ctx, signIn, who, { by: 'wallet', reached });
  }
}

async function fail(
  parts: ConclusionParts,
  ctx: Context,
  signIn: SignIn,
  before: Before,
  failure: WalletFailure,
): Promise<void> {
  await parts.audit.record(securityEvents.presentationRefused(failure));
  await goBackTo(parts, signIn, before);
  await showFailure(parts, ctx, signIn, failure, 403);
}

/** What was proven before a wallet was asked stays proven. */
export async function goBackTo(
  { progressStore }: Pick<ConclusionParts, 'progressStore'>,
  { uid }: SignIn,
  before: Before,
): Promise<void> {
  await (before ? progressStore.remember(uid, before) : progressStore.forget(uid));
}

export function walletFailureOf(outcome: Exclude<Outcome, VerifiedPresentation>): WalletFailure {
  return outcome.kind === 'declined' ? 'declined' : (failures[outcome.reason] ?? 'invalid');
}

const failures: Partial<Record<RefusalReason, WalletFailure>> = {
  expired: 'expired',
  revoked: 'revoked',
  'untrusted-issuer': 'untrusted',
  'status-unknown': 'status-unknown',
  'status-missing': 'status-unknown',
};
