/** A site that is a page in the browser's hands: the server gives the frame and the modules, and learns nothing of what is kept. */
import { join } from 'node:path';
import ejs from 'ejs';
import type Koa from 'koa';
import type { Context } from 'koa';
import { createSite } from '../site/application.ts';
import { addressInLanguage, languageSwitch, speak } from '../site/language.ts';
import { viewsOf } from '../site/settings.ts';
import { serveFiles } from './files.ts';
import { pageRights } from './page-rights.ts';
import type { WalletSettings } from './settings.ts';
import { en } from './words/en.ts';
import { hu, type MessageKey } from './words/hu.ts';

const { languageOf, translator } = speak<MessageKey>({ hu, en }, 'wallet_language');

const walletPaths = ['/', '/scan', '/offer', '/present', '/card', '/delete'] as const;

export function createWallet(settings: WalletSettings): Koa {
  return createFrames('wallet', settings.walletUrl, walletPaths, settings);
}

export function createWindowCheck(settings: WalletSettings): Koa {
  return createFrames('window-check', settings.windowCheckUrl, ['/'], settings);
}

function createFrames(
  site: 'wallet' | 'window-check',
  url: string,
  paths: readonly string[],
  settings: WalletSettings,
): Koa {
  return createSite({
    siteUrl: url,
    rights: pageRights([settings.issuer, ...settings.others.map(({ address }) => address)]),
    answers: [serveFiles(), showFrame],
  });

  async function showFrame(ctx: Context): Promise<void> {
    if (ctx.method !== 'GET' && ctx.method !== 'HEAD') {
      ctx.status = 405;
      return;
    }
    const lang = languageOf(ctx);
    ctx.status = paths.includes(ctx.path) ? 200 : 404;
    ctx.type = 'html';
    // A request that is under way stays in the address.
    const languages = languageSwitch(lang, (other) => addressInLanguage(ctx, other));
    ctx.body = await ejs.renderFile(
      join(viewsOf('wallet'), 'frame.ejs'),
      { t: translator(lang), lang, site, settings, languages },
      { cache: true },
    );
  }
}
