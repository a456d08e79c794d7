/** A site that is a page in the browser's hands: the server gives the frame and the modules, and is told nothing. */
import { join } from 'node:path';
import ejs from 'ejs';
import Koa, { type Context, type Middleware } from 'koa';
import { serveFiles } from './files.ts';
import { en } from './locales/en.ts';
import { hu, type MessageKey } from './locales/hu.ts';
import { securityHeaders } from './security-headers.ts';
import { viewsDirectory, type WalletSettings } from './settings.ts';

type Language = 'hu' | 'en';

const texts: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { hu, en };
const languages = [
  { lang: 'hu', label: 'Magyar' },
  { lang: 'en', label: 'English' },
] as const;
const cookieName = 'wallet_language';
const yearInMilliseconds = 365 * 24 * 60 * 60 * 1000;

export const walletPaths = ['/', '/scan', '/offer', '/present', '/card', '/delete'] as const;

export function createWallet(settings: WalletSettings): Koa {
  return createSite('wallet', settings.walletUrl, walletPaths, settings);
}

export function createWindowCheck(settings: WalletSettings): Koa {
  return createSite('window-check', settings.windowCheckUrl, ['/'], settings);
}

function createSite(
  site: 'wallet' | 'window-check',
  url: string,
  paths: readonly string[],
  settings: WalletSettings,
): Koa {
  const app = new Koa();
  app.proxy = false;
  app.use(securityHeaders(url, settings.issuer));
  app.use(ownAddressOnly(url));
  app.use(serveFiles());
  app.use(async (ctx) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      ctx.status = 405;
      return;
    }
    const lang = languageOf(ctx);
    const t = (key: MessageKey): string => texts[lang][key];
    ctx.status = paths.includes(ctx.path) ? 200 : 404;
    ctx.type = 'html';
    ctx.body = await ejs.renderFile(
      join(viewsDirectory, 'frame.ejs'),
      { t, lang, site, settings, languages: languagesFor(ctx, lang) },
      { cache: true },
    );
  });
  return app;
}

function languageOf(ctx: Context): Language {
  const known = (value: unknown): Language | undefined => languages.find(({ lang }) => lang === value)?.lang;
  const switched = known(ctx.query.lang);
  if (switched) {
    const settings = { httpOnly: true, sameSite: 'lax', signed: false, overwrite: true } as const;
    ctx.cookies.set(cookieName, switched, { ...settings, maxAge: yearInMilliseconds });
  }
  return switched ?? known(ctx.cookies.get(cookieName)) ?? 'hu';
}

/** The same page in the other language: a request that is under way stays. */
function languagesFor(ctx: Context, current: Language): object[] {
  return languages.map(({ lang, label }) => {
    const query = new URLSearchParams(ctx.querystring);
    query.set('lang', lang);
    return { lang, label, href: `${ctx.path}?${query}`, current: lang === current };
  });
}

/** Keys and credentials belong to an origin: at another address of ours the wallet would be empty. */
function ownAddressOnly(url: string): Middleware {
  const { host } = new URL(url);
  return async (ctx, next) => {
    if (ctx.host === host) {
      await next();
      return;
    }
    ctx.status = 307;
    ctx.redirect(url + ctx.url);
  };
}
