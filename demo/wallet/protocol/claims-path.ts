/** Claims path pointers (OpenID4VP 1.0 §7): what of a credential's claims a verifier means. */
import type { Json } from './jws.ts';
import { isObject, type Place } from './sd-jwt.ts';

/** A name, an index, or null for every element of an array. */
export type ClaimsPath = readonly (string | number | null)[];

export interface Selected {
  readonly place: Place;
  readonly value: unknown;
}

export function isClaimsPath(path: unknown): path is ClaimsPath {
  return Array.isArray(path) && path.length > 0 && path.every(isStep);
}

function isStep(step: unknown): boolean {
  return step === null || typeof step === 'string' || (Number.isSafeInteger(step) && Number(step) >= 0);
}

/** Nothing where the path leads nowhere, or through what is not of its kind (§7.1.1). */
export function selectedBy(path: ClaimsPath, claims: Json): readonly Selected[] {
  return path.reduce<readonly Selected[]>(
    (found, step) =>
      found.every(({ value }) => canStep(value, step)) ? found.flatMap((one) => within(one, step)) : [],
    [{ place: [], value: claims }],
  );
}

function canStep(value: unknown, step: string | number | null): boolean {
  return typeof step === 'string' ? isObject(value) : Array.isArray(value);
}

function within({ place, value }: Selected, step: string | number | null): Selected[] {
  if (step === null) {
    return (value as unknown[]).map((element, index) => ({ place: [...place, index], value: element }));
  }
  return Object.hasOwn(value as object, step)
    ? [{ place: [...place, step], value: (value as Record<string | number, unknown>)[step] }]
    : [];
}
