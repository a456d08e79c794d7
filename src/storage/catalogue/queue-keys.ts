/** What waits to be told to the world outside, and what was given up; the keys of one queue share a slot. */
import { entry, until } from './entry.ts';

const waiting = { type: 'stream', sealed: 'sealed' } as const;
const givenUp = {
  ...waiting,
  of: 'installation',
  lives: until('each until an operator queues it again'),
  causedBy: ['node'],
} as const;

export const messageKeys = {
  stream: entry({
    ...waiting,
    pattern: 'messages:{queue}',
    holds: 'e-mails and text messages to be sent',
    of: 'account',
    lives: until('each until it is delivered, or given up'),
    causedBy: ['nobody', 'citizen', 'clerk', 'operator', 'program', 'node'],
  }),
  deadLetters: entry({
    ...givenUp,
    pattern: 'messages:{queue}:dead',
    holds: 'those that were given up',
  }),
  /** Whatever strangers ask for, nothing piles up. */
  nobody: entry({
    ...waiting,
    pattern: 'messages:{queue}:nobody',
    holds: 'one message at most, to nobody: so that it takes as long as for somebody',
    of: 'installation',
    lives: until('until the next one takes its place'),
    causedBy: ['nobody'],
  }),
} as const;

export const logoutKeys = {
  line: entry({
    ...waiting,
    pattern: 'logouts:{queue}:to:<client id>',
    holds: 'logouts that a relying party is to be told of, in line',
    of: 'client',
    lives: until('each until it is told, or given up'),
    causedBy: ['nobody', 'citizen', 'clerk', 'operator', 'node'],
  }),
  aside: entry({
    pattern: 'logouts:{queue}:to:<client id>:aside',
    type: 'set',
    holds: 'those of them that stand aside',
    of: 'client',
    sealed: 'not: numbers of messages',
    lives: until('as the messages'),
    causedBy: ['node'],
  }),
  relyingParties: entry({
    pattern: 'logouts:{queue}:relying-parties',
    type: 'set',
    holds: 'for whom something waits',
    of: 'installation',
    sealed: 'not: client ids',
    lives: until('each until nothing waits for it'),
    causedBy: ['nobody', 'citizen', 'clerk', 'operator', 'node'],
  }),
  announced: entry({
    pattern: 'logouts:{queue}:announced',
    type: 'zset',
    holds: 'accounts whose sessions are just being ended, or that something is still to be done for',
    of: 'account',
    sealed: 'not: ids that say nothing',
    lives: until('each until all is done'),
    causedBy: ['nobody', 'citizen', 'clerk', 'operator', 'node'],
  }),
  deadLetters: entry({
    ...givenUp,
    pattern: 'logouts:{queue}:dead',
    holds: 'logouts that were given up',
  }),
} as const;

export const pingKeys = {
  stream: entry({
    ...waiting,
    pattern: 'pings:{queue}',
    holds: 'relying parties that are to be pinged of a decision',
    of: 'client',
    lives: until('each until it is delivered, or given up'),
    causedBy: ['citizen'],
  }),
  deadLetters: entry({
    ...givenUp,
    pattern: 'pings:{queue}:dead',
    holds: 'those that were given up',
  }),
} as const;
