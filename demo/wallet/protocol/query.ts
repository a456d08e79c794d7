/** What a verifier asks for (DCQL, OpenID4VP 1.0 §6), and what of it the citizen may leave out. */
import type { Json } from './jws.ts';

export interface Wish {
  readonly path: readonly string[];
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

interface WrittenQuery {
  readonly id?: unknown;
  readonly format?: unknown;
  readonly meta?: { readonly vct_values?: unknown };
  readonly claims?: readonly { readonly id?: string; readonly path?: unknown; readonly values?: unknown }[];
  readonly claim_sets?: readonly (readonly string[])[];
}

/** The first query that a credential of this type with these claims answers; undefined when there is none. */
export function findQuery(
  dcql: unknown,
  type: string,
  has: (path: readonly string[]) => boolean,
): Query | undefined {
  const { credentials = [], credential_sets: sets } = (dcql ?? {}) as Json & { credentials?: WrittenQuery[] };
  const found = credentials.flatMap((written) => readQuery(written, type, has) ?? []);
  return found.find(({ id }) => isEnoughAlone(id, credentials, sets));
}

function readQuery(
  { id, format, meta, claims = [], claim_sets: sets }: WrittenQuery,
  type: string,
  has: (path: readonly string[]) => boolean,
): Query | undefined {
  const types = meta?.vct_values;
  if (typeof id !== 'string' || format !== 'dc+sd-jwt' || !Array.isArray(types) || !types.includes(type)) {
    return undefined;
  }
  // Values that are asked for say no more than their absence; we do not answer such questions.
  if (claims.some(({ values, path }) => values !== undefined || !isPath(path))) {
    return undefined;
  }
  const paths = claims.map(({ path }) => path as string[]);
  const written = sets ?? [claims.map((claim, index) => claim.id ?? String(index))];
  const ways = written
    .map((names) =>
      names.map((name) => claims.findIndex((claim, index) => (claim.id ?? String(index)) === name)),
    )
    .filter((places) => places.every((place) => has(paths[place] ?? [])));
  if (ways.length === 0) {
    return undefined;
  }
  // Claims that no way leads to are left out.
  const used = [...paths.keys()].filter((place) => ways.some((way) => way.includes(place)));
  return {
    id,
    wishes: used.map((place) => ({
      path: paths[place] ?? [],
      isRequired: ways.every((way) => way.includes(place)),
    })),
    ways: ways.map((way) => way.map((place) => used.indexOf(place))),
  };
}

/** Everything that the citizen agreed to, by the first way that needs nothing else; undefined: the verifier would not be content. */
export function agreed(
  { wishes, ways }: Query,
  chosen: readonly boolean[],
): (readonly string[])[] | undefined {
  const way = ways.find((places) => places.every((place) => wishes[place]?.isRequired || chosen[place]));
  return way?.map((place) => wishes[place]?.path ?? []);
}

/** Without sets all credentials are asked for; with them, each set that is required must have this one as an option. */
function isEnoughAlone(id: string, credentials: readonly WrittenQuery[], sets: unknown): boolean {
  if (!Array.isArray(sets)) {
    return credentials.length === 1;
  }
  const required = (sets as { options?: unknown[]; required?: boolean }[]).filter(
    (set) => set.required !== false,
  );
  return required.every(({ options = [] }) =>
    options.some((option) => Array.isArray(option) && option.length === 1 && option[0] === id),
  );
}

function isPath(path: unknown): path is string[] {
  return Array.isArray(path) && path.length > 0 && path.every((name) => typeof name === 'string');
}
