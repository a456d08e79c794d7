/** Every route says whom it serves, where it stands: a new one that does not is refused here, and by the compiler before. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { type Layer, Router } from '@koa/router';
import {
  besideEngine,
  type Door,
  engineAddresses,
  forPeople,
  forPrograms,
  isBelow,
  programsAddresses,
} from '../../../src/web/request/door.ts';
import { behindDoors } from '../../../src/web/request/doors.ts';
import { doorsOf, everythingOn, listenToEngine, listenToRouters } from '../../support/every-route.ts';
import { type Installation, startInstallation } from '../../support/installation.ts';

let kapu: Installation;
let enginePaths: ReadonlySet<string>;
let layers: readonly Layer[];
let doors: readonly Door[];

beforeAll(async () => {
  enginePaths = await listenToEngine();
  layers = await listenToRouters();
  kapu = await startInstallation({ config: await everythingOn() });
  doors = doorsOf(kapu.nodes[0].provider);
});

afterAll(() => kapu.stop());

const engine = { pathFor: (route: string) => `/${route}` };

it('no route of ours stands outside of a door that says whom it serves', () => {
  const behind = new Set(doors.flatMap(({ router }) => router?.stack ?? []));
  expect(layers.length).toBeGreaterThan(150);
  expect(layers.filter((layer) => !behind.has(layer)).map(({ path }) => path)).toEqual([]);
  expect(doors.filter(({ serves }) => serves !== 'people' && serves !== 'programs')).toEqual([]);
});

it('every address of the engine is of a route of which it is known whom it serves', () => {
  const { provider } = kapu.nodes[0];
  const known = [...engineAddresses(provider, 'people'), ...engineAddresses(provider, 'programs')];
  expect(enginePaths.size).toBeGreaterThan(20);
  expect(
    [...enginePaths].filter((path) => !path.startsWith('/.well-known/') && !isBelow(path, known)),
  ).toEqual([]);
});

it('programs are served there, and people nowhere below', () => {
  const { provider } = kapu.nodes[0];
  const addresses = programsAddresses(provider, doors);
  const isOfPrograms = (path: string): boolean => isBelow(path, addresses);
  for (const path of [
    '/token',
    '/me',
    '/request',
    '/backchannel',
    '/challenge',
    '/nonce',
    '/credential',
    '/admin/clients/x/secret',
    '/vp/request/x',
    '/vp/response/x',
    '/status-lists/0',
    '/credential-offers/x',
    '/.well-known/kapu-audit-keys.json',
  ]) {
    expect([path, isOfPrograms(path)]).toEqual([path, true]);
  }
  for (const path of ['/', '/auth/x', '/device/x', '/session/end', '/vp/shown/x/y', '/fiok', '/operator']) {
    expect([path, isOfPrograms(path)]).toEqual([path, false]);
  }
});

it('a door that does not say it is taken by nobody', () => {
  const router = new Router().get('/uj', () => {});
  const silent = router.routes();
  // @ts-expect-error whom it serves is missing
  expect(() => behindDoors([silent])).toThrow('a door does not say whom it serves: /uj');
});

it('people below an address of programs stop the start: they would pass beside the line', () => {
  const programs = forPrograms(new Router().get('/lista/:id', () => {}));
  const people = forPeople(new Router().get('/lista/:id/oldal', () => {}));
  const beside = besideEngine(async () => {}, 'people', '/token/oldal');
  expect(() => programsAddresses(engine, [programs, people])).toThrow(
    'served below an address of programs: /lista',
  );
  expect(() => programsAddresses(engine, [programs, beside])).toThrow('/token/oldal');
});
