/** Any system: comma-separated values under the names that a line of the import has. Of an app there are columns of its own. */
import type { FileHandle } from 'node:fs/promises';
import { personalData } from '../../accounts/account.ts';
import { csvRecords } from './csv-records.ts';
import { type Found, personAt, unusableAt } from './person.ts';

export const columns = [
  'username',
  'password_hash',
  ...personalData,
  'email',
  'email_verified',
  'phone_number',
  'phone_number_verified',
  'locale',
  'external_id',
  'created_at',
  'status',
  'totp_secret',
  'totp_algorithm',
  'totp_digits',
  'totp_period',
  'totp_name',
] as const;

export async function* fromCsv(file: FileHandle): AsyncGenerator<Found> {
  const isColumn = (name: string): boolean => columns.some((column) => column === name);
  for await (const { line, values } of csvRecords(file, isColumn)) {
    if (!values) {
      yield unusableAt(line, 'has another number of values than the header');
      continue;
    }
    const { totp_secret: secret, status, username = '', password_hash: passwordHash, ...rest } = values;
    if (status && status !== 'active' && status !== 'disabled') {
      yield unusableAt(line, 'is "active" or "disabled"', username, 'status');
      continue;
    }
    yield personAt(line, {
      ...rest,
      created_at: rest.created_at || undefined,
      username,
      passwordHash,
      email_verified: rest.email_verified === 'true',
      phone_number_verified: rest.phone_number_verified === 'true',
      isDisabled: status === 'disabled',
      apps: secret
        ? [
            {
              secret,
              algorithm: rest.totp_algorithm || undefined,
              digits: numberIn(rest.totp_digits),
              period: numberIn(rest.totp_period),
              name: rest.totp_name,
            },
          ]
        : [],
    });
  }
}

function numberIn(written: string | undefined): number | undefined {
  return written ? Number(written) : undefined;
}
