/** What comes of a wallet's answer once it was handed back to the browser that asked: it signs in, waits to be linked, or leads back. */

import type { Context } from 'koa';
import { lacksData } from '../../accounts/account.ts';
import { isAtLeast } from '../../assurance/levels.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Outcome, VerifiedPresentation } from '../../wallet/presentations/presentation.ts';
import type { RefusalReason } from '../../wallet/verification/refusal.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { LoginParts } from '../login-parts.ts';
import type { WalletAsked } from '../login-progress.ts';
import { leastFor } from '../next-step.ts';
import { showFailure, type WalletFailure } from './wallet-pages.ts';

type ConclusionParts = Pick<
  LoginParts,
  'progressStore' | 'accounts' | 'interactions' | 'audit' | 'pages' | 'now'
>;
type Before = WalletAsked['before'];

/** The answer is spent; now it is looked at who it is. */
export async function conclude(
  parts: ConclusionParts,
  ctx: Context,
  interaction: LoginInteraction,
  { before }: WalletAsked,
  outcome: Outcome,
): Promise<void> {
  if (outcome.kind !== 'verified') {
    await fail(parts, ctx, interaction, before, walletFailureOf(outcome));
  } else if (outcome.account) {
    await signInWith(parts, ctx, interaction, before, outcome, outcome.account);
  } else {
    const unknown = { state: 'wallet-unknown', proven: outcome, isLinking: false, before } as const;
    await parts.progressStore.remember(interaction.uid, unknown);
    seeOther(ctx, interaction.address);
  }
}

async function signInWith(
  parts: ConclusionParts,
  ctx: Context,
  interaction: LoginInteraction,
  before: Before,
  { reached }: VerifiedPresentation,
  { id, sessionsEndedAt }: NonNullable<VerifiedPresentation['account']>,
): Promise<void> {
  const account = await parts.accounts.find(id);
  const isInUse = account?.status === 'active' && account.sessionsEndedAt === sessionsEndedAt;
  if (!isInUse || (account.waitsUntil && parts.now() < account.waitsUntil)) {
    await fail(parts, ctx, interaction, before, 'account');
  } else if (before && before.accountId !== id) {
    await fail(parts, ctx, interaction, before, 'other-person');
  } else if (!isAtLeast(reached, leastFor(account, interaction.terms))) {
    await fail(parts, ctx, interaction, before, 'not-enough');
  } else {
    const { hasPlus, profile } = account;
    const missing = lacksData(profile) && { lacksData: true as const };
    const who = { accountId: id, username: profile.username, sessionsEndedAt, hasPlus, ...missing };
    await parts.interactions.finish(ctx, interaction, who, { by: 'wallet', reached }, account);
  }
}

async function fail(
  parts: ConclusionParts,
  ctx: Context,
  interaction: LoginInteraction,
  before: Before,
  failure: WalletFailure,
): Promise<void> {
  await parts.audit.record(securityEvents.presentationRefused(failure));
  await goBackTo(parts, interaction, before);
  await showFailure(parts, ctx, interaction, failure, 403);
}

/** What was proven before a wallet was asked stays proven. */
export async function goBackTo(
  { progressStore }: Pick<ConclusionParts, 'progressStore'>,
  { uid }: LoginInteraction,
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
