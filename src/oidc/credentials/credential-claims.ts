/** How an account fills the claims of a credential. */
import type { Account } from '../../accounts/account.ts';
import type { WalletIssuerPolicy } from '../../configuration/wallet-issuer-settings.ts';
import { keyedHash } from '../../storage/keyed-hash.ts';
import type { DisclosableClaims } from '../../wallet/issuing/credential.ts';

/** Twenty digits: among ten million accounts two share a number with a probability of less than one in a million. */
const personalNumberLength = 20n;

/** Stable for an account, and says nothing of it: its id goes nowhere. */
export function personalNumberOf(accountId: string, subjectKey: Buffer): string {
  const hash = Buffer.from(
    keyedHash(subjectKey, 'personal-administrative-number', accountId),
    'base64url',
  ).toString('hex');
  const number = BigInt(`0x${hash}`) % 10n ** personalNumberLength;
  return number.toString().padStart(Number(personalNumberLength), '0');
}

export function credentialClaimsOf(
  { id, profile }: Account,
  ofEverybody: WalletIssuerPolicy['of_everybody'],
  subjectKey: Buffer,
  now: Date,
): DisclosableClaims {
  const { nationalities, country_of_birth: country } = ofEverybody;
  const [motherFamilyName, ...motherGivenNames] = profile.mothers_birth_name.split(/\s+/);
  return {
    claims: {
      given_name: profile.given_name,
      family_name: profile.family_name,
      birth_given_name: profile.birth_given_name,
      birth_family_name: profile.birth_family_name,
      birthdate: profile.birthdate,
      place_of_birth: { locality: profile.place_of_birth, ...(country ? { country } : {}) },
      ...(nationalities.length > 0 ? { nationalities } : {}),
      // Accounts hold the name in one piece, the family name first.
      mother_birth_family_name: motherFamilyName,
      mother_birth_given_name: motherGivenNames.join(' '),
      personal_administrative_number: personalNumberOf(id, subjectKey),
    },
    within: { age_equal_or_over: { '18': isOfAge(profile.birthdate, 18, now) } },
  };
}

/** From midnight of the birthday on, in the country of the register. Who was born on 29 February waits until 1 March. */
function isOfAge(birthdate: string, years: number, now: Date): boolean {
  const [year = 0, month = 1, day = 1] = birthdate.split('-').map(Number);
  const birthday = new Date(Date.UTC(year + years, month - 1, day));
  const today = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Budapest' }).format(now);
  return birthday.toISOString().slice(0, 10) <= today;
}
