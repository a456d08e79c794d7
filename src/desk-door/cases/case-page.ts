/** The page of a case: the person's data beside their document, and the tasks that can be done for them. */
import type { Context } from 'koa';
import { z } from 'zod';
import { lacksData, missingDataOf, nameBorne } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { IdentificationStore } from '../../accounts/identification/identification-store.ts';
import { documents } from '../../assurance/identification.ts';
import { deskEvents } from '../../audit/events/desk-events.ts';
import type { CaseStore } from '../../desk/cases/case-store.ts';
import { isOpen as isRequestOpen } from '../../desk/dual-authorization/request.ts';
import type { RequestStore } from '../../desk/dual-authorization/request-store.ts';
import { readingOf } from '../../storage/sealed-record.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { identificationInWords } from '../../web/page/identification-in-words.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import { readableIn } from '../../web/page/unreadable.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { Desk } from '../desk-access.ts';
import {
  birthDataFields,
  errorOfBirthdate,
  nameField,
  trimmed,
  withFieldName,
} from '../registration/birth-data.ts';
import { documentFields, recordIdentification } from '../typed-document.ts';
import type { OpenCase } from './open-case.ts';
import { citizenData } from './task-page.ts';
import { tasksFor } from './tasks.ts';

export interface CasePageParts {
  readonly desk: Desk;
  readonly cases: CaseStore;
  readonly requests: RequestStore;
  readonly accounts: Pick<AccountStore, 'completePersonalData' | 'findByIdentity'>;
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
  const reading = await readingOf(requests.find(open.citizen.id));
  const stored = readableIn(ctx, reading);
  const request = stored && isRequestOpen(stored.request, now()) ? stored.request : undefined;
  const isUnreadable = reading.kind === 'unreadable';
  const isOwnProposal = request !== undefined && (await desk.isOwn(open, request.proposedBy));
  const t = pages.translatorFor(ctx);
  await desk.show(ctx, open, 'cases/case', {
    title: 'desk.case.title',
    titleValues: { name: nameBorne(open.citizen.profile) },
    errors: errors.map((error) => withFieldName(t, error)),
    data: {
      ...citizenData(ctx, open),
      missing: missingDataOf(open.citizen.profile),
      identified: identificationInWords(open.citizen.identification, t, languageOf(ctx)),
      isIdentified: open.deskCase.document !== undefined,
      documents,
      typed,
      tasks: tasksFor(open.citizen, request !== undefined || isUnreadable).filter(
        (task) => task !== 'cancel-request' || !(isOwnProposal || isUnreadable),
      ),
      unreadable: isUnreadable ? 1 : 0,
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
  const { person, citizen } = open;
  const checked = checkFields(documentSchema, fields);
  const errors =
    'errors' in checked ? (checked.errors as FormError[]) : await completeData(parts, open, fields);
  if ('errors' in checked || errors.length > 0) {
    await showCase(parts, ctx, open, errors, fields);
    return;
  }
  const { document } = checked.value;
  // First: a case goes on with somebody whose account says how they were identified.
  await recordIdentification(parts, person, citizen.id, checked.value);
  const event = deskEvents.identityChecked(person, citizen.id, document);
  await parts.cases.noteDocument(open.name, open.deskCase, document, event);
  seeOther(ctx, open.address);
}

const dataFields = { family_name: nameField, given_name: nameField, ...birthDataFields };

/** A former system did not know all of the person: the clerk reads the rest from the document. @returns what is wrong with it */
async function completeData(
  { accounts, now }: Pick<CasePageParts, 'accounts' | 'now'>,
  { person, citizen }: OpenCase,
  fields: Fields,
): Promise<FormError[]> {
  const { profile } = citizen;
  if (!lacksData(profile)) {
    return [];
  }
  const missing = missingDataOf(profile);
  const schema = z.object(Object.fromEntries(missing.map((member) => [member, dataFields[member]])));
  const checked = checkFields(schema, trimmed(fields));
  if ('errors' in checked) {
    return checked.errors as FormError[];
  }
  const said = checked.value as Record<string, string>;
  const fault = said.birthdate === undefined ? undefined : errorOfBirthdate(said.birthdate, now());
  if (fault) {
    return [fault];
  }
  if ((await accounts.findByIdentity({ ...profile, ...said })).length > 0) {
    return [{ field: '', message: 'desk.identify.person-known' }];
  }
  const event = deskEvents.personalDataCompleted(person, citizen.id);
  const isDone = await accounts.completePersonalData(citizen, said, event);
  return isDone ? [] : [{ field: '', message: 'desk.identify.moved' }];
}
