/**
 * What a room needs to keep its words in several languages. Words are texts in ICU MessageFormat by key; the Hungarian ones come first, and
 * the compiler holds every other language to their keys and arguments, and Hungarian to what fits whatever is inserted (decision 33).
 *
 * Stands alone: whoever has words may use it, an e-mail as a page.
 */
import type { ArgumentsOf } from './message-arguments.ts';

/** One text, or those of one e-mail. */
type Text = string | { readonly subject: string; readonly paragraphs: readonly string[] };
export type Texts = Readonly<Record<string, string>>;
type AllTexts = Readonly<Record<string, Text>>;
/** Each string of a text, as a union. */
type StringsOf<Own extends Text> = Own extends {
  subject: infer Subject;
  paragraphs: readonly (infer Paragraph)[];
}
  ? (Subject | Paragraph) & string
  : Own & string;

/** The Hungarian words of a room. A sentence that its grammar would join otherwise for another value does not compile. */
export function hungarian<const Own extends AllTexts>(
  texts: Own & { readonly [Key in keyof Own]: IfHungarian<StringsOf<Own[Key]>> },
): Own {
  return texts;
}

/** The same words in another language: every key, no other, and in each the arguments of the Hungarian one. */
export function translationOf<Original extends AllTexts, const Own extends AllTexts>(
  _original: Original,
  texts: Own & IfTranslated<Original, Own>,
): Own {
  return texts;
}

/** What no text is, so that the compiler refuses the text and shows why. */
interface Refused<Why> {
  readonly refused: Why;
}

type IfTranslated<Original extends AllTexts, Own extends AllTexts> = {
  readonly [Key in keyof Original]: Key extends keyof Own
    ? IfSame<ArgumentsOf<StringsOf<Original[Key]>>, ArgumentsOf<StringsOf<Own[Key]>>>
    : Text;
} & { readonly [Key in Exclude<keyof Own, keyof Original>]: Refused<'the Hungarian words have no such key'> };

type IfSame<Expected, Found> = [Expected] extends [Found]
  ? [Found] extends [Expected]
    ? unknown
    : Refused<['in Hungarian it takes', Expected]>
  : Refused<['in Hungarian it takes', Expected]>;

type IfHungarian<Text extends string> = [Fault<Text>] extends [never] ? unknown : Refused<Fault<Text>>;

/** What is wrong with a text; `never` of one, and of several, that are right. */
type Fault<Text extends string> = Text extends `${string}{${string}`
  ? Text extends WithArticle
    ? 'write a(z) before what is inserted: a or az depends on it'
    : WithSuffix<Text> extends true
      ? 'no suffix but -ig fits whatever is inserted: say it in another way'
      : never
  : never;

type Article = 'a' | 'A' | 'az' | 'Az';
type Space = ' ' | '\u00a0';
type Opening = '' | '„' | '»' | '’' | '(' | '*';
/** `#` is the number of the choice around it. */
type Inserted = '{' | '#';
type BeforeWord = Space | '\n' | '(' | '„' | '»' | '–' | '-' | '/' | '{' | '}';
type ArticleAndValue = `${Article}${Space}${Opening}${Inserted}${string}`;
type WithArticle = ArticleAndValue | `${string}${BeforeWord}${ArticleAndValue}`;

/** -ig has one form; -ban, -szor or -nak have as many as there are vowels before them. */
type SameAfterEverything = 'ig' | `ig${' ' | ',' | '.' | ':' | ')'}${string}`;
type WithSuffix<Text extends string> = Text extends `${string}}${Letter}${string}`
  ? true
  : Text extends `${string}}-${infer Rest}`
    ? Rest extends SameAfterEverything
      ? WithSuffix<Rest>
      : true
    : false;

// biome-ignore format: an alphabet
type Letter =
  | 'a' | 'á' | 'b' | 'c' | 'd' | 'e' | 'é' | 'f' | 'g' | 'h' | 'i' | 'í' | 'j' | 'k' | 'l' | 'm' | 'n' | 'o' | 'ó' | 'ö' | 'ő'
  | 'p' | 'q' | 'r' | 's' | 't' | 'u' | 'ú' | 'ü' | 'ű' | 'v' | 'w' | 'x' | 'y' | 'z';
