/** `/.well-known/webauthn`: at which other origins of ours passkeys of this host are used (WebAuthn Level 3 §5.11). */
import { Router } from '@koa/router';
import { type Door, forPrograms } from '../../web/request/door.ts';

/** @param origins none: there is no such document */
export function relatedOriginRoutes(origins: readonly string[]): Door {
  const router = new Router();
  router.get('/.well-known/webauthn', async (ctx, next) => {
    if (origins.length === 0) {
      await next();
      return;
    }
    ctx.type = 'application/json';
    ctx.body = JSON.stringify({ origins });
  });
  return forPrograms(router);
}
