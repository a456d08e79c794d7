import { describe, expect, it } from '@jest/globals';
import {
  type DeskRequest,
  isCancellable,
  isOpen,
  proposalOf,
  propose,
  refusalOfDecision,
} from '../../../src/desk/dual-authorization/request.ts';
import type { DeskPerson } from '../../../src/desk/staff/role.ts';

const now = new Date('2026-11-22T09:00:00Z');
const clerk: DeskPerson = { accountId: 'clerk', staffNumber: '00000-00001', role: 'clerk', office: 'north' };
const proposal = propose('reset', clerk, 'passport', 'elveszett', 7, now);

describe('a decision', () => {
  it.each([
    { decider: 'supervisor', office: 'north', refusal: undefined },
    { decider: 'clerk', office: 'north', refusal: 'own-proposal' },
    { decider: 'citizen', office: 'north', refusal: 'own-account' },
    { decider: 'supervisor', office: 'south', refusal: 'other-office' },
  ])('by $decider of $office: $refusal', ({ decider, office, refusal }) => {
    const person: DeskPerson = { accountId: decider, staffNumber: '00000-00002', role: 'supervisor', office };
    expect(refusalOfDecision(proposal, 'citizen', person)).toBe(refusal);
  });
});

describe('a request', () => {
  const rest = proposalOf(proposal);
  const approval = { approvedBy: 'supervisor', approvedAt: now.toISOString() };
  const states: DeskRequest[] = [
    proposal,
    { ...rest, ...approval, state: 'approved' },
    { ...rest, ...approval, state: 'announced', takesEffectAt: now.toISOString() },
    { ...rest, ...approval, state: 'done', doneAt: now.toISOString(), isTold: true },
    { ...rest, state: 'cancelled', cancelledAt: now.toISOString(), by: 'link' },
    { ...rest, state: 'refused', refusedBy: 'supervisor', refusedAt: now.toISOString() },
    { ...rest, state: 'expired' },
  ];

  it('is open until something has come of it', () => {
    const open = states.filter((request) => isOpen(request, now)).map(({ state }) => state);
    expect(open).toEqual(['proposed', 'approved', 'announced']);
    expect(isOpen(proposal, new Date(now.getTime() + 7 * 86_400_000))).toBe(false);
  });

  it('can be cancelled by its citizen between approval and effect', () => {
    expect(states.filter(isCancellable).map(({ state }) => state)).toEqual(['approved', 'announced']);
  });
});
