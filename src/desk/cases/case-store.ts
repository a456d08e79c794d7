/**
 * The person at the window: whom a clerk looked up, for which reason, and by which document they were identified. A case is known by a
 * random name, belongs to one clerk and lasts half an hour, so that no address names an account and none can be browsed.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { documents, type IdentityDocument } from '../../assurance/identification.ts';
import { type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { deskCaseKey } from '../../storage/catalogue/desk-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord } from '../../storage/sealed-record.ts';
import { countsField, countsKeptInSeconds, countsKey } from '../audit-review/look-up-counts-store.ts';
import type { DeskPerson } from '../staff/role.ts';

export const lookUpReasons = [
  'asked-in-person',
  'enrolment',
  'lost-device',
  'name',
  'theft',
  'other',
] as const;
/** How a case came to be: a look-up by user name has one of the reasons above. */
const caseReasons = [...lookUpReasons, 'forgotten-username'] as const;

const caseSchema = z.strictObject({
  clerkId: z.string(),
  accountId: z.string(),
  reason: z.enum(caseReasons),
  /** Which document the clerk compared the person with; absent before. */
  document: z.enum(documents).optional(),
});

export type DeskCase = z.output<typeof caseSchema>;

export interface CaseStore {
  /** Counts as a look-up of the clerk's on this day. @returns the name of the case. */
  open(
    clerk: DeskPerson,
    opened: Omit<DeskCase, 'clerkId'>,
    day: string,
    event: SecurityEvent,
  ): Promise<string>;
  /** Undefined when it is over, or another clerk's. */
  find(name: string, clerkId: string): Promise<DeskCase | undefined>;
  noteDocument(
    name: string,
    found: DeskCase,
    document: IdentityDocument,
    event: SecurityEvent,
  ): Promise<void>;
}

const openStep = recordedStep<'viewed', number>(import.meta.dirname, 'open-desk-case');

const noteDocumentStep = recordedStep<'checked', number>(import.meta.dirname, 'note-document');

export function createCaseStore(recorder: Recorder, sealer: Sealer): CaseStore {
  const { store } = recorder;
  const keyOf = (name: string): StoreKey => deskCaseKey(hashOfIdentifier(name));

  return {
    async open(clerk, opened, day, event) {
      const name = randomBytes(16).toString('base64url');
      const key = keyOf(name);
      const sealed = sealer.seal(JSON.stringify({ clerkId: clerk.accountId, ...opened }), key);
      const args = [sealed, deskCaseKey.lifeInSeconds, countsField(clerk, 'found'), countsKeptInSeconds];
      await openStep(recorder, [key, countsKey(day)], args, { viewed: event });
      return name;
    },

    async find(name, clerkId) {
      const key = keyOf(name);
      const sealed = await store.get(key);
      const found = sealed ? openRecord(sealer, caseSchema, sealed, key, 'a case at the desk') : undefined;
      return found?.clerkId === clerkId ? found : undefined;
    },

    async noteDocument(name, found, document, event) {
      const key = keyOf(name);
      const sealed = sealer.seal(JSON.stringify({ ...found, document }), key);
      await noteDocumentStep(recorder, [key], [sealed], { checked: event });
    },
  };
}
