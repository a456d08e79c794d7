/** Style, script and pictures of the pages: a handful of small files, kept in memory and named by their content. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Middleware } from 'koa';

export interface Assets {
  /** The address of a file, which changes with its content. */
  addressOf(name: string): string;
  readonly serve: Middleware;
}

export function loadAssets(directory: string): Assets {
  const files = new Map(readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))]));
  const versions = new Map([...files].map(([name, body]) => [name, versionOf(body)]));

  return {
    addressOf: (name) => `/assets/${name}?v=${versions.get(name) ?? ''}`,
    serve: async (ctx, next) => {
      const name = ctx.path.startsWith('/assets/') ? ctx.path.slice('/assets/'.length) : '';
      const body = files.get(name);
      if (!body || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) {
        await next();
        return;
      }
      ctx.type = extname(name);
      ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
      ctx.body = body;
    },
  };
}

function versionOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 12);
}
