/** A site that is a page in the browser's hands: the server gives the frame and the modules, and learns nothing of what is kept. */
import { join } from 'node:path';
import ejs from 'ejs';
import Koa, { type Context } from 'koa';
import { type Language, languages, speak } from '../site/language.ts';
import { ownAddressOnly } from '../site/security-headers.ts';
import { serveFiles } from './files.ts';
import { en } from './locales/en.ts';
import { hu, type MessageKey } from './locales/hu.ts';
import { securityHeaders } from './security-headers.ts';
import { viewsDirectory, type WalletSettings } from './settings.ts';

const { languageOf, translator } = speak<MessageKey>({ hu, en }, 'wallet_language');

const walletPaths = ['/', '/scan', '/offer', '/present', '/card', '/delete'] as const;

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
  // Keys and credentials belong to an origin: at another address of ours the wallet would be empty.
  app.use(ownAddressOnly(url));
  app.use(serveFiles());
  app.use(async (ctx) => {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      ctx.status = 405;
      return;
    }
    const lang = languageOf(ctx);
    ctx.status = paths.includes(ctx.path) ? 200 : 404;
    ctx.type = 'html';
    ctx.body = await ejs.renderFile(
      join(viewsDirectory, 'frame.ejs'),
      { t: translator(lang), lang, site, settings, languages: languagesFor(ctx, lang) },
      { cache: true },
    );
  });
  return app;
}

/** The same page in the other language: a request that is under way stays. */
function languagesFor(ctx: Context, current: Language): object[] {
  return languages.map(({ lang, label }) => {
    const query = new URLSearchParams(ctx.querystring);
    query.set('lang', lang);
    return { lang, label, href: `${ctx.path}?${query}`, current: lang === current };
  });
}
