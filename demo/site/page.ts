/** Rendering: a view of a site in the site's layout, in the language of the request. */
import { join } from 'node:path';
import ejs from 'ejs';
import type { Context } from 'koa';
import type { SiteAssets } from './assets.ts';
import {
  addressInLanguage,
  type Language,
  languageSwitch,
  type SiteLanguage,
  type Translate,
} from './language.ts';
import { sharedViews, viewsOf } from './settings.ts';
import type { Visits } from './visits.ts';

export interface Page<Key extends string, Section extends string> {
  readonly title: Key;
  readonly status?: number;
  readonly errors?: readonly FieldError[];
  /** The entry of the menu that this page belongs to. */
  readonly section?: Section;
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface FieldError {
  readonly field: string;
  /** In the language of the page. */
  readonly text: string;
}

export type ShowPage<Key extends string, Section extends string> = (
  ctx: Context,
  view: string,
  page: Page<Key, Section>,
) => Promise<void>;

export interface PageParts<Key extends string, Session> {
  readonly site: 'portal' | 'sandbox';
  readonly words: SiteLanguage<Key>;
  readonly visits: Visits<Session>;
  readonly assets: SiteAssets;
  /** What the site's views are given beside what all are given. */
  readonly ownLocals: (t: Translate<Key>, session: Session | undefined) => Readonly<Record<string, unknown>>;
}

export function showPagesOf<
  Key extends string,
  Section extends string,
  Session extends { readonly formToken: string },
>({ site, words, visits, assets, ownLocals }: PageParts<Key, Session>): ShowPage<Key, Section> {
  const views = viewsOf(site);
  const render = (view: string, locals: object): Promise<string> =>
    ejs.renderFile(join(views, `${view}.ejs`), { ...locals }, { cache: true, views: [sharedViews] });

  return async (ctx, view, page) => {
    const lang = words.languageOf(ctx);
    const t = words.translator(lang);
    const session = visits.of(ctx);
    const locals = {
      t,
      lang,
      title: t(page.title),
      section: page.section,
      errors: page.errors ?? [],
      languages: languageSwitch(lang, (other) => addressOfPage(ctx, other)),
      asset: assets.addressOf,
      csrf: session?.formToken ?? '',
      ...ownLocals(t, session),
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
