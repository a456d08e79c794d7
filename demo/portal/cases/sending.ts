/** Sending a case: from here on the citizen has a number for it, and the draft is gone. */

import type { Citizen, Session } from '../session-store.ts';
import { type Case, newReceipt, type Receipt } from './cases.ts';

export function sendCase(session: Session, citizen: Citizen, ownCase: Case, now: Date): Receipt {
  const receipt = newReceipt(ownCase, citizen.assurance, now);
  session.receipts.push(receipt);
  session.drafts.delete(ownCase.id);
  return receipt;
}

export function receiptPath({ caseId, number }: Receipt): string {
  return `/ugyek/${caseId}/elkuldve/${number}`;
}
