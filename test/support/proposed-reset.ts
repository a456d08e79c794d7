/** A clerk who proposes a reset, as it comes to the store. */
import { deskEvents } from '../../src/audit/events/desk-events.ts';
import { propose, type RequestIn } from '../../src/desk/dual-authorization/request.ts';
import type { RequestStore } from '../../src/desk/dual-authorization/request-store.ts';
import type { DeskPerson } from '../../src/desk/staff/role.ts';

export const proposingClerk: DeskPerson = {
  accountId: 'clerk',
  staffNumber: '00000-00001',
  role: 'clerk',
  office: 'north',
};

/** @returns the proposal, and whether it was the first */
export async function proposeReset(
  requests: Pick<RequestStore, 'propose'>,
  accountId: string,
  now: Date,
): Promise<{ readonly proposal: RequestIn<'proposed'>; readonly isFirst: boolean }> {
  const proposal = propose('reset', proposingClerk, 'passport', 'elveszett', 7, now);
  const event = deskEvents.requestProposed(proposingClerk, accountId, proposal);
  return { proposal, isFirst: await requests.propose(accountId, undefined, proposal, event) };
}
