/**
 * An app that came with its owner from another system: its key is sealed, and it goes on as it was paired there. There is no törlőkód with it:
 * that comes with the next authenticator that the owner adds, or from the desk.
 */

import { randomUUID } from 'node:crypto';
import { plusField } from '../../storage/catalogue/plus-fields.ts';
import type { Sealer } from '../../storage/sealed.ts';
import type { TotpKey } from '../totp.ts';
import { authenticatorPlace, type NewAuthenticator } from './authenticator-store.ts';

/** @returns its id, and fields of the record of an Ügyfélkapu+ with their values */
export function importedAuthenticator(
  sealer: Sealer,
  accountId: string,
  { secretKey, algorithm = 'SHA1', digits = 6, period = 30 }: TotpKey,
  name: string,
  createdAt: Date,
): { id: string; fields: string[] } {
  const id = randomUUID();
  const authenticator: NewAuthenticator = {
    name,
    secretKey,
    ...(algorithm !== 'SHA1' && { algorithm }),
    ...(digits !== 6 && { digits }),
    ...(period !== 30 && { period }),
    createdAt: createdAt.toISOString(),
  };
  const sealed = sealer.seal(JSON.stringify(authenticator), authenticatorPlace(accountId, id));
  return { id, fields: [plusField('authenticator', id), sealed] };
}
