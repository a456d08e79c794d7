/** Claims of a credential in the words of the page. */

import type { Disclosure } from '../protocol/sd-jwt.ts';
import { hu, type MessageKey } from '../words/hu.ts';
import type { Language, Screen } from './screen.ts';

const usualOrder = Object.keys(hu);

/** A claim of another kind of credential is shown by its own name: a citizen must see all that goes out. */
export function claimName({ t }: Screen, path: readonly string[]): string {
  const key = `claim.${path.join('.')}`;
  return key in hu ? t(key as MessageKey) : path.join(' › ');
}

/** @param name the claim's, or the member's of a claim that has several */
export function claimValue(screen: Screen, value: unknown, name: string | undefined): string {
  if (typeof value === 'boolean') {
    return screen.t(value ? 'value.yes' : 'value.no');
  }
  if (typeof value === 'string') {
    return isCountry(name, value) ? countryInWords(value, screen.lang) : dayInWords(value, screen.lang);
  }
  if (Array.isArray(value)) {
    return value.map((one) => claimValue(screen, one, name)).join(', ');
  }
  return value !== null && typeof value === 'object'
    ? Object.entries(value)
        .map(([member, one]) => claimValue(screen, one, member))
        .join(', ')
    : String(value);
}

/** In the order in which people are used to read them: issuers shuffle. */
export function claimRows(screen: Screen, claims: readonly Disclosure[]): (readonly [string, string])[] {
  const place = ({ path }: Disclosure): number => {
    const known = usualOrder.indexOf(`claim.${path.join('.')}`);
    return known < 0 ? usualOrder.length : known;
  };
  const ordered = [...claims].sort((one, other) => place(one) - place(other));
  return ordered.map(({ path, value }) => [claimName(screen, path), claimValue(screen, value, path.at(-1))]);
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

function format(instant: Date, lang: Language, timeZone: string): string {
  return new Intl.DateTimeFormat(lang === 'hu' ? 'hu-HU' : 'en-GB', { dateStyle: 'long', timeZone }).format(
    instant,
  );
}
