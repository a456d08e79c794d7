/**
 * Tests run in a realm of their own, where the built-in `structuredClone` makes objects of another realm: the engine does not
 * take those for plain objects, and would refuse every relying party with keys. Outside of tests there is one realm.
 */
const cloneOfAnyRealm = globalThis.structuredClone;

globalThis.structuredClone = <Value>(value: Value): Value => cloned(value) as Value;

function cloned(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(cloned);
  }
  const isPlain = typeof value === 'object' && value !== null && value.constructor?.name === 'Object';
  return isPlain
    ? Object.fromEntries(Object.entries(value).map(([key, part]) => [key, cloned(part)]))
    : cloneOfAnyRealm(value);
}
