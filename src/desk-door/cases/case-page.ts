/** The page of a case: the person's data beside their document, and the tasks that can be done for them. */
import type { Context } from 'koa';
import { z } from 'zod';
import { nameBorne } from '../../accounts/account.ts';
import { deskEvents } from '../../audit/events/desk-events.ts';
import { type CaseStore, documents } from '../../desk/cases/case-store.ts';
import { isOpen as isRequestOpen } from '../../desk/dual-authorization/request.ts';
import type { RequestStore } from '../../desk/dual-authorization/request-store.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { Desk } from '../desk-access.ts';
import type { OpenCase } from './open-case.ts';
import { citizenData } from './task-page.ts';
import { tasksFor } from './tasks.ts';

export interface CasePageParts {
  readonly desk: Desk;
  readonly cases: CaseStore;
  readonly requests: RequestStore;
  readonly now: () => Date;
}

const documentSchema = z.object({
  document: z.enum(documents, 'desk.document.empty').prefault('' as 'id-card'),
});

export async function showCase(
  { desk, requests, now }: Pick<CasePageParts, 'desk' | 'requests' | 'now'>,
  ctx: Context,
  open: OpenCase,
  errors: FormError[] = [],
): Promise<void> {
  const stored = await requests.find(open.citizen.id);
  const request = stored && isRequestOpen(stored.request, now()) ? stored.request : undefined;
  const isOwnProposal = request !== undefined && (await desk.isOwn(open, request.proposedBy));
  await desk.show(ctx, open, 'cases/case', {
    title: 'desk.case.title',
    titleValues: { name: nameBorne(open.citizen.profile) },
    status: errors.length > 0 ? 422 : 200,
    errors,
    data: {
      ...citizenData(ctx, open),
      isIdentified: open.deskCase.document !== undefined,
      documents,
      tasks: tasksFor(open.citizen, request !== undefined).filter(
        (task) => task !== 'cancel-request' || !isOwnProposal,
      ),
      request,
    },
  });
}

/** The clerk compared the person with a document, and says with which. */
export async function submitDocument(
  parts: CasePageParts,
  ctx: Context,
  open: OpenCase,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(documentSchema, fields);
  if ('errors' in checked) {
    await showCase(parts, ctx, open, checked.errors as FormError[]);
    return;
  }
  const { document } = checked.value;
  const event = deskEvents.identityChecked(open.person, open.citizen.id, document);
  await parts.cases.noteDocument(open.name, open.deskCase, document, event);
  seeOther(ctx, open.address);
}
