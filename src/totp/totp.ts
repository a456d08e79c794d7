/**
 * Time-based one-time passwords (RFC 6238) as every authenticator app knows them: SHA-1, 6 digits, 30 seconds.
 * Pure: time is an argument.
 */
import { generateSecret, generateSync, generateURI, NobleCryptoPlugin, verifySync } from 'otplib';

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
  /** Right now, or one step early or late. `step` counts 30 seconds since 1970. */
  | { kind: 'current'; step: number }
  /** The code of the step that ended most recently outside the window: typed too slowly. */
  | { kind: 'just-expired' }
  /** The code of a clock that is off by `minutes` (positive: fast). One match may be chance. */
  | { kind: 'clock'; step: number; minutes: number }
  | { kind: 'none' };

const period = 30;
const stepsEitherSide = 1;
/** How far a clock is looked for, for the explanation alone: ten minutes and a half. */
const stepsOfDiagnosis = 21;

const crypto = new NobleCryptoPlugin();

/** Compares a code with what the key gives around `now`; nothing but `current` is ever accepted. */
export function matchCode(secretKey: string, code: string, now: Date): CodeMatch {
  const epoch = Math.floor(now.getTime() / 1000);
  const step = stepOf(secretKey, code, epoch, stepsEitherSide);
  if (step !== undefined) {
    return { kind: 'current', step };
  }
  const strayStep = stepOf(secretKey, code, epoch, stepsOfDiagnosis);
  if (strayStep === undefined) {
    return { kind: 'none' };
  }
  const offset = strayStep - Math.floor(epoch / period);
  if (offset === -stepsEitherSide - 1) {
    return { kind: 'just-expired' };
  }
  return {
    kind: 'clock',
    step: strayStep,
    minutes: Math.sign(offset) * Math.max(1, Math.round(Math.abs(offset) / 2)),
  };
}

function stepOf(secret: string, token: string, epoch: number, steps: number): number | undefined {
  const middle = Math.floor(epoch / period) * period;
  const result = verifySync({ secret, token, epoch: middle, epochTolerance: steps * period, crypto });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}

/** What an app with this key shows now, and when it changes: for the demo's own citizen. */
export function currentCode(secret: string, now: Date): { code: string; until: Date } {
  const epoch = Math.floor(now.getTime() / 1000);
  const until = new Date((Math.floor(epoch / period) + 1) * period * 1000);
  return { code: generateSync({ secret, epoch, crypto }), until };
}
