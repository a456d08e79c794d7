/** A verifier asks: who, for what; the citizen decides. */
import {
  openRequest,
  type PresentationRequest,
  type Reception,
  type RequestProblem,
  RequestRefused,
  sendPresentation,
  sendRefusal,
} from '../protocol/presentation-request.ts';
import { agreed, findQuery, type Query, type Wish } from '../protocol/query.ts';
import { disclosuresFor, present, readCredential } from '../protocol/sd-jwt.ts';
import { claimName, claimValue } from './claims.ts';
import { type Document, takeCopy } from './documents.ts';
import { button, buttonLink, buttons, element, heading, link, paragraph, type Screen } from './screen.ts';
import type { Visit } from './visit.ts';

interface Asked {
  readonly request: PresentationRequest;
  readonly document: Document;
  readonly query: Query;
}

type Failure = RequestProblem | 'refused' | 'nothing';

export async function showRequest({ screen, place, query: link, documents }: Visit): Promise<void> {
  screen.showWorking('request.title', 'layout.loading');
  try {
    const request = await openRequest(link, place.anchor, new Date());
    const asked = documentFor(request, documents);
    if (asked) {
      askCitizen(screen, asked);
    } else {
      await sendRefusal(request);
      showFailed(screen, 'nothing');
    }
  } catch (error) {
    if (!(error instanceof RequestRefused)) {
      throw error;
    }
    showFailed(screen, error.problem);
  }
}

function documentFor(request: PresentationRequest, documents: readonly Document[]): Asked | undefined {
  for (const document of documents) {
    const has = (path: readonly string[]): boolean =>
      disclosuresFor({ disclosures: document.claims }, [path]).length > 0;
    const query = findQuery(request.query, document.type, has);
    if (query) {
      return { request, document, query };
    }
  }
  return undefined;
}

function askCitizen(screen: Screen, asked: Asked, error?: string): void {
  const { t, lang } = screen;
  const { request, query } = asked;
  const required = query.wishes.filter(({ isRequired }) => isRequired);
  const optional = query.wishes.filter(({ isRequired }) => !isRequired);
  const boxes = new Map(optional.map((wish) => [wish, checkbox(screen, asked, wish)]));
  const approve = (): void => {
    const chosen = query.wishes.map((wish) => boxes.get(wish)?.querySelector('input')?.checked ?? false);
    const paths = agreed(query, chosen);
    if (paths) {
      void answer(screen, asked, paths);
    } else {
      askCitizen(screen, asked, t('request.not-enough'));
    }
  };
  screen.show(
    'request.title',
    error && element('p', { class: 'govuk-error-message', role: 'alert' }, error),
    element(
      'section',
      { class: 'wallet-who', 'aria-labelledby': 'who' },
      element('h2', { class: 'govuk-heading-m', id: 'who' }, t('request.who')),
      element('p', { class: 'wallet-who__name' }, request.names[lang]),
      paragraph(t('request.host', { host: request.host })),
    ),
    heading(t('request.what')),
    required.length > 0 && paragraph(t('request.required')),
    required.length > 0 &&
      element('dl', { class: 'govuk-summary-list' }, ...required.map((wish) => rowFor(screen, asked, wish))),
    optional.length > 0 &&
      element(
        'fieldset',
        { class: 'govuk-fieldset govuk-form-group' },
        element('legend', { class: 'govuk-fieldset__legend govuk-body' }, t('request.optional')),
        element('div', { class: 'govuk-checkboxes' }, ...boxes.values()),
      ),
    paragraph(t('request.check'), { class: 'govuk-body govuk-!-font-weight-bold' }),
    buttons(
      button(t('request.approve'), approve),
      button(t('request.decline'), () => void decline(screen, asked), true),
    ),
  );
}

function rowFor(screen: Screen, { document }: Asked, { path }: Wish): HTMLElement {
  return element(
    'div',
    { class: 'govuk-summary-list__row' },
    element('dt', { class: 'govuk-summary-list__key' }, claimName(screen, path)),
    element('dd', { class: 'govuk-summary-list__value' }, valueAt(screen, document, path)),
  );
}

/** Nothing is ticked beforehand: what is not asked for twice stays here. */
function checkbox(screen: Screen, { document }: Asked, { path }: Wish): HTMLElement {
  const id = `claim-${path.join('-')}`;
  return element(
    'div',
    { class: 'govuk-checkboxes__item' },
    element('input', { class: 'govuk-checkboxes__input', type: 'checkbox', id }),
    element(
      'label',
      { class: 'govuk-label govuk-checkboxes__label', for: id },
      `${claimName(screen, path)}: ${valueAt(screen, document, path)}`,
    ),
  );
}

function valueAt(screen: Screen, { claims }: Document, path: readonly string[]): string {
  return disclosuresFor({ disclosures: claims }, [path])
    .map(({ value }) => claimValue(screen, value, path.at(-1)))
    .join(', ');
}

async function answer(
  screen: Screen,
  { request, document, query }: Asked,
  paths: readonly (readonly string[])[],
): Promise<void> {
  screen.showWorking('request.title', 'request.working');
  const copy = await takeCopy(document);
  const credential = await readCredential(copy.text);
  const presentation = await present(credential.jwt, disclosuresFor(credential, paths), copy.keys, {
    audience: request.clientId,
    nonce: request.nonce,
    now: new Date(),
  });
  follow(screen, await sendPresentation(request, query.id, presentation), 'done');
}

async function decline(screen: Screen, { request }: Asked): Promise<void> {
  screen.showWorking('request.title', 'layout.loading');
  follow(screen, await sendRefusal(request), 'declined');
}

/** Back to the browser that asked, on this device, or to the verifier's page with the code for another one. */
function follow(screen: Screen, reception: Reception, words: 'done' | 'declined'): void {
  if (reception.kind !== 'taken') {
    showFailed(screen, reception.kind);
  } else if (reception.next) {
    location.assign(reception.next);
  } else {
    const { t } = screen;
    screen.show(
      `request.${words}.title`,
      paragraph(t(`request.${words}.text`)),
      buttons(buttonLink(t('back.wallet'), '/')),
    );
  }
}

function showFailed(screen: Screen, failure: Failure): void {
  const { t } = screen;
  screen.show(
    'request.failed.title',
    paragraph(t(`request.failed.${failure}`)),
    failure === 'nothing' ? link(t('home.scan'), '/scan') : undefined,
    buttons(buttonLink(t('back.wallet'), '/')),
  );
}
