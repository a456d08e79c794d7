/** Rendering: a view of `views/portal` in the portal's layout, in the language of the request. */
import { join } from 'node:path';
import ejs from 'ejs';
import type { Context } from 'koa';
import type { SiteAssets } from '../site/assets.ts';
import { addressInLanguage, type Language, languages } from '../site/language.ts';
import { languageOf, translator } from './language.ts';
import type { MessageKey } from './locales/hu.ts';
import { viewsDirectory } from './settings.ts';
import type { Visits } from './visits.ts';

export interface Page {
  readonly title: MessageKey;
  readonly status?: number;
  readonly errors?: readonly { field: string; message: MessageKey }[];
  /** The entry of the menu that this page belongs to. */
  readonly section?: 'cases' | 'my-data';
  readonly data?: Readonly<Record<string, unknown>>;
}

export type ShowPage = (ctx: Context, view: string, page: Page) => Promise<void>;

export function createShowPage(visits: Visits, assets: SiteAssets): ShowPage {
  const render = (view: string, locals: object): Promise<string> =>
    ejs.renderFile(join(viewsDirectory, `${view}.ejs`), { ...locals }, { cache: true });

  return async (ctx, view, page) => {
    const lang = languageOf(ctx);
    const t = translator(lang);
    const session = visits.of(ctx);
    const citizen = session?.citizen;
    const locals = {
      t,
      lang,
      title: t(page.title),
      section: page.section,
      errors: (page.errors ?? []).map(({ field, message }) => ({ field, text: t(message) })),
      languages: languages.map((language) => ({
        ...language,
        href: addressOfPage(ctx, language.lang),
        current: language.lang === lang,
      })),
      asset: assets.addressOf,
      csrf: session?.formToken ?? '',
      citizen: citizen ? { name: citizen.name, assurance: t(`assurance.${citizen.assurance}`) } : undefined,
      ...page.data,
    };
    const content = await render(view, locals);
    ctx.status = page.status ?? 200;
    ctx.type = 'html';
    ctx.body = await render('layout', { ...locals, content });
  };
}

/** The same page in another language; a callback cannot be repeated, so that one leads home. */
function addressOfPage(ctx: Context, lang: Language): string {
  return ctx.path === '/callback' ? `/?lang=${lang}` : addressInLanguage(ctx, lang);
}
