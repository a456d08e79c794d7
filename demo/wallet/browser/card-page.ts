/** The digital ID card, shown at a window: a code that is new every twenty seconds and tells only what was chosen. */
import { newNonce } from '../protocol/bytes.ts';
import { writeCardCode } from '../protocol/card-code.ts';
import { windowCheckAudience } from '../protocol/check-card.ts';
import { disclosuresFor, present, readCredential } from '../protocol/sd-jwt.ts';
import { claimValue } from './claims.ts';
import { type Document, stateOf, takeCopy } from './documents.ts';
import { photoPlace } from './photo-place.ts';
import { anchorOf } from './place.ts';
import { drawCode } from './qr-picture.ts';
import { buttonLink, buttons, element, heading, link, paragraph, type Screen } from './screen.ts';
import type { Visit } from './visit.ts';

const shown = {
  name: [['family_name'], ['given_name']],
  'over-18': [['age_equal_or_over', '18']],
} as const;

type Showing = keyof typeof shown;

const renewedAfterSeconds = 20;

export async function showCard({ screen, place, query, documents }: Visit): Promise<void> {
  const { t } = screen;
  const [document] = documents;
  if (!document || (await stateOf(document, anchorOf(place, document.issuer), new Date())) !== 'usable') {
    screen.show('card.title', paragraph(t('card.none')), buttons(buttonLink(t('back.wallet'), '/')));
    return;
  }
  const showing = query.get('show');
  if (showing !== 'name' && showing !== 'over-18') {
    screen.show(
      'card.title',
      heading(t('card.choose')),
      buttons(buttonLink(t('card.choose.name'), '/card?show=name')),
      buttons(buttonLink(t('card.choose.over-18'), '/card?show=over-18')),
      link(t('back.wallet'), '/'),
    );
    return;
  }
  if (showing === 'over-18' && valueAt(document, shown[showing][0]) !== true) {
    screen.show('card.title', paragraph(t('card.not-over-18')), buttons(buttonLink(t('back.wallet'), '/')));
    return;
  }
  await showCode(screen, document, showing);
}

async function showCode(screen: Screen, document: Document, showing: Showing): Promise<void> {
  const { t } = screen;
  const copy = await takeCopy(document);
  const credential = await readCredential(copy.text);
  const disclosures = disclosuresFor(credential, shown[showing]);
  const code = element('div', { class: 'wallet-qr' });
  const words = paragraph('');
  let renewAt = 0;

  async function renew(): Promise<void> {
    const binding = { audience: windowCheckAudience, nonce: newNonce(), now: new Date() };
    const presentation = await present(credential.jwt, disclosures, copy.keys, binding);
    const text = await writeCardCode(presentation);
    code.replaceChildren(drawCode(text, t('card.qr')));
    code.dataset.characters = String(text.length);
    renewAt = Date.now() + renewedAfterSeconds * 1000;
  }

  async function tick(): Promise<void> {
    if (Date.now() >= renewAt) {
      await renew();
    }
    const seconds = Math.ceil((renewAt - Date.now()) / 1000);
    words.textContent = t('card.next', { seconds: String(seconds) });
  }

  await tick();
  screen.show(
    'card.title',
    element(
      'section',
      { class: 'wallet-card', 'aria-label': t('document.name') },
      showing === 'name' ? personOf(screen, document) : ageOf(screen),
      code,
      paragraph(t('card.show')),
      words,
    ),
    paragraph(t(`card.reveals.${showing}`)),
    link(t('back.wallet'), '/'),
  );
  setInterval(() => void tick(), 1000);
  // A telephone that was put away has slept: what it shows on waking must be new at once.
  addEventListener('visibilitychange', () => void tick());
}

function personOf(screen: Screen, document: Document): HTMLElement {
  const { t } = screen;
  const fact = (
    key: 'card.family-name' | 'card.given-name' | 'card.birthdate',
    claim: string,
  ): HTMLElement[] => [
    element('dt', {}, t(key)),
    element('dd', {}, claimValue(screen, valueAt(document, [claim]), claim)),
  ];
  return element(
    'div',
    { class: 'wallet-card__person' },
    photoPlace(t('card.photo')),
    element(
      'dl',
      { class: 'wallet-card__facts' },
      ...fact('card.family-name', 'family_name'),
      ...fact('card.given-name', 'given_name'),
      ...fact('card.birthdate', 'birthdate'),
      element('dd', { class: 'wallet-card__note' }, t('card.not-in-code')),
    ),
  );
}

function ageOf({ t }: Screen): HTMLElement {
  return element(
    'p',
    { class: 'wallet-card__age' },
    element('span', { 'aria-hidden': 'true' }, '18+'),
    element('span', { class: 'wallet-card__words' }, t('card.over-18')),
  );
}

function valueAt({ claims }: Document, path: readonly string[]): unknown {
  return claims.find((claim) => claim.path.join('.') === path.join('.'))?.value;
}
