/** `/status-lists/:n`, for whoever verifies our credentials: public, the same for everybody, cached for as long as it may be believed. */
import { Router } from '@koa/router';
import { RequestRefused } from '../errors.ts';
import type { StatusListTokens } from '../wallet/issuing/status-list-tokens.ts';
import { type Door, forPrograms } from '../web/request/door.ts';

const address = '/status-lists';

export function statusListRoutes(lists: StatusListTokens): Door {
  const router = new Router({ prefix: address });

  router.get('/:list', async (ctx) => {
    const { list = '' } = ctx.params;
    // Also where there is none: a page that asks for list after list must be able to tell the end from a broken line.
    ctx.set('Access-Control-Allow-Origin', '*');
    const token = /^(0|[1-9]\d{0,5})$/.test(list) ? await lists.tokenOf(Number(list)) : undefined;
    if (!token) {
      throw new RequestRefused(404, 'not-found');
    }
    ctx.set('Cache-Control', `public, max-age=${lists.timeToLiveInSeconds}`);
    ctx.type = 'application/statuslist+jwt';
    ctx.body = token;
  });

  return forPrograms(router);
}
