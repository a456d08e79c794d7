/**
 * Whom an auditor asks the log about, and why. Like a case it has a random name, belongs to one person and lasts half an hour: no address
 * names an account, and nobody's entries are read without a reason that they read themselves. Beside it is the other thing that auditors
 * review: how many people each clerk looked up.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { deskInquiryKey } from '../../storage/catalogue/desk-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord } from '../../storage/sealed-record.ts';

const inquirySchema = z.strictObject({
  auditorId: z.string(),
  accountId: z.string(),
  /** As the auditor typed it. */
  username: z.string(),
  reason: z.string(),
});

export type Inquiry = z.output<typeof inquirySchema>;

export interface InquiryStore {
  /** @returns the name of the inquiry. */
  open(inquiry: Inquiry, event: SecurityEvent): Promise<string>;
  /** Undefined when it is over, or another auditor's. */
  find(name: string, auditorId: string): Promise<Inquiry | undefined>;
}

const openStep = recordedStep<'viewed', number>(import.meta.dirname, 'open-inquiry');

export function createInquiryStore(recorder: Recorder, sealer: Sealer): InquiryStore {
  const keyOf = (name: string): StoreKey => deskInquiryKey(hashOfIdentifier(name));

  return {
    async open(inquiry, event) {
      const name = randomBytes(16).toString('base64url');
      const key = keyOf(name);
      const sealed = sealer.seal(JSON.stringify(inquiry), key);
      await openStep(recorder, [key], [sealed, deskInquiryKey.lifeInSeconds], { viewed: event });
      return name;
    },

    async find(name, auditorId) {
      const key = keyOf(name);
      const sealed = await recorder.store.get(key);
      const found = sealed ? openRecord(sealer, inquirySchema, sealed, key, 'an inquiry') : undefined;
      return found?.auditorId === auditorId ? found : undefined;
    },
  };
}
