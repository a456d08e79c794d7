/** Where the audit log is kept. Changes of any account are recorded here, so all of the store is one shard (decision 28). */

/** Events as they come, until the sealer has chained them. */
export const arrivalsKey = 'audit:arrivals';
/** How far the chain has come: its last sequence number, hash and id; its last checkpoint. */
export const headKey = 'audit:head';
/** The months that there are, in order. */
export const monthsKey = 'audit:months';
export const checkpointsKey = 'audit:checkpoints';
/** Numbers of checkpoints, scored by the entries that they cover. */
export const coveringKey = 'audit:covering';
/** Private keys of checkpoints (sealed). */
export const auditKeysKey = 'audit:keys';
/** How far the shipper has come. */
export const shippedKey = 'audit:shipped';
/** Which node ships. */
export const shippingKey = 'audit:shipping';
/** The signed word on what retention removed. */
export const retentionKey = 'audit:retention';

export const monthKey = (month: string): string => `audit:${month}`;

/** To which the sealed bodies belong. */
export const bodyPlace = 'audit';

/** `2026-11`, of the id of an entry. */
export function monthOf(id: string): string {
  return new Date(Number(id.split('-')[0])).toISOString().slice(0, 7);
}
