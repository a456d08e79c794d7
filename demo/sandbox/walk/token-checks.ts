/** What a client must check of a token (OpenID Connect Core §3.1.3.7, Back-Channel Logout §2.6), rule by rule, so that each can be shown. */
import { createLocalJWKSet, decodeJwt, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import type { Check, CheckName } from '../faults/run.ts';
import { type Assurance, acrOf, reaches, type SandboxClient } from '../registration/sandbox-client.ts';

export interface Expectations {
  readonly issuer: string;
  readonly client: SandboxClient;
  readonly jwks: JSONWebKeySet;
  readonly now: Date;
}

type Claims = Readonly<Record<string, unknown>>;

const toleranceInSeconds = 30;
const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout';

export async function idTokenChecks(
  token: string,
  expected: Expectations & { nonce: string; minimum: Assurance },
): Promise<Check[]> {
  const claims: Claims = decodeJwt(token);
  const signedInAt = Number(claims.auth_time);
  return [
    ...(await commonChecks(token, claims, expected)),
    equal('nonce', expected.nonce, claims.nonce),
    check('acr', reaches(claims.acr, expected.minimum), `≥ ${acrOf(expected.minimum)}`, claims.acr),
    check(
      'auth_time',
      signedInAt <= secondOf(expected.now) + toleranceInSeconds,
      `≤ ${timeOf(secondOf(expected.now))}`,
      timeOf(claims.auth_time),
    ),
  ];
}

export async function logoutTokenChecks(token: string, expected: Expectations): Promise<Check[]> {
  const claims: Claims = decodeJwt(token);
  const { typ } = decodeProtectedHeader(token);
  const events = (claims.events ?? {}) as object;
  const isAboutSomebody = claims.sub !== undefined || claims.sid !== undefined;
  return [
    equal('typ', 'logout+jwt', typ),
    ...(await commonChecks(token, claims, expected)),
    check('events', logoutEvent in events, logoutEvent, Object.keys(events).join(' ')),
    check('logout-sub', isAboutSomebody, 'sub, sid', [claims.sub, claims.sid].filter(Boolean).join(', ')),
    check('no-nonce', claims.nonce === undefined, '–', claims.nonce ?? '–'),
  ];
}

async function commonChecks(
  token: string,
  claims: Claims,
  { issuer, client, jwks, now }: Expectations,
): Promise<Check[]> {
  const { kid, alg } = decodeProtectedHeader(token);
  const second = secondOf(now);
  return [
    check('signature', await isSigned(token, jwks), kidsOf(jwks, client.idTokenAlgorithm), kid),
    equal('alg', client.idTokenAlgorithm, alg),
    equal('iss', issuer, claims.iss),
    equal('aud', client.id, claims.aud),
    expiryCheck(claims, now),
    check('iat', Number(claims.iat) < second + toleranceInSeconds, `≤ ${timeOf(second)}`, timeOf(claims.iat)),
  ];
}

export function expiryCheck(claims: Claims, now: Date): Check {
  const second = secondOf(now);
  const holds = Number(claims.exp) > second - toleranceInSeconds;
  return check('exp', holds, `> ${timeOf(second)}`, timeOf(claims.exp));
}

/** Whether one of these keys signed it, whatever it says. */
async function isSigned(token: string, jwks: JSONWebKeySet): Promise<boolean> {
  try {
    // Its times are checked apart, and by our own clock.
    await jwtVerify(token, createLocalJWKSet(jwks), {
      currentDate: new Date(Number(decodeJwt(token).iat) * 1000),
    });
    return true;
  } catch {
    return false;
  }
}

export function kidsOf({ keys }: JSONWebKeySet, algorithm: string): string {
  const kids = keys.filter(({ alg }) => alg === algorithm).map(({ kid }) => `${kid}`);
  return `${algorithm}: ${kids.join(', ')}`;
}

export function equal(name: CheckName, expected: string, found: unknown): Check {
  return check(name, found === expected, expected, found);
}

export function check(name: CheckName, holds: boolean, expected: string, found: unknown): Check {
  return { name, holds, expected, found: found === undefined || found === null ? '–' : String(found) };
}

function secondOf(instant: Date): number {
  return Math.floor(instant.getTime() / 1000);
}

/** Seconds since 1970, with the time of day that a reader compares more easily. */
function timeOf(seconds: unknown): string {
  const instant = new Date(Number(seconds) * 1000);
  return Number.isNaN(instant.getTime()) ? '–' : `${seconds} (${instant.toISOString().slice(11, 19)} UTC)`;
}
