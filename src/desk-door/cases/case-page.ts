/** The page of a case: the person's data beside their document, and the tasks that can be done for them. */
import type { Context } from 'koa';
import { z } from 'zod';
import { nameBorne } from '../../accounts/account.ts';
import type { IdentificationStore } from '../../accounts/identification/identification-store.ts';
import { documents } from '../../assurance/identification.ts';
import { deskEvents } from '../../audit/events/desk-events.ts';
import type { CaseStore } from '../../desk/cases/case-store.ts';
import { isOpen as isRequestOpen } from '../../desk/dual-authorization/request.ts';
import type { RequestStore } from '../../desk/dual-authorization/request-store.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { identificationInWords } from '../../web/page/identification-in-words.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { Desk } from '../desk-access.ts';
import { documentFields, recordIdentification } from '../typed-document.ts';
import type { OpenCase } from './open-case.ts';
import { citizenData } from './task-page.ts';
import { tasksFor } from './tasks.ts';

export interface CasePageParts {
  readonly desk: Desk;
  readonly cases: CaseStore;
  readonly requests: RequestStore;
  readonly identifications: Pick<IdentificationStore, 'record'>;
  readonly pages: Pick<Pages, 'translatorFor'>;
  readonly now: () => Date;
}

const documentSchema = z.object(documentFields);

export async function showCase(
  { desk, requests, pages, now }: Pick<CasePageParts, 'desk' | 'requests' | 'pages' | 'now'>,
  ctx: Context,
  open: OpenCase,
  errors: FormError[] = [],
  typed: Fields = {},
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
      identified: identificationInWords(
        open.citizen.identification,
        pages.translatorFor(ctx),
        languageOf(ctx),
      ),
      isIdentified: open.deskCase.document !== undefined,
      documents,
      typed,
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
    await showCase(parts, ctx, open, checked.errors as FormError[], fields);
    return;
  }
  const { document } = checked.value;
  const { person, citizen } = open;
  // First: a case goes on with somebody whose account says how they were identified.
  await recordIdentification(parts, person, citizen.id, checked.value);
  const event = deskEvents.identityChecked(person, citizen.id, document);
  await parts.cases.noteDocument(open.name, open.deskCase, document, event);
  seeOther(ctx, open.address);
}
