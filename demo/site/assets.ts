/** The few files that the pages load, kept in memory and named by their content. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Middleware } from 'koa';

export interface SiteAssets {
  addressOf(name: string): string;
  readonly serve: Middleware;
}

export function loadAssets(directory: string, assetNames: readonly string[]): SiteAssets {
  const files = new Map<string, Buffer>(
    assetNames.map((name) => [`/assets/${name}`, readFileSync(join(directory, name))]),
  );
  const addresses = new Map([...files].map(([path, body]) => [path, `${path}?v=${versionOf(body)}`]));

  return {
    addressOf: (name) => addresses.get(`/assets/${name}`) ?? '',

    async serve(ctx, next) {
      const body = files.get(ctx.path);
      if (!body || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) {
        await next();
        return;
      }
      ctx.type = ctx.path.endsWith('.css') ? 'css' : 'svg';
      ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
      ctx.body = body;
    },
  };
}

function versionOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 12);
}
