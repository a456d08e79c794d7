/** A supervisor reads what was proposed in their office, and approves or refuses it: never their own proposal, never about themselves. */
import type { Context } from 'koa';
import { nameBorne } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import { deskEvents } from '../../audit/events/desk-events.ts';
import type { DeskPolicy } from '../../configuration/policies.ts';
import {
  type DecisionRefusal,
  isOpen,
  proposalOf,
  type RequestIn,
  refusalOfDecision,
} from '../../desk/dual-authorization/request.ts';
import type { RequestStore, StoredRequest } from '../../desk/dual-authorization/request-store.ts';
import { delayInHours, type RequestWorkflow } from '../../desk/dual-authorization/request-workflow.ts';
import type { SignedInStaff } from '../../staff-pages/staff-access.ts';
import { languageOf } from '../../web/language.ts';
import { dateInWords, instantInWords } from '../../web/page/dates-and-times.ts';
import { type Desk, deskHome } from '../desk-access.ts';

export interface DecisionPageParts {
  readonly desk: Desk;
  readonly policy: Pick<DeskPolicy, 'delay_hours'>;
  readonly accounts: AccountStore;
  readonly requests: RequestStore;
  readonly workflow: RequestWorkflow;
  readonly audit: AuditLog;
  readonly now: () => Date;
}

export type Decision = 'approve' | 'refuse';
type Proposal = StoredRequest<RequestIn<'proposed'>>;

/** Runs for a proposal of the office that is still to be decided on. */
export async function whenProposed(
  { desk, requests, now }: Pick<DecisionPageParts, 'desk' | 'requests' | 'now'>,
  ctx: Context,
  work: (staff: SignedInStaff, proposal: Proposal) => Promise<void>,
): Promise<void> {
  await desk.whenAllowed(ctx, deskHome, 'decide', async (staff) => {
    const { readable } = await requests.proposalsOf(staff.person.office);
    const proposal = readable.find(({ request }) => request.id === ctx.params.request);
    if (!proposal || !isOpen(proposal.request, now())) {
      await showOver(desk, ctx, staff);
      return;
    }
    await work(staff, proposal);
  });
}

/** A supervisor sees of the citizen what the decision needs; that is a look at their data like any other. */
export async function showProposal(
  { desk, policy, accounts, audit }: Pick<DecisionPageParts, 'desk' | 'policy' | 'accounts' | 'audit'>,
  ctx: Context,
  staff: SignedInStaff,
  proposal: Proposal,
): Promise<void> {
  const { accountId, request } = proposal;
  if (await desk.isOwn(staff, accountId)) {
    await desk.refuse(ctx, staff, 'decide');
    return;
  }
  await audit.recordFirst(deskEvents.dataViewed(staff.person, accountId, 'request', ''));
  const citizen = await accounts.find(accountId);
  const language = languageOf(ctx);
  await desk.show(ctx, staff, 'dual-authorization/proposal', {
    title: `desk.proposal.${request.kind}`,
    data: {
      address: `${deskHome}/requests/${request.id}`,
      request,
      by: await desk.nameOf(request.proposedBy),
      at: instantInWords(new Date(request.proposedAt), language),
      until: instantInWords(new Date(request.expiresAt), language),
      hours: citizen ? delayInHours(policy, citizen) : policy.delay_hours.without_contact,
      citizen: citizen && {
        name: nameBorne(citizen.profile),
        birthdate: citizen.profile.birthdate && dateInWords(new Date(citizen.profile.birthdate), language),
      },
      refusal: await refusalFor({ desk, accounts }, staff, proposal),
    },
  });
}

export async function submitDecision(
  { desk, accounts, requests, workflow, now }: DecisionPageParts,
  ctx: Context,
  staff: SignedInStaff,
  proposal: Proposal,
  decision: Decision,
): Promise<void> {
  if (await refusalFor({ desk, accounts }, staff, proposal)) {
    await desk.refuse(ctx, staff, 'decide');
    return;
  }
  const isApproved = decision === 'approve';
  const moved = isApproved
    ? await approve(requests, staff, proposal, now())
    : await workflow.refuse(proposal, staff.person, now());
  if (!moved) {
    await showOver(desk, ctx, staff);
    return;
  }
  if (isApproved) {
    await workflow.goOn(proposal.accountId, now());
  }
  const outcome = isApproved ? 'approved' : 'refused';
  await desk.show(ctx, staff, 'done', {
    title: `desk.done.${outcome}.title`,
    data: { address: undefined, say: `desk.done.${outcome}.say` },
  });
}

/** Somebody else was faster, or nobody was in time. */
function showOver(desk: Desk, ctx: Context, staff: SignedInStaff): Promise<void> {
  return desk.show(ctx, staff, 'dual-authorization/request-over', {
    title: 'desk.request-over.title',
    status: 410,
  });
}

/** One person is one person by whatever user name they proposed. */
async function refusalFor(
  { desk, accounts }: Pick<DecisionPageParts, 'desk' | 'accounts'>,
  staff: SignedInStaff,
  { accountId, request }: Proposal,
): Promise<DecisionRefusal | undefined> {
  if (await desk.isOwn(staff, request.proposedBy)) {
    return 'own-proposal';
  }
  const citizen = request.kind === 'reset' ? await accounts.find(accountId) : undefined;
  if (citizen && (await desk.hasMade(staff, citizen))) {
    return 'own-making';
  }
  const isOwn = await desk.isOwn(staff, accountId);
  return isOwn ? 'own-account' : refusalOfDecision(request, accountId, staff.person);
}

function approve(
  requests: RequestStore,
  { person }: SignedInStaff,
  proposal: Proposal,
  now: Date,
): Promise<boolean> {
  const { accountId, request } = proposal;
  const approved: RequestIn<'approved'> = {
    ...proposalOf(request),
    state: 'approved',
    approvedBy: person.accountId,
    approvedAt: now.toISOString(),
  };
  return requests.move(proposal, approved, deskEvents.requestApproved(person, accountId, request.kind));
}
