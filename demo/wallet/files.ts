/** Style sheets, pictures and modules for browsers, kept in memory. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import type { Middleware } from 'koa';
import { assetsDirectory } from '../site/settings.ts';
import { modulesDirectory } from './settings.ts';

const assets = ['kapu.css', 'wallet.css', 'wallet.svg'] as const;
const rooms = ['browser', 'protocol', 'words'] as const;
/** The one library in the browser: it reads and draws QR codes. */
const qrFiles = ['index.js', 'decode.js'] as const;
const qrAddress = '/modules/qr';
const types: Readonly<Record<string, string>> = { '.css': 'css', '.svg': 'svg', '.js': 'js' };

export function serveFiles(): Middleware {
  const files = new Map<string, string>([
    ...assets.map((name): [string, string] => [`/assets/${name}`, read(assetsDirectory, name)]),
    ...rooms.flatMap(modulesOf),
    ...qrFiles.map((name): [string, string] => [`${qrAddress}/${name}`, read(qrDirectory(), name)]),
  ]);

  return async (ctx, next) => {
    const body = files.get(ctx.path);
    if (body === undefined || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) {
      await next();
      return;
    }
    ctx.type = types[extname(ctx.path)] ?? 'txt';
    ctx.set('Cache-Control', 'no-cache');
    ctx.body = body;
  };
}

function modulesOf(room: string): [string, string][] {
  const directory = join(modulesDirectory, room);
  const names = readdirSync(directory).filter((name) => name.endsWith('.js'));
  return names.map((name) => [`/modules/${room}/${name}`, withAddresses(read(directory, name))]);
}

/** Browsers know no names of packages. */
function withAddresses(module: string): string {
  return module
    .replaceAll(`from 'qr'`, `from '${qrAddress}/index.js'`)
    .replaceAll(`from 'qr/`, `from '${qrAddress}/`);
}

function qrDirectory(): string {
  return dirname(createRequire(import.meta.url).resolve('qr'));
}

function read(directory: string, name: string): string {
  return readFileSync(join(directory, name), 'utf8');
}
