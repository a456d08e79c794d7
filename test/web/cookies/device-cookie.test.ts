import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import Koa, { type Context } from 'koa';
import supertest from 'supertest';
import type { AttemptSource } from '../../../src/throttle/failures/attempt-source.ts';
import { createDeviceCookies, type DeviceCookies } from '../../../src/web/cookies/device-cookie.ts';

const key = newKey();
const devices = createDeviceCookies([key], false);

function newKey(): string {
  return randomBytes(32).toString('base64url');
}

/** One request with this cookie header, as a browser sends it. */
async function during(
  cookie: string,
  act: (ctx: Context) => unknown,
): Promise<{ setCookie: string[]; result: unknown }> {
  const app = new Koa();
  let result: unknown;
  app.use((ctx) => {
    result = act(ctx);
    ctx.body = 'ok';
  });
  const request = supertest(app.callback()).get('/');
  const response = await (cookie ? request.set('Cookie', cookie) : request).expect(200);
  return { setCookie: (response.headers['set-cookie'] as unknown as string[] | undefined) ?? [], result };
}

/** Signs in with this name and returns the cookie that the browser has then. */
async function signIn(username: string, cookie = '', by = devices): Promise<string> {
  const { setCookie } = await during(cookie, (ctx) => by.remember(ctx, username, 'code'));
  return setCookie[0]?.split(';')[0] ?? '';
}

async function attemptSourceOf(
  username: string,
  cookie: string,
  by: DeviceCookies = devices,
): Promise<AttemptSource> {
  return (await during(cookie, (ctx) => by.attemptSourceOf(ctx, username))).result as AttemptSource;
}

async function isKnown(username: string, cookie: string, by?: DeviceCookies): Promise<boolean> {
  return (await attemptSourceOf(username, cookie, by)).knownDevice !== undefined;
}

describe('a browser', () => {
  it('that never signed in is a stranger, with its address', async () => {
    const { knownDevice, address } = await attemptSourceOf('anna', '');
    expect(knownDevice).toBeUndefined();
    expect(address).toMatch(/127\.0\.0\.1$/);
  });

  it('that signed in is known for this name, and for no other', async () => {
    const cookie = await signIn('anna');
    expect(await isKnown('anna', cookie)).toBe(true);
    for (const other of ['bela', 'Anna', 'anna ', '', 'ann', 'annaa']) {
      expect(await isKnown(other, cookie)).toBe(false);
    }
  });

  it('keeps its id at every sign-in, whoever signs in, and another browser has another', async () => {
    const first = await signIn('anna');
    const second = await signIn('bela', first);
    const ids = await Promise.all([
      attemptSourceOf('anna', first),
      attemptSourceOf('anna', second),
      attemptSourceOf('bela', second),
    ]);
    expect(new Set(ids.map(({ knownDevice }) => knownDevice)).size).toBe(1);
    expect(ids[0]?.knownDevice).toMatch(/^[\w-]{22}$/);
    const another = await attemptSourceOf('anna', await signIn('anna'));
    expect(another.knownDevice).not.toBe(ids[0]?.knownDevice);
  });

  it('is known for the five names that signed in last', async () => {
    let cookie = '';
    const names = ['one', 'two', 'three', 'four', 'five', 'six', 'seven'];
    for (const name of names) {
      cookie = await signIn(name, cookie);
    }
    const known = await Promise.all(names.map((name) => isKnown(name, cookie)));
    expect(known).toEqual([false, false, true, true, true, true, true]);
  });

  it('that signs in again with a name keeps the others, and the name comes first', async () => {
    let cookie = '';
    for (const name of ['one', 'two', 'three', 'four', 'five', 'one', 'one', 'six']) {
      cookie = await signIn(name, cookie);
    }
    expect(cookie.split('.')).toHaveLength(7);
    expect(await isKnown('one', cookie)).toBe(true);
    expect(await isKnown('two', cookie)).toBe(false);
    expect(await isKnown('three', cookie)).toBe(true);
  });
});

describe('a cookie', () => {
  it('does not tell any name', async () => {
    expect(await signIn('minta.anna')).not.toMatch(/minta|anna/);
    expect(await signIn('minta.anna')).not.toContain(Buffer.from('minta.anna').toString('base64url'));
  });

  it('is not for scripts or other sites, and lasts a year', async () => {
    const { setCookie } = await during('', (ctx) => devices.remember(ctx, 'anna', 'code'));
    expect(setCookie).toHaveLength(1);
    expect(setCookie[0]).toMatch(/^kapu_device=/);
    expect(setCookie[0]).toMatch(/; path=\//i);
    expect(setCookie[0]).toMatch(/; httponly/i);
    expect(setCookie[0]).toMatch(/; samesite=lax/i);
    const expires = new Date(/expires=([^;]+)/i.exec(setCookie[0] ?? '')?.[1] ?? '').getTime();
    expect((expires - Date.now()) / 86_400_000).toBeCloseTo(365, 1);
  });

  it('is of this host alone and by TLS alone where there is TLS', async () => {
    const app = new Koa({ proxy: true });
    const secure = createDeviceCookies([key], true);
    app.use((ctx) => {
      secure.remember(ctx, 'anna', 'code');
      ctx.body = 'ok';
    });
    const response = await supertest(app.callback()).get('/').set('X-Forwarded-Proto', 'https');
    const [setCookie] = response.headers['set-cookie'] as unknown as string[];
    expect(setCookie).toMatch(/^__Host-kapu_device=/);
    expect(setCookie).toMatch(/; secure/i);
    expect(setCookie).not.toMatch(/domain=/i);
  });

  it('with another device id is a stranger’s: marks cannot be moved', async () => {
    const [mine, other] = [await signIn('anna'), await signIn('bela')];
    const [, mark] = mine.split('.');
    const [device] = other.split('.');
    expect(await isKnown('anna', `${device}.${mark}`)).toBe(false);
  });

  it('that was changed anywhere is a stranger’s', async () => {
    const cookie = await signIn('anna');
    const [device, mark] = cookie.slice('kapu_device='.length).split('.');
    const value = `${device}.${mark}`;
    for (let at = 0; at < value.length; at += 1) {
      // The last letter of base64url has bits to spare, but a mark is compared as it is written.
      const changed = `${value.slice(0, at)}${value[at] === 'A' ? 'B' : 'A'}${value.slice(at + 1)}`;
      expect(await isKnown('anna', `kapu_device=${changed}`)).toBe(false);
    }
  });

  it.each(['', '.', '..', 'x', '.x', 'x.', 'x.y.z', '%', '=;=', `${'x'.repeat(3000)}`])(
    'of another shape is a stranger’s, and the next sign-in makes it good: %#',
    async (value) => {
      const cookie = `kapu_device=${value}`;
      expect(await isKnown('anna', cookie)).toBe(false);
      const next = await signIn('anna', cookie);
      expect(await isKnown('anna', next)).toBe(true);
    },
  );

  it('without a device id but with a mark that was made for none is a stranger’s', async () => {
    const empty = await signIn('anna', 'kapu_device=.');
    const [, mark] = empty.split('.');
    expect(await isKnown('anna', `kapu_device=.${mark}`)).toBe(false);
  });

  it('of another installation is a stranger’s', async () => {
    const foreign = createDeviceCookies([newKey()], false);
    const cookie = await signIn('anna', '', foreign);
    expect(await isKnown('anna', cookie, foreign)).toBe(true);
    expect(await isKnown('anna', cookie)).toBe(false);
  });

  it('with more than five marks of names is read to the one behind them', async () => {
    const cookie = await signIn('anna');
    const [device = '', mark = ''] = cookie.split('.');
    const filler = Array.from({ length: 6 }, (_, n) => `x${n}`);
    expect(await isKnown('anna', [device, ...filler.slice(1), mark].join('.'))).toBe(true);
    expect(await isKnown('anna', [device, ...filler, mark].join('.'))).toBe(false);
  });
});

describe('a new key', () => {
  const newer = newKey();
  const rotated = createDeviceCookies([newer, key], false);

  it('before the older one leaves browsers known', async () => {
    const cookie = await signIn('anna');
    expect(await isKnown('anna', cookie, rotated)).toBe(true);
    expect(await attemptSourceOf('anna', cookie, rotated)).toEqual(await attemptSourceOf('anna', cookie));
  });

  it('signs from then on, so that the older one can go', async () => {
    const cookie = await signIn('anna', await signIn('anna'), rotated);
    expect(await isKnown('anna', cookie, createDeviceCookies([newer], false))).toBe(true);
  });

  it('takes the place of the older one’s mark: five names stay known', async () => {
    let cookie = '';
    const names = ['one', 'two', 'three', 'four', 'five'];
    for (const name of names) {
      cookie = await signIn(name, cookie);
    }
    cookie = await signIn('five', cookie, rotated);
    const known = await Promise.all(names.map((name) => isKnown(name, cookie, rotated)));
    expect(known).toEqual([true, true, true, true, true]);
  });

  it('alone makes every browser a stranger', async () => {
    const cookie = await signIn('anna');
    expect(await isKnown('anna', cookie, createDeviceCookies([newer], false))).toBe(false);
  });
});

describe('a browser in which only a password was given', () => {
  async function isKnownForCodes(cookie: string): Promise<boolean> {
    const { result } = await during(cookie, (ctx) => devices.codeAttemptSourceOf(ctx, 'anna'));
    return (result as AttemptSource).knownDevice !== undefined;
  }

  async function cookieAfter(cookie: string, provenBy: 'password' | 'code'): Promise<string> {
    const { setCookie } = await during(cookie, (ctx) => devices.remember(ctx, 'anna', provenBy));
    return setCookie[0]?.split(';')[0] ?? '';
  }

  it('is a stranger’s for codes until one was given, and stays known afterwards', async () => {
    const byPassword = await cookieAfter('', 'password');
    expect([await isKnown('anna', byPassword), await isKnownForCodes(byPassword)]).toEqual([true, false]);
    const byCode = await cookieAfter(byPassword, 'code');
    expect([await isKnown('anna', byCode), await isKnownForCodes(byCode)]).toEqual([true, true]);
    expect(byCode.split('.')).toHaveLength(3);
    expect(await isKnownForCodes(await cookieAfter(byCode, 'password'))).toBe(true);
  });
});

describe('a browser that somebody signed in with', () => {
  const deviceIn = async (cookie: string, by = devices): Promise<unknown> =>
    (await during(cookie, (ctx) => by.knownDevice(ctx))).result;

  it('is known before anybody says who they are', async () => {
    const cookie = await signIn('bela', await signIn('anna'));
    expect(await deviceIn(cookie)).toBe(cookie.slice('kapu_device='.length).split('.')[0]);
    expect(await isKnown('', cookie)).toBe(false);
  });

  it('is not known by a cookie that was made up, or carried to another', async () => {
    const [mine, other] = [await signIn('anna'), await signIn('anna')];
    const [, , mark] = mine.split('.');
    const [device, theirs] = other.split('.');
    for (const cookie of ['', 'kapu_device=x', `${device}.${theirs}`, `${device}.${theirs}.${mark}`]) {
      expect(await deviceIn(cookie)).toBeUndefined();
    }
    expect(await deviceIn(mine, createDeviceCookies([newKey()], false))).toBeUndefined();
  });
});
