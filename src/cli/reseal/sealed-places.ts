/** Where each sealed value belongs, which it must be told to be opened (storage/sealed.ts). */
import { authenticatorPlace } from '../../totp/authenticator-store.ts';

/** @param field of a hash or of a stream's entry; empty for a string. */
export function placeOf(key: string, field: string): string {
  const [, accountId = '', kind = ''] =
    /^\{account:([^}]+)\}(?::(plus|enrolment|history|desk-role|desk-request))?$/.exec(key) ?? [];
  if (kind === 'plus') {
    return authenticatorPlace(accountId, afterColon(field));
  }
  if (accountId) {
    return `account:${accountId}:${kind || field.replace('_', '-')}`;
  }
  if (key.startsWith('messages:')) {
    return key.endsWith(':nobody') ? 'messages-to-nobody' : 'messages';
  }
  return field.startsWith('sealed:') ? `${key}:${afterColon(field)}` : key;
}

function afterColon(field: string): string {
  return field.slice(field.indexOf(':') + 1);
}
