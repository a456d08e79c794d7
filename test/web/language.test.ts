import { createServer, type Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import supertest from 'supertest';
import { languageOf, languageOfUiLocales, rememberLanguage } from '../../src/web/language.ts';

describe('ui_locales', () => {
  it.each([
    ['hu', 'hu'],
    ['en', 'en'],
    ['hu-HU', 'hu'],
    ['en-GB', 'en'],
    ['EN', 'en'],
    ['Hu-hu', 'hu'],
    ['en hu', 'en'],
    ['hu en', 'hu'],
    ['de en-US hu', 'en'],
    ['fr-CA  en', 'en'],
    ['de', undefined],
    ['de fr', undefined],
    ['hungarian', undefined],
    ['eng', undefined],
    ['hu_HU', undefined],
    ['', undefined],
    [' ', undefined],
    [undefined, undefined],
    [['en'], undefined],
    [7, undefined],
  ])('%j: %s', (uiLocales, expected) => {
    expect(languageOfUiLocales(uiLocales)).toBe(expected);
  });
});

describe('the language of a page', () => {
  let server: Server;

  beforeAll(async () => {
    const app = new Koa({ proxy: true });
    app.use((ctx) => {
      if (ctx.path === '/relying-party-said-english') {
        rememberLanguage(ctx, 'en');
      }
      ctx.body = languageOf(ctx);
    });
    server = createServer(app.callback());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => {
    server.close();
  });

  it.each([
    ['what the browser prefers when nobody said anything', '/', undefined, 'en'],
    ['the one that the switch says', '/?lang=en', undefined, 'en'],
    ['the one that was kept', '/', 'kapu_language=en', 'en'],
    ['the one that the switch says, not the one that was kept', '/?lang=hu', 'kapu_language=en', 'hu'],
    ['the kept one when the switch says what we do not speak', '/?lang=de', 'kapu_language=en', 'en'],
    ['the browser’s when the cookie says what we do not speak', '/', 'kapu_language=de', 'en'],
    ['the browser’s when the switch says two things', '/?lang=hu&lang=hu', undefined, 'en'],
    ['the browser’s when the cookie is nonsense', '/', 'kapu_language=__proto__', 'en'],
  ])('is %s', async (_, path, cookie, expected) => {
    const request = supertest(server).get(path).set('Accept-Language', 'en');
    const response = await (cookie ? request.set('Cookie', cookie) : request);
    expect(response.text).toBe(expected);
  });

  it.each([
    ['en-GB,en;q=0.9', 'en'],
    ['hu-HU,hu;q=0.9,en;q=0.8', 'hu'],
    ['de-AT,de;q=0.9,en;q=0.5,hu;q=0.4', 'en'],
    ['de', 'hu'],
    ['*', 'hu'],
    ['hu; q=0.8, en; q=0.9', 'en'],
    ['hu;\tq=0.8, en;  q=0.9', 'en'],
    ['hu ;q=0.8, en ;q=0.9', 'en'],
    ['en;q=0', 'hu'],
    ['en; q=0', 'hu'],
    ['nonsense,,;;', 'hu'],
  ])('is the browser’s on a first visit: %s', async (accepted, expected) => {
    const response = await supertest(server).get('/').set('Accept-Language', accepted);
    expect(response.text).toBe(expected);
    // A preference is no choice: the relying party may still say another.
    expect(response.get('Set-Cookie')).toBeUndefined();
  });

  it('is kept when the citizen switches, for a year and out of reach of scripts', async () => {
    const response = await supertest(server).get('/?lang=en');
    const [cookie = ''] = response.get('Set-Cookie') ?? [];
    expect(cookie).toMatch(/^kapu_language=en; path=\/; expires=.+; samesite=lax; httponly$/);
    const expires = new Date(/expires=([^;]+)/.exec(cookie)?.[1] ?? 0);
    expect(expires.getTime() - Date.now()).toBeGreaterThan(364 * 24 * 60 * 60 * 1000);
  });

  it('is not kept when nobody chose', async () => {
    const response = await supertest(server).get('/?lang=de');
    expect(response.get('Set-Cookie')).toBeUndefined();
  });

  it('is that of whoever spoke last', async () => {
    const browser = supertest.agent(server);
    await browser.get('/?lang=hu');
    await browser.get('/relying-party-said-english');
    expect((await browser.get('/')).text).toBe('en');
    await browser.get('/?lang=hu');
    expect((await browser.get('/')).text).toBe('hu');
  });

  it('is of this host alone and by TLS alone where there is TLS', async () => {
    const overTls = { 'X-Forwarded-Proto': 'https' };
    const switched = await supertest(server).get('/?lang=en').set(overTls);
    const [cookie = ''] = switched.get('Set-Cookie') ?? [];
    expect(cookie).toMatch(/^__Host-kapu_language=en; path=\/; expires=.+; samesite=lax; secure; httponly$/);
    const kept = await supertest(server)
      .get('/')
      .set({ ...overTls, Cookie: '__Host-kapu_language=en' });
    expect(kept.text).toBe('en');
    const ofAnother = await supertest(server)
      .get('/')
      .set({ ...overTls, Cookie: 'kapu_language=en' });
    expect(ofAnother.text).toBe('hu');
  });
});
