/**
 * What is counted so that nobody does too much of it. Of a network: first the hash of the /48 (or the IPv4 address), which chooses the slot,
 * then that of the network itself, which is the same, or a /56 or /64 in it.
 */
import { atMost, days, entry, hours, minutes } from './entry.ts';

const counted = { type: 'string', sealed: 'not: counts' } as const;
const guessed = { type: 'hash', of: 'account', sealed: 'not: counts', causedBy: ['nobody'] } as const;

export const passwordAttemptsKey = entry({
  ...guessed,
  pattern: 'password-attempts:{<hash>}',
  holds: 'consecutive wrong passwords of strangers, by user name',
  lives: atMost(hours(24)),
});

export const passwordAttemptsOfDeviceKey = entry({
  ...guessed,
  pattern: 'password-attempts:{<hash>}:device:<hash>',
  holds: 'the same of each known device',
  lives: atMost(hours(24)),
});

export const wrongFromKey = entry({
  ...counted,
  pattern: 'wrong-from:{<hash>}:<hash>',
  holds: 'wrong passwords from one network',
  of: 'network',
  lives: atMost(minutes(15)),
  causedBy: ['nobody'],
});

export const wrongInAllKey = entry({
  ...counted,
  pattern: 'wrong-in-all:everyone',
  holds: 'wrong passwords in all',
  of: 'installation',
  lives: atMost(minutes(1)),
  causedBy: ['nobody'],
});

export const slowedFromKey = entry({
  ...counted,
  pattern: 'slowed-from:{<hash>}:<hash>',
  holds: 'passwords from one network that were looked at although it had its wrong ones',
  of: 'network',
  lives: atMost(minutes(1)),
  causedBy: ['nobody'],
});

export const slowedInAllKey = entry({
  ...counted,
  pattern: 'slowed-in-all:everyone',
  holds: 'the same in all',
  of: 'installation',
  lives: atMost(minutes(1)),
  causedBy: ['nobody'],
});

/** What a browser's errand makes us keep, in bytes. In windows of five minutes, of which an hour touches thirteen. */
const kept = { ...counted, lives: atMost(minutes(5)) } as const;

export const begunFromKey = entry({
  ...counted,
  pattern: 'begun-from:{<hash>}:<hash>',
  holds: 'sign-ins and other errands that were begun from one network',
  of: 'network',
  lives: atMost(minutes(1)),
  causedBy: ['nobody'],
});

export const keptFromKey = entry({
  ...kept,
  pattern: 'kept-from:{<hash>}:<hash>',
  holds: 'bytes that are kept because nobody signed in asked for it, from one network',
  of: 'network',
  causedBy: ['nobody'],
});

export const keptInAllKey = entry({
  ...kept,
  pattern: 'kept-in-all:everyone',
  holds: 'the same in all',
  of: 'installation',
  causedBy: ['nobody'],
});

export const keptOfDeviceKey = entry({
  ...kept,
  pattern: 'kept-of-device:<hash>',
  holds: 'the same of one browser that somebody signed in with before',
  of: 'network',
  causedBy: ['nobody'],
});

export const keptOfDevicesKey = entry({
  ...kept,
  pattern: 'kept-of-devices:everyone',
  holds: 'the same of all such browsers',
  of: 'installation',
  causedBy: ['nobody'],
});

export const keptOfAccountKey = entry({
  ...kept,
  pattern: 'kept-of-account:<id>',
  holds: 'bytes of sign-ins that somebody began who is signed in',
  of: 'account',
  causedBy: ['citizen'],
});

export const keptOfClientKey = entry({
  ...kept,
  pattern: 'kept-of-client:<client id>',
  holds: 'bytes that a relying party’s requests make us keep',
  of: 'client',
  causedBy: ['program'],
});

export const wrongUserCodesFromKey = entry({
  ...counted,
  pattern: 'wrong-user-codes-from:{<hash>}:<hash>',
  holds: 'wrong device codes from one network',
  of: 'network',
  lives: atMost(minutes(15)),
  causedBy: ['nobody', 'citizen'],
});

export const wrongUserCodesInAllKey = entry({
  ...counted,
  pattern: 'wrong-user-codes-in-all:everyone',
  holds: 'wrong device codes in all',
  of: 'installation',
  lives: atMost(minutes(1)),
  causedBy: ['nobody', 'citizen'],
});

export const unknownPresentationsFromKey = entry({
  ...counted,
  pattern: 'unknown-presentations-from:{<hash>}:<hash>',
  holds: 'requests of wallets from one network that belong to no sign-in under way',
  of: 'network',
  lives: atMost(minutes(1)),
  causedBy: ['nobody', 'program'],
});

export const unknownPresentationsInAllKey = entry({
  ...counted,
  pattern: 'unknown-presentations-in-all:everyone',
  holds: 'the same in all',
  of: 'installation',
  lives: atMost(minutes(1)),
  causedBy: ['nobody', 'program'],
});

/** Only of what there is, the number of which is bounded where it begins. */
export const walletRequestsKey = entry({
  ...counted,
  pattern: 'wallet-requests:<hash>',
  holds: 'requests of wallets for one sign-in under way',
  of: 'browser',
  lives: atMost(minutes(2)),
  causedBy: ['program'],
});

export const messagesToKey = entry({
  ...counted,
  pattern: 'messages-to:<id>',
  holds: 'messages of a day that strangers caused to an account',
  of: 'account',
  lives: atMost(days(1)),
  causedBy: ['nobody'],
});

export const messagesToFromDeviceKey = entry({
  ...counted,
  pattern: 'messages-to:<id>:device:<hash>',
  holds: 'the same of each known device, and of each relying party that asks from elsewhere',
  of: 'account',
  lives: atMost(days(1)),
  causedBy: ['nobody', 'citizen', 'program'],
});

export const messagesOfResetKey = entry({
  ...counted,
  pattern: 'messages-to:<id>:reset',
  holds: 'messages of a day about a forgotten password, as strangers asked for them',
  of: 'account',
  lives: atMost(days(1)),
  causedBy: ['nobody'],
});

export const messagesOfResetFromDeviceKey = entry({
  ...counted,
  pattern: 'messages-to:<id>:reset:device:<hash>',
  holds: 'the same of each known device',
  of: 'account',
  lives: atMost(days(1)),
  causedBy: ['nobody'],
});

export const downloadsKey = entry({
  ...counted,
  pattern: 'downloads-of:<id>',
  holds: 'downloads of all data of an account, of a day',
  of: 'account',
  lives: atMost(days(1)),
  causedBy: ['citizen'],
});

export const cardRenewalsKey = entry({
  ...counted,
  pattern: 'card-renewals-of:<id>',
  holds: 'how often wallets renewed cards of an account by themselves, of a day',
  of: 'account',
  lives: atMost(days(1)),
  causedBy: ['program'],
});

export const usernamesAskedFromKey = entry({
  ...counted,
  pattern: 'usernames-asked-from:{<hash>}:<hash>',
  holds: 'requests for forgotten user names from one network',
  of: 'network',
  lives: atMost(minutes(15)),
  causedBy: ['nobody'],
});

export const usernamesAskedInAllKey = entry({
  ...counted,
  pattern: 'usernames-asked-in-all:everyone',
  holds: 'requests for forgotten user names in all',
  of: 'installation',
  lives: atMost(minutes(1)),
  causedBy: ['nobody'],
});

/** Also of addresses that nobody has, so that they are answered the same. */
export const usernamesAskedForKey = entry({
  ...counted,
  pattern: 'usernames-asked-for:<hash>',
  holds: 'requests of a day for the user names of one e-mail address, whether or not anybody has it',
  of: 'account',
  lives: atMost(days(1)),
  causedBy: ['nobody'],
});

export const administrationKey = entry({
  ...counted,
  pattern: 'administration:<client id>',
  holds: 'requests of a machine client in this minute',
  of: 'client',
  lives: atMost(minutes(1)),
  causedBy: ['program'],
});

export const lookUpsKey = entry({
  ...counted,
  pattern: 'desk-look-ups:<hash>',
  holds: 'look-ups of a clerk in this hour',
  of: 'clerk',
  lives: atMost(hours(1)),
  causedBy: ['clerk'],
});

export const pollKey = entry({
  pattern: 'poll:{<hash>}',
  type: 'hash',
  holds: 'when a device’s code or a request was last asked about, and how long to wait',
  of: 'client',
  sealed: 'not: instants',
  lives: atMost(minutes(15)),
  causedBy: ['program'],
});

export const limitsReachedKey = entry({
  pattern: 'limits-reached',
  type: 'hash',
  holds: 'how often each limit was reached, by the hour',
  of: 'installation',
  sealed: 'not: counts',
  lives: atMost(days(8), 'from the last one'),
  causedBy: ['nobody', 'citizen', 'clerk', 'program'],
});
