/** The keys of one account. All carry the same hash tag, so that one atomic step may touch them together, also on a cluster. */
import { asTheAccount, atMost, days, entry, hours, type KeyPattern, minutes, until } from './entry.ts';

export const accountKey = entry({
  pattern: '{account:<id>}',
  type: 'hash',
  holds:
    'profile (sealed), password hash (`foreign:` before another system’s, `wrapped:` before Argon2id of one), as what the password was judged, status, hash of an activation code, which clerks made the account or a code for it, external id (sealed), how its owner was identified (sealed, where anybody did), whether it is somebody else’s with equal birth data, whether only its owner said who they are, when its owner last signed in, when its sessions were last ended, when it will be erased, as what its erasing is recorded, whether what wallets hold of it is due to be revoked. `{account:nobody}` is a record like any other, read for names that nobody has, so that it takes as long',
  of: 'account',
  sealed: 'partly: instants, status and hashes are compared by scripts',
  lives: until('until the account was closed for thirty days'),
  causedBy: ['nobody', 'citizen', 'clerk', 'operator', 'node'],
});

export const plusKey = entry({
  pattern: '{account:<id>}:plus',
  type: 'hash',
  holds:
    'authenticators, that is apps and passkeys (sealed); last spent step and learnt clock offset of each app, count of each passkey and whether it is backed up; which others were in use when it was begun; hash of the törlőkód, when it was made, last tried out and asked about; when a passkey was last offered',
  of: 'account',
  sealed: 'partly: steps, offsets, counts and the hash of the törlőkód are compared by scripts',
  lives: until('until the Ügyfélkapu+ is cancelled, or the account is erased'),
  causedBy: ['nobody', 'citizen', 'operator'],
});

/** Of strangers. */
export const codeAttemptsKey = entry({
  pattern: '{account:<id>}:code-attempts',
  type: 'hash',
  holds: 'consecutive wrong codes of strangers, and the code of a wrong clock that they gave last',
  of: 'account',
  sealed: 'not: counts',
  lives: until('until the owner gives a right code, or cancels'),
  causedBy: ['nobody'],
});

export const codeAttemptsOfDeviceKey = entry({
  pattern: '{account:<id>}:code-attempts:device:<hash>',
  type: 'hash',
  holds: 'the same of each known device',
  of: 'account',
  sealed: 'not: counts',
  lives: atMost(hours(24)),
  causedBy: ['nobody'],
});

/** Slots of an hour and of thirty days (throttle/failures/begin-attempt.lua). */
const guessesInAll = {
  type: 'hash',
  of: 'account',
  sealed: 'not: counts',
  lives: atMost(days(420), 'from the last wrong one'),
  causedBy: ['nobody'],
} as const;

export const wrongCodesKey = entry({
  ...guessesInAll,
  pattern: '{account:<id>}:wrong-codes',
  holds: 'wrong codes of strangers and of known devices: in a row, by hour and by month',
});

export const wrongPasswordsKey = entry({
  ...guessesInAll,
  pattern: '{account:<id>}:wrong-passwords',
  holds:
    'wrong passwords in a row, of strangers and of known devices. `{account:nobody}` has one too: of names that nobody has, so that they cost as much',
});

/** Of what looks unusual, the owner is told once a day and kind (owner-notices/). `{account:nobody}` is told the same of names that nobody has. */
export const toldKey = entry({
  pattern: '{account:<id>}:told:<kind>',
  type: 'string',
  holds: 'that its owner was told of something unusual of this kind today',
  of: 'account',
  sealed: 'not: a mark',
  lives: atMost(days(1)),
  causedBy: ['nobody', 'citizen'],
});

export const enrolmentKey = entry({
  pattern: '{account:<id>}:enrolment',
  type: 'hash',
  holds: 'an application under way, with its version, and which authenticators were in use when it was begun',
  of: 'account',
  sealed: 'partly: ids of authenticators are compared by scripts',
  lives: atMost(days(60)),
  causedBy: ['nobody', 'citizen', 'clerk'],
});

export const historyKey = entry({
  pattern: '{account:<id>}:history',
  type: 'stream',
  holds:
    'what happened in twelve months. `{account:nobody}` has one too: of requests for user names that nobody has, so that they cost as much',
  of: 'account',
  sealed: 'sealed',
  lives: atMost(days(366), 'from the last entry'),
  causedBy: ['nobody', 'citizen', 'clerk', 'operator', 'program', 'node'],
});

/** What happened often in a day is one entry of the history from some time on. */
export const historyRepeatsKey = entry({
  pattern: '{account:<id>}:history-repeats',
  type: 'hash',
  holds: 'how often each kind of event happened today, and which entry of the history says so',
  of: 'account',
  sealed: 'not: hashes of kinds, counts and ids of entries',
  lives: atMost(days(1)),
  causedBy: ['nobody', 'citizen', 'clerk', 'operator', 'program', 'node'],
});

/** Sessions at the provider, scored by expiry. */
export const sessionsKey = entry({
  pattern: '{account:<id>}:sessions',
  type: 'zset',
  holds: 'the account’s sessions at the engine, scored by expiry',
  of: 'account',
  sealed: 'not: the internal names of sessions, by which nobody is signed in',
  lives: atMost(minutes(15) + 15, 'from the last request of any of them'),
  causedBy: ['citizen'],
});

/** Grants of relying parties, scored by expiry. */
export const grantsKey = entry({
  pattern: '{account:<id>}:grants',
  type: 'zset',
  holds: 'the account’s grants at the engine, scored by expiry',
  of: 'account',
  sealed: 'not: client ids, and names of grants by which nothing is redeemed',
  lives: atMost(
    days(366) + hours(1) + 15,
    'as the longest grant: 25 hours, but for wallets that renew cards',
  ),
  causedBy: ['citizen'],
});

/** Which relying party was given what, and when. */
export const servicesKey = entry({
  pattern: '{account:<id>}:services',
  type: 'hash',
  holds: 'which relying party was given which claim, and when last',
  of: 'account',
  sealed: 'not: names of claims, not their values',
  lives: asTheAccount,
  causedBy: ['citizen', 'program'],
});

/** Relying parties that a citizen signed in to, session by session, to be told when it ends; scored by expiry. */
export const signInsKey = entry({
  pattern: '{account:<id>}:sign-ins',
  type: 'zset',
  holds: 'relying parties that were let in within each session, to be told when it ends; scored by expiry',
  of: 'account',
  sealed: 'not: client ids, and the names of sessions that relying parties know',
  lives: atMost(hours(25), 'from the last sign-in'),
  causedBy: ['citizen'],
});

export const contactChangeKey = entry({
  pattern: '{account:<id>}:contact-change',
  type: 'hash',
  holds: 'a new address or number that awaits its codes',
  of: 'account',
  sealed: 'sealed',
  lives: atMost(minutes(30)),
  causedBy: ['citizen'],
});

/** Requests from elsewhere that wait for the citizen. */
export const approvalsKey = entry({
  pattern: '{account:<id>}:approvals',
  type: 'hash',
  holds: 'requests from elsewhere that wait for the citizen: expiry, relying party, id (sealed)',
  of: 'account',
  sealed: 'partly: expiry and relying party are counted by a script',
  lives: atMost(minutes(10) + 15),
  causedBy: ['program'],
});

/** What its holder may do at the desk, where they work there. */
export const deskRoleKey = entry({
  pattern: '{account:<id>}:desk-role',
  type: 'string',
  holds: 'role and office of somebody who works at the desk',
  of: 'account',
  sealed: 'sealed',
  lives: until('until the role is taken away, or the account is erased'),
  causedBy: ['operator'],
});

/** What two people at the desk are deciding about the account. */
export const deskRequestKey = entry({
  pattern: '{account:<id>}:desk-request',
  type: 'hash',
  holds: 'what two people are deciding about the account, with its version',
  of: 'account',
  sealed: 'sealed',
  lives: atMost(days(90)),
  causedBy: ['citizen', 'clerk', 'node'],
});

/** What was issued to wallets. */
export const walletsKey = entry({
  pattern: '{account:<id>}:wallets',
  type: 'hash',
  holds: 'what was issued to which wallet (sealed), and when it was revoked',
  of: 'account',
  sealed: 'partly: instants of revocation are set by a script',
  lives: asTheAccount,
  causedBy: ['citizen', 'program'],
});

/** The offer to a wallet that is open. */
export const walletOfferKey = entry({
  pattern: '{account:<id>}:wallet-offer',
  type: 'hash',
  holds: 'the offer to a wallet that is open: its codes (sealed), its tries',
  of: 'account',
  sealed: 'partly: state, tries and the hash of its code are compared by a script',
  lives: atMost(minutes(30)),
  causedBy: ['citizen'],
});

/** Which subjects of wallets are this account's: the hash that their pointer is kept under, and how it came to be. */
export const walletSubjectsKey = entry({
  pattern: '{account:<id>}:wallet-subjects',
  type: 'hash',
  holds:
    'which subjects of wallets are the account’s: hash, how it came to be, and of a linked wallet a random id and its issuer’s name',
  of: 'account',
  sealed: 'not: hashes, and names of issuers',
  lives: asTheAccount,
  causedBy: ['citizen', 'program'],
});

/** The one-time code of one sign-in. */
export const oneTimeCodeKey = entry({
  pattern: '{account:<id>}:one-time-code:<sign-in hash>',
  type: 'hash',
  holds: 'the code of one sign-in, sent or spent',
  of: 'account',
  sealed: 'sealed',
  lives: atMost(hours(1)),
  causedBy: ['nobody'],
});

/** A user name leads to its account. */
export const usernameKey = entry({
  pattern: 'username:<hash>',
  type: 'string',
  holds: 'account id',
  of: 'account',
  sealed: 'not: an id that says nothing',
  lives: asTheAccount,
  causedBy: ['clerk', 'operator'],
});

/** What leads to accounts is a hash with a field for each: Redis keeps a small one in a third of the bytes that a small set takes. */
const idsOfAccounts = { type: 'hash', sealed: 'not: ids that say nothing' } as const;

/** A person leads to their account. */
export const identityKey = entry({
  ...idsOfAccounts,
  pattern: 'identity:<hash>',
  holds: 'ids of the accounts with these birth data: one, unless an operator said that there are two people',
  of: 'account',
  lives: asTheAccount,
  causedBy: ['clerk', 'operator'],
});

export const secondAccountKey = entry({
  pattern: 'second-account:<hash>',
  type: 'string',
  holds:
    'that two people at the desk agreed to a second account for who has these birth data, and the id of the first',
  of: 'account',
  sealed: 'not: an id that says nothing',
  lives: atMost(days(30), 'until it is registered'),
  causedBy: ['clerk', 'node'],
});

/** A verified e-mail address leads to the accounts that have it. */
export const passkeyOwnerKey = entry({
  pattern: 'passkey-owner:<hash>',
  type: 'string',
  holds:
    'account id behind a passkey, by the id that its authenticator gave it: no two accounts have the same',
  of: 'account',
  sealed: 'not: an id that says nothing',
  lives: until('until the passkey is removed, the Ügyfélkapu+ cancelled or the account erased'),
  causedBy: ['citizen', 'operator'],
});

export const addressKey = entry({
  ...idsOfAccounts,
  pattern: 'verified-address:<hash>',
  holds: 'ids of the accounts that have this verified e-mail address',
  of: 'account',
  lives: asTheAccount,
  causedBy: ['citizen', 'clerk', 'operator'],
});

export const closingAccountsKey = entry({
  pattern: 'accounts-closing',
  type: 'zset',
  holds: 'accounts to be erased, scored by the day, or by when it is tried again',
  of: 'account',
  sealed: 'not: ids that say nothing',
  lives: until('each until it is erased, or was found to be withdrawn'),
  causedBy: ['citizen'],
});

/** There from the first import of another system's hashes on. */
export const foreignHashesKey = entry({
  pattern: 'accounts-foreign-hashes',
  type: 'string',
  holds: 'there once another system’s hashes were imported: wrong passwords are then answered on a beat',
  of: 'installation',
  sealed: 'not: a mark',
  lives: { kind: 'for-ever' },
  causedBy: ['operator'],
});

/** The account ids among keys that match this pattern are read with `accountIdOf`. */
export const everyAccountPattern = '{account:*}' as KeyPattern;

export function accountIdOf(key: string): string {
  return key.slice('{account:'.length, -1);
}
