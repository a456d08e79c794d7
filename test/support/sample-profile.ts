import { createHash } from 'node:crypto';
import type { Identification } from '../../src/assurance/identification.ts';

/** An invented citizen, with everything that may be known of one. */
export const sampleProfile = {
  username: 'minta.anna',
  family_name: 'Minta',
  given_name: 'Anna',
  birth_family_name: 'Próba',
  birth_given_name: 'Anna Mária',
  mothers_birth_name: 'Példa Mária',
  place_of_birth: 'Budapest',
  birthdate: '1956-03-14',
  email: 'anna@minta.example',
  email_verified: true,
  phone_number: '+36301234567',
} as const;

/** The same, and a person of their own: one person has one account, and two user names are two people here. */
export function samplePerson(username: string) {
  const own = createHash('sha256').update(username.trim().toLowerCase()).digest('hex').slice(0, 10);
  return { ...sampleProfile, username, place_of_birth: `${sampleProfile.place_of_birth} ${own}` };
}

/** Seen at a window, as most people are. */
export const identifiedPerson: Identification = {
  by: 'desk',
  at: '2026-01-05T09:00:00.000Z',
  document: 'id-card',
  number: '123456AB',
  clerk: '00000-00000',
  office: 'north',
};
