/**
 * What became of a credential in the wallet (OpenID4VCI 1.0 §11): accepted, failed or deleted. The engine knows no such endpoint; it stands
 * at the address of its credential endpoint, with a query, so that the engine finds the token, its key and its wallet in order before
 * anything is believed. It is recorded, each event of an issuance once, and changes nothing: only the owner revokes.
 */
import { z } from 'zod';
import type { AuditLog } from '../../audit/audit-log.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Store } from '../../storage/redis.ts';
import { valueIn } from '../../storage/sealed-record.ts';
import type { CredentialStore } from '../../wallet/issuing/credential-store.ts';
import { isFirstUse } from '../records/use/use-once.ts';

export const notificationQuery = 'notification';

const notificationSchema = z.object({
  notification_id: z.string().max(64),
  event: z.enum(['credential_accepted', 'credential_failure', 'credential_deleted']),
  /** For people who look for faults; nothing is kept of it. */
  event_description: z
    .string()
    .max(1000)
    .regex(/^[\x20-\x21\x23-\x5b\x5d-\x7e]*$/)
    .optional(),
});

export type NotificationRefusal = 'invalid_notification_request' | 'invalid_notification_id';

export type NoteNotification = (
  accountId: string,
  walletId: string,
  sent: unknown,
) => Promise<NotificationRefusal | undefined>;

const rememberedForSeconds = 24 * 60 * 60;

export function createNoteNotification({
  store,
  credentials,
  audit,
}: {
  readonly store: Store;
  readonly credentials: CredentialStore;
  readonly audit: AuditLog;
}): NoteNotification {
  return async (accountId, walletId, sent) => {
    const { data } = notificationSchema.safeParse(sent);
    if (!data) {
      return 'invalid_notification_request';
    }
    const { notification_id: id, event } = data;
    const issuance = valueIn(await credentials.find(accountId, id));
    if (issuance?.walletId !== walletId) {
      return 'invalid_notification_id';
    }
    const forgetAt = Math.floor(Date.now() / 1000) + rememberedForSeconds;
    if (await isFirstUse(store, 'credential-notification', `${id}\0${event}`, forgetAt)) {
      await audit.record(securityEvents.walletNotified(accountId, walletId, id, event));
    }
    return undefined;
  };
}
