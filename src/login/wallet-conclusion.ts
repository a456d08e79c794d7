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
import type { WalletFailure, WalletPages } from './wallet-pages.ts';

export interface WalletConclusion {
  conclude(ctx: Context, signIn: SignIn, asked: WalletAsked, outcome: Outcome): Promise<void>;
  /** What was proven before a wallet was asked stays proven. */
  goBackTo(signIn: SignIn, before: WalletAsked['before']): Promise<void>;
}

export function createWalletConclusion(
  {
    attempts,
    accounts,
    signIns,
    audit,
    now,
  }: Pick<LoginParts, 'attempts' | 'accounts' | 'signIns' | 'audit' | 'now'>,
  walletPages: Pick<WalletPages, 'showFailure'>,
): WalletConclusion {
  /** The answer is spent; now it is looked at who it is. */
  async function conclude(
    ctx: Context,
    signIn: SignIn,
    { before }: WalletAsked,
    outcome: Outcome,
  ): Promise<void> {
    if (outcome.kind !== 'verified') {
      await fail(ctx, signIn, before, walletFailureOf(outcome));
    } else if (outcome.account) {
      await signInWith(ctx, signIn, before, outcome, outcome.account);
    } else {
      await attempts.remember(signIn.uid, {
        state: 'wallet-unknown',
        proven: outcome,
        isLinking: false,
        before,
      });
      seeOther(ctx, signIn.address);
    }
  }

  async function signInWith(
    ctx: Context,
    signIn: SignIn,
    before: WalletAsked['before'],
    { reached }: VerifiedPresentation,
    { id, sessionsEndedAt }: NonNullable<VerifiedPresentation['account']>,
  ): Promise<void> {
    const account = await accounts.find(id);
    const isInUse = account?.status === 'active' && account.sessionsEndedAt === sessionsEndedAt;
    if (!isInUse || (account.waitsUntil && now() < account.waitsUntil)) {
      await fail(ctx, signIn, before, 'account');
    } else if (before && before.accountId !== id) {
      await fail(ctx, signIn, before, 'other-person');
    } else if (!isAtLeast(reached, leastFor(account, signIn.terms))) {
      await fail(ctx, signIn, before, 'not-enough');
    } else {
      const { hasPlus, profile } = account;
      const who = { accountId: id, username: profile.username, sessionsEndedAt, hasPlus };
      await signIns.finish(ctx, signIn, who, { by: 'wallet', reached });
    }
  }

  async function fail(
    ctx: Context,
    signIn: SignIn,
    before: WalletAsked['before'],
    failure: WalletFailure,
  ): Promise<void> {
    await audit.record(securityEvents.presentationRefused(failure));
    await goBackTo(signIn, before);
    await walletPages.showFailure(ctx, signIn, failure, 403);
  }

  async function goBackTo({ uid }: SignIn, before: WalletAsked['before']): Promise<void> {
    await (before ? attempts.remember(uid, before) : attempts.forget(uid));
  }

  return { conclude, goBackTo };
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
