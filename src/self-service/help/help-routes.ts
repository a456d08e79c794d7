/** Help, for whoever is stuck: one page, so that a browser finds words in it and a printer prints it whole. Steps lead to its parts. */
import { Router } from '@koa/router';
import type { PagesSettings } from '../../configuration/pages.ts';
import { appNames } from '../../enrolling/app-names.ts';
import { languageOf } from '../../web/language.ts';
import type { Pages } from '../../web/page/page.ts';
import { type Door, forPeople } from '../../web/request/door.ts';

export const helpAddress = '/segitseg';

/** In the order in which they are most asked for; the id is the anchor, and what steps of a sign-in lead to. */
const topics = [
  { id: 'alkalmazas', name: 'app' },
  { id: 'kod', name: 'code' },
  { id: 'uj-telefon', name: 'new-phone' },
  { id: 'elveszett-telefon', name: 'lost-phone' },
  { id: 'elfelejtett-nev', name: 'forgotten-name' },
  { id: 'hamis-oldal', name: 'fake' },
] as const;

export function helpRoutes({
  pages,
  settings,
  issuer,
}: {
  readonly pages: Pages;
  readonly settings: PagesSettings;
  readonly issuer: string;
}): Door {
  const router = new Router();

  router.get(helpAddress, async (ctx) => {
    await pages.show(ctx, 'self-service/help/help', {
      title: 'help.title',
      data: {
        topics,
        apps: settings.authenticator_apps,
        appNames: appNames(settings.authenticator_apps, languageOf(ctx)),
        address: new URL(issuer).host,
      },
    });
  });

  return forPeople(router);
}
