/** What a verifier asks for (DCQL, OpenID4VP 1.0 §6), by which credentials it is answered, and what of it the citizen may leave out. */
import { type ClaimsPath, isClaimsPath, type Selected, selectedBy } from './claims-path.ts';
import type { Json } from './jws.ts';
import type { Place } from './sd-jwt.ts';

export interface Wish {
  readonly path: ClaimsPath;
  /** What is meant by it in the credential: at least one place. */
  readonly places: readonly Place[];
  /** False: there is an answer without it. */
  readonly isRequired: boolean;
}

export interface Query {
  /** By which the answer is named. */
  readonly id: string;
  readonly wishes: readonly Wish[];
  /** Each is enough; by places in `wishes`. */
  readonly ways: readonly (readonly number[])[];
}

/** A credential that the wallet has. */
export interface Held {
  /** `vct`. */
  readonly type: string;
  /** With everything disclosed. */
  readonly claims: Json;
}

export interface Answer<Credential extends Held> {
  readonly credential: Credential;
  readonly query: Query;
}

interface WrittenClaim {
  readonly id?: string;
  readonly path?: unknown;
  readonly values?: readonly unknown[];
}

interface WrittenQuery {
  readonly id?: unknown;
  readonly format?: unknown;
  readonly meta?: { readonly vct_values?: unknown };
  readonly claims?: readonly WrittenClaim[];
  readonly claim_sets?: readonly (readonly string[])[];
}

interface WrittenSet {
  readonly options?: unknown;
  readonly required?: boolean;
}

/** With which credentials the verifier is content; undefined when there are none. */
export function findAnswers<Credential extends Held>(
  dcql: unknown,
  held: readonly Credential[],
): readonly Answer<Credential>[] | undefined {
  const { credentials = [], credential_sets: sets } = (dcql ?? {}) as Json & { credentials?: WrittenQuery[] };
  const found = new Map(credentials.map((written) => [written.id, answerTo(written, held)]));
  const ids = Array.isArray(sets) ? idsBySets(sets, found) : [...found.keys()];
  const answers = ids?.map((id) => found.get(id));
  return answers && answers.length > 0 && answers.every((answer) => answer !== undefined)
    ? answers
    : undefined;
}

/** Whether an answer, and its absence too, would tell which value a claim has. */
export function asksForValues(dcql: unknown): boolean {
  const { credentials = [] } = (dcql ?? {}) as { credentials?: WrittenQuery[] };
  return credentials.some(({ claims = [] }) => claims.some(({ values }) => values !== undefined));
}

/** Of each set that is required, the first option that can be answered whole. What is not required stays here. */
function idsBySets(sets: readonly WrittenSet[], found: ReadonlyMap<unknown, unknown>): unknown[] | undefined {
  const chosen = sets
    .filter(({ required }) => required !== false)
    .map(({ options }) => (Array.isArray(options) ? (options as unknown[][]) : []))
    .map((options) => options.find((ids) => ids.every((id) => found.get(id) !== undefined)));
  return chosen.every((ids) => ids !== undefined) ? [...new Set(chosen.flat())] : undefined;
}

/** By the first credential that fits. */
function answerTo<Credential extends Held>(
  written: WrittenQuery,
  held: readonly Credential[],
): Answer<Credential> | undefined {
  for (const credential of held) {
    const query = readQuery(written, credential);
    if (query) {
      return { credential, query };
    }
  }
  return undefined;
}

function readQuery(
  { id, format, meta, claims = [], claim_sets: sets }: WrittenQuery,
  { type, claims: own }: Held,
): Query | undefined {
  const types = meta?.vct_values;
  if (typeof id !== 'string' || format !== 'dc+sd-jwt' || !Array.isArray(types) || !types.includes(type)) {
    return undefined;
  }
  const places = claims.map((claim) => placesOf(claim, own));
  const nameOf = (claim: WrittenClaim, index: number): string => claim.id ?? String(index);
  const written = sets ?? [claims.map(nameOf)];
  const ways = written
    .map((names) => names.map((name) => claims.findIndex((claim, index) => nameOf(claim, index) === name)))
    .filter((way) => way.every((index) => (places[index] ?? []).length > 0));
  if (ways.length === 0) {
    return undefined;
  }
  // Claims that no way leads to are left out.
  const used = [...claims.keys()].filter((index) => ways.some((way) => way.includes(index)));
  return {
    id,
    wishes: used.map((index) => ({
      path: claims[index]?.path as ClaimsPath,
      places: places[index] ?? [],
      isRequired: ways.every((way) => way.includes(index)),
    })),
    ways: ways.map((way) => way.map((index) => used.indexOf(index))),
  };
}

/** None for a claim that is not there, or has none of the values that are asked for: then nothing of it goes out. */
function placesOf({ path, values }: WrittenClaim, claims: Json): Place[] {
  const found = isClaimsPath(path) ? selectedBy(path, claims) : [];
  return found.filter((one) => hasOneOf(one, values)).map(({ place }) => place);
}

function hasOneOf({ value }: Selected, values: readonly unknown[] | undefined): boolean {
  return values === undefined || (Array.isArray(values) && values.includes(value));
}

/** Everything that the citizen agreed to, by the first way that needs nothing else; undefined: the verifier would not be content. */
export function agreed({ wishes, ways }: Query, chosen: readonly boolean[]): readonly Place[] | undefined {
  const way = ways.find((places) => places.every((place) => wishes[place]?.isRequired || chosen[place]));
  return way?.flatMap((place) => wishes[place]?.places ?? []);
}
