/** The keys with which anybody checks proofs and exports of the audit log. */
import { Router } from '@koa/router';
import type { InclusionProofs } from '../../audit/export/inclusion-proofs.ts';
import { type Door, forPrograms } from '../../web/request/door.ts';

const keptInSeconds = 300;

export function auditKeyRoutes(proofs: Pick<InclusionProofs, 'keys'>): Door {
  const router = new Router();

  router.get('/.well-known/kapu-audit-keys.json', async (ctx) => {
    ctx.set('Cache-Control', `public, max-age=${keptInSeconds}`);
    ctx.type = 'application/jwk-set+json';
    ctx.body = JSON.stringify(await proofs.keys());
  });

  return forPrograms(router);
}
