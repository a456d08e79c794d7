/** The e-mails that citizens get, in their language. Opening a link changes nothing: the page behind it asks first. */
import { writeInstant } from '../translation/instant-in-words.ts';
import type { MessageKind } from './message-kinds.ts';
import { type MailTemplates, ourTemplates } from './templates.ts';
import { fill, type MessageLanguage, sayArticles } from './words.ts';

export interface Message {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export interface MessageDetails {
  readonly name: string;
  readonly when: Date;
  /** Where the citizen's own pages are. */
  readonly address: string;
  /** What this kind of message tells besides, by the name in its wording. */
  readonly more: Readonly<Record<string, string>>;
}

/** Read on a phone as on paper; a link is broken where it must be, so that nothing is wider than the screen. */
const plainStyle =
  'margin:0 auto;padding:16px;max-width:36em;font:16px/1.5 Arial,sans-serif;overflow-wrap:anywhere';

export function writeMessage(
  kind: MessageKind,
  locale: MessageLanguage,
  details: MessageDetails,
  templates: MailTemplates = ourTemplates,
): Message {
  const { subject, paragraphs } = templates.mailOf(kind, locale);
  const helpLine = templates.helpLineIn(locale) ?? [];
  const values = {
    ...details.more,
    ...(details.more.code && { code: inTwoGroups(details.more.code) }),
    name: details.name,
    when: inWords(details.when, locale),
    address: details.address,
  };
  const ours = `${new URL(details.address).origin}/`;
  const said = paragraphs
    .filter((paragraph) => !isLeftOut(paragraph, values))
    .map((paragraph) => withLinksApart(paragraph, values, ours));
  const filled = said.map((paragraph) => fill(paragraph, values)).concat(helpLine);
  const marked = markUp(values, ours);
  const body = said
    .map((paragraph) => fill(escapeHtml(sayArticles(paragraph, values)).replaceAll('\n', '<br>'), marked))
    .concat([helpLine].flat().map(escapeHtml))
    .map((paragraph) => `<p>${paragraph}</p>`)
    .join('\n');
  return {
    subject: fill(subject, values),
    text: `${filled.join('\n\n')}\n`,
    html: `<!doctype html>\n<html lang="${locale}"><head><meta charset="utf-8"><title>${escapeHtml(fill(subject, values))}</title></head>\n<body style="${plainStyle}">\n${body}\n</body></html>\n`,
  };
}

/** As eight digits are read and typed with the fewest slips; the space keeps them on one line. Text messages keep them whole, for telephones that fill codes in. */
function inTwoGroups(code: string): string {
  return code.replace(/^(\d{4})(\d{4})$/, '$1\u00a0$2');
}

/** A paragraph that is one value alone is left out where there is nothing to say. */
function isLeftOut(paragraph: string, values: Readonly<Record<string, string>>): boolean {
  const [, name] = /^\{(\w+)\}$/.exec(paragraph) ?? [];
  return name !== undefined && !values[name];
}

/** A link stands on a line by itself: nothing else tells where it ends in a text, and a long one is not broken after its first word. */
function withLinksApart(paragraph: string, values: Readonly<Record<string, string>>, ours: string): string {
  return paragraph.replace(/ \{(\w+)\}( |$)/g, (place, name: string, after: string) =>
    values[name]?.startsWith(ours) ? `\n{${name}}${after && '\n'}` : place,
  );
}

/**
 * As they stand in HTML: our own addresses can be followed, and the code is what one finds first. A name that looks like an address
 * is one that somebody chose.
 */
function markUp(values: Record<string, string>, ours: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, markUpOf(name, value, ours)]),
  );
}

function markUpOf(name: string, value: string, ours: string): string {
  const text = escapeHtml(value);
  if (value.startsWith(ours)) {
    return `<a href="${text}">${text}</a>`;
  }
  return name === 'code' ? `<strong style="font-size:1.25em">${text}</strong>` : text;
}

function inWords(instant: Date, locale: MessageLanguage): string {
  const format = new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, {
    dateStyle: 'long',
    timeStyle: 'short',
    timeZone: 'Europe/Budapest',
  });
  return writeInstant(format, instant, locale);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
