/** Logos of relying parties, as an operator approved them: from us, since pages load nothing from elsewhere, named by their content. */
import type { Middleware } from 'koa';
import type { ClientStore } from '../../clients/client-store.ts';
import type { LiveClients } from '../../clients/live-clients.ts';
import { approvedLogoOf } from '../../clients/logos/logo.ts';

export interface ServiceLogoParts {
  readonly clients: LiveClients;
  readonly clientStore: Pick<ClientStore, 'pictureOf'>;
}

export function serviceLogos({ clients, clientStore }: ServiceLogoParts): Middleware {
  return async (ctx, next) => {
    const [, id, digest] = /^\/logos\/([\w.-]{1,64})\/([\w-]{43})\.png$/.exec(ctx.path) ?? [];
    const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
    const logo = id !== undefined && isRead ? approvedLogoOf(await clients.find(id)) : undefined;
    const picture =
      id !== undefined && logo && logo.digest === digest
        ? await clientStore.pictureOf(id, digest)
        : undefined;
    if (!picture) {
      await next();
      return;
    }
    ctx.type = 'png';
    ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
    ctx.body = picture;
  };
}
