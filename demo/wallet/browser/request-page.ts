/** A verifier asks: who, for what; the citizen decides. */
import { selectedBy } from '../protocol/claims-path.ts';
import { partyAt } from '../protocol/party.ts';
import {
  openRequest,
  type PresentationRequest,
  type Reception,
  type RequestProblem,
  RequestRefused,
  sendPresentations,
  sendRefusal,
} from '../protocol/presentation-request.ts';
import { type Answer, agreed, asksForValues, findAnswers, type Held, type Wish } from '../protocol/query.ts';
import {
  claimsWith,
  disclosuresFor,
  isOnTheWay,
  type Place,
  present,
  type ReadCredential,
  readCredential,
} from '../protocol/sd-jwt.ts';
import { claimName, claimValue, lastNameOf } from './claims.ts';
import { type Document, takeCopy } from './documents.ts';
import { button, buttonLink, buttons, element, heading, link, paragraph, type Screen } from './screen.ts';
import type { Visit } from './visit.ts';

/** A document with what it says: all its copies say the same. */
interface Readable extends Held {
  readonly document: Document;
  readonly read: ReadCredential;
}

interface Asked {
  readonly request: PresentationRequest;
  /** Of each credential that is asked for. */
  readonly answers: readonly Answer<Readable>[];
}

/** One of the answers, and what the citizen ticked in it. */
interface Offered {
  readonly answer: Answer<Readable>;
  readonly boxes: ReadonlyMap<Wish, HTMLElement>;
}

type Failure = RequestProblem | 'refused' | 'nothing';

export async function showRequest({ screen, place, query: link, documents }: Visit): Promise<void> {
  screen.showWorking('request.title', 'layout.loading');
  try {
    const asker = partyAt(place.parties, link.get('request_uri') ?? '');
    if (!asker) {
      throw new RequestRefused('untrusted');
    }
    const request = await openRequest(link, asker.anchor, new Date());
    const answers = findAnswers(request.query, await Promise.all(documents.map(readable)));
    if (answers) {
      askCitizen(screen, { request, answers });
    } else {
      // Where a value is asked for, an answer at once would tell the verifier that it is another, and nobody was asked.
      await (asksForValues(request.query) ? undefined : sendRefusal(request));
      showFailed(screen, 'nothing');
    }
  } catch (error) {
    if (!(error instanceof RequestRefused)) {
      throw error;
    }
    showFailed(screen, error.problem);
  }
}

async function readable(document: Document): Promise<Readable> {
  const [copy] = document.copies;
  const read = await readCredential(copy?.text ?? '');
  return { document, read, type: document.type, claims: claimsWith(read) };
}

function askCitizen(screen: Screen, asked: Asked, error?: string): void {
  const { t, lang } = screen;
  const { request } = asked;
  const offered = asked.answers.map((answer): Offered => {
    const optional = answer.query.wishes.filter(({ isRequired }) => !isRequired);
    return { answer, boxes: new Map(optional.map((wish) => [wish, checkbox(screen, answer, wish)])) };
  });
  const approve = (): void => {
    const chosen = offered.map((one) => agreed(one.answer.query, ticked(one)));
    if (chosen.every((places) => places !== undefined)) {
      void answer(screen, asked, chosen);
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
    ...offered.flatMap((one) => [
      offered.length > 1 &&
        paragraph(t('document.issuer', { issuer: one.answer.credential.document.issuer })),
      ...wishesOf(screen, one),
    ]),
    paragraph(t('request.check'), { class: 'govuk-body govuk-!-font-weight-bold' }),
    buttons(
      button(t('request.approve'), approve),
      button(t('request.decline'), () => void decline(screen, asked), true),
    ),
  );
}

function ticked({ answer, boxes }: Offered): boolean[] {
  return answer.query.wishes.map((wish) => boxes.get(wish)?.querySelector('input')?.checked ?? false);
}

function wishesOf(screen: Screen, { answer, boxes }: Offered): (HTMLElement | false)[] {
  const { t } = screen;
  const required = answer.query.wishes.filter(({ isRequired }) => isRequired);
  return [
    required.length > 0 && paragraph(t('request.required')),
    required.length > 0 &&
      element('dl', { class: 'govuk-summary-list' }, ...required.map((wish) => rowFor(screen, answer, wish))),
    boxes.size > 0 &&
      element(
        'fieldset',
        { class: 'govuk-fieldset govuk-form-group' },
        element('legend', { class: 'govuk-fieldset__legend govuk-body' }, t('request.optional')),
        element('div', { class: 'govuk-checkboxes' }, ...boxes.values()),
      ),
  ];
}

function rowFor(screen: Screen, { credential }: Answer<Readable>, wish: Wish): HTMLElement {
  return element(
    'div',
    { class: 'govuk-summary-list__row' },
    element('dt', { class: 'govuk-summary-list__key' }, claimName(screen, wish.path)),
    element('dd', { class: 'govuk-summary-list__value' }, valuesAt(screen, credential, wish)),
  );
}

/** Nothing is ticked beforehand: what is not asked for twice stays here. */
function checkbox(screen: Screen, { credential, query }: Answer<Readable>, wish: Wish): HTMLElement {
  const id = `claim-${query.id}-${wish.path.join('-')}`;
  return element(
    'div',
    { class: 'govuk-checkboxes__item' },
    element('input', { class: 'govuk-checkboxes__input', type: 'checkbox', id }),
    element(
      'label',
      { class: 'govuk-label govuk-checkboxes__label', for: id },
      `${claimName(screen, wish.path)}: ${valuesAt(screen, credential, wish)}`,
    ),
  );
}

/** All that goes out for it: an issuer may have put into one disclosure more than was asked for. */
function valuesAt(screen: Screen, { read }: Readable, { path, places }: Wish): string {
  const outgoing = disclosuresFor(read, places);
  const told = claimsWith(read, outgoing);
  const whole = places.map((place) => outgoing.find((one) => isOnTheWay(one.path, place))?.path ?? place);
  const distinct = new Map(whole.map((place: Place) => [place.join('\0'), place]));
  return [...distinct.values()]
    .flatMap((place) => selectedBy(place, told))
    .map(({ value }) => claimValue(screen, value, lastNameOf(path)))
    .join(', ');
}

/** @param chosen by the places of the answers */
async function answer(
  screen: Screen,
  { request, answers }: Asked,
  chosen: readonly (readonly Place[])[],
): Promise<void> {
  screen.showWorking('request.title', 'request.working');
  const presentations: Record<string, string> = {};
  for (const [index, { credential, query }] of answers.entries()) {
    const copy = await takeCopy(credential.document);
    const read = await readCredential(copy.text);
    const disclosures = disclosuresFor(read, chosen[index] ?? []);
    const binding = { audience: request.clientId, nonce: request.nonce, now: new Date() };
    presentations[query.id] = await present(read.jwt, disclosures, copy.keys, binding);
  }
  follow(screen, await sendPresentations(request, presentations), 'done');
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
