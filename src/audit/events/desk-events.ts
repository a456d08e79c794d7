/**
 * Security events of the desk, one typed function each, as `securityEvents` has the others. What concerns a citizen is for them to
 * read, with the kind of person who did it and the reason.
 */
import { originOfRequest } from '../../observability/request-origin.ts';
import type { Actor, Authority, SecurityEvent } from './security-event.ts';

/** Who acts: a person with a role, at an office. */
interface Clerk {
  /** What colleagues and citizens know them by; never the id of their own account. */
  readonly staffNumber: string;
  readonly office: string;
}

interface About {
  readonly kind: string;
  readonly reason: string;
  readonly document: string;
}

type Details = Readonly<Record<string, string>>;

const system: Actor = { kind: 'system' };
const citizen: Actor = { kind: 'citizen' };
const operator: Actor = { kind: 'operator' };

function clerkActor({ staffNumber, office }: Clerk): Actor & { kind: 'clerk' } {
  return { kind: 'clerk', id: staffNumber, office };
}

function event(
  name: string,
  actor: Actor,
  authority: Authority,
  account: string | undefined,
  details: Details = {},
): SecurityEvent {
  return {
    event: name,
    actor,
    authority,
    ...(account === undefined ? {} : { account }),
    outcome: 'done',
    origin: originOfRequest(),
    details,
    isForOwner: account !== undefined,
  };
}

function clerkDeed(name: string, clerk: Clerk, account: string | undefined, details: Details = {}) {
  return event(name, clerkActor(clerk), 'desk-role', account, details);
}

export const deskEvents = {
  dataViewed: (clerk: Clerk, account: string, purpose: string, reason: string): SecurityEvent => ({
    ...clerkDeed('desk.data-viewed', clerk, account, { purpose }),
    ...(reason === '' ? {} : { reason }),
  }),
  /** A name or a person that nobody is, one's own, equal data of two people, or one look-up too many. */
  lookUpRefused: (clerk: Clerk, because: 'unknown' | 'own' | 'several' | 'too-many'): SecurityEvent => ({
    ...clerkDeed('desk.look-up-refused', clerk, undefined, { because }),
    outcome: 'refused',
  }),
  actionRefused: (clerk: Clerk, action: string): SecurityEvent => ({
    ...clerkDeed('desk.action-refused', clerk, undefined, { action }),
    outcome: 'refused',
  }),
  identityChecked: (clerk: Clerk, account: string, document: string) =>
    clerkDeed('desk.identity-checked', clerk, account, { document }),
  /** What a former system did not know of them, as a document says it. */
  personalDataCompleted: (clerk: Clerk, account: string) =>
    clerkDeed('personal-data.completed', clerk, account, {}),
  /** By a document, of somebody who was known less surely or not at all. */
  identificationRaised: (clerk: Clerk, account: string, document: string) =>
    clerkDeed('identification.raised', clerk, account, { document }),
  /** By a newer document; that it was checked is what the owner reads. */
  identificationRenewed: (clerk: Clerk, account: string, document: string): SecurityEvent => ({
    ...clerkDeed('identification.renewed', clerk, account, { document }),
    isForOwner: false,
  }),
  registered: (clerk: Clerk, account: string, document: string) =>
    clerkDeed('desk.registered', clerk, account, { document }),
  /** @param account the first one of the person, who reads of it */
  secondAccountRegistered: (clerk: Clerk, account: string, document: string) =>
    clerkDeed('desk.second-account-registered', clerk, account, { document }),
  activationCodeIssued: (clerk: Clerk, account: string, document: string) =>
    clerkDeed('desk.activation-code-issued', clerk, account, { document }),
  enrolmentSupervised: (clerk: Clerk, account: string, document: string) =>
    clerkDeed('desk.enrolment-supervised', clerk, account, { document }),
  pairingRefused: (clerk: Clerk, account: string): SecurityEvent => ({
    ...clerkDeed('desk.pairing-refused', clerk, account),
    outcome: 'refused',
  }),
  /**
   * A name that somebody has, a second account of one's own, a person who has an account, or one try too many.
   * @param account the person's, who reads of it
   */
  registrationRefused: (
    clerk: Clerk,
    because: 'taken' | 'own' | 'person-known' | 'too-many',
    account?: string,
  ): SecurityEvent => ({
    ...clerkDeed('desk.registration-refused', clerk, account, { because }),
    outcome: 'refused',
  }),
  /** By all data of the document; the case is open from here on. */
  usernameFound: (clerk: Clerk, account: string, document: string) =>
    clerkDeed('desk.username-found', clerk, account, { document }),
  unlocked: (clerk: Clerk, account: string) => clerkDeed('desk.unlocked', clerk, account),
  suspended: (clerk: Clerk, account: string, document: string, reason: string): SecurityEvent => ({
    ...clerkDeed('desk.suspended', clerk, account, { document }),
    reason,
  }),
  nameChanged: (clerk: Clerk, account: string, document: string) =>
    clerkDeed('desk.name-changed', clerk, account, { document }),
  requestProposed: (clerk: Clerk, account: string, about: About): SecurityEvent => ({
    ...clerkDeed('desk.request-proposed', clerk, account, { kind: about.kind, document: about.document }),
    reason: about.reason,
  }),
  requestApproved: (clerk: Clerk, account: string, kind: string) =>
    event('desk.request-approved', clerkActor(clerk), 'two-persons', account, { kind }),
  requestRefused: (clerk: Clerk, account: string, kind: string) =>
    clerkDeed('desk.request-refused', clerk, account, { kind }),
  requestAnnounced: (account: string, kind: string) =>
    event('desk.request-announced', system, 'two-persons', account, { kind }),
  requestCancelled: (account: string, kind: string, by: 'link' | 'own-pages') =>
    event('desk.request-cancelled', citizen, by === 'link' ? 'message-link' : 'session', account, { kind }),
  requestCancelledAtWindow: (clerk: Clerk, account: string, kind: string, document: string) =>
    clerkDeed('desk.request-cancelled-at-window', clerk, account, { kind, document }),
  requestExpired: (account: string, kind: string) =>
    event('desk.request-expired', system, 'time', account, { kind }),
  requestTookEffect: (account: string, kind: string) =>
    event('desk.request-took-effect', system, 'two-persons', account, { kind }),
  ownerTold: (account: string, kind: string) => event('desk.owner-told', system, 'time', account, { kind }),
  roleChanged: (account: string, role: string, office: string, status: string) =>
    event('desk.role-changed', operator, 'terminal', account, { role, office, status }),
  roleRevoked: (account: string) => event('desk.role-revoked', operator, 'terminal', account),
  /** An auditor asked the log about somebody. */
  logOfPersonRead: (auditor: Clerk, account: string, reason: string): SecurityEvent => ({
    ...clerkDeed('oversight.person-viewed', auditor, account),
    reason,
  }),
  /** A name that nobody has, one's own, or one question too many. */
  inquiryRefused: (auditor: Clerk, because: 'unknown' | 'own' | 'too-many'): SecurityEvent => ({
    ...clerkDeed('oversight.inquiry-refused', auditor, undefined, { because }),
    outcome: 'refused',
  }),
  /** @param account whose entries alone, if that was asked; with the reason that was given for it */
  logExported: (
    auditor: Clerk,
    about: { account?: string; reason?: string },
    details: Details,
  ): SecurityEvent => ({
    ...clerkDeed('oversight.exported', auditor, about.account, details),
    ...(about.reason === undefined ? {} : { reason: about.reason }),
  }),
} satisfies Record<string, (...given: never[]) => SecurityEvent>;
