/** The portal's pages: views of `views/portal`, which greet the citizen who is signed in. */
import type { SiteAssets } from '../site/assets.ts';
import { type ShowPage as ShowPageOf, showPagesOf } from '../site/page.ts';
import { languageOf, translator } from './language.ts';
import type { Visits } from './visits.ts';
import type { MessageKey } from './words/hu.ts';

export type ShowPage = ShowPageOf<MessageKey, 'cases' | 'my-data'>;

export function createShowPage(visits: Visits, assets: SiteAssets): ShowPage {
  return showPagesOf({
    site: 'portal',
    words: { languageOf, translator },
    visits,
    assets,
    ownLocals(t, session) {
      const citizen = session?.citizen;
      return {
        citizen: citizen && { name: citizen.name, assurance: t(`assurance.${citizen.assurance}`) },
      };
    },
  });
}
