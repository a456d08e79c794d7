/** Whether two accounts are one natural person's: a clerk with a second user name is still the same clerk. */
import { type Identity, identityInOneForm } from '../../accounts/identity.ts';

type BirthData = Omit<Identity, 'place_of_birth'>;

/** By birth name, mother's name and date of birth; where somebody was born is written in too many ways. */
export function isSamePerson(one: BirthData, other: BirthData): boolean {
  return inOneForm(one) === inOneForm(other);
}

function inOneForm(data: BirthData): string {
  return identityInOneForm({ ...data, place_of_birth: '' });
}
