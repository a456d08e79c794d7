/** Where the audit log is kept, and what its sealed bodies belong to. */
import * as kept from '../storage/catalogue/audit-log-keys.ts';

export const pendingEventsKey = kept.auditPendingEventsKey();
export const refusalsKey = kept.auditRefusalsKey();
export const headKey = kept.auditHeadKey();
export const monthsKey = kept.auditMonthsKey();
export const checkpointsKey = kept.auditCheckpointsKey();
export const coveringKey = kept.auditCoveringKey();
export const checkpointKeysKey = kept.auditSigningKeysKey();
export const shippedKey = kept.auditShippedKey();
export const shippingKey = kept.auditShippingKey();
export const retentionKey = kept.auditRetentionKey();

export const monthKey = kept.auditMonthKey;

/** To which the sealed bodies belong. */
export const bodyPlace = 'audit';

/** `2026-11`, of the id of an entry. */
export function monthOf(id: string): string {
  return new Date(Number(id.split('-')[0])).toISOString().slice(0, 7);
}
