/**
 * Dual authorization (NIST SP 800-53, AC-3 (2)): what two people must agree on, a reset of the second factor, giving a suspended
 * account back, or a second account for somebody who has one. One proposes, another of the same office approves, the citizen is told everywhere and may cancel, and it takes effect
 * when the delay is over. Here are the states and who may decide; request-workflow.ts moves a request on.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { documents, type IdentityDocument } from '../../assurance/identification.ts';
import type { DeskPerson } from '../staff/role.ts';

export const requestKinds = ['reset', 'restore', 'second-account'] as const;

export type RequestKind = (typeof requestKinds)[number];

const proposal = {
  id: z.uuid(),
  kind: z.enum(requestKinds),
  office: z.string(),
  document: z.enum(documents),
  /** In the proposer's words. */
  reason: z.string(),
  proposedBy: z.string(),
  proposedAt: z.iso.datetime(),
};

const approval = { ...proposal, approvedBy: z.string(), approvedAt: z.iso.datetime() };

export const requestSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('proposed'), ...proposal, expiresAt: z.iso.datetime() }),
  /** The citizen is not told yet: no delay has begun. */
  z.strictObject({ state: z.literal('approved'), ...approval }),
  z.strictObject({ state: z.literal('announced'), ...approval, takesEffectAt: z.iso.datetime() }),
  z.strictObject({ state: z.literal('done'), ...approval, doneAt: z.iso.datetime(), isTold: z.boolean() }),
  z.strictObject({
    state: z.literal('cancelled'),
    ...proposal,
    cancelledAt: z.iso.datetime(),
    by: z.enum(['link', 'own-pages', 'window']),
    /** The clerk whom its citizen asked to, at the window. */
    cancelledBy: z.string().optional(),
  }),
  z.strictObject({
    state: z.literal('refused'),
    ...proposal,
    refusedBy: z.string(),
    refusedAt: z.iso.datetime(),
  }),
  z.strictObject({ state: z.literal('expired'), ...proposal }),
]);

export type DeskRequest = z.output<typeof requestSchema>;
export type RequestIn<State extends DeskRequest['state']> = Extract<DeskRequest, { state: State }>;

/** Why somebody may not decide on a proposal. */
export type DecisionRefusal = 'own-proposal' | 'own-account' | 'own-making' | 'other-office';

const dayInMilliseconds = 24 * 60 * 60 * 1000;

export function propose(
  kind: RequestKind,
  proposer: DeskPerson,
  document: IdentityDocument,
  reason: string,
  lifeInDays: number,
  now: Date,
): RequestIn<'proposed'> {
  return {
    state: 'proposed',
    id: randomUUID(),
    kind,
    office: proposer.office,
    document,
    reason,
    proposedBy: proposer.accountId,
    proposedAt: now.toISOString(),
    expiresAt: new Date(now.getTime() + lifeInDays * dayInMilliseconds).toISOString(),
  };
}

/** @param accountId whose account the proposal is about. Undefined when `decider` may decide. */
export function refusalOfDecision(
  { office, proposedBy }: RequestIn<'proposed'>,
  accountId: string,
  decider: DeskPerson,
): DecisionRefusal | undefined {
  if (decider.accountId === proposedBy) {
    return 'own-proposal';
  }
  if (decider.accountId === accountId) {
    return 'own-account';
  }
  return decider.office === office ? undefined : 'other-office';
}

/** Something is still to come of it. */
export function isOpen(request: DeskRequest, now: Date): boolean {
  return isCancellable(request) || (request.state === 'proposed' && now < new Date(request.expiresAt));
}

/** It was approved, and has not taken effect. */
export function isCancellable(request: DeskRequest): request is RequestIn<'approved' | 'announced'> {
  return request.state === 'approved' || request.state === 'announced';
}

/** What every state keeps. */
export function proposalOf(request: DeskRequest): Omit<RequestIn<'expired'>, 'state'> {
  const { id, kind, office, document, reason, proposedBy, proposedAt } = request;
  return { id, kind, office, document, reason, proposedBy, proposedAt };
}
