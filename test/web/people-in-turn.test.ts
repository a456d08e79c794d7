/** Strangers stand in line before anything of theirs is read; known browsers and programs pass beside them (decision 41). */
import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Router } from '@koa/router';
import type { Context } from 'koa';
import Provider from 'oidc-provider';
import { Overloaded } from '../../src/errors.ts';
import { peoplesTurns } from '../../src/throttle/limits.ts';
import { createDeviceCookies, type DeviceCookies } from '../../src/web/cookies/device-cookie.ts';
import { forPrograms, programsAddresses } from '../../src/web/request/door.ts';
import { peopleInTurn } from '../../src/web/request/in-turn.ts';

/** Has every route but one. */
const engine = new Provider('https://kapu.test', {
  features: {
    deviceFlow: { enabled: true },
    introspection: { enabled: true },
    devInteractions: { enabled: false },
    pushedAuthorizationRequests: { enabled: true },
  },
});

const { atOnce, mostWaiting } = peoplesTurns.unknown;

let devices: DeviceCookies;
let middleware: ReturnType<typeof peopleInTurn>;
/** Who was let in, and who was sent away. */
let letIn: string[];
let sentAway: string[];

const { setTimeout: pause } = globalThis;

beforeEach(() => {
  // No request makes room because time goes by, however slow the machine is.
  globalThis.setTimeout = (() => ({ unref: () => undefined })) as never;
  devices = createDeviceCookies(['of the test'.repeat(3)], false);
  middleware = peopleInTurn(
    devices,
    programsAddresses(engine, [forPrograms(new Router().post('/vp/response/:id', () => {}))]),
  );
  letIn = [];
  sentAway = [];
});

afterEach(() => {
  globalThis.setTimeout = pause;
});

/** A request that is never answered. */
async function ask(name: string, path: string, ip: string, cookie = ''): Promise<void> {
  const cookies = { get: () => cookie };
  const ctx = { path, ip, cookies, res: new EventEmitter() } as unknown as Context;
  const never = new Promise<void>(() => {});
  const next = (): Promise<void> => {
    letIn.push(name);
    return never;
  };
  void Promise.resolve(middleware(ctx, next)).catch(
    (error) => error instanceof Overloaded && sentAway.push(name),
  );
  await new Promise(setImmediate);
}

/** As a browser keeps it in which Anna signed in. */
function cookieOfAnna(): string {
  let kept = '';
  const cookies = { get: () => '', set: (_: string, value: string) => (kept = value) };
  devices.remember({ cookies } as unknown as Context, 'minta.anna', 'code');
  return kept;
}

it('a flood of strangers is sent away, and neither Anna’s browser nor a program waits behind it', async () => {
  const flood = Array.from(
    { length: atOnce + mostWaiting + 50 },
    (_, number) => `10.0.${number >> 8}.${number & 255}`,
  );
  for (const network of flood) {
    await ask('stranger', '/interaction/x/password', network);
  }
  expect(sentAway).toHaveLength(50);
  await ask('forged', '/auth', '192.0.2.1', `${'x'.repeat(22)}.${'y'.repeat(43)}`);
  expect(sentAway.at(-1)).toBe('forged');
  letIn = [];
  await ask('Anna', '/auth', '192.0.2.2', cookieOfAnna());
  for (const path of [
    '/token',
    '/token/introspection',
    '/request',
    '/me',
    '/device/auth',
    '/vp/response/x',
  ]) {
    await ask(path, path, '10.0.0.1');
  }
  for (const path of ['/tokens', '/device', '/vp/shown/x', '/credential']) {
    await ask(`${path} is for people, or switched off`, path, '192.0.2.3');
  }
  expect(letIn).toEqual([
    'Anna',
    '/token',
    '/token/introspection',
    '/request',
    '/me',
    '/device/auth',
    '/vp/response/x',
  ]);
});
