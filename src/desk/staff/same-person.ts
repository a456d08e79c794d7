/** Whether two accounts are one natural person's: a clerk with a second user name is still the same clerk. */
import type { Profile } from '../../accounts/account.ts';

type BirthData = Pick<Profile, 'birth_family_name' | 'birth_given_name' | 'mothers_birth_name' | 'birthdate'>;

/** By birth name, mother's name and date of birth; where somebody was born is written in too many ways. */
export function isSamePerson(one: BirthData, other: BirthData): boolean {
  return writtenAlike(one) === writtenAlike(other);
}

function writtenAlike(data: BirthData): string {
  const { birth_family_name, birth_given_name, mothers_birth_name, birthdate } = data;
  return [`${birth_family_name} ${birth_given_name}`, mothers_birth_name, birthdate]
    .map((text) =>
      text
        .normalize('NFKC')
        .replace(/\p{Cf}/gu, '')
        .toLowerCase()
        .replace(/[\s\p{Pd}]+/gu, ' ')
        .trim(),
    )
    .join('\n');
}
