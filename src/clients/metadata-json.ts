/** Reading JSON that may be hostile: names that every object answers to, and nesting that no metadata have, are refused. */

const hostileNames = new Set([...Object.getOwnPropertyNames(Object.prototype), 'prototype']);
const deepestNesting = 8;

/** @returns undefined when it is not JSON, or not such JSON as metadata are */
export function parseMetadataJson(text: string): { readonly value: unknown } | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return isHarmless(value) ? { value } : undefined;
}

/** Whoever makes text or a copy of another may fail at it. */
export function isHarmless(value: unknown, levelsLeft: number = deepestNesting): boolean {
  if (value === null || typeof value !== 'object') {
    return true;
  }
  const isWellNamed = Object.keys(value).every((name) => !hostileNames.has(name));
  return (
    levelsLeft > 0 && isWellNamed && Object.values(value).every((item) => isHarmless(item, levelsLeft - 1))
  );
}
