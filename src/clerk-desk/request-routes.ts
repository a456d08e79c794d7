/** What one clerk proposes and a supervisor of the same office decides. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { z } from 'zod';
import { nameBorne } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import type { AuditLog } from '../audit/audit-log.ts';
import { deskEvents } from '../audit/desk-events.ts';
import type { DeskPolicy } from '../configuration/policies.ts';
import {
  type DecisionRefusal,
  isOpen,
  proposalOf,
  propose,
  type RequestIn,
  type RequestKind,
  refusalOfDecision,
  requestKinds,
} from '../desk/request.ts';
import type { RequestCourse } from '../desk/request-course.ts';
import type { RequestStore, StoredRequest } from '../desk/request-store.ts';
import { checkFields, type Fields, type ReadForm } from '../web/form.ts';
import { dateInWords, instantInWords } from '../web/instants.ts';
import { languageOf } from '../web/language.ts';
import type { FormError } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { type AtWork, type Desk, deskHome } from './at-work.ts';
import type { Cases, IdentifiedCase } from './open-case.ts';
import { tasksFor } from './tasks.ts';

export interface RequestRouteParts {
  readonly desk: Desk;
  readonly openCases: Cases;
  readonly policy: DeskPolicy;
  readonly accounts: AccountStore;
  readonly requests: RequestStore;
  readonly course: RequestCourse;
  readonly audit: AuditLog;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const reasonSchema = z.object({
  reason: z.string().trim().min(1, 'desk.reason.empty').max(300, 'desk.reason.too-long').prefault(''),
});

type Proposal = StoredRequest<RequestIn<'proposed'>>;

export function requestRoutes(parts: RequestRouteParts): Middleware {
  const { desk, openCases, requests, course, readForm, now } = parts;
  const router = new Router({ prefix: deskHome });

  for (const kind of requestKinds) {
    router.get(`/case/:case/${kind}`, (ctx) =>
      openCases.whenIdentified(ctx, kind, (open) => showProposing(ctx, open, kind)),
    );

    router.post(`/case/:case/${kind}`, async (ctx) => {
      const fields = await readForm(ctx);
      await openCases.whenIdentified(ctx, kind, (open) => receiveProposal(ctx, open, kind, fields));
    });
  }

  router.get('/requests/:request', (ctx) =>
    whenProposed(ctx, (atWork, proposal) => showProposal(ctx, atWork, proposal)),
  );

  for (const decision of ['approve', 'refuse'] as const) {
    router.post(`/requests/:request/${decision}`, async (ctx) => {
      await readForm(ctx);
      await whenProposed(ctx, (atWork, proposal) => decide(ctx, atWork, proposal, decision));
    });

    router.get(`/requests/:request/${decision}`, (ctx) => seeOther(ctx, deskHome));
  }

  async function receiveProposal(
    ctx: Context,
    open: IdentifiedCase,
    kind: RequestKind,
    fields: Fields,
  ): Promise<void> {
    const checked = checkFields(reasonSchema, fields);
    if ('errors' in checked) {
      await showProposing(ctx, open, kind, fields, checked.errors as FormError[]);
      return;
    }
    const { person, citizen, document } = open;
    const before = await requests.find(citizen.id);
    const isBusy = before !== undefined && isOpen(before.request, now());
    if (!tasksFor(citizen, isBusy).includes(kind)) {
      seeOther(ctx, open.address);
      return;
    }
    const days = parts.policy.proposals_last_days;
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

  /** A proposal of the office that this person may decide on. */
  async function whenProposed(
    ctx: Context,
    work: (atWork: AtWork, proposal: Proposal) => Promise<void>,
  ): Promise<void> {
    await desk.whenAllowed(ctx, deskHome, 'decide', async (atWork) => {
      const proposals = await requests.proposalsOf(atWork.person.office);
      const proposal = proposals.find(({ request }) => request.id === ctx.params.request);
      if (!proposal || !isOpen(proposal.request, now())) {
        await desk.show(ctx, atWork, 'request-over', { title: 'desk.request-over.title', status: 410 });
        return;
      }
      await work(atWork, proposal);
    });
  }

  async function decide(
    ctx: Context,
    atWork: AtWork,
    proposal: Proposal,
    decision: 'approve' | 'refuse',
  ): Promise<void> {
    const { accountId } = proposal;
    if (await refusalFor(atWork, proposal)) {
      await desk.refuse(ctx, atWork, 'decide');
      return;
    }
    const isApproved = decision === 'approve';
    const moved = await (isApproved ? approve(atWork, proposal) : refuse(atWork, proposal));
    if (moved && isApproved) {
      await course.goOn(accountId, now());
    }
    const outcome = isApproved ? 'approved' : 'refused';
    await desk.show(ctx, atWork, moved ? 'done' : 'request-over', {
      title: moved ? `desk.done.${outcome}.title` : 'desk.request-over.title',
      status: moved ? 200 : 410,
      data: { address: undefined, say: `desk.done.${outcome}.say` },
    });
  }

  /** One person is one person by whatever user name they proposed. */
  async function refusalFor(
    atWork: AtWork,
    { accountId, request }: Proposal,
  ): Promise<DecisionRefusal | undefined> {
    if (await desk.isOwn(atWork, request.proposedBy)) {
      return 'own-proposal';
    }
    const isOwn = await desk.isOwn(atWork, accountId);
    return isOwn ? 'own-account' : refusalOfDecision(request, accountId, atWork.person);
  }

  function approve({ person }: AtWork, proposal: Proposal): Promise<boolean> {
    const { accountId, request } = proposal;
    const approved: RequestIn<'approved'> = {
      ...proposalOf(request),
      state: 'approved',
      approvedBy: person.accountId,
      approvedAt: now().toISOString(),
    };
    return requests.move(proposal, approved, deskEvents.requestApproved(person, accountId, request.kind));
  }

  function refuse({ person }: AtWork, proposal: Proposal): Promise<boolean> {
    const { accountId, request } = proposal;
    const refused: RequestIn<'refused'> = {
      ...proposalOf(request),
      state: 'refused',
      refusedBy: person.accountId,
      refusedAt: now().toISOString(),
    };
    return requests.move(proposal, refused, deskEvents.requestRefused(person, accountId, request.kind));
  }

  function showProposing(
    ctx: Context,
    open: IdentifiedCase,
    kind: RequestKind,
    typed: Fields = {},
    errors: FormError[] = [],
  ): Promise<void> {
    return desk.show(ctx, open, 'propose', {
      title: `desk.task.${kind}`,
      status: errors.length > 0 ? 422 : 200,
      errors,
      data: { address: open.address, kind, typed, name: nameBorne(open.citizen.profile) },
    });
  }

  /** A supervisor sees of the citizen what the decision needs; that is a look at their data like any other. */
  async function showProposal(ctx: Context, atWork: AtWork, proposal: Proposal): Promise<void> {
    const { accountId, request } = proposal;
    if (await desk.isOwn(atWork, accountId)) {
      await desk.refuse(ctx, atWork, 'decide');
      return;
    }
    await parts.audit.recordFirst(deskEvents.dataViewed(atWork.person, accountId, 'request', ''));
    const citizen = await parts.accounts.find(accountId);
    const language = languageOf(ctx);
    await desk.show(ctx, atWork, 'proposal', {
      title: `desk.proposal.${request.kind}`,
      data: {
        address: `${deskHome}/requests/${request.id}`,
        request,
        by: await desk.nameOf(request.proposedBy),
        at: instantInWords(new Date(request.proposedAt), language),
        citizen: citizen && {
          name: nameBorne(citizen.profile),
          birthdate: dateInWords(new Date(citizen.profile.birthdate), language),
        },
        refusal: await refusalFor(atWork, proposal),
      },
    });
  }

  return router.routes() as unknown as Middleware;
}
