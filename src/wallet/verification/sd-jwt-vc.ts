/**
 * A presentation of a credential (`dc+sd-jwt`) with key binding, verified strictly: RFC 9901, SD-JWT VC, and what HAIP 1.0
 * leaves of them. Whom to believe is not decided here.
 *
 * In this folder: what must hold of a credential and its presentation, whoever asked for it: form, signatures, trust, status.
 */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { checkHeader, isObject, isSignedBy, type JsonObject, readCompactJws } from './compact-jws.ts';
import { refuseUnless } from './refusal.ts';
import { digestOf, resolveDisclosures } from './sd-jwt-disclosures.ts';

/** What the answer must have been made for. */
export interface Expected {
  /** Our client id with its prefix, as in the request. */
  readonly audience: string;
  readonly nonce: string;
}

export interface VerifiedCredential<Issuer> {
  /** Without traces of the format; what was not disclosed is not there. */
  readonly claims: JsonObject;
  readonly issuer: Issuer;
  /** The key that it is bound to, by which it was shown. */
  readonly holderJwk: { readonly kty: 'EC'; readonly crv: 'P-256'; readonly x: string; readonly y: string };
}

/** Whoever signed with the leaf of `x5c` for this type of credential. @throws PresentationRefused when not trusted */
export type FindIssuer<Issuer> = (x5c: unknown, vct: string, now: Date) => { issuer: Issuer; key: KeyObject };

const longestPresentation = 64 * 1024;
/** SD-JWT VC: these stand in the signed part for everyone to see. */
const neverDisclosed = ['iss', 'nbf', 'exp', 'cnf', 'vct', 'vct#integrity', 'status'];
/** Between our clock and an issuer's. */
const issuerToleranceInSeconds = 60;
/** Between our clock and a phone's. The nonce tells that the answer is fresh; this only bounds the lie of a clock. */
const phoneToleranceInSeconds = 300;

/** @throws PresentationRefused */
export function verifyPresentation<Issuer>(
  presentation: string,
  expected: Expected,
  findIssuer: FindIssuer<Issuer>,
  now: Date,
): VerifiedCredential<Issuer> {
  refuseUnless(presentation.length <= longestPresentation, 'too-large');
  const [issuerJwt = '', ...rest] = presentation.split('~');
  const holderJwt = rest.pop() ?? '';
  refuseUnless(holderJwt !== '', 'holder-signature');

  const issued = readCompactJws(issuerJwt);
  checkHeader(issued, 'dc+sd-jwt');
  const { vct } = issued.payload;
  refuseUnless(typeof vct === 'string', 'malformed');
  const { issuer, key } = findIssuer(issued.header.x5c, vct, now);
  refuseUnless(isSignedBy(issued, key), 'issuer-signature');

  const { claims, disclosed } = resolveDisclosures(issued.payload, rest);
  refuseUnless(!neverDisclosed.some((name) => disclosed.has(name)), 'reserved-claim');
  checkValidity(claims, now, issuerToleranceInSeconds);
  refuseUnless(isMeantFor(claims, expected.audience), 'wrong-audience');

  const holder = readCompactJws(holderJwt);
  checkHeader(holder, 'kb+jwt');
  const boundTo = holderKey(claims);
  refuseUnless(isSignedBy(holder, boundTo), 'holder-signature');
  const bound = presentation.slice(0, presentation.length - holderJwt.length);
  checkBinding(holder.payload, bound, expected, now);
  return {
    claims,
    issuer,
    holderJwk: boundTo.export({ format: 'jwk' }) as VerifiedCredential<Issuer>['holderJwk'],
  };
}

/** `exp`, `nbf` and `iat` of whatever an issuer signed. */
export function checkValidity(claims: JsonObject, now: Date, toleranceInSeconds: number): void {
  const second = now.getTime() / 1000;
  const { exp = Number.POSITIVE_INFINITY, nbf = 0, iat = 0 } = claims;
  refuseUnless(typeof exp === 'number' && typeof nbf === 'number' && typeof iat === 'number', 'malformed');
  refuseUnless(second < exp, 'expired');
  refuseUnless(Math.max(nbf, iat) <= second + toleranceInSeconds, 'not-yet-valid');
}

/** A credential may name those whom it is for (RFC 7519 §4.1.3); most name nobody. */
function isMeantFor({ aud }: JsonObject, audience: string): boolean {
  return aud === undefined || [aud].flat().includes(audience);
}

/** The key that the issuer bound the credential to (RFC 7800), in its least form or with more beside it. */
function holderKey({ cnf }: JsonObject): KeyObject {
  const jwk = isObject(cnf) ? cnf.jwk : undefined;
  refuseUnless(isObject(jwk) && jwk.kty === 'EC' && jwk.crv === 'P-256' && !('d' in jwk), 'holder-key');
  const { kty, crv, x, y } = jwk;
  refuseUnless(typeof x === 'string' && typeof y === 'string', 'holder-key');
  try {
    return createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
  } catch {
    // Not a point of the curve.
    refuseUnless(false, 'holder-key');
  }
}

/** @param bound everything up to and with the last `~` (RFC 9901 §4.3) */
function checkBinding(payload: JsonObject, bound: string, { audience, nonce }: Expected, now: Date): void {
  refuseUnless(payload.aud === audience, 'wrong-audience');
  refuseUnless(payload.nonce === nonce, 'wrong-nonce');
  refuseUnless(payload.sd_hash === digestOf(bound), 'wrong-sd-hash');
  const age = typeof payload.iat === 'number' ? now.getTime() / 1000 - payload.iat : Number.NaN;
  refuseUnless(Math.abs(age) <= phoneToleranceInSeconds, 'wrong-time');
  checkValidity(payload, now, phoneToleranceInSeconds);
}
