/**
 * Protection of forms against other sites (ASVS 5.0 3.5): a random cookie and its HMAC in the form. A form that another
 * site makes lacks the token; a token taken from another browser does not fit the cookie.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import { keyedHash } from '../../storage/keyed-hash.ts';

export interface FormTokens {
  /** The token of this browser, for a form on the page that is being rendered. */
  tokenFor(ctx: Context): string;
  isGenuine(ctx: Context, token: string | undefined): boolean;
  /** An unguessable id of this browser, the same for as long as it is open. */
  browserOf(ctx: Context): string;
}

export function createFormTokens(cookieKeys: readonly string[], isSecure: boolean): FormTokens {
  const cookieName = isSecure ? '__Host-kapu_form' : 'kapu_form';
  const keys = cookieKeys.map((key) => Buffer.from(key));

  function tokenUnder(key: Buffer, browser: string): string {
    return keyedHash(key, 'form', browser);
  }

  return {
    tokenFor: (ctx) => tokenUnder(keys[0] as Buffer, browserOf(ctx)),
    browserOf,

    isGenuine(ctx, token) {
      const browser = ctx.cookies.get(cookieName);
      if (!browser || !token) {
        return false;
      }
      return keys.some((key) => isSame(tokenUnder(key, browser), token));
    },
  };

  /** The cookie as it came, or as it is being set by this very answer. */
  function browserOf(ctx: Context): string {
    const known = ctx.cookies.get(cookieName) ?? (ctx.state.browser as string | undefined);
    return known ?? newBrowserCookie(ctx);
  }

  function newBrowserCookie(ctx: Context): string {
    const browser = randomBytes(16).toString('base64url');
    ctx.state.browser = browser;
    ctx.cookies.set(cookieName, browser, {
      httpOnly: true,
      sameSite: 'lax',
      secure: isSecure,
      signed: false,
      overwrite: true,
    });
    return browser;
  }
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
