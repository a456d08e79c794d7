/** The person at the window did not ask for what two people are deciding, or no longer wants it: somebody else than its proposer cancels it. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { nameBorne } from '../accounts/account.ts';
import { isOpen } from '../desk/request.ts';
import type { RequestCourse } from '../desk/request-course.ts';
import type { RequestStore, StoredRequest } from '../desk/request-store.ts';
import type { Fields, ReadForm } from '../web/form.ts';
import { seeOther } from '../web/redirect.ts';
import { type Desk, deskHome } from './at-work.ts';
import type { Cases, IdentifiedCase } from './open-case.ts';

export interface CancelRequestParts {
  readonly desk: Desk;
  readonly openCases: Cases;
  readonly requests: RequestStore;
  readonly course: RequestCourse;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

export function cancelRequestRoutes(parts: CancelRequestParts): Middleware {
  const { desk, openCases, requests, course, readForm, now } = parts;
  const address = `${deskHome}/case/:case/cancel-request`;
  const router = new Router();

  router.get(address, (ctx) => whenCancellable(ctx, show));

  router.post(address, async (ctx) => {
    const fields = await readForm(ctx);
    await whenCancellable(ctx, (ctx, open, stored) => cancel(ctx, open, stored, fields));
  });

  async function whenCancellable(
    ctx: Context,
    work: (ctx: Context, open: IdentifiedCase, stored: StoredRequest) => Promise<void>,
  ): Promise<void> {
    await openCases.whenIdentified(ctx, 'cancel-request', async (open) => {
      const stored = await requests.find(open.citizen.id);
      if (!stored || !isOpen(stored.request, now())) {
        seeOther(ctx, open.address);
      } else if (await desk.isOwn(open, stored.request.proposedBy)) {
        await desk.refuse(ctx, open, 'cancel-request');
      } else {
        await work(ctx, open, stored);
      }
    });
  }

  async function show(ctx: Context, open: IdentifiedCase, { request }: StoredRequest): Promise<void> {
    await desk.show(ctx, open, 'task-cancel-request', {
      title: 'desk.task.cancel-request',
      data: { address: open.address, name: nameBorne(open.citizen.profile), request },
    });
  }

  /** What was shown is cancelled, and nothing that came after it. */
  async function cancel(
    ctx: Context,
    open: IdentifiedCase,
    stored: StoredRequest,
    fields: Fields,
  ): Promise<void> {
    const isShown = fields.request === stored.request.id;
    if (!isShown || !(await course.cancelAtWindow(stored, open.person, open.document, now()))) {
      seeOther(ctx, open.address);
      return;
    }
    await desk.show(ctx, open, 'done', {
      title: 'desk.done.cancel-request.title',
      data: { address: open.address, say: 'desk.done.cancel-request.say' },
    });
  }

  return router.routes() as unknown as Middleware;
}
