/** The audit log. Changes of any account are recorded here, so all of the store is one shard (decision 28). */
import { atMost, entry, forEver, hours, until } from './entry.ts';

const everybody = ['nobody', 'citizen', 'clerk', 'operator', 'program', 'node'] as const;
const ours = { of: 'installation', causedBy: ['node'] } as const;

/** Events as they come, until the sealer has chained them. */
export const auditPendingEventsKey = entry({
  pattern: 'audit:arrivals',
  type: 'stream',
  holds: 'security events that await their place in the chain',
  of: 'installation',
  sealed: 'sealed',
  lives: until('each about half a second'),
  causedBy: everybody,
});

/** Refusals beyond a few a minute, until one entry says how many. */
export const auditRefusalsKey = entry({
  pattern: 'audit:refusals',
  type: 'hash',
  holds: 'refusals of this minute and the last, counted by what was refused and from which network',
  of: 'installation',
  sealed: 'not: counts, networks in coarse form, and ids that say nothing',
  lives: atMost(hours(1), 'from the last refusal'),
  causedBy: ['nobody', 'citizen', 'program'],
});

export const auditMonthKey = entry({
  pattern: 'audit:<month>',
  type: 'stream',
  holds: 'the chain, a stream a month: number, digest, hash, event (sealed)',
  of: 'installation',
  sealed: 'partly: numbers and hashes make the chain',
  lives: until('as `keep_months` of `audit.json` says, else for ever'),
  causedBy: everybody,
});

/** While a month is sealed anew; it then takes the month's place. */
export const auditMonthCopyKey = entry({
  pattern: 'audit:<month>:resealed',
  type: 'stream',
  holds: 'a month that is being sealed anew, until it takes its place',
  of: 'installation',
  sealed: 'partly: numbers and hashes make the chain',
  lives: atMost(hours(24)),
  causedBy: ['operator'],
});

/** How far the chain has come: its last sequence number, hash and id; its last checkpoint. */
export const auditHeadKey = entry({
  ...ours,
  pattern: 'audit:head',
  type: 'hash',
  holds: 'how far the chain has come: its last number, hash and id; its last checkpoint',
  sealed: 'hashes only',
  lives: forEver,
});

/** The months that there are, in order. */
export const auditMonthsKey = entry({
  ...ours,
  pattern: 'audit:months',
  type: 'zset',
  holds: 'the months that there are',
  sealed: 'not: months',
  lives: forEver,
});

export const auditCheckpointsKey = entry({
  ...ours,
  pattern: 'audit:checkpoints',
  type: 'stream',
  holds: 'signed checkpoints',
  sealed: 'hashes only',
  lives: until('as the months that they cover'),
});

/** Numbers of checkpoints, scored by the entries that they cover. */
export const auditCoveringKey = entry({
  ...ours,
  pattern: 'audit:covering',
  type: 'zset',
  holds: 'numbers of checkpoints, scored by the entries that they cover',
  sealed: 'not: counts',
  lives: until('as the months that they cover'),
});

/** Private keys of checkpoints. */
export const auditSigningKeysKey = entry({
  pattern: 'audit:keys',
  type: 'hash',
  holds: 'keys of checkpoints (sealed), and which one signs',
  of: 'installation',
  sealed: 'partly: the name of the one that signs',
  lives: forEver,
  causedBy: ['operator', 'node'],
});

/** How far the shipper has come. */
export const auditShippedKey = entry({
  ...ours,
  pattern: 'audit:shipped',
  type: 'hash',
  holds: 'how far shipping has come',
  sealed: 'not: counts',
  lives: forEver,
});

/** Which node ships. */
export const auditShippingKey = entry({
  ...ours,
  pattern: 'audit:shipping',
  type: 'string',
  holds: 'which node ships',
  sealed: 'not: a random name of a node',
  lives: atMost(20),
});

/** The signed word on what retention removed. */
export const auditRetentionKey = entry({
  ...ours,
  pattern: 'audit:retention',
  type: 'string',
  holds: 'the signed word on what was removed',
  sealed: 'hashes only',
  lives: forEver,
});
