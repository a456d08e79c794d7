/**
 * The cookie of a browser that has signed in before. It proves for which names, by signature alone, and gives nothing but an
 * allowance of failures of its own.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import { keyedHash } from '../storage/keyed-hash.ts';
import type { Guesser } from '../throttle/guesser.ts';

export interface DeviceCookies {
  /** Who tries: this browser, known if it signed in with this user name before, and where it comes from. */
  guesserOf(ctx: Context, username: string): Guesser;
  /** Called after a whole sign-in. */
  remember(ctx: Context, username: string): void;
}

const mostNames = 5;
const yearInMilliseconds = 365 * 24 * 60 * 60 * 1000;

export function createDeviceCookies(cookieKeys: readonly string[], isSecure: boolean): DeviceCookies {
  const cookieName = isSecure ? '__Host-kapu_device' : 'kapu_device';
  const keys = cookieKeys.map((key) => Buffer.from(key));

  function markOf(key: Buffer, device: string, username: string): string {
    return keyedHash(key, 'device', `${device}\0${username}`);
  }

  function read(ctx: Context): { device: string; marks: string[] } {
    const [device = '', ...marks] = (ctx.cookies.get(cookieName) ?? '').split('.');
    return { device, marks: marks.slice(0, mostNames) };
  }

  return {
    guesserOf(ctx, username) {
      const { device, marks } = read(ctx);
      const isGenuine = keys.some((key) => marks.some((mark) => isSame(mark, markOf(key, device, username))));
      return { knownDevice: device !== '' && isGenuine ? device : undefined, address: ctx.ip };
    },

    remember(ctx, username) {
      const { device: kept, marks } = read(ctx);
      const device = kept || randomBytes(16).toString('base64url');
      const mark = markOf(keys[0] as Buffer, device, username);
      const ofThisName = keys.map((key) => markOf(key, device, username));
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
