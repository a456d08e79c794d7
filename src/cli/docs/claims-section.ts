/** Scopes, claims and levels of assurance, as relying parties are given them. */
import type { Account } from '../../accounts/account.ts';
import { acrOf, reachableAssurances } from '../../assurance/levels.ts';
import { methodsReferences } from '../../login/login-interaction.ts';
import { claimsOf, claimsOfScope } from '../../oidc/policy/claims.ts';
import { code, codes, table } from './markdown.ts';

type Claim = (typeof claimsOfScope)[keyof typeof claimsOfScope][number];

/** When each is given, to whoever may have it. */
const whenGiven = {
  sub: 'always; another one for each sector where subjects are pairwise',
  acr: 'always, in the ID token',
  amr: 'always, in the ID token',
  auth_time: 'always, in the ID token',
  name: 'always; the family name comes first',
  family_name: 'always',
  given_name: 'always',
  preferred_username: 'always; the user name. Know people by `sub`, not by this',
  locale: 'always: `hu` or `en`, the language of messages',
  email: 'if the account has one',
  email_verified: 'together with `email`',
  phone_number: 'if the account has one; E.164',
  phone_number_verified: 'together with `phone_number`',
  birth_family_name: 'always',
  birth_given_name: 'always',
  mothers_birth_name: 'always',
  place_of_birth: 'always; an object with `locality`',
  birthdate: 'always; ISO 8601',
} as const satisfies Record<Claim, string>;

const sample = {
  id: '5c2f…',
  profile: {
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
    phone_number_verified: false,
    locale: 'hu',
  },
} as Account;

export function scopesSection(): string {
  const rows = Object.entries(claimsOfScope).map(([scope, claims]) => [code(scope), codes(claims)]);
  return table(['scope', 'claims'], rows);
}

export function claimsSection(): string {
  const examples: Record<string, unknown> = {
    ...claimsOf(sample, undefined),
    sub: 'Zx3u…',
    acr: acrOf('substantial'),
    amr: methodsReferences.authenticator,
    auth_time: 1_893_456_000,
  };
  const claims = Object.entries(whenGiven).map(([claim, given]) => [
    code(claim),
    scopesWith(claim),
    given,
    code(JSON.stringify(examples[claim])),
  ]);
  return table(['claim', 'scope', 'when it is given', 'example'], claims);
}

function scopesWith(claim: string): string {
  const scopes = Object.entries(claimsOfScope).filter(([, claims]) => claims.some((one) => one === claim));
  return codes(scopes.map(([scope]) => scope));
}

const ways = {
  password: 'password (Ügyfélkapu), while the calendar allows it',
  authenticator: 'password, then a code from an authenticator app (Ügyfélkapu+)',
  passkey: 'a passkey (azonosítókulcs), alone or after the password',
  email: 'password, then a code by e-mail, where the operator switched that on',
  sms: 'password, then a code by SMS, where the operator switched that on',
  wallet: 'a wallet (Digitális Állampolgár), where the operator switched that on',
} as const satisfies Record<keyof typeof methodsReferences, string>;

const reaches = {
  password: ['low'],
  authenticator: ['substantial'],
  passkey: ['substantial'],
  email: reachableAssurances,
  sms: reachableAssurances,
  wallet: ['substantial'],
} as const satisfies Record<keyof typeof methodsReferences, readonly string[]>;

export function assuranceSection(): string {
  const rows = Object.entries(methodsReferences).map(([method, amr]) => {
    const name = method as keyof typeof methodsReferences;
    const levels = reaches[name].map((level) => code(acrOf(level)));
    return [ways[name], levels.join(', or if the operator answers for it '), code(amr.join(' '))];
  });
  return table(['signed in by', '`acr`', '`amr`'], rows);
}
