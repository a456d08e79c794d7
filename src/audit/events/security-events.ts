/**
 * Every security event, one typed function each. They are values: whoever makes one hands it to the store function that does what it
 * tells of, or to `audit.record` where nothing of ours changes. No secret is ever in one.
 */
import { originOfRequest } from '../../observability/request-origin.ts';
import type { Actor, Authority, SecurityEvent } from './security-event.ts';

export type ClientChange =
  | 'added'
  | 'changed'
  | 'secret-rotated'
  | 'logo-fetched'
  | 'logo-approved'
  | 'logo-withdrawn'
  | 'disabled'
  | 'enabled'
  | 'no-longer-declared'
  | 'removed';

const citizen: Actor = { kind: 'citizen' };
const operator: Actor = { kind: 'operator' };

type Details = Readonly<Record<string, string>>;

/** How whoever changes clients stands in records: a client id (which has no colon), `cli`, or an operator by staff number. */
const operatorPrefix = 'operator:';
export function operatorAsChanger(staffNumber: string): string {
  return `${operatorPrefix}${staffNumber}`;
}

/** Who operates: somebody at the terminal, or by staff number on the operator's pages. */
export type Operating = 'terminal' | { readonly staffNumber: string };

/** Comparable with others of this installation, and found by nobody who has the log alone. */
export interface TriedName {
  readonly name_hash: string;
}

/** Done by the citizen, who will read of it. */
function ownDeed(event: string, account: string, authority: Authority, details: Details = {}): SecurityEvent {
  return { ...deed(event, citizen, authority, details), account, isForOwner: true };
}

function deed(event: string, actor: Actor, authority: Authority, details: Details = {}): SecurityEvent {
  return { event, actor, authority, outcome: 'done', origin: originOfRequest(), details, isForOwner: false };
}

function operated(event: string, by: Operating, details: Details): SecurityEvent {
  return by === 'terminal'
    ? deed(event, operator, 'terminal', details)
    : deed(event, { kind: 'operator', id: by.staffNumber }, 'operator-role', details);
}

/** Done at the terminal, for the owner to read. */
function forOwner(event: string, account: string, reason: string | undefined): SecurityEvent {
  const done = { ...deed(event, operator, 'terminal'), account, isForOwner: true };
  return reason === undefined ? done : { ...done, reason };
}

/** Nobody knows who asked. */
function refusal(event: string, authority: Authority, details: Details, account?: string): SecurityEvent {
  const refused = { ...deed(event, citizen, authority, details), outcome: 'refused' } as const;
  return account === undefined ? refused : { ...refused, account };
}

export const securityEvents = {
  /** @param tried the hash of the name that was typed, whether or not anybody has it, so that who is guessed at can be told; and so on below */
  passwordRefused: (reason: 'wrong' | 'locked' | 'suspended', tried: TriedName) =>
    refusal('password.refused', 'password', { reason, ...tried }),
  passwordVerified: (account: string) => ({
    ...deed('password.verified', citizen, 'password'),
    account,
  }),
  /** A wrong one is told to the owner: whoever typed it knows the password. */
  codeRefused: (account: string, reason: string): SecurityEvent => ({
    ...refusal('code.refused', 'authentication-code', { reason }, account),
    isForOwner: reason === 'wrong',
  }),
  oneTimeCodeSent: (account: string, channel: 'email' | 'sms') => ({
    ...deed('one-time-code.sent', citizen, 'password', { channel }),
    account,
  }),
  /** @param unusual what looked so about it (owner-notices/) */
  signedIn: (
    account: string,
    client: string,
    assurance: string,
    by: Authority = 'password',
    unusual: Details = {},
  ) => ownDeed('signed-in', account, by, { client, assurance, ...unusual }),
  /** So many were wrong that no further one is taken for a while. @param account `nobody` for a name that nobody has, and the record is the same */
  guessesLocked: (
    account: string,
    what: 'password' | 'code',
    browsers: 'known' | 'unknown',
  ): SecurityEvent => ({
    ...deed('guesses.locked', { kind: 'system' }, 'none', { guessed: what, browsers }),
    account,
    isForOwner: true,
  }),
  /** A browser that is signed in went on to another relying party, without anything being typed. @param where own pages are no news */
  sessionContinued: (account: string, client: string, where: 'service' | 'own-pages'): SecurityEvent => ({
    ...ownDeed('session.continued', account, 'session', { client }),
    isForOwner: where === 'service',
  }),
  /** At the provider's own page, of this browser. */
  signedOut: (account: string) => ownDeed('signed-out', account, 'session'),
  /** Of one relying party only; the browser stays signed in. */
  signedOutOfService: (account: string, client: string) =>
    ownDeed('service.signed-out', account, 'session', { client }),
  /** @param claims whose values the relying party may be told, parted by spaces */
  consentGiven: (account: string, client: string, claims: string) =>
    ownDeed('consent.given', account, 'session', { client, claims }),
  /** A code or refresh token came a second time: one of the two who had it had stolen it, so that the grant ends. */
  grantReused: (account: string, client: string): SecurityEvent => ({
    ...deed('grant.reused', { kind: 'system' }, 'none', { client }),
    account,
    isForOwner: true,
  }),
  /** The relying party revoked its own token, and with it the grant. */
  grantGivenBack: (account: string, client: string) => ({
    ...deed('grant.given-back', { kind: 'client', id: client }, 'access-token', { client }),
    account,
  }),
  enrolmentStarted: (account: string) => ({ ...deed('enrolment.started', citizen, 'session'), account }),
  /** @param browser whose application it was: anybody with the password may stop one */
  enrolmentAbandoned: (account: string, browser: 'own' | 'another') =>
    ownDeed('enrolment.abandoned', account, 'session', { browser }),
  plusActivated: (account: string, authenticator: string, device: string) =>
    ownDeed('plus.activated', account, 'session', { authenticator, name: device }),
  /** An app that came with its owner from another system. @param authenticator as `plus.activated` names it */
  plusImported: (account: string, authenticator: string, device: string): SecurityEvent => ({
    ...forOwner('plus.imported', account, undefined),
    details: { authenticator, name: device },
  }),
  plusCancelled: (account: string, door: 'public' | 'self-service' | 'sign-in') =>
    ownDeed('plus.cancelled', account, 'cancellation-code', { door }),
  cancellationRefused: (account: string) => refusal('cancellation.refused', 'cancellation-code', {}, account),
  /** By a further authenticator, which brings a new one. */
  cancellationCodeReplaced: (account: string) => ownDeed('cancellation-code.replaced', account, 'session'),
  passwordChanged: (account: string) => ownDeed('password.changed', account, 'password'),
  /** @param authenticator as `plus.activated` names it, and the next */
  authenticatorFrozen: (
    account: string,
    authenticator: string,
    authority: 'message-link' | 'session' = 'message-link',
  ) => ownDeed('authenticator.frozen', account, authority, { authenticator }),
  authenticatorForgotten: (account: string, authenticator: string, device: string) =>
    ownDeed('authenticator.forgotten', account, 'session', { authenticator, name: device }),
  /** @param authenticator as `plus.activated` names it, of which an objection is about either */
  passkeyAdded: (account: string, authenticator: string, device: string) =>
    ownDeed('passkey.added', account, 'session', { authenticator, name: device }),
  passkeyRenamed: (account: string, device: string) =>
    ownDeed('passkey.renamed', account, 'session', { name: device }),
  passkeyRemoved: (account: string, authenticator: string, device: string) =>
    ownDeed('passkey.removed', account, 'session', { authenticator, name: device }),
  /** Of a copied one the owner reads: there are two of it. */
  passkeyRefused: (reason: string, account?: string): SecurityEvent => ({
    ...refusal('passkey.refused', 'passkey', { reason }, account),
    isForOwner: reason === 'cloned' && account !== undefined,
  }),
  /** Whether the name is anybody's is not said. */
  passwordResetAsked: (tried: TriedName) => deed('password-reset.asked', citizen, 'none', { ...tried }),
  passwordResetRefused: (reason: 'wrong-code' | 'moved', tried: TriedName) =>
    refusal('password-reset.refused', 'message-code', { reason, ...tried }),
  passwordReset: (account: string, endedSessions: boolean) =>
    ownDeed('password.reset', account, 'message-code', { sessions: endedSessions ? 'ended' : 'kept' }),
  /** A message to the owner was answered in it, so that it is known; the password stays. */
  browserLetIn: (account: string) => ownDeed('browser.let-in', account, 'message-code'),
  /** It is being sent to the verified address. @param account `nobody` where nobody is written to, and the record is the same */
  usernameAsked: (account: string) => ownDeed('username.asked', account, 'none'),
  activationRefused: (reason: 'wrong' | 'expired' | 'locked' | 'moved', tried: TriedName) =>
    refusal('activation.refused', 'activation-code', { reason, ...tried }),
  /** It could not prove which one it is. @param client only one that is registered; anybody may send any name */
  clientRefused: (client: string | undefined, at: string) =>
    refusal('client.refused', 'none', { at, ...(client !== undefined && { client }) }),
  /** @param client whose token it was; nobody’s that is known, where the token is not */
  administrationRefused: (client: string | undefined, because: 'no-token' | 'unknown-token' | 'scope') =>
    refusal('administration.refused', 'access-token', { because, ...(client !== undefined && { client }) }),
  accountActivated: (account: string) => ownDeed('account.activated', account, 'activation-code'),
  contactChanged: (account: string, contact: 'email' | 'sms') =>
    ownDeed('contact.changed', account, 'message-code', { contact }),
  /** Everywhere, by the citizen; `objection`: an entry of the history made them do it. */
  sessionsEnded: (
    account: string,
    because: 'asked' | 'objection',
    authority: 'session' | 'message-link' = 'session',
  ) => ownDeed('sessions.ended', account, authority, { because }),
  /** One more was begun than there may be in parallel: the one that was not used for longest ends. */
  sessionEndedAsTooMany: (account: string): SecurityEvent => ({
    ...deed('session.ended', { kind: 'system' }, 'none', { because: 'too-many' }),
    account,
    isForOwner: true,
  }),
  sessionEnded: (account: string) => ownDeed('session.ended', account, 'session'),
  accessRevoked: (account: string, client: string) =>
    ownDeed('access.revoked', account, 'session', { client }),
  /** What a wallet left was not believed, or what came back to the browser did not fit. */
  presentationRefused: (reason: string) => refusal('presentation.refused', 'none', { reason }),
  presentationDeclined: () => deed('presentation.declined', citizen, 'wallet'),
  /** @param account undefined: of nobody whom we know */
  presentationVerified: (account: string | undefined) => ({
    ...deed('presentation.verified', citizen, 'wallet'),
    ...(account !== undefined && { account }),
  }),
  /** @param name of who answers for the wallet's credentials; @param link names it among the account's linked wallets */
  walletLinked: (account: string, name: string, link: string) =>
    ownDeed('wallet.linked', account, 'authentication-code', { name, link }),
  walletUnlinked: (account: string, name: string) => ownDeed('wallet.unlinked', account, 'session', { name }),
  /** Everything that was linked, because the account ended or lost its Ügyfélkapu+: its owner reads of that. */
  walletsUnlinked: (account: string) => ({
    ...deed('wallets.unlinked', { kind: 'system' }, 'none'),
    account,
  }),
  /** @param issuance names it in the account's wallets */
  walletIssued: (account: string, client: string, issuance: string) =>
    ownDeed('wallet.issued', account, 'access-token', { client, issuance }),
  /** By the wallet itself, without its owner. */
  walletRenewed: (account: string, client: string, issuance: string): SecurityEvent => ({
    ...deed('wallet.issued', { kind: 'client', id: client }, 'access-token', { client, issuance }),
    account,
    isForOwner: true,
  }),
  walletRevoked: (account: string, client: string) =>
    ownDeed('wallet.revoked', account, 'session', { client }),
  /** Everything, because the account ended or lost its Ügyfélkapu+: its owner reads of that. */
  walletsRevoked: (account: string) => ({ ...deed('wallets.revoked', { kind: 'system' }, 'none'), account }),
  /** What became of a credential, by the word of its wallet. */
  walletNotified: (account: string, client: string, issuance: string, event: string): SecurityEvent => ({
    ...deed('wallet.notified', { kind: 'client', id: client }, 'access-token', { client, issuance, event }),
    account,
  }),
  /** What a wallet asked for and did not get. */
  walletRefused: (account: string, client: string, reason: string) =>
    refusal('wallet.refused', 'access-token', { client, reason }, account),
  deviceLetIn: (account: string, client: string) => ownDeed('device.let-in', account, 'session', { client }),
  /** Of a request that a relying party sent from elsewhere. */
  approvalDecided: (account: string, client: string, decision: 'given' | 'refused') =>
    ownDeed(`approval.${decision}`, account, 'session', { client }),
  dataDownloaded: (account: string) => ownDeed('data.downloaded', account, 'session'),
  /** What a former system did not know of them. */
  personalDataCompleted: (account: string) => ownDeed('personal-data.completed', account, 'session'),
  closingRequested: (account: string) => ownDeed('closing.requested', account, 'password'),
  closingWithdrawn: (account: string) => ownDeed('closing.withdrawn', account, 'session'),
  accountErased: (account: string) => ({ ...deed('account.erased', { kind: 'system' }, 'time'), account }),
  accountAdded: (account: string, actor: Actor = operator, authority: Authority = 'terminal') => ({
    ...deed('account.added', actor, authority),
    account,
  }),
  /** By an operator's word it is not who has an account with equal birth data. */
  anotherPersonAdded: (account: string) => ({
    ...deed('account.added', operator, 'terminal', { person: 'another' }),
    account,
  }),
  /** A batch of them. */
  accountsImported: (many: number) => deed('accounts.imported', operator, 'terminal', { many: String(many) }),
  /** By a wallet, as surely as its issuer knows them. */
  identificationRaised: (account: string, level: string) =>
    ownDeed('identification.raised', account, 'wallet', { level }),
  /** @param declaredBy who answers for it, in writing */
  identificationDeclared: (account: string, level: string, declaredBy: string): SecurityEvent => ({
    ...forOwner('identification.declared', account, declaredBy),
    details: { level },
  }),
  /** What was recorded of it turned out wrong. @param level that it was worth */
  identificationWithdrawn: (account: string, level: string, reason: string): SecurityEvent => ({
    ...forOwner('identification.withdrawn', account, reason),
    details: { level },
  }),
  /** Of a batch of accounts of which nothing was ever said. */
  identificationsDeclared: (level: string, declaredBy: string): SecurityEvent => ({
    ...deed('identifications.declared', operator, 'terminal', { level }),
    reason: declaredBy,
  }),
  /** The whole country, with hashes of passwords. */
  accountsExported: () => deed('accounts.exported', operator, 'terminal'),
  /** The same and all else, encrypted. */
  backupMade: () => deed('backup.made', operator, 'terminal'),
  accountsListed: () => deed('accounts.listed', operator, 'terminal'),
  accountShown: (account: string) => forOwner('account.shown', account, undefined),
  accountDisabled: (account: string, reason?: string) => forOwner('account.disabled', account, reason),
  accountEnabled: (account: string, reason: string) => forOwner('account.enabled', account, reason),
  /** Failures of strangers are forgotten. */
  accountUnlocked: (account: string, reason: string) => forOwner('account.unlocked', account, reason),
  /** At once, and not because its owner asked for it. */
  accountDeleted: (account: string, reason: string): SecurityEvent => ({
    ...deed('account.deleted', operator, 'terminal'),
    account,
    reason,
  }),
  sessionsEndedByOperator: (account: string, reason: string) =>
    forOwner('sessions.ended-by-operator', account, reason),
  activationCodeIssued: (account: string, actor: Actor = operator, authority: Authority = 'terminal') => ({
    ...deed('activation-code.issued', actor, authority),
    account,
  }),
  signingKeyAdded: (alg: string, kid: string) =>
    deed('signing-key.added', operator, 'terminal', { alg, kid }),
  signingKeyRemoved: (kid: string) => deed('signing-key.removed', operator, 'terminal', { kid }),
  auditKeyAdded: (kid: string) => deed('audit-key.added', operator, 'terminal', { kid }),
  auditRead: (by: 'export' | 'tail') => deed('audit.read', operator, 'terminal', { by }),
  /** What was given up, with whom it was for. @param queue as its command is called */
  deadLettersListed: (queue: string, by: Operating = 'terminal') =>
    operated('dead-letters.listed', by, { queue }),
  deadLetterRetried: (queue: string, id: string, by: Operating = 'terminal') =>
    operated('dead-letter.retried', by, { queue, id }),
  recordsResealed: (kid: string) => deed('records.resealed', operator, 'terminal', { kid }),
  /** @param pepper how its keyed hash names the one that stays */
  peppersRetired: (pepper: string) => deed('peppers.retired', operator, 'terminal', { pepper }),
  /** @param key how its keyed hash names the one that stays */
  indexKeysRetired: (key: string) => deed('index-keys.retired', operator, 'terminal', { key }),
  initialAccessIssued: (uses: number) =>
    deed('initial-access.issued', operator, 'terminal', { uses: String(uses) }),
  /** @param by a client id, `cli`, or as `operatorAsChanger` says it */
  clientChanged: (change: ClientChange, client: string, by: string): SecurityEvent => {
    if (by === 'cli') {
      return operated(`client.${change}`, 'terminal', { client });
    }
    if (by.startsWith(operatorPrefix)) {
      return operated(`client.${change}`, { staffNumber: by.slice(operatorPrefix.length) }, { client });
    }
    return deed(`client.${change}`, { kind: 'client', id: by }, 'access-token', { client });
  },
} satisfies Record<string, (...given: never[]) => SecurityEvent>;
