/**
 * One entry of the catalogue: what is kept under keys of one form. An entry is a function that makes such a key from what stands in its
 * places; there is no other way to a `StoreKey`, and nothing else is taken by the store.
 */

declare const brand: unique symbol;

/** A key that the catalogue made. */
export type StoreKey = string & { readonly [brand]: 'StoreKey' };

/** One under which anybody may cause a browser's errand to be kept: only a step that asks the limit for it writes there (throttle/errands/errands.ts). */
export type ErrandKey = string & { readonly [brand]: 'ErrandKey' };

/** What is there may be read, changed and ended without asking. */
export type KeptKey = StoreKey | ErrandKey;

/** What a walk through keys of one entry matches. */
export type KeyPattern = string & { readonly [brand]: 'KeyPattern' };

export type RedisType = 'string' | 'hash' | 'zset' | 'set' | 'stream' | 'list';

/** Whether a dump could read it; what lies open says why. */
export type Sealing = 'sealed' | 'hashes only' | `partly: ${string}` | `not: ${string}`;

/** Who may cause it to be written. `nobody`: without being signed in; `program`: a relying party or a wallet. */
export type Causer = 'nobody' | 'citizen' | 'clerk' | 'operator' | 'program' | 'node';

/** Whose it is: what must be thought of when an account, a browser's errand, a client … ends, in whatever slot it lies. */
export type Owner = 'account' | 'browser' | 'client' | 'network' | 'clerk' | 'office' | 'installation';

export type Life =
  | { readonly kind: 'at-most'; readonly seconds: number; readonly remark?: string }
  /** Redis does not end it. What does. */
  | { readonly kind: 'until'; readonly end: string }
  | { readonly kind: 'for-ever' };

type AtMost = Extract<Life, { kind: 'at-most' }>;

export interface Description<
  Pattern extends string = string,
  Lives extends Life = Life,
  Of extends Owner = Owner,
  By extends Causer = Causer,
> {
  /** The key, with the names of its places: `{account:<id>}:one-time-code:<hash>`. */
  readonly pattern: Pattern;
  readonly type: RedisType;
  /** In one plain sentence. */
  readonly holds: string;
  readonly of: Of;
  readonly sealed: Sealing;
  readonly lives: Lives;
  readonly causedBy: readonly By[];
}

/** One value for each place of a pattern. A hash in a place is one of `keyed-hash.ts`. */
export type PlacesOf<Pattern extends string> = Pattern extends `${string}<${infer Name}>${infer Rest}`
  ? [place: Name extends 'number' ? number : string, ...more: PlacesOf<Rest>]
  : [];

export interface EntryFacts extends Description {
  /** The part of the pattern by which Redis chooses the slot: `account:<id>`; the whole pattern where it has no braces. */
  readonly slot: string;
  /** Whether a key is of this form. Not for the path of a request. */
  matches(key: string): boolean;
}

/** An errand of a browser that nobody signed in with is made by whoever asks, as often as they ask. */
type KeyFor<Of extends Owner, By extends Causer> = [Of, 'nobody'] extends ['browser', By]
  ? ErrandKey
  : StoreKey;

export type Entry<
  Pattern extends string = string,
  Lives extends Life = Life,
  Key extends KeptKey = StoreKey,
> = ((...places: PlacesOf<Pattern>) => Key) &
  EntryFacts &
  (Lives extends AtMost ? { readonly lifeInSeconds: number } : unknown);

export function entry<
  const Pattern extends string,
  const Lives extends Life,
  const Of extends Owner,
  const By extends Causer,
>(description: Description<Pattern, Lives, Of, By>): Entry<Pattern, Lives, KeyFor<Of, By>> {
  const { pattern, lives } = description;
  const form = formOf(pattern);
  const facts = {
    ...description,
    slot: /\{(.+?)\}/.exec(pattern)?.[1] ?? pattern,
    matches: (key: string) => form.test(key),
    ...(lives.kind === 'at-most' && { lifeInSeconds: lives.seconds }),
  };
  return Object.assign(builderOf(pattern), facts) as unknown as Entry<Pattern, Lives, KeyFor<Of, By>>;
}

const placePattern = /<([^>]+)>/;

/** Keys are made for every request: by concatenation alone. */
function builderOf(pattern: string): (one: string, other: string) => string {
  const [head = '', , middle = '', , tail = '', ...more] = pattern.split(placePattern);
  if (more.length > 0) {
    throw new Error(`${pattern} has more than two places`);
  }
  const howMany = pattern.split(placePattern).length;
  if (howMany === 1) {
    return () => head;
  }
  return howMany === 3 ? (one) => head + one + middle : (one, other) => head + one + middle + other + tail;
}

/** What may stand in a place, by the last word of its name. */
const forms: Readonly<Record<string, string>> = {
  hash: '[\\w-]{43}',
  month: '\\d{4}-\\d{2}',
  day: '\\d{4}-\\d{2}-\\d{2}',
  number: '\\d+',
};
const anyName = '[^{}:]+';

function formOf(pattern: string): RegExp {
  const parts = pattern
    .split(placePattern)
    .map((part, at) => (at % 2 === 0 ? escaped(part) : (forms[part.split(' ').at(-1) ?? ''] ?? anyName)));
  return new RegExp(`^${parts.join('')}$`);
}

function escaped(text: string): string {
  return text.replace(/[{}:.*+?^$()[\]\\|-]/g, '\\$&');
}

const day = 24 * 60 * 60;

export const minutes = (many: number): number => many * 60;
export const hours = (many: number): number => many * 60 * 60;
export const days = (many: number): number => many * day;

/** Redis ends it. @param remark what shortens it, e.g. a setting */
export function atMost(seconds: number, remark?: string): AtMost {
  return { kind: 'at-most', seconds, ...(remark === undefined ? {} : { remark }) };
}

export function until(end: string): Extract<Life, { kind: 'until' }> {
  return { kind: 'until', end };
}

/** Until a closed account is erased. */
export const asTheAccount = until('as long as the account');
export const forEver = { kind: 'for-ever' } as const;

/**
 * A key that was itself read from the store, where an entry's key had been kept as a value, or that a walk through the store found.
 * Who may say so is listed in test/storage/catalogue.test.ts.
 */
export function keyReadBack(value: string): StoreKey {
  return value as StoreKey;
}
