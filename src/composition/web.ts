/** Pages, forms and cookies. */
import { join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { loadAssets } from '../web/assets.ts';
import { createDeviceCookies } from '../web/device-cookie.ts';
import { createReadForm } from '../web/form.ts';
import { createFormTokens } from '../web/form-token.ts';
import { languages } from '../web/languages.ts';
import { createPages } from '../web/page.ts';
import { translator } from './words.ts';

const projectRoot = resolve(import.meta.dirname, '../..');

export type Web = ReturnType<typeof composeWeb>;

export function composeWeb({ secrets, issuer, serviceName, demoFile }: Config) {
  const isSecure = issuer.startsWith('https:');
  const assets = loadAssets(join(projectRoot, 'dist/assets'));
  const formTokens = createFormTokens(secrets.cookie_keys, isSecure);
  const pages = createPages({
    viewsDirectory: join(projectRoot, 'views'),
    languages,
    translator,
    assets,
    formTokens,
    isDemo: demoFile !== undefined,
    productName: serviceName,
  });
  return {
    isSecure,
    assets,
    formTokens,
    pages,
    readForm: createReadForm(formTokens),
    devices: createDeviceCookies(secrets.cookie_keys, isSecure),
  };
}
