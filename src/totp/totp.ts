/**
 * Time-based one-time passwords (RFC 6238) as every authenticator app knows them: SHA-1, 6 digits, 30 seconds.
 * Pure: time is an argument.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type CryptoPlugin, generateSecret, generateSync, generateURI, verifySync } from 'otplib';

/** 160 bits, as RFC 4226 §4 R6 recommends, in base32. */
export function newSecretKey(): string {
  return generateSecret({ length: 20 });
}

/** The key as people type it: groups of four. */
export function inGroupsOfFour(text: string): string[] {
  return text.match(/.{1,4}/g) ?? [];
}

/** The otpauth URI that a QR code carries to the app. */
export function otpauthUri(serviceName: string, username: string, secretKey: string): string {
  return generateURI({ issuer: serviceName, label: username, secret: secretKey });
}

/** What a citizen typed, without the spaces, hyphens and dashes that apps show: six ASCII digits, or undefined. */
export function parseCode(typed: string): string | undefined {
  const digits = typed.replace(/[\s\p{Pd}]/gu, '');
  return /^[0-9]{6}$/.test(digits) ? digits : undefined;
}

export type CodeMatch =
  /** Right now by the phone's clock, or one step early or late. `step` counts 30 seconds since 1970. */
  | { kind: 'current'; step: number }
  /** A code that was right up to two minutes ago: typed too slowly. */
  | { kind: 'just-expired'; step: number }
  /** The code of a clock that has drifted (RFC 6238 §6), as it seems: one match may be chance. */
  | { kind: 'drifted'; step: number }
  | { kind: 'none' };

const period = 30;
const stepsEitherSide = 1;
/** Beyond the window: such a code was last shown up to two minutes ago. */
const stepsOfLate = 3;
/** How far from the true clock another one is looked for: ten minutes and a half. */
const stepsOfDiagnosis = 21;

/** Node's own: what the library brings along is written in JavaScript, and took a thirtieth of a whole sign-in. */
const crypto: CryptoPlugin = {
  name: 'node',
  algorithms: ['sha1'],
  hmac: (algorithm, key, data) => createHmac(algorithm, key).update(data).digest(),
  randomBytes: (length) => randomBytes(length),
  constantTimeEqual(one, other) {
    const [first, second] = [Buffer.from(one), Buffer.from(other)];
    return first.length === second.length && timingSafeEqual(first, second);
  },
};

/** The step that the true clock is in. */
export function stepAt(instant: Date): number {
  return Math.floor(instant.getTime() / 1000 / period);
}

export function startOfStep(step: number): Date {
  return new Date(step * period * 1000);
}

/**
 * Compares a code with what the key gives around `now`; nothing but `current` is accepted by itself.
 * @param offset steps by which the phone's clock is known to be fast: it moves the window, and makes it no wider
 */
export function matchCode(secretKey: string, code: string, now: Date, offset = 0): CodeMatch {
  const expected = stepAt(now) + offset;
  const step = stepOf(secretKey, code, expected, stepsEitherSide);
  if (step !== undefined) {
    return { kind: 'current', step };
  }
  const driftedStep = stepOf(secretKey, code, stepAt(now), stepsOfDiagnosis);
  if (driftedStep === undefined) {
    return { kind: 'none' };
  }
  const late = expected - stepsEitherSide - driftedStep;
  const isJustExpired = late > 0 && late <= stepsOfLate;
  return { kind: isJustExpired ? 'just-expired' : 'drifted', step: driftedStep };
}

function stepOf(secret: string, token: string, middle: number, steps: number): number | undefined {
  const result = verifySync({
    secret,
    token,
    epoch: middle * period,
    epochTolerance: steps * period,
    crypto,
  });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}

/** What an app with this key shows now, and when it changes. */
export function currentCode(secret: string, now: Date): { code: string; until: Date } {
  const epoch = Math.floor(now.getTime() / 1000);
  const until = startOfStep(stepAt(now) + 1);
  return { code: generateSync({ secret, epoch, crypto }), until };
}
