/**
 * Time-based one-time passwords (RFC 6238) as every authenticator app knows them: SHA-1, 6 digits, 30 seconds. Apps that came from another
 * system with their owner may have been given something else there, and go on with it. Pure: time is an argument.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { type CryptoPlugin, generateSecret, generateSync, generateURI, verifySync } from 'otplib';

export const totpAlgorithms = ['SHA1', 'SHA256', 'SHA512'] as const;

/** What an app was given when it was paired. */
export interface TotpKey {
  /** Base32. */
  readonly secretKey: string;
  /** SHA-1 if absent. */
  readonly algorithm?: (typeof totpAlgorithms)[number] | undefined;
  /** Six if absent. */
  readonly digits?: 6 | 8 | undefined;
  /** Seconds that a code is shown; 30 if absent. */
  readonly period?: number | undefined;
}

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

/**
 * What a citizen typed, without the spaces, hyphens and dashes that apps show: ASCII digits, six or, of an app from elsewhere, eight; else
 * undefined.
 */
export function parseCode(typed: string): string | undefined {
  const digits = typed.replace(/[\s\p{Pd}]/gu, '');
  return /^[0-9]{6}(?:[0-9]{2})?$/.test(digits) ? digits : undefined;
}

/** True when the app shows codes of this length. */
export function isAsLongAs(code: string, { digits = usualDigits }: TotpKey): boolean {
  return code.length === digits;
}

export type CodeMatch =
  /** Right now by the phone's clock, or one step early or late. `step` counts 30 seconds, or what the app goes by, since 1970. */
  | { kind: 'current'; step: number }
  /** A code that was right up to two minutes ago: typed too slowly. */
  | { kind: 'just-expired'; step: number }
  /** The code of a clock that has drifted (RFC 6238 §6), as it seems: one match may be chance. */
  | { kind: 'drifted'; step: number }
  | { kind: 'none' };

export const usualPeriod = 30;
const usualDigits = 6;
const stepsEitherSide = 1;
/** Beyond the window: such a code was last shown up to two minutes ago. */
const stepsOfLate = 3;
/** How far from the true clock another one is looked for: ten minutes and a half. */
const stepsOfDiagnosis = 21;

/** Node's own: what the library brings along is written in JavaScript, and took a thirtieth of a whole sign-in. */
const crypto: CryptoPlugin = {
  name: 'node',
  algorithms: ['sha1', 'sha256', 'sha512'],
  hmac: (algorithm, key, data) => createHmac(algorithm, key).update(data).digest(),
  randomBytes: (length) => randomBytes(length),
  constantTimeEqual(one, other) {
    const [first, second] = [Buffer.from(one), Buffer.from(other)];
    return first.length === second.length && timingSafeEqual(first, second);
  },
};

/** The step that the true clock is in. */
export function stepAt(instant: Date, period = usualPeriod): number {
  return Math.floor(instant.getTime() / 1000 / period);
}

export function startOfStep(step: number, period = usualPeriod): Date {
  return new Date(step * period * 1000);
}

/**
 * Compares a code with what the key gives around `now`; nothing but `current` is accepted by itself.
 * @param offset steps by which the phone's clock is known to be fast: it moves the window, and makes it no wider
 */
export function matchCode(key: TotpKey, code: string, now: Date, offset = 0): CodeMatch {
  if (!isAsLongAs(code, key)) {
    return { kind: 'none' };
  }
  const trueStep = stepAt(now, key.period);
  const expected = trueStep + offset;
  const step = stepOf(key, code, expected, stepsEitherSide);
  if (step !== undefined) {
    return { kind: 'current', step };
  }
  const driftedStep = stepOf(key, code, trueStep, stepsOfDiagnosis);
  if (driftedStep === undefined) {
    return { kind: 'none' };
  }
  const late = expected - stepsEitherSide - driftedStep;
  const isJustExpired = late > 0 && late <= stepsOfLate;
  return { kind: isJustExpired ? 'just-expired' : 'drifted', step: driftedStep };
}

const namesOfAlgorithms = { SHA1: 'sha1', SHA256: 'sha256', SHA512: 'sha512' } as const;

function stepOf(key: TotpKey, token: string, middle: number, steps: number): number | undefined {
  const { secretKey: secret, algorithm = 'SHA1', digits = usualDigits, period = usualPeriod } = key;
  const result = verifySync({
    secret,
    token,
    algorithm: namesOfAlgorithms[algorithm],
    digits,
    period,
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
