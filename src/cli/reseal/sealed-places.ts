/** Where each sealed value belongs, which it must be told to be opened (storage/sealed.ts). */
import { bodyPlace, monthKey, pendingEventsKey } from '../../audit/audit-keys.ts';
import { messageKeys } from '../../storage/catalogue/queue-keys.ts';
import { authenticatorPlace } from '../../totp/authenticators/authenticator-store.ts';

/** @param field of a hash or of a stream's entry; empty for a string. */
export function placeOf(key: string, field: string): string {
  const [, accountId = '', kind = ''] =
    /^\{account:([^}]+)\}(?::(plus|enrolment|history|desk-role|desk-request|wallets))?$/.exec(key) ?? [];
  if (kind === 'plus') {
    return authenticatorPlace(accountId, afterColon(field));
  }
  if (accountId) {
    return `account:${accountId}:${kind || field.replace('_', '-')}`;
  }
  if (isAuditStream(key)) {
    return bodyPlace;
  }
  if (key === messageKeys.nobody()) {
    return 'messages-to-nobody';
  }
  if (key === messageKeys.stream() || key === messageKeys.deadLetters()) {
    return 'messages';
  }
  const [, queue] = /^(logouts|pings):/.exec(key) ?? [];
  if (queue) {
    return queue;
  }
  return field.startsWith('sealed:') ? `${key}:${afterColon(field)}` : key;
}

/** A month of the audit log, or what has just arrived in it. */
function isAuditStream(key: string): boolean {
  return key === pendingEventsKey || auditMonthOf(key) !== undefined;
}

/** Its streams are too long to be written anew at once. */
export function auditMonthOf(key: string): string | undefined {
  return monthKey.matches(key) ? key.slice(key.indexOf(':') + 1) : undefined;
}

function afterColon(field: string): string {
  return field.slice(field.indexOf(':') + 1);
}
