/** The sandbox's pages: views of `views/sandbox`, which explain what they show of the protocol. */
import type { SiteAssets } from '../site/assets.ts';
import { type ShowPage as ShowPageOf, showPagesOf } from '../site/page.ts';
import { explain, languageOf, translator } from './language.ts';
import type { Visits } from './session.ts';
import type { MessageKey } from './words/hu.ts';

export type ShowPage = ShowPageOf<MessageKey, 'start' | 'register' | 'walk' | 'faults'>;

export function createShowPage(visits: Visits, assets: SiteAssets, issuer: string): ShowPage {
  return showPagesOf({
    site: 'sandbox',
    words: { languageOf, translator },
    visits,
    assets,
    ownLocals: (t) => ({
      issuer,
      why: (kind: 'param' | 'claim', name: string) => explain(t, kind, name),
    }),
  });
}
