/** A page that is rendered once is, for each request, what would have been rendered for it. */
import { randomBytes } from 'node:crypto';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import Koa from 'koa';
import supertest from 'supertest';
import { words } from '../../src/composition/words.ts';
import { createFormTokens } from '../../src/web/form/form-token.ts';
import { createKeptForms } from '../../src/web/form/kept-form.ts';
import { languages } from '../../src/web/languages.ts';
import { createPages } from '../../src/web/page/page.ts';
import { ownAddress } from '../../src/web/request/redirect.ts';
import { createTranslator } from '../../src/web/translate.ts';

const view = 'errors/unavailable';
const title = 'error.unavailable.title';
let server: Server;

beforeAll(async () => {
  const keys = [randomBytes(32).toString('base64url')];
  const formTokens = createFormTokens(keys, false);
  const pages = createPages({
    viewsDirectory: join(resolve(import.meta.dirname, '../..'), 'views'),
    languages,
    translator: createTranslator(words),
    assets: { addressOf: (name) => `/assets/${name}`, serve: async (_, next) => next() },
    formTokens,
    keptForms: createKeptForms(keys, formTokens, false, () => new Date(0)),
    isDemo: false,
    productName: 'Kapu',
    helpLine: { telephone: '+36 1 000 0000', hours: { hu: 'hétköznap', en: 'weekdays' } },
    now: () => new Date(0),
  });
  const app = new Koa();
  app.use(async (ctx) => {
    ctx.state.requestId = ctx.get('x-test-id');
    const page = {
      title,
      status: 503,
      data: { again: ctx.method === 'GET' ? ownAddress(ctx.url) : '' },
    } as const;
    if (ctx.get('x-test-rendered') === 'once') {
      pages.showStanding(ctx, view, page);
    } else {
      await pages.show(ctx, view, page);
    }
  });
  server = createServer(app.callback());
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});

afterAll(() => {
  server.close();
});

async function pageOf(
  rendered: 'once' | 'each time',
  method: 'get' | 'post',
  address: string,
  id: string,
): Promise<[string | undefined, string]> {
  const answer = await supertest(server)
    [method](address)
    .set({ 'x-test-id': id, 'x-test-rendered': rendered });
  expect(answer.status).toBe(503);
  return [answer.headers['content-type'], answer.text];
}

it.each([
  ['get', '/auth?client_id=minta&lang=hu', '12345678'],
  ['get', '/auth?client_id=minta&lang=en', '87654321'],
  ['get', '/fiok?folytatas=%22%3E%3Cb%3E&a=1&b=$&', '11112222'],
  ['get', "/interaction/a'b<c>/code", '00000001'],
  ['post', '/interaction/x/password', '00000002'],
  ['post', '/interaction/y/code?lang=en', '00000003'],
] as const)('%s %s', async (method, address, id) => {
  const [type, text] = await pageOf('once', method, address, id);
  expect(text).toContain(`${id.slice(0, 4)} ${id.slice(4)}`);
  expect([type, text]).toEqual(await pageOf('each time', method, address, id));
});

it.each(['/\\evil.example', '//evil.example', '/\\/evil.example', '/\\\\evil.example'])(
  'nothing on it leads from %s to another site, which a browser takes a \\ for a / in',
  async (target) => {
    const { port } = server.address() as AddressInfo;
    const text = await new Promise<string>((resolve, reject) => {
      const asked = request({ port, path: target, headers: { 'x-test-rendered': 'once' } }, (answer) => {
        let page = '';
        answer.on('data', (more) => {
          page += more;
        });
        answer.on('end', () => resolve(page));
      });
      asked.on('error', reject).end();
    });
    const addresses = [...text.matchAll(/href="([^"]*evil[^"]*)"/g)].map(([, href = '']) => href);
    expect(addresses.length).toBeGreaterThan(1);
    for (const href of addresses) {
      expect(new URL(href, 'https://kapu.example').origin).toBe('https://kapu.example');
    }
  },
);
