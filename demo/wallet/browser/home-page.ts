/** What is in the wallet. */
import { instantInWords } from './claims.ts';
import { type Document, type DocumentState, forget, stateOf } from './documents.ts';
import { anchorOf } from './place.ts';
import { button, buttonLink, buttons, element, heading, link, paragraph, type Screen } from './screen.ts';
import type { Visit } from './visit.ts';

export async function showHome({ screen, place, documents }: Visit): Promise<void> {
  const { t } = screen;
  const [document] = documents;
  if (!document) {
    showEmpty(screen, place.issuer);
    return;
  }
  const state = await stateOf(document, anchorOf(place, document.issuer), new Date());
  screen.show(
    'home.title',
    summaryOf(screen, document, state),
    buttons(
      state === 'usable' && buttonLink(t('home.show-card'), '/card'),
      buttonLink(t('home.scan'), '/scan', state === 'usable'),
    ),
    link(t('home.to-issuer'), `${place.issuer}/fiok/tarcaim`),
    link(t('home.delete'), '/delete'),
  );
}

function showEmpty(screen: Screen, issuer: string): void {
  const { t } = screen;
  const steps = (['home.how.sign-in', 'home.how.offer', 'home.how.scan'] as const).map((key) =>
    element('li', {}, t(key)),
  );
  screen.show(
    'home.title',
    element('p', { class: 'govuk-body-l' }, t('home.empty')),
    heading(t('home.how')),
    element('ol', { class: 'govuk-list govuk-list--number' }, ...steps),
    buttons(buttonLink(t('home.scan'), '/scan')),
    link(t('home.to-issuer'), `${issuer}/fiok/tarcaim`),
  );
}

const words = { revoked: 'home.revoked', expired: 'home.expired' } as const;

function summaryOf({ t, lang }: Screen, document: Document, state: DocumentState): HTMLElement {
  const until = t('home.valid-until', { date: instantInWords(document.expiresAt, lang) });
  return element(
    'section',
    { class: 'wallet-document', 'aria-labelledby': 'document-name' },
    element('h2', { class: 'govuk-heading-m', id: 'document-name' }, t('document.name')),
    paragraph(nameOf(document)),
    paragraph(t('document.issuer', { issuer: document.issuer })),
    paragraph(state === 'usable' ? until : t(words[state])),
  );
}

function nameOf({ claims }: Document): string {
  const named = (name: string): string =>
    String(claims.find(({ path }) => path.join() === name)?.value ?? '');
  return `${named('family_name')} ${named('given_name')}`;
}

export async function showDelete({ screen, documents }: Visit): Promise<void> {
  const { t } = screen;
  async function deleteAll(): Promise<void> {
    for (const { id } of documents) {
      await forget(id);
    }
    location.assign('/');
  }
  screen.show(
    'delete.title',
    paragraph(t('delete.text')),
    buttons(button(t('delete.button'), () => void deleteAll())),
    link(t('back.wallet'), '/'),
  );
}
