/** `/.well-known/security.txt` (RFC 9116): whom to tell of a hole. Only where an operator names somebody. */
import type { Middleware } from 'koa';

const securityTxtPath = '/.well-known/security.txt';

/** RFC 9116 §2.5.5 recommends less than a year. A file that is made anew at every request is as good as its service. */
const goodForDays = 180;
const day = 86_400_000;

/** @param contacts `mailto:` or `https:` addresses, the preferred one first */
export function securityTxt(contacts: readonly string[], issuer: string, now: () => Date): Middleware {
  return async (ctx, next) => {
    if (ctx.path !== securityTxtPath || contacts.length === 0) {
      await next();
      return;
    }
    // The same all day, so that it can be compared.
    const expires = new Date((Math.floor(now().getTime() / day) + goodForDays) * day);
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = [
      ...contacts.map((contact) => `Contact: ${contact}`),
      `Expires: ${expires.toISOString()}`,
      'Preferred-Languages: hu, en',
      `Canonical: ${issuer}${securityTxtPath}`,
      '',
    ].join('\n');
  };
}
