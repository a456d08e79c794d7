/** Pages, forms and cookies. */
import { join, resolve } from 'node:path';
import type { PagesSettings } from '../configuration/pages.ts';
import { helpAddress } from '../self-service/help/help-routes.ts';
import { createDeviceCookies } from '../web/cookies/device-cookie.ts';
import { createServiceCookie } from '../web/cookies/service-cookie.ts';
import { createSharedComputerCookie } from '../web/cookies/shared-computer-cookie.ts';
import { createReadForm } from '../web/form/form.ts';
import { createFormTokens } from '../web/form/form-token.ts';
import { createKeptForms } from '../web/form/kept-form.ts';
import { languages } from '../web/languages.ts';
import { loadAssets } from '../web/page/assets.ts';
import { nameIn } from '../web/page/client-name.ts';
import { styleOf } from '../web/page/colours.ts';
import { createPages } from '../web/page/page.ts';
import type { FooterLink } from '../web/page/page-frame.ts';
import type { NodeContext } from './node-context.ts';
import { pageTranslator } from './words.ts';

/** Named by its content, as every other. */
const ownStyle = 'colours.css';
const projectRoot = resolve(import.meta.dirname, '../..');

export type Web = ReturnType<typeof composeWeb>;

export function composeWeb({ config, demo, now }: Pick<NodeContext, 'config' | 'demo' | 'now'>) {
  const { secrets, issuer, serviceName, pages: settings } = config;
  const isSecure = issuer.startsWith('https:');
  const { colours } = settings;
  const assets = loadAssets(join(projectRoot, 'dist/assets'), colours && { [ownStyle]: styleOf(colours) });
  const formTokens = createFormTokens(secrets.cookie_keys, isSecure);
  const keptForms = createKeptForms(secrets.cookie_keys, formTokens, isSecure, now);
  const pages = createPages({
    viewsDirectory: join(projectRoot, 'views'),
    languages,
    translator: pageTranslator(demo?.words),
    assets,
    formTokens,
    keptForms,
    isDemo: demo !== undefined,
    footer: footerOf(settings),
    helpLine: settings.help_line,
    productName: serviceName,
    now,
    issuer,
    ...(colours && { ownColours: { style: ownStyle, bar: colours.light.brand } }),
  });
  return {
    isSecure,
    assets,
    formTokens,
    keptForms,
    pages,
    services: createServiceCookie(isSecure),
    readForm: createReadForm(formTokens, keptForms),
    devices: createDeviceCookies(secrets.cookie_keys, isSecure),
    sharedComputer: createSharedComputerCookie(isSecure),
  };
}

/** Help is ours; the rest is the operator's, where they have it. */
function footerOf(settings: PagesSettings): FooterLink[] {
  const own = (['contact', 'privacy', 'accessibility'] as const).flatMap((name): FooterLink[] => {
    const addresses = settings[name];
    return addresses ? [{ text: `layout.${name}`, hrefIn: (language) => nameIn(addresses, language) }] : [];
  });
  return [{ text: 'layout.help', hrefIn: () => helpAddress }, ...own];
}
