/** Rendering: a view of `views/sandbox` in the sandbox's layout, in the language of the request. */
import { join } from 'node:path';
import ejs from 'ejs';
import type { Context } from 'koa';
import type { SiteAssets } from '../site/assets.ts';
import { addressInLanguage, type Language, languages } from '../site/language.ts';
import { explain, languageOf, translator } from './language.ts';
import type { MessageKey } from './locales/hu.ts';
import type { Visits } from './session.ts';
import { viewsDirectory } from './settings.ts';

export interface Page {
  readonly title: MessageKey;
  readonly status?: number;
  readonly errors?: readonly { field: string; text: string }[];
  /** The entry of the menu that this page belongs to. */
  readonly section?: 'start' | 'register' | 'walk' | 'faults';
  readonly data?: Readonly<Record<string, unknown>>;
}

export type ShowPage = (ctx: Context, view: string, page: Page) => Promise<void>;

export function createShowPage(visits: Visits, assets: SiteAssets, issuer: string): ShowPage {
  const render = (view: string, locals: object): Promise<string> =>
    ejs.renderFile(join(viewsDirectory, `${view}.ejs`), { ...locals }, { cache: true });

  return async (ctx, view, page) => {
    const lang = languageOf(ctx);
    const t = translator(lang);
    const locals = {
      t,
      why: (kind: 'param' | 'claim', name: string) => explain(t, kind, name),
      lang,
      issuer,
      title: t(page.title),
      section: page.section,
      errors: page.errors ?? [],
      languages: languages.map((language) => ({
        ...language,
        href: addressOfPage(ctx, language.lang),
        current: language.lang === lang,
      })),
      asset: assets.addressOf,
      csrf: visits.of(ctx)?.formToken ?? '',
      ...page.data,
    };
    const content = await render(view, locals);
    ctx.status = page.status ?? 200;
    ctx.type = 'html';
    ctx.body = await render('layout', { ...locals, content });
  };
}

/** A callback cannot be repeated, so that one leads home. */
function addressOfPage(ctx: Context, lang: Language): string {
  return ctx.path === '/callback' ? `/?lang=${lang}` : addressInLanguage(ctx, lang);
}
