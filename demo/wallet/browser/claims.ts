/** Claims of a credential in the words of the page. */
import type { ClaimsPath } from '../protocol/claims-path.ts';
import type { Disclosure } from '../protocol/sd-jwt.ts';
import { hu, type MessageKey } from '../words/hu.ts';
import type { Language, Screen } from './screen.ts';

const usualOrder = Object.keys(hu);

/** A claim of another kind of credential is shown by its own name: a citizen must see all that goes out. */
export function claimName({ t }: Screen, path: ClaimsPath): string {
  const names = path.filter((step) => typeof step === 'string');
  const keyOf = (length: number): string => `claim.${names.slice(0, length).join('.')}`;
  const known = names.findLastIndex((_, index) => keyOf(index + 1) in hu) + 1;
  const inWords = known > 0 ? [t(keyOf(known) as MessageKey)] : [];
  return [...inWords, ...names.slice(known)].join(' › ');
}

/** Of which claim a value is, where the last step is a place in a list. */
export function lastNameOf(path: ClaimsPath): string | undefined {
  return path.findLast((step) => typeof step === 'string');
}

/**
 * What is disclosed apart is not told here.
 * @param name the claim's, or the member's of a claim that has several
 */
export function claimValue(screen: Screen, value: unknown, name: string | undefined): string {
  if (typeof value === 'boolean') {
    return screen.t(value ? 'value.yes' : 'value.no');
  }
  if (typeof value === 'string') {
    return isCountry(name, value) ? countryInWords(value, screen.lang) : dayInWords(value, screen.lang);
  }
  if (Array.isArray(value)) {
    return listOf(value.filter((one) => one !== undefined).map((one) => claimValue(screen, one, name)));
  }
  return value !== null && typeof value === 'object'
    ? listOf(membersOf(value).map(([member, one]) => claimValue(screen, one, member)))
    : String(value);
}

function membersOf(value: object): [string, unknown][] {
  return Object.entries(value).filter(([member]) => member !== '_sd' && member !== '...');
}

function listOf(words: readonly string[]): string {
  return words.filter((word) => word !== '').join(', ');
}

/** In the order in which people are used to read them: issuers shuffle. */
export function claimRows(screen: Screen, claims: readonly Disclosure[]): (readonly [string, string])[] {
  const place = ({ path }: Disclosure): number => {
    const names = path.filter((step) => typeof step === 'string');
    const known = usualOrder.indexOf(`claim.${names.join('.')}`);
    return known < 0 ? usualOrder.length : known;
  };
  const ordered = [...claims].sort((one, other) => place(one) - place(other));
  const rows = ordered.map(
    ({ path, value }) => [claimName(screen, path), claimValue(screen, value, lastNameOf(path))] as const,
  );
  return rows.filter(([, value]) => value !== '');
}

/** Two letters of ISO 3166, which nobody need know. */
function isCountry(name: string | undefined, text: string): boolean {
  return (name === 'country' || name === 'nationalities') && /^[A-Z]{2}$/.test(text);
}

function countryInWords(code: string, lang: Language): string {
  return new Intl.DisplayNames(lang, { type: 'region' }).of(code) ?? code;
}

export function instantInWords(instant: Date, lang: Language): string {
  return format(instant, lang, 'Europe/Budapest');
}

/** `1956-03-14` in words; anything else stays as it is. */
function dayInWords(text: string, lang: Language): string {
  const instant = new Date(`${text}T00:00:00Z`);
  const isDay = /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(instant.getTime());
  return isDay ? format(instant, lang, 'UTC') : text;
}

/** The day stays with its month where a line ends. */
function format(instant: Date, lang: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(lang === 'hu' ? 'hu-HU' : 'en-GB', { dateStyle: 'long', timeZone })
    .format(instant)
    .replace(/(?<=\p{L}) (?=\d{1,2}\.)|(?<=^\d{1,2}) /u, '\u00a0');
}
