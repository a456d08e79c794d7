/** What stands on the page: elements, the words of its language, and one heading that whoever uses a screen reader is led to. */
import { en } from '../words/en.ts';
import { hu, type MessageKey } from '../words/hu.ts';

export type Language = 'hu' | 'en';
export type Content = Node | string | undefined | false;
type Listener = (event: Event) => void;
type Attributes = Readonly<Record<string, string | boolean | Listener | undefined>>;

/** @param attributes functions listen to the event of that name; `false` and `undefined` are left out */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...contents: readonly Content[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      made.addEventListener(name, value);
    } else if (value !== undefined && value !== false) {
      made.setAttribute(name, value === true ? '' : value);
    }
  }
  made.append(...contents.filter((content) => content !== undefined && content !== false));
  return made;
}

export interface Screen {
  readonly lang: Language;
  t(key: MessageKey, values?: Readonly<Record<string, string>>): string;
  /** Replaces what is there. */
  show(title: MessageKey, ...contents: readonly Content[]): void;
  /** While something is under way that the citizen began. */
  showWorking(title: MessageKey, words: MessageKey): void;
}

export function openScreen(): Screen {
  const lang: Language = document.documentElement.lang === 'en' ? 'en' : 'hu';
  const main = document.getElementById('main-content') as HTMLElement;
  const siteName = document.title;
  const texts = { hu, en }[lang];
  let isFirst = true;

  const screen: Screen = {
    lang,

    t: (key, values = {}) => texts[key].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? ''),

    show(title, ...contents) {
      const heading = element('h1', { class: 'govuk-heading-l', tabindex: '-1' }, screen.t(title));
      document.title = `${screen.t(title)} – ${siteName}`;
      main.replaceChildren(
        heading,
        ...contents.filter((content) => content !== undefined && content !== false),
      );
      // A page that was just opened is read from its beginning; later changes lead to the heading.
      if (!isFirst) {
        heading.focus();
      }
      isFirst = false;
    },

    showWorking(title, words) {
      screen.show(title, element('p', { class: 'govuk-body-l', role: 'status' }, screen.t(words)));
    },
  };
  return screen;
}

export function paragraph(text: string, more: Attributes = {}): HTMLElement {
  return element('p', { class: 'govuk-body', ...more }, text);
}

export function button(text: string, listener: Listener, isSecondary = false): HTMLButtonElement {
  const look = isSecondary ? 'govuk-button govuk-button--secondary' : 'govuk-button';
  return element('button', { type: 'button', class: look, click: listener }, text);
}

export function buttonLink(text: string, href: string, isSecondary = false): HTMLAnchorElement {
  const look = isSecondary ? 'govuk-button govuk-button--secondary' : 'govuk-button';
  return element('a', { href, class: look, draggable: 'false' }, text);
}

export function link(text: string, href: string): HTMLElement {
  return element('p', { class: 'govuk-body' }, element('a', { class: 'govuk-link', href }, text));
}

export function buttons(...contents: readonly Content[]): HTMLElement {
  return element('div', { class: 'wallet-buttons' }, ...contents);
}

export function heading(text: string): HTMLElement {
  return element('h2', { class: 'govuk-heading-m' }, text);
}

export function rows(facts: readonly (readonly [string, string])[]): HTMLElement {
  const row = ([key, value]: readonly [string, string]): HTMLElement =>
    element(
      'div',
      { class: 'govuk-summary-list__row' },
      element('dt', { class: 'govuk-summary-list__key' }, key),
      element('dd', { class: 'govuk-summary-list__value' }, value),
    );
  return element('dl', { class: 'govuk-summary-list' }, ...facts.map(row));
}

export interface FieldTexts {
  readonly id: string;
  readonly label: string;
  readonly hint: string;
}

/** A text field with its label, hint and, once something was wrong, what. */
export function field(
  { id, label, hint }: FieldTexts,
  error: string | undefined,
  more: Attributes,
): HTMLElement {
  const look = error ? 'govuk-form-group govuk-form-group--error' : 'govuk-form-group';
  return element(
    'div',
    { class: look },
    element('label', { class: 'govuk-label govuk-label--s', for: id }, label),
    element('div', { class: 'govuk-hint', id: `${id}-hint` }, hint),
    error && element('p', { class: 'govuk-error-message', id: `${id}-error` }, error),
    element('input', {
      class: error ? 'govuk-input govuk-input--error' : 'govuk-input',
      id,
      name: id,
      'aria-describedby': error ? `${id}-hint ${id}-error` : `${id}-hint`,
      'aria-invalid': error ? 'true' : undefined,
      ...more,
    }),
  );
}
