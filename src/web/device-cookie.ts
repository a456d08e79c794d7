/**
 * The cookie of a browser that has signed in before. It proves for which names, by signature alone, and gives nothing but an
 * allowance of failures of its own. For codes only a browser counts that gave one: a thief of a password could make as many
 * others as they like while the password alone still signs in.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import { keyedHash } from '../storage/keyed-hash.ts';
import type { Guesser } from '../throttle/guesser.ts';

export interface DeviceCookies {
  /** Who tries: this browser, known if it signed in with this user name before, and where it comes from. */
  guesserOf(ctx: Context, username: string): Guesser;
  /** The same for codes: this browser is known if a code was right on it before. */
  codeGuesserOf(ctx: Context, username: string): Guesser;
  /** Called after a whole sign-in, or when a signed-in citizen gave a code. */
  remember(ctx: Context, username: string, gaveCode: boolean): void;
}

const mostNames = 5;
/** What a mark says that was proven on the device; the names under which marks are hashed. */
const proofs = ['device', 'device-with-code'] as const;
type Proof = (typeof proofs)[number];
const yearInMilliseconds = 365 * 24 * 60 * 60 * 1000;

export function createDeviceCookies(cookieKeys: readonly string[], isSecure: boolean): DeviceCookies {
  const cookieName = isSecure ? '__Host-kapu_device' : 'kapu_device';
  const keys = cookieKeys.map((key) => Buffer.from(key));

  function markOf(key: Buffer, proof: Proof, device: string, username: string): string {
    return keyedHash(key, proof, `${device}\0${username}`);
  }

  function marksOf(device: string, username: string, accepted: readonly Proof[]): string[] {
    return keys.flatMap((key) => accepted.map((proof) => markOf(key, proof, device, username)));
  }

  function read(ctx: Context): { device: string; marks: string[] } {
    const [device = '', ...marks] = (ctx.cookies.get(cookieName) ?? '').split('.');
    return { device, marks: marks.slice(0, mostNames) };
  }

  function knownDevice(ctx: Context, username: string, accepted: readonly Proof[]): string | undefined {
    const { device, marks } = read(ctx);
    const genuine = marksOf(device, username, accepted);
    const isGenuine = marks.some((mark) => genuine.some((known) => isSame(mark, known)));
    return device !== '' && isGenuine ? device : undefined;
  }

  return {
    guesserOf: (ctx, username) => ({ knownDevice: knownDevice(ctx, username, proofs), address: ctx.ip }),

    codeGuesserOf: (ctx, username) => ({
      knownDevice: knownDevice(ctx, username, ['device-with-code']),
      address: ctx.ip,
    }),

    remember(ctx, username, gaveCode) {
      const { device: kept, marks } = read(ctx);
      const device = kept || randomBytes(16).toString('base64url');
      const didBefore = knownDevice(ctx, username, ['device-with-code']) !== undefined;
      const proof: Proof = gaveCode || didBefore ? 'device-with-code' : 'device';
      const mark = markOf(keys[0] as Buffer, proof, device, username);
      const ofThisName = marksOf(device, username, proofs);
      const value = [device, mark, ...marks.filter((known) => !ofThisName.includes(known))]
        .slice(0, mostNames + 1)
        .join('.');
      ctx.cookies.set(cookieName, value, {
        httpOnly: true,
        sameSite: 'lax',
        secure: isSecure,
        signed: false,
        overwrite: true,
        maxAge: yearInMilliseconds,
      });
    },
  };
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
