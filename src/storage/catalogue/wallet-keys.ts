/** What wallets leave, beside what lies with the accounts. */
import { atMost, entry, forEver, minutes } from './entry.ts';

export const walletPresentationKey = entry({
  pattern: 'wallet-presentation:{<hash>}',
  type: 'hash',
  holds: 'what a wallet was asked, with the key for its answer, and what it proved; with its version',
  of: 'browser',
  sealed: 'sealed',
  lives: atMost(minutes(2)),
  causedBy: ['nobody', 'program'],
});

/** The account itself says which subjects are its own; a pointer that leads elsewhere leads nowhere. */
export const walletSubjectKey = entry({
  pattern: 'wallet-subject:{<hash>}',
  type: 'string',
  holds: 'account id behind a trust anchor and a personal identifier, where the account says the same',
  of: 'account',
  sealed: 'not: an id that says nothing',
  lives: forEver,
  causedBy: ['citizen', 'program'],
});

/** An id that a wallet was offered. */
export const walletOfferIdKey = entry({
  pattern: 'wallet-offer:{<hash>}',
  type: 'string',
  holds: 'account id behind an offer that a wallet fetches',
  of: 'account',
  sealed: 'not: an id that says nothing',
  lives: atMost(minutes(5)),
  causedBy: ['citizen'],
});

const list = {
  type: 'string',
  of: 'installation',
  sealed: 'not: bits and counts, which are published',
  lives: forEver,
} as const;

/** All lists share a slot. */
export const statusListKeys = {
  current: entry({
    ...list,
    pattern: 'status-lists:{all}:current',
    holds: 'which list is being filled',
    causedBy: ['program'],
  }),
  taken: entry({
    ...list,
    pattern: 'status-lists:{all}:<number>:taken',
    holds: 'the places of a list that are taken, a bit each',
    causedBy: ['program'],
  }),
  count: entry({
    ...list,
    pattern: 'status-lists:{all}:<number>:count',
    holds: 'how many are taken',
    causedBy: ['program'],
  }),
  revoked: entry({
    ...list,
    pattern: 'status-lists:{all}:<number>:revoked',
    holds: 'the places of a list that are revoked, a bit each',
    causedBy: ['nobody', 'citizen', 'clerk', 'operator', 'program', 'node'],
  }),
  version: entry({
    ...list,
    pattern: 'status-lists:{all}:<number>:version',
    holds: 'how often that changed',
    causedBy: ['nobody', 'citizen', 'clerk', 'operator', 'program', 'node'],
  }),
} as const;
