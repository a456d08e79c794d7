/**
 * Puts what was disclosed into its place (RFC 9901 §7.1), strictly: every digest stands once, every disclosure is referred to
 * once, and no claim is written twice or has a name of the format itself.
 */
import { createHash } from 'node:crypto';
import { decodeStrictly, isObject, type JsonObject, parseJson } from './compact-jws.ts';
import { refuseUnless } from './refusal.ts';

type Disclosure =
  | { readonly kind: 'claim'; readonly name: string; readonly value: unknown }
  | { readonly kind: 'element'; readonly value: unknown };

const mostDisclosures = 100;
const deepest = 12;
/** Names of the format itself, `_sd_alg` at the top excepted (§4.1.1). And `__proto__` is no ordinary property of an object. */
const forbiddenNames = ['_sd', '_sd_alg', '...', '__proto__'];

/** SHA-256 of the text as it was sent, in base64url. */
export function digestOf(text: string): string {
  return createHash('sha256').update(text, 'ascii').digest('base64url');
}

/**
 * @param encoded the disclosures as they were sent
 * @returns the claims without traces of the format, and the names of those of the first level that were disclosed
 * @throws PresentationRefused
 */
export function resolveDisclosures(
  payload: JsonObject,
  encoded: readonly string[],
): { claims: JsonObject; disclosed: ReadonlySet<string> } {
  refuseUnless(encoded.length <= mostDisclosures, 'too-large');
  const algorithm = payload._sd_alg ?? 'sha-256';
  refuseUnless(algorithm === 'sha-256', 'algorithm');
  const waiting = new Map(encoded.map((text) => [digestOf(text), readDisclosure(text)]));
  refuseUnless(waiting.size === encoded.length, 'duplicate');
  const seen = new Set<string>();
  const disclosed = new Set<string>();

  function take(digest: unknown, kind: Disclosure['kind']): Disclosure | undefined {
    refuseUnless(typeof digest === 'string', 'malformed');
    refuseUnless(!seen.has(digest), 'duplicate');
    seen.add(digest);
    const disclosure = waiting.get(digest);
    waiting.delete(digest);
    refuseUnless(disclosure === undefined || disclosure.kind === kind, 'disclosure');
    return disclosure;
  }

  function resolve(value: unknown, depth: number): unknown {
    refuseUnless(depth <= deepest, 'too-large');
    if (Array.isArray(value)) {
      return value.flatMap((element) => resolveElement(element, depth));
    }
    return isObject(value) ? resolveObject(value, depth) : value;
  }

  function resolveElement(element: unknown, depth: number): unknown[] {
    if (!isObject(element) || !('...' in element)) {
      return [resolve(element, depth + 1)];
    }
    refuseUnless(Object.keys(element).length === 1, 'malformed');
    const disclosure = take(element['...'], 'element');
    return disclosure ? [resolve(disclosure.value, depth + 1)] : [];
  }

  function resolveObject(object: JsonObject, depth: number): JsonObject {
    const { _sd: digests = [], ...plain } = object;
    refuseUnless(Array.isArray(digests), 'malformed');
    const claims: Record<string, unknown> = Object.create(null);
    for (const [name, value] of Object.entries(plain)) {
      refuseUnless(!forbiddenNames.includes(name), 'reserved-claim');
      claims[name] = resolve(value, depth + 1);
    }
    for (const digest of digests) {
      const disclosure = take(digest, 'claim');
      if (disclosure?.kind === 'claim') {
        refuseUnless(!(disclosure.name in claims), 'duplicate');
        claims[disclosure.name] = resolve(disclosure.value, depth + 1);
        if (depth === 0) {
          disclosed.add(disclosure.name);
        }
      }
    }
    return claims;
  }

  const { _sd_alg, ...rest } = payload;
  const claims = resolveObject(rest, 0);
  refuseUnless(waiting.size === 0, 'disclosure');
  return { claims, disclosed };
}

/** `[salt, name, value]` of an object's claim, `[salt, value]` of an array's element. */
function readDisclosure(text: string): Disclosure {
  const parts = parseJson(decodeStrictly(text));
  refuseUnless(Array.isArray(parts) && typeof parts[0] === 'string', 'disclosure');
  if (parts.length === 2) {
    return { kind: 'element', value: parts[1] };
  }
  const [, name, value] = parts;
  refuseUnless(parts.length === 3 && typeof name === 'string', 'disclosure');
  refuseUnless(!forbiddenNames.includes(name), 'reserved-claim');
  return { kind: 'claim', name, value };
}
