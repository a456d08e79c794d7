/** Lines of a file for `kapu accounts import`, each a person of their own unless it is said otherwise. */
import { randomBytes } from 'node:crypto';
import { appendFileSync } from 'node:fs';

const writtenAtOnce = 1000;

export function writeAccounts(
  path: string,
  count: number,
  lineOf: (number: number) => string = (number) => accountLine(number),
): void {
  for (let begun = 0; begun < count; begun += writtenAtOnce) {
    const some = Math.min(writtenAtOnce, count - begun);
    appendFileSync(path, Array.from({ length: some }, (_, index) => lineOf(begun + index)).join(''));
  }
}

/** @param person whose data they are: the same number is the same person, who writes in capitals the second time */
export function accountLine(number: number, person = number): string {
  const place = `Hódmezővásárhely ${person}`;
  const line = {
    username: `minta.${number}`,
    family_name: 'Minta',
    given_name: 'Anna',
    birth_family_name: 'Próba',
    birth_given_name: 'Anna Mária',
    mothers_birth_name: 'Példa Mária',
    place_of_birth: person === number ? place : place.toUpperCase(),
    birthdate: `19${30 + (person % 70)}-03-14`,
    email: `minta.${number}@minta.example`,
    email_verified: true,
    phone_number: `+3630${1_000_000 + number}`,
    // Looks like bcrypt; nobody signs in with it.
    password_hash: `$2b$12$${randomBytes(27).toString('hex').slice(0, 53)}`,
    external_id: `M-${number}`,
    created_at: '2019-05-01T08:00:00Z',
  };
  return `${JSON.stringify(line)}\n`;
}
