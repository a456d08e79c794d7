/**
 * Style, script and pictures of the pages: a handful of small files, kept in memory, named by their content, and sent as small as the browser
 * takes them: `scripts/build` compressed them. Pages themselves are not compressed: they hold tokens beside what others can write (BREACH).
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import type { Context, Middleware } from 'koa';

export interface Assets {
  /** The address of a file, which changes with its content. */
  addressOf(name: string): string;
  readonly serve: Middleware;
}

/** The smallest first: what the browser takes of these is sent (RFC 9110 §12.5.3, RFC 7932). */
const encodings = [
  { name: 'br', ending: '.br' },
  { name: 'gzip', ending: '.gz' },
] as const;

/** @param made files of this installation alone, which no build compressed */
export function loadAssets(directory: string, made: Readonly<Record<string, string>> = {}): Assets {
  const files = new Map([
    ...readdirSync(directory).map((name) => [name, readFileSync(join(directory, name))] as const),
    ...Object.entries(made).map(([name, text]) => [name, Buffer.from(text)] as const),
  ]);
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
      ctx.body = compressed(ctx, files, name) ?? body;
    },
  };
}

/** Whatever is sent, caches learn that it depends on what was asked for. */
function compressed(ctx: Context, files: ReadonlyMap<string, Buffer>, name: string): Buffer | undefined {
  const there = encodings.filter(({ ending }) => files.has(name + ending));
  if (there.length === 0) {
    return undefined;
  }
  ctx.vary('Accept-Encoding');
  // A browser that says nothing gets it as it is.
  const isAsked = ctx.get('accept-encoding') !== '';
  const chosen = there.find(({ name: coding }) => isAsked && ctx.acceptsEncodings(coding) === coding);
  if (!chosen) {
    return undefined;
  }
  ctx.set('Content-Encoding', chosen.name);
  return files.get(name + chosen.ending);
}

function versionOf(body: Buffer): string {
  return createHash('sha256').update(body).digest('base64url').slice(0, 12);
}
