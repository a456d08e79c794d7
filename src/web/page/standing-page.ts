/**
 * Pages that are the same for everybody but for a few places: each is rendered once in a language, and filled in for whoever is shown it. For
 * a node that has no time (decision 81).
 */
import ejs from 'ejs';
import type { Spoken } from '../languages.ts';
import type { MessageKey, Translate } from '../translate.ts';
import { type FrameOf, framed, switchesTo } from './page-frame.ts';
import type { Locals } from './templates.ts';

type Texts = Readonly<Record<string, string>>;
/** What is given stands in the places, escaped for HTML. */
type Stencil = (given: Texts) => Buffer;

interface Parts<Language extends string> {
  readonly render: (view: string, shared: Locals, own: Locals) => string;
  readonly frameOf: FrameOf<Language>;
  readonly languages: readonly Spoken<Language>[];
}

interface Shown<Language extends string> {
  readonly view: string;
  readonly lang: Language;
  readonly publicOrigin: string;
  readonly title: MessageKey;
  /** Where one is empty, the page may look otherwise. */
  readonly data: Texts;
  readonly requestId: string;
  /** Of the same page. */
  addressIn(language: Language): string;
}

/** @returns what renders such a page, as bytes */
export function createStandingPages<Language extends string>({
  render,
  frameOf,
  languages,
}: Parts<Language>): (shown: Shown<Language>) => Buffer {
  const stencils = new Map<string, Stencil>();

  /** Nothing is held, nobody is signed in, and there is no form. */
  function renderWith({ view, lang, publicOrigin, title }: Shown<Language>, texts: Texts): string {
    const frame = frameOf(lang, publicOrigin);
    const shared = framed(frame, {
      title: (frame.t as Translate)(title),
      errors: [],
      view,
      languages: switchesTo(languages, lang, (language) => texts[language] ?? '', false),
      requestId: texts.requestId,
      serviceName: '',
      signedInAs: '',
    });
    return render('layouts/page', shared, { content: render(view, shared, texts), hasTypedForm: false });
  }

  return (shown) => {
    const { view, lang, publicOrigin, data, requestId, addressIn } = shown;
    const addresses = languages.map((language) => [language.lang, addressIn(language.lang)]);
    const texts: Texts = { ...data, ...Object.fromEntries(addresses), requestId };
    const places = Object.keys(texts).filter((name) => texts[name] !== '');
    const key = [view, lang, publicOrigin, ...places].join(' ');
    const stencil =
      stencils.get(key) ?? cutStencil(places, (blanks) => renderWith(shown, { ...texts, ...blanks }));
    stencils.set(key, stencil);
    return stencil(texts);
  };
}

/** Stands in no text of ours, and no view changes it. */
const edge = '\u0001';

function cutStencil(places: readonly string[], render: (blanks: Texts) => string): Stencil {
  const blanks = Object.fromEntries(places.map((place) => [place, `${edge}${place}${edge}`]));
  const parts = render(blanks)
    .split(edge)
    .map((part, at) => (at % 2 === 0 ? Buffer.from(part) : part));
  return (given) =>
    Buffer.concat(
      parts.map((part) => (typeof part === 'string' ? Buffer.from(ejs.escapeXML(given[part] ?? '')) : part)),
    );
}
