/** The portal's language: Hungarian until the switch on the page says otherwise. */
import type { Context } from 'koa';
import { en } from './locales/en.ts';
import { hu, type MessageKey } from './locales/hu.ts';

export type Language = 'hu' | 'en';
export type Translate = (key: MessageKey, values?: Readonly<Record<string, string>>) => string;

export const languages: readonly { lang: Language; label: string }[] = [
  { lang: 'hu', label: 'Magyar' },
  { lang: 'en', label: 'English' },
];

const texts: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { hu, en };
const cookieName = 'portal_language';
const yearInMilliseconds = 365 * 24 * 60 * 60 * 1000;

export function languageOf(ctx: Context): Language {
  const switched = known(ctx.query.lang);
  if (switched) {
    const settings = { httpOnly: true, sameSite: 'lax', signed: false, overwrite: true } as const;
    ctx.cookies.set(cookieName, switched, { ...settings, maxAge: yearInMilliseconds });
    return switched;
  }
  return known(ctx.cookies.get(cookieName)) ?? 'hu';
}

export function translator(language: Language): Translate {
  return (key, values = {}) =>
    texts[language][key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
}

/** An instant in the words of the language, in Hungary's time. */
export function inWords(instant: Date, language: Language): string {
  const style = { dateStyle: 'long', timeStyle: 'short', timeZone: 'Europe/Budapest' } as const;
  return new Intl.DateTimeFormat(localeOf(language), style).format(instant);
}

/** A calendar date (`1956-03-14`) in the words of the language; anything else stays as it is. */
export function dateInWords(date: string, language: Language): string {
  const instant = new Date(`${date}T00:00:00Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || Number.isNaN(instant.getTime())) {
    return date;
  }
  return new Intl.DateTimeFormat(localeOf(language), { dateStyle: 'long', timeZone: 'UTC' }).format(instant);
}

function localeOf(language: Language): string {
  return language === 'hu' ? 'hu-HU' : 'en-GB';
}

function known(value: unknown): Language | undefined {
  return languages.find(({ lang }) => lang === value)?.lang;
}
