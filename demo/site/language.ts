/** A site's language: Hungarian until the switch on the page says otherwise. */
import type { Context } from 'koa';

export type Language = 'hu' | 'en';
export type Translate<Key extends string> = (key: Key, values?: Readonly<Record<string, string>>) => string;

export interface SiteLanguage<Key extends string> {
  languageOf(ctx: Context): Language;
  translator(language: Language): Translate<Key>;
}

const languages: readonly { lang: Language; label: string }[] = [
  { lang: 'hu', label: 'Magyar' },
  { lang: 'en', label: 'English' },
];

const yearInMilliseconds = 365 * 24 * 60 * 60 * 1000;

export function speak<Key extends string>(
  texts: Readonly<Record<Language, Readonly<Record<Key, string>>>>,
  cookieName: string,
): SiteLanguage<Key> {
  return {
    languageOf(ctx) {
      const switched = known(ctx.query.lang);
      if (switched) {
        const settings = { httpOnly: true, sameSite: 'lax', signed: false, overwrite: true } as const;
        ctx.cookies.set(cookieName, switched, { ...settings, maxAge: yearInMilliseconds });
        return switched;
      }
      return known(ctx.cookies.get(cookieName)) ?? 'hu';
    },

    translator(language) {
      return (key, values = {}) =>
        texts[language][key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '');
    },
  };
}

/** The links by which a page is read in another language. */
export function languageSwitch(current: Language, addressIn: (lang: Language) => string): object[] {
  return languages.map(({ lang, label }) => ({
    lang,
    label,
    href: addressIn(lang),
    current: lang === current,
  }));
}

/** The same page in another language. */
export function addressInLanguage(ctx: Context, lang: Language): string {
  const query = new URLSearchParams(ctx.method === 'GET' ? ctx.querystring : '');
  query.set('lang', lang);
  return `${ctx.path}?${query}`;
}

function known(value: unknown): Language | undefined {
  return languages.find(({ lang }) => lang === value)?.lang;
}
