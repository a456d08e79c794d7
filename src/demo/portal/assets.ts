/** The three files that the pages load, kept in memory and named by their content. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Middleware } from 'koa';

export interface PortalAssets {
  addressOf(name: AssetName): string;
  readonly serve: Middleware;
}

const assetNames = ['kapu.css', 'portal.css', 'portal.svg'] as const;

type AssetName = (typeof assetNames)[number];

export function loadAssets(directory: string): PortalAssets {
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
