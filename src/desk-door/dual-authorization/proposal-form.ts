/** A clerk proposes, with a reason, what somebody else of the office has to approve. */
import type { Context } from 'koa';
import { nameBorne } from '../../accounts/account.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import { deskEvents } from '../../audit/events/desk-events.ts';
import type { DeskPolicy } from '../../configuration/policies.ts';
import { isOpen, propose, type RequestKind } from '../../desk/dual-authorization/request.ts';
import type { RequestStore } from '../../desk/dual-authorization/request-store.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { IdentifiedCase } from '../cases/open-case.ts';
import { tasksFor } from '../cases/tasks.ts';
import type { Desk } from '../desk-access.ts';
import { reasonSchema } from '../reason.ts';

export interface ProposalFormParts {
  readonly desk: Desk;
  readonly policy: Pick<DeskPolicy, 'proposals_last_days'>;
  readonly requests: RequestStore;
  readonly audit: AuditLog;
  readonly now: () => Date;
}

export function showProposalForm(
  { desk }: Pick<ProposalFormParts, 'desk'>,
  ctx: Context,
  open: IdentifiedCase,
  kind: RequestKind,
  typed: Fields = {},
  errors: FormError[] = [],
): Promise<void> {
  return desk.show(ctx, open, 'dual-authorization/propose', {
    title: `desk.task.${kind}`,
    errors,
    data: { address: open.address, kind, typed, name: nameBorne(open.citizen.profile) },
  });
}

export async function submitProposal(
  { desk, policy, requests, audit, now }: ProposalFormParts,
  ctx: Context,
  open: IdentifiedCase,
  kind: RequestKind,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(reasonSchema, fields);
  if ('errors' in checked) {
    await showProposalForm({ desk }, ctx, open, kind, fields, checked.errors as FormError[]);
    return;
  }
  const { person, citizen, document } = open;
  const before = await requests.find(citizen.id);
  const isBusy = before !== undefined && isOpen(before.request, now());
  if (!tasksFor(citizen, isBusy).includes(kind)) {
    seeOther(ctx, open.address);
    return;
  }
  if (kind === 'reset' && (await desk.hasMade(open, citizen))) {
    await audit.record(deskEvents.actionRefused(person, 'reset'));
    await showProposalForm({ desk }, ctx, open, kind, fields, [
      { field: '', message: 'desk.propose.own-making' },
    ]);
    return;
  }
  const days = policy.proposals_last_days;
  const proposal = propose(kind, person, document, checked.value.reason, days, now());
  const event = deskEvents.requestProposed(person, citizen.id, proposal);
  if (!(await requests.propose(citizen.id, before, proposal, event))) {
    seeOther(ctx, open.address);
    return;
  }
  await desk.show(ctx, open, 'done', {
    title: 'desk.done.proposed.title',
    data: { address: open.address, say: `desk.done.proposed.say` },
  });
}
