/** The person at the window did not ask for what two people are deciding, or no longer wants it: somebody else than its proposer cancels it. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { nameBorne } from '../../accounts/account.ts';
import { isOpen } from '../../desk/dual-authorization/request.ts';
import type { RequestStore, StoredRequest } from '../../desk/dual-authorization/request-store.ts';
import type { RequestWorkflow } from '../../desk/dual-authorization/request-workflow.ts';
import type { Fields, ReadForm } from '../../web/form/form.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { Cases, IdentifiedCase } from '../cases/open-case.ts';
import { type Desk, deskHome } from '../desk-access.ts';

export interface CancelRequestParts {
  readonly desk: Desk;
  readonly openCases: Cases;
  readonly requests: RequestStore;
  readonly workflow: RequestWorkflow;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const address = `${deskHome}/case/:case/cancel-request`;

export function cancelRequestRoutes(parts: CancelRequestParts): Door {
  const router = new Router();

  router.get(address, (ctx) =>
    whenCancellable(parts, ctx, (open, stored) => showCancelling(parts, ctx, open, stored)),
  );
  router.post(address, async (ctx) => {
    const fields = await parts.readForm(ctx);
    await whenCancellable(parts, ctx, (open, stored) => submitCancelling(parts, ctx, open, stored, fields));
  });

  return forPeople(router);
}

async function whenCancellable(
  { desk, openCases, requests, now }: Pick<CancelRequestParts, 'desk' | 'openCases' | 'requests' | 'now'>,
  ctx: Context,
  work: (open: IdentifiedCase, stored: StoredRequest) => Promise<void>,
): Promise<void> {
  await openCases.whenIdentified(ctx, 'cancel-request', async (open) => {
    const stored = await requests.find(open.citizen.id);
    if (!stored || !isOpen(stored.request, now())) {
      seeOther(ctx, open.address);
    } else if (await desk.isOwn(open, stored.request.proposedBy)) {
      await desk.refuse(ctx, open, 'cancel-request');
    } else {
      await work(open, stored);
    }
  });
}

async function showCancelling(
  { desk }: Pick<CancelRequestParts, 'desk'>,
  ctx: Context,
  open: IdentifiedCase,
  { request }: StoredRequest,
): Promise<void> {
  await desk.show(ctx, open, 'dual-authorization/task-cancel-request', {
    title: 'desk.task.cancel-request',
    data: { address: open.address, name: nameBorne(open.citizen.profile), request },
  });
}

/** What was shown is cancelled, and nothing that came after it. */
async function submitCancelling(
  { desk, workflow, now }: CancelRequestParts,
  ctx: Context,
  open: IdentifiedCase,
  stored: StoredRequest,
  fields: Fields,
): Promise<void> {
  const isShown = fields.request === stored.request.id;
  if (!isShown || !(await workflow.cancelAtWindow(stored, open.person, open.document, now()))) {
    seeOther(ctx, open.address);
    return;
  }
  await desk.show(ctx, open, 'done', {
    title: 'desk.done.cancel-request.title',
    data: { address: open.address, say: 'desk.done.cancel-request.say' },
  });
}
