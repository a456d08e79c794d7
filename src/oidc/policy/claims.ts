/** Scopes and the claims they open, and how an account fills them. */
import { type Account, nameBorne } from '../../accounts/account.ts';
import type { DeploymentProfile } from '../../configuration/deployment-profile.ts';

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

/** Which claims a scope opens. */
export type ClaimTable = Readonly<Record<string, readonly string[]>>;

/** With every claim of OpenID Connect Core §5.1, by the scopes of §5.4. */
const everyStandardClaim: ClaimTable = {
  ...claimsOfScope,
  profile: [
    ...claimsOfScope.profile,
    'middle_name',
    'nickname',
    'profile',
    'picture',
    'website',
    'gender',
    'birthdate',
    'zoneinfo',
    'updated_at',
  ],
  address: ['address'],
};

/** What is a person's own: everything but what `openid` opens. */
export const personalClaims: ReadonlySet<string> = new Set(
  Object.entries(everyStandardClaim)
    .filter(([scope]) => scope !== 'openid')
    .flatMap(([, claims]) => claims),
);

export function claimTableOf({ further_claims }: Pick<DeploymentProfile, 'further_claims'>): ClaimTable {
  return further_claims ? everyStandardClaim : claimsOfScope;
}

/** What relying parties may be registered for. */
export function scopesOf(profile: Pick<DeploymentProfile, 'further_claims'>): string[] {
  return Object.keys(claimTableOf(profile));
}

/** `offline_access` opens nothing, and is nobody's: who is registered for refresh tokens is given one (decision 45). */
export function withoutOfflineAccess(scope: string): string {
  return scope
    .split(' ')
    .filter((word) => word !== 'offline_access')
    .join(' ');
}

/** The claims that a relying party registered for `scope` may ask for, one by one or by scope. */
export function claimsWithin(scope: string, table: ClaimTable): string[] {
  const scopes = new Set(scope.split(' '));
  return Object.entries(table)
    .filter(([name]) => scopes.has(name))
    .flatMap(([, claims]) => claims);
}

/**
 * Everything that we could say of a person; the engine leaves what the grant and the request allow.
 * @param further what everybody is said to have besides
 */
export function claimsOf(
  account: Account,
  further: DeploymentProfile['further_claims'],
): Record<string, unknown> {
  const { profile } = account;
  return {
    ...further,
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
