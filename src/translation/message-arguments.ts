/**
 * Which arguments a message in ICU MessageFormat takes, computed by the compiler from its text: `{name}`, `{many, number}`, and the choices
 * `{days, plural, =0 {…} other {…}}` with what their options take. A brace in a choice opens an option, a brace in a text an argument.
 */

/** The names of the arguments of one message, as a union; `never` of a message that takes none. */
export type ArgumentsOf<Text extends string> = string extends Text ? string : Scan<Text, [], never>;

/** What encloses the place that is being read, the innermost first. */
type Level = 'choice' | 'option';

type Scan<Text extends string, Levels extends readonly Level[], Found> = Levels extends readonly [
  'choice',
  ...infer Outer extends readonly Level[],
]
  ? BetweenOptions<Text, Outer, Found>
  : InText<Text, Levels, Found>;

type BetweenOptions<
  Text extends string,
  Outer extends readonly Level[],
  Found,
> = Text extends `${infer Before}}${infer After}`
  ? Before extends `${string}{${string}`
    ? Text extends `${string}{${infer Option}`
      ? Scan<Option, ['option', 'choice', ...Outer], Found>
      : Found
    : Scan<After, Outer, Found>
  : Found;

type InText<
  Text extends string,
  Levels extends readonly Level[],
  Found,
> = Text extends `${infer Before}{${infer After}`
  ? Before extends `${string}}${string}`
    ? LeaveOption<Text, Levels, Found>
    : AtArgument<After, Levels, Found>
  : LeaveOption<Text, Levels, Found>;

type LeaveOption<
  Text extends string,
  Levels extends readonly Level[],
  Found,
> = Text extends `${string}}${infer Rest}`
  ? Levels extends readonly ['option', ...infer Outer extends readonly Level[]]
    ? Scan<Rest, Outer, Found>
    : Found
  : Found;

type AtArgument<
  After extends string,
  Levels extends readonly Level[],
  Found,
> = After extends `${infer Inside}}${infer Rest}`
  ? Inside extends `${infer Name}, ${infer Kind}`
    ? Kind extends `${'plural' | 'select' | 'selectordinal'},${string}`
      ? After extends `${string}, ${string},${infer Options}`
        ? Scan<Options, ['choice', ...Levels], Found | Name>
        : Found
      : Scan<Rest, Levels, Found | Name>
    : Scan<Rest, Levels, Found | Inside>
  : Found;
