/** Something is there and answers by other methods: 405, and Allow says by which (RFC 9110 §15.5.6). Nothing is there: 404. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Layer } from '@koa/router';
import { everythingOn, listenToEngine, listenToRouters } from '../../support/every-route.ts';
import { type Installation, startInstallation } from '../../support/installation.ts';

let kapu: Installation;
let enginePaths: ReadonlySet<string>;
let layers: readonly Layer[];

beforeAll(async () => {
  enginePaths = await listenToEngine();
  layers = await listenToRouters();
  kapu = await startInstallation({ config: await everythingOn() });
});

afterAll(() => kapu.stop());

function ask(method: string, path: string, accept = 'text/html'): Promise<Response> {
  const address = kapu.issuer + path.replaceAll(/:\w+/g, 'x');
  return fetch(address, { method, headers: { accept }, redirect: 'manual' });
}

const allowIn = (answer: Response): string[] => (answer.headers.get('allow') ?? '').split(', ').sort();

it('every page of ours says by which methods it answers', async () => {
  const pages = layers
    .flatMap(({ path }) => (path === undefined ? [] : [String(path)]))
    .filter((path) => !path.startsWith('/admin'));
  expect(new Set(pages).size).toBeGreaterThan(100);
  for (const path of new Set(pages)) {
    const answer = await ask('PATCH', path);
    const own = layers.filter((layer) => layer.path === path).flatMap(({ methods }) => methods);
    expect([path, answer.status]).toEqual([path, 405]);
    expect(allowIn(answer)).toEqual(expect.arrayContaining([...new Set(own)]));
    expect(answer.headers.get('location')).toBeNull();
  }
});

it('every address of the engine says by which methods it answers', async () => {
  for (const path of enginePaths) {
    const answer = await ask('PATCH', path);
    expect([path, answer.status]).toEqual([path, 405]);
  }
  expect(allowIn(await ask('PUT', '/jwks'))).toEqual(['GET', 'HEAD', 'OPTIONS']);
  expect(allowIn(await ask('GET', '/token'))).toEqual(['OPTIONS', 'POST']);
});

it('people read a page, programs JSON, and nothing is told of what is not there', async () => {
  const page = await ask('DELETE', '/fiok/jelszo');
  expect(page.status).toBe(405);
  expect(await page.text()).toContain('Ez a cím így nem nyitható meg');
  const json = await ask('DELETE', '/token', 'application/json');
  expect(await json.json()).toMatchObject({ error: 'invalid_request', error_description: 'wrong-method' });
  const nowhere = await ask('DELETE', '/fiok/nincs-ilyen');
  expect([nowhere.status, nowhere.headers.get('allow')]).toEqual([404, null]);
});

it('the administration says it to nobody without a token', async () => {
  const answer = await ask('PATCH', '/admin/clients');
  expect([answer.status, answer.headers.get('allow')]).toEqual([401, null]);
});
