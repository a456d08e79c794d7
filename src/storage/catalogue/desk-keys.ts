/** What people who work at a government window leave, beside what lies with the accounts. */
import { atMost, days, entry, forEver, minutes, until } from './entry.ts';

export const deskStaffKey = entry({
  pattern: 'desk-staff',
  type: 'set',
  holds: 'who has or once had a role',
  of: 'installation',
  sealed: 'not: ids that say nothing',
  lives: forEver,
  causedBy: ['operator'],
});

export const staffNumbersKey = entry({
  pattern: 'staff-numbers',
  type: 'hash',
  holds: 'the number of each of them, by account id',
  of: 'installation',
  sealed: 'not: ids that say nothing',
  lives: forEver,
  causedBy: ['operator'],
});

export const deskProposalsKey = entry({
  pattern: 'desk-proposals:<office>',
  type: 'zset',
  holds: 'accounts with a proposal of an office, scored by its end',
  of: 'office',
  sealed: 'not: ids that say nothing',
  lives: until('each until it is decided'),
  causedBy: ['clerk'],
});

export const deskRequestsDueKey = entry({
  pattern: 'desk-requests-due',
  type: 'zset',
  holds:
    'accounts with a request of which something is to come, scored by when, or by when it is tried again',
  of: 'installation',
  sealed: 'not: ids that say nothing',
  lives: until('each until nothing is to come of it'),
  causedBy: ['clerk', 'node'],
});

export const deskCaseKey = entry({
  pattern: 'desk-case:{<hash>}',
  type: 'string',
  holds: 'whom a clerk looked up, and why',
  of: 'clerk',
  sealed: 'sealed',
  lives: atMost(minutes(30)),
  causedBy: ['clerk'],
});

export const deskInquiryKey = entry({
  pattern: 'desk-inquiry:{<hash>}',
  type: 'string',
  holds: 'whom an auditor asks the log about, and why',
  of: 'clerk',
  sealed: 'sealed',
  lives: atMost(minutes(30)),
  causedBy: ['clerk'],
});

export const deskLinkKey = entry({
  pattern: 'desk-link:{<hash>}',
  type: 'string',
  holds: 'which request a link in a message cancels',
  of: 'account',
  sealed: 'not: ids that say nothing, under the hash of the link’s secret',
  lives: atMost(days(60)),
  causedBy: ['node'],
});

export const lookUpCountsKey = entry({
  pattern: 'desk-look-up-counts:<day>',
  type: 'hash',
  holds: 'look-ups of a day by outcome, staff number and office',
  of: 'installation',
  sealed: 'not: counts',
  lives: atMost(days(400)),
  causedBy: ['clerk'],
});
