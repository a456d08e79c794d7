/**
 * The names of all security events, each once, with who reads of it: its `owner`, in the history, or nobody but readers of the `log`. A test
 * holds them to the functions that make them.
 */
const readBy = {
  'password.refused': 'log',
  'password.verified': 'log',
  'code.refused': 'owner',
  'one-time-code.sent': 'log',
  'signed-in': 'owner',
  'enrolment.started': 'log',
  'enrolment.abandoned': 'owner',
  'plus.activated': 'owner',
  'plus.cancelled': 'owner',
  'cancellation.refused': 'log',
  'cancellation-code.replaced': 'owner',
  'password.changed': 'owner',
  'authenticator.frozen': 'owner',
  'authenticator.forgotten': 'owner',
  'password-reset.asked': 'log',
  'password-reset.refused': 'log',
  'password.reset': 'owner',
  'username.asked': 'owner',
  'activation.refused': 'log',
  'account.activated': 'owner',
  'contact.changed': 'owner',
  'sessions.ended': 'owner',
  'session.ended': 'owner',
  'access.revoked': 'owner',
  'device.let-in': 'owner',
  'approval.given': 'owner',
  'approval.refused': 'owner',
  'wallet.issued': 'owner',
  'wallet.revoked': 'owner',
  'wallets.revoked': 'log',
  'wallet.linked': 'owner',
  'wallet.unlinked': 'owner',
  'wallets.unlinked': 'log',
  'wallet.refused': 'log',
  'presentation.verified': 'log',
  'presentation.refused': 'log',
  'presentation.declined': 'log',
  'data.downloaded': 'owner',
  'closing.requested': 'owner',
  'closing.withdrawn': 'owner',
  'account.erased': 'log',
  'account.added': 'log',
  'accounts.imported': 'log',
  'account.disabled': 'owner',
  'account.enabled': 'owner',
  'account.unlocked': 'owner',
  'account.deleted': 'log',
  'sessions.ended-by-operator': 'owner',
  'activation-code.issued': 'log',
  'signing-key.added': 'log',
  'signing-key.removed': 'log',
  'client.added': 'log',
  'client.changed': 'log',
  'client.secret-rotated': 'log',
  'client.disabled': 'log',
  'client.enabled': 'log',
  'client.no-longer-declared': 'log',
  'client.removed': 'log',
  'desk.data-viewed': 'owner',
  'desk.look-up-refused': 'log',
  'desk.action-refused': 'log',
  'desk.identity-checked': 'owner',
  'desk.registered': 'owner',
  'desk.second-account-registered': 'owner',
  'desk.activation-code-issued': 'owner',
  'desk.enrolment-supervised': 'owner',
  'desk.pairing-refused': 'owner',
  'desk.unlocked': 'owner',
  'desk.suspended': 'owner',
  'desk.name-changed': 'owner',
  'desk.request-proposed': 'owner',
  'desk.request-approved': 'owner',
  'desk.request-refused': 'owner',
  'desk.request-announced': 'owner',
  'desk.request-cancelled': 'owner',
  'desk.request-expired': 'owner',
  'desk.request-took-effect': 'owner',
  'desk.owner-told': 'owner',
  'desk.role-changed': 'owner',
  'desk.role-revoked': 'owner',
  'desk.registration-refused': 'owner',
  'desk.username-found': 'owner',
  'desk.request-cancelled-at-window': 'owner',
  'oversight.person-viewed': 'owner',
  'oversight.inquiry-refused': 'log',
  'oversight.exported': 'owner',
} as const;

export type EventName = keyof typeof readBy;

/** Those that concern their owner. */
export type HistoryEvent = {
  [Name in EventName]: (typeof readBy)[Name] extends 'owner' ? Name : never;
}[EventName];

export const eventNames = Object.keys(readBy) as EventName[];

export const historyEvents = eventNames.filter((name): name is HistoryEvent => readBy[name] === 'owner');

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(readBy, name);
}
