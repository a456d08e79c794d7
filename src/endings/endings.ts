/**
 * What an end takes with it: every act that ends something of an account, and what becomes of each thing that hangs on the account. The
 * one place where that is decided: the steps of the acts take from it what they end (ending-step.ts), pages and history read it where the
 * citizen acts, docs/security.md is printed from it, and a test runs every act and compares (test/endings). A row needs a cell for each
 * act, and each entry of the catalogue that is of an account a row.
 *
 * In this folder: the table, and how a step ends by it.
 */
import type { MessageKind } from '../notifications/message-kinds.ts';
import {
  accountKey,
  addressKey,
  approvalsKey,
  closingAccountsKey,
  codeAttemptsKey,
  codeAttemptsOfDeviceKey,
  contactChangeKey,
  deskRequestKey,
  deskRoleKey,
  enrolmentKey,
  grantsKey,
  historyKey,
  historyRepeatsKey,
  identityKey,
  oneTimeCodeKey,
  passkeyOwnerKey,
  plusKey,
  secondAccountKey,
  servicesKey,
  sessionsKey,
  signInsKey,
  toldKey,
  usernameKey,
  walletOfferKey,
  walletSubjectsKey,
  walletsKey,
  wrongCodesKey,
  wrongPasswordsKey,
} from '../storage/catalogue/account-keys.ts';
import { deskLinkKey } from '../storage/catalogue/desk-keys.ts';
import { engineRecordKeys, grantTokensKey, refreshSuccessorKey } from '../storage/catalogue/engine-keys.ts';
import type { EntryFacts, StoreKey } from '../storage/catalogue/entry.ts';
import {
  cardRenewalsKey,
  downloadsKey,
  keptOfAccountKey,
  messagesOfResetFromDeviceKey,
  messagesOfResetKey,
  messagesToFromDeviceKey,
  messagesToKey,
  passwordAttemptsKey,
  passwordAttemptsOfDeviceKey,
  usernamesAskedForKey,
} from '../storage/catalogue/limit-keys.ts';
import { logoutKeys, messageKeys } from '../storage/catalogue/queue-keys.ts';
import {
  activationKey,
  loginAttemptKey,
  objectionKey,
  ownSiteKeys,
  passkeyChallengeKey,
  passwordResetKey,
} from '../storage/catalogue/sign-in-keys.ts';
import { walletOfferIdKey, walletSubjectKey } from '../storage/catalogue/wallet-keys.ts';

/** In the order of the cells of a row. `told`: the mail that the owner gets, where there is one. */
export const acts = [
  { act: 'password-changed', is: 'password changed', told: 'password-changed' },
  { act: 'password-reset', is: 'password reset, sessions ended', told: 'password-reset' },
  { act: 'password-reset-kept', is: 'password reset, sessions kept', told: 'password-reset' },
  { act: 'signed-out-everywhere', is: 'signed out everywhere', told: 'signed-out-everywhere' },
  {
    act: 'sign-in-objected',
    is: 'a sign-in in the history objected to, or one that cannot be read ended',
    told: undefined,
  },
  { act: 'session-ended', is: 'one session ended', told: undefined },
  { act: 'authenticator-removed', is: 'authenticator removed', told: 'authenticator-removed' },
  { act: 'passkey-removed', is: 'passkey removed', told: 'passkey-removed' },
  { act: 'authenticator-blocked', is: 'authenticator blocked by the link', told: 'plus-frozen' },
  { act: 'authenticator-blocked-in-session', is: 'the same from a session', told: 'plus-frozen' },
  { act: 'plus-cancelled', is: 'Ügyfélkapu+ cancelled by törlőkód', told: 'plus-cancelled' },
  { act: 'plus-cancelled-at-desk', is: 'the same at the desk, by two people', told: 'desk-reset-done' },
  { act: 'card-revoked', is: 'one card revoked', told: 'wallet-revoked' },
  { act: 'wallet-unlinked', is: 'one wallet unlinked', told: 'wallet-unlinked' },
  { act: 'suspended', is: 'account suspended', told: 'account-suspended' },
  { act: 'disabled', is: 'account disabled', told: undefined },
  { act: 'given-back', is: 'disabled account given back', told: 'account-enabled' },
  { act: 'closing-requested', is: 'closing asked for', told: 'closing-requested' },
  { act: 'closing-withdrawn', is: 'closing withdrawn', told: 'closing-withdrawn' },
  { act: 'erased', is: 'account erased', told: undefined },
  { act: 'contact-changed', is: 'contact changed', told: 'contact-changed' },
  { act: 'role-changed', is: 'role given or taken', told: undefined },
] as const satisfies readonly { act: string; is: string; told: MessageKind | undefined }[];

export type Act = (typeof acts)[number]['act'];

/**
 * `goes`: deleted in the step. `ends`: may lie about, and counts no more from the step on, by the session-end rule. `others`: the same, but
 * the asking session's stays. `revoked`: in the step it is due, and revoked right after it. `one`: the one that the act is about.
 */
export type Fate = 'goes' | 'ends' | 'others' | 'revoked' | 'one' | 'stays';

/** A cell for each act: an act without one does not compile. */
type RowOf<Acts extends readonly unknown[]> = { readonly [At in keyof Acts]: Fate };
type Row = RowOf<typeof acts>;

type AccountKey = ((accountId: string) => StoreKey) & EntryFacts;

export interface Thing {
  readonly is: string;
  /** What of it lies with the account, one key each. */
  readonly keys: readonly AccountKey[];
  /** What of it lies elsewhere, or under many keys. */
  readonly elsewhere: readonly EntryFacts[];
  readonly fates: Row;
}

const { Session, Grant, AuthorizationCode, AccessToken, RefreshToken } = engineRecordKeys;
const { DeviceCode, BackchannelAuthenticationRequest, PreAuthorizedCode } = engineRecordKeys;
const { own, desk, operator } = ownSiteKeys;

/** As short as one another, so that the table reads as one. */
const [goes, ends, othr, rvkd, one_, stay] = ['goes', 'ends', 'others', 'revoked', 'one', 'stays'] as const;

// biome-ignore format: a table
export const things = {
  account: row('the account: name, data, password', [accountKey], [usernameKey, identityKey],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, goes, stay, stay]),
  closing: row('the day on which it is erased', [], [closingAccountsKey],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, goes, goes, stay, stay]),
  sessions: row('sessions, of the provider, our own pages, the desk and operators', [sessionsKey, signInsKey], [Session, own.session, desk.session, operator.session],
    [othr, ends, stay, ends, othr, one_, othr, othr, ends, othr, ends, ends, othr, othr, ends, ends, ends, othr, stay, ends, stay, stay]),
  grants: row('grants and tokens', [grantsKey], [Grant, grantTokensKey, AuthorizationCode, AccessToken, RefreshToken, refreshSuccessorKey],
    [ends, ends, stay, ends, ends, one_, ends, ends, ends, ends, ends, ends, ends, ends, ends, ends, ends, ends, stay, ends, stay, stay]),
  signIns: row('sign-ins under way, and their one-time codes', [], [loginAttemptKey, oneTimeCodeKey],
    [ends, ends, stay, ends, ends, stay, ends, ends, ends, ends, ends, ends, ends, ends, ends, ends, ends, ends, stay, ends, stay, stay]),
  authenticators: row('authenticators, apps and passkeys, and the törlőkód', [plusKey], [passkeyOwnerKey],
    [stay, stay, stay, stay, stay, stay, one_, one_, one_, one_, goes, goes, stay, stay, stay, stay, goes, stay, stay, goes, stay, stay]),
  passkeyChallenges: row('challenges that a passkey answered', [], [passkeyChallengeKey],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay]),
  application: row('an application for an authenticator', [enrolmentKey], [],
    [ends, ends, stay, ends, ends, stay, ends, ends, ends, ends, goes, goes, ends, ends, ends, ends, goes, ends, stay, goes, stay, stay]),
  wrongPasswords: row('wrong passwords in a row', [wrongPasswordsKey], [],
    [goes, goes, goes, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, goes, stay, stay, goes, stay, stay]),
  wrongCodes: row('wrong codes', [codeAttemptsKey, wrongCodesKey], [],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, goes, goes, stay, stay, stay, stay, goes, stay, stay, goes, stay, stay]),
  contactChange: row('a new address or number that awaits its codes', [contactChangeKey], [],
    [goes, goes, goes, goes, goes, stay, goes, goes, goes, goes, goes, goes, goes, goes, goes, goes, goes, goes, stay, goes, goes, stay]),
  address: row('the verified address that leads to the user name', [], [addressKey],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, goes, one_, stay]),
  reset: row('a forgotten password under way', [], [passwordResetKey],
    [ends, ends, ends, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, ends, ends, ends, stay, stay, ends, stay, stay]),
  activation: row('an activation under way', [], [activationKey],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, ends, stay, stay, ends, stay, stay]),
  approvals: row('requests from elsewhere that wait', [approvalsKey], [],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, goes, goes, goes, stay, stay, goes, stay, stay]),
  approved: row('requests from elsewhere that were approved', [], [DeviceCode, BackchannelAuthenticationRequest],
    [ends, ends, stay, ends, ends, stay, ends, ends, ends, ends, ends, ends, ends, ends, ends, ends, ends, ends, stay, ends, stay, stay]),
  linkedWallets: row('linked wallets', [walletSubjectsKey], [walletSubjectKey],
    [rvkd, rvkd, stay, rvkd, rvkd, stay, stay, stay, rvkd, rvkd, rvkd, rvkd, stay, one_, rvkd, rvkd, rvkd, rvkd, stay, goes, stay, stay]),
  cards: row('cards that were issued to wallets', [walletsKey], [],
    [rvkd, rvkd, stay, rvkd, rvkd, stay, stay, stay, rvkd, rvkd, rvkd, rvkd, one_, stay, rvkd, rvkd, rvkd, rvkd, stay, rvkd, stay, stay]),
  offers: row('open offers to a wallet', [walletOfferKey], [walletOfferIdKey, PreAuthorizedCode],
    [ends, ends, stay, ends, ends, stay, ends, ends, ends, ends, ends, ends, ends, ends, ends, ends, ends, ends, stay, goes, stay, stay]),
  deskRequest: row('what two people at the desk decide', [deskRequestKey], [],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, one_, stay, stay, stay, stay, stay, stay, stay, goes, stay, stay]),
  secondAccount: row('leave for a second account', [], [secondAccountKey],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay]),
  role: row('a role at the desk', [deskRoleKey], [],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, goes, stay, one_]),
  links: row('links in mails', [], [objectionKey, deskLinkKey],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, ends, stay, stay]),
  history: row('the history', [historyKey, historyRepeatsKey], [],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, goes, stay, stay]),
  services: row('which service was given what', [servicesKey], [],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, goes, stay, stay]),
  counts: row('counts of guesses, messages and downloads, and of what its owner was told today', [],
    [codeAttemptsOfDeviceKey, toldKey, passwordAttemptsKey, passwordAttemptsOfDeviceKey,
      messagesToKey, messagesToFromDeviceKey, messagesOfResetKey, messagesOfResetFromDeviceKey, usernamesAskedForKey, downloadsKey, cardRenewalsKey, keptOfAccountKey],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay]),
  queued: row('messages and sign-outs that are to be told', [], [messageKeys.stream, logoutKeys.announced],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay]),
  devices: row('marks of known devices, which open nothing: they tell the owner’s guesses from strangers’', [], [],
    [stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay, stay]),
} as const satisfies Record<string, Thing>;

export type ThingName = keyof typeof things;

export function fateOf(thing: ThingName, act: Act): Fate {
  return things[thing].fates[acts.findIndex((one) => one.act === act)] as Fate;
}

/** The keys that an act deletes, with the account. */
export function keysThatGo(act: Act, accountId: string): StoreKey[] {
  return (Object.keys(things) as ThingName[])
    .filter((name) => fateOf(name, act) === 'goes')
    .flatMap((name) => things[name].keys.map((keyOf) => keyOf(accountId)));
}

/** How the act ends sessions, and with them all that is dated. */
export function sessionsEndBy(act: Act): 'ends' | 'others' | 'stays' {
  const fate = fateOf('sessions', act);
  return fate === 'ends' || fate === 'others' ? fate : 'stays';
}

/** Whether what wallets hold is due to be revoked after the act. */
export function isRevoking(act: Act): boolean {
  return (Object.keys(things) as ThingName[]).some((name) => fateOf(name, act) === 'revoked');
}

function row(is: string, keys: readonly AccountKey[], elsewhere: readonly EntryFacts[], fates: Row): Thing {
  return { is, keys, elsewhere, fates };
}
