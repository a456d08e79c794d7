/**
 * The language of pages: what the citizen or the relying party said, whoever spoke last; else what the browser prefers (RFC 9110 §12.5.4);
 * else Hungarian.
 */
import type { Context } from 'koa';
import { type Language, languages, type Spoken } from './languages.ts';

export type { Language };

const yearInMilliseconds = 365 * 24 * 60 * 60 * 1000;

/** The language of this request: the switch on the page (`?lang=`), else what was said before, else the browser’s. */
export function languageOf(ctx: Context): Language;
export function languageOf<Name extends string>(ctx: Context, spoken: readonly Spoken<Name>[]): Name;
export function languageOf(ctx: Context, spoken: readonly Spoken[] = languages): string {
  const switched = known(ctx.query.lang, spoken);
  if (switched) {
    rememberLanguage(ctx, switched);
    return switched;
  }
  return (
    known(ctx.cookies.get(cookieNameAt(ctx)), spoken) ?? preferredByBrowser(ctx, spoken) ?? languages[0].lang
  );
}

function preferredByBrowser<Name extends string>(
  ctx: Context,
  spoken: readonly Spoken<Name>[],
): Name | undefined {
  readWeights(ctx);
  return known(ctx.acceptsLanguages(...spoken.map(({ lang }) => lang)) || undefined, spoken);
}

/** A space behind the semicolon is allowed (RFC 9110 §12.4.2); koa reads no weight behind one (findings/accept-language-space.sh). */
function readWeights({ req: { headers } }: Context): void {
  headers['accept-language'] &&= headers['accept-language'].replace(/;[ \t]+/g, ';');
}

/** Keeps a choice: the citizen's by the switch, or the relying party's by `ui_locales`. */
export function rememberLanguage(ctx: Context, language: string): void {
  ctx.cookies.set(cookieNameAt(ctx), language, {
    httpOnly: true,
    sameSite: 'lax',
    signed: false,
    maxAge: yearInMilliseconds,
    overwrite: true,
  });
}

/** Of this host alone where there is TLS (ASVS 5.0 3.3.3). */
function cookieNameAt(ctx: Context): string {
  return ctx.secure ? '__Host-kapu_language' : 'kapu_language';
}

/** The first of `ui_locales` (BCP 47 tags separated by spaces) that we speak. */
export function languageOfUiLocales(uiLocales: unknown): Language | undefined {
  if (typeof uiLocales !== 'string') {
    return undefined;
  }
  const tags = uiLocales.split(' ').map((tag) => tag.split('-')[0]?.toLowerCase());
  return tags.map((tag) => known(tag, languages)).find((language) => language !== undefined);
}

function known<Name extends string>(value: unknown, spoken: readonly Spoken<Name>[]): Name | undefined {
  return spoken.find(({ lang }) => lang === value)?.lang;
}
