/** Scopes and the claims they open, and how an account fills them. */
import { type Account, nameBorne } from '../accounts/account.ts';

/**
 * OpenID Connect Core §5.4, and for `natural_person` the claims of OpenID Connect for Identity Assurance; the mother's
 * birth name is the fourth of the four data by which Hungarian offices know a person.
 */
export const claimsOfScope = {
  openid: ['sub', 'acr', 'amr', 'auth_time'],
  profile: ['name', 'family_name', 'given_name', 'preferred_username', 'locale'],
  email: ['email', 'email_verified'],
  phone: ['phone_number', 'phone_number_verified'],
  natural_person: [
    'family_name',
    'given_name',
    'birth_family_name',
    'birth_given_name',
    'mothers_birth_name',
    'place_of_birth',
    'birthdate',
  ],
} as const;

export const supportedScopes = Object.keys(claimsOfScope);

/** The claims that a relying party registered for `scope` may ask for, one by one or by scope. */
export function claimsWithin(scope: string): string[] {
  const scopes = new Set(scope.split(' '));
  return Object.entries(claimsOfScope)
    .filter(([name]) => scopes.has(name))
    .flatMap(([, claims]) => claims);
}

/** Everything that we could say of a person; the engine leaves what the grant and the request allow. */
export function claimsOf(account: Account): Record<string, unknown> {
  const { profile } = account;
  return {
    sub: account.id,
    name: nameBorne(profile),
    family_name: profile.family_name,
    given_name: profile.given_name,
    preferred_username: profile.username,
    locale: profile.locale,
    email: profile.email,
    email_verified: profile.email ? profile.email_verified : undefined,
    phone_number: profile.phone_number,
    phone_number_verified: profile.phone_number ? profile.phone_number_verified : undefined,
    birth_family_name: profile.birth_family_name,
    birth_given_name: profile.birth_given_name,
    mothers_birth_name: profile.mothers_birth_name,
    place_of_birth: { locality: profile.place_of_birth },
    birthdate: profile.birthdate,
  };
}
