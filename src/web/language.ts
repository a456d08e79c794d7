/** The language of pages: Hungarian unless the citizen or the relying party said otherwise; whoever spoke last is heard. */
import type { Context } from 'koa';

export type Language = 'hu' | 'en';

export const languages: readonly { lang: Language; label: string }[] = [
  { lang: 'hu', label: 'Magyar' },
  { lang: 'en', label: 'English' },
];

const cookieName = 'kapu_language';
const yearInMilliseconds = 365 * 24 * 60 * 60 * 1000;

/** The language of this request: the switch on the page (`?lang=`), else what was said before, else Hungarian. */
export function languageOf(ctx: Context): Language {
  const switched = known(ctx.query.lang);
  if (switched) {
    rememberLanguage(ctx, switched);
    return switched;
  }
  return known(ctx.cookies.get(cookieName)) ?? 'hu';
}

/** Keeps a choice: the citizen's by the switch, or the relying party's by `ui_locales`. */
export function rememberLanguage(ctx: Context, language: Language): void {
  ctx.cookies.set(cookieName, language, {
    httpOnly: true,
    sameSite: 'lax',
    signed: false,
    maxAge: yearInMilliseconds,
    overwrite: true,
  });
}

/** The first of `ui_locales` (BCP 47 tags separated by spaces) that we speak. */
export function languageOfUiLocales(uiLocales: unknown): Language | undefined {
  if (typeof uiLocales !== 'string') {
    return undefined;
  }
  const tags = uiLocales.split(' ').map((tag) => tag.split('-')[0]?.toLowerCase());
  return tags.map(known).find((language) => language !== undefined);
}

function known(value: unknown): Language | undefined {
  return languages.find(({ lang }) => lang === value)?.lang;
}
