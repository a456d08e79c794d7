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
