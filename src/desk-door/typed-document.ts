/** The document that a clerk compares somebody with: its kind and its number. */
import { z } from 'zod';
import type { IdentificationStore } from '../accounts/identification/identification-store.ts';
import {
  documentNumber,
  documents,
  type Identification,
  type IdentityDocument,
} from '../assurance/identification.ts';
import { deskEvents } from '../audit/events/desk-events.ts';
import type { DeskPerson } from '../desk/staff/role.ts';

export const documentFields = {
  document: z.enum(documents, 'desk.document.empty').prefault('' as 'id-card'),
  document_number: z
    .string()
    .refine((typed) => documentNumber.safeParse(typed).success, 'desk.document.number.format')
    .transform((typed) => documentNumber.parse(typed))
    .prefault(''),
};

export interface TypedDocument {
  readonly document: IdentityDocument;
  readonly document_number: string;
}

/** The clerk saw the person and the document: whoever was known less surely is known by it from now on. */
export async function recordIdentification(
  { identifications, now }: { identifications: Pick<IdentificationStore, 'record'>; now: () => Date },
  person: DeskPerson,
  accountId: string,
  typed: TypedDocument,
): Promise<void> {
  const { document } = typed;
  await identifications.record(accountId, identifiedAtDesk(person, typed, now()), (outcome) =>
    outcome === 'raised'
      ? deskEvents.identificationRaised(person, accountId, document)
      : deskEvents.identificationRenewed(person, accountId, document),
  );
}

export function identifiedAtDesk(
  { staffNumber: clerk, office }: Pick<DeskPerson, 'staffNumber' | 'office'>,
  { document, document_number: number }: TypedDocument,
  now: Date,
): Identification {
  return { by: 'desk', at: now.toISOString(), document, number, clerk, office };
}
