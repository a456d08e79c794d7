import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import Koa from 'koa';
import supertest from 'supertest';
import { z } from 'zod';
import { RequestRefused } from '../../../src/errors.ts';
import { checkFields, createReadForm } from '../../../src/web/form/form.ts';
import { createFormTokens } from '../../../src/web/form/form-token.ts';

const urlEncoded = 'application/x-www-form-urlencoded';
const [olderKey, newerKey] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];

let server: Server;
/** A browser that has a page with a form, and the token in it. */
let browser: ReturnType<typeof supertest.agent>;
let token: string;

beforeAll(async () => {
  server = await serve([newerKey, olderKey]);
});

afterAll(() => {
  server.close();
});

beforeEach(async () => {
  browser = supertest.agent(server);
  token = (await browser.get('/')).text;
});

/** A page that tells its form token, and a form that tells what was read. */
async function serve(cookieKeys: string[], isSecure = false): Promise<Server> {
  const formTokens = createFormTokens(cookieKeys, isSecure);
  const readForm = createReadForm(formTokens);
  const app = new Koa({ proxy: true });
  app.use(async (ctx) => {
    if (ctx.method === 'GET') {
      ctx.body = formTokens.tokenFor(ctx);
      return;
    }
    try {
      ctx.body = await readForm(ctx);
    } catch (error) {
      if (!(error instanceof RequestRefused)) {
        throw error;
      }
      ctx.status = error.status;
      ctx.body = { reason: error.reason };
    }
  });
  const listening = createServer(app.callback());
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  return listening;
}

/** Posts these bytes with the token before them. */
function post(body: string | Buffer, contentType = urlEncoded): Promise<supertest.Response> {
  return browser
    .post('/')
    .set('Content-Type', contentType)
    .serialize((bytes) => bytes as unknown as string)
    .send(Buffer.concat([Buffer.from(`_csrf=${token}&`), Buffer.from(body)]) as unknown as object);
}

describe('a form of ours', () => {
  it.each([
    ['words', 'name=Anna&code=123456', { name: 'Anna', code: '123456' }],
    ['Hungarian letters', 'name=%C3%81rv%C3%ADzt%C5%B1r%C5%91', { name: 'Árvíztűrő' }],
    ['letters that are not escaped', 'name=Árvíztűrő', { name: 'Árvíztűrő' }],
    ['spaces and signs', 'password=+a%2Bb%26c%3Dd+', { password: ' a+b&c=d ' }],
    ['an empty field', 'name=', { name: '' }],
    ['a field without a value', 'name', { name: '' }],
    ['a no-break space and an emoji', 'name=%C2%A0%F0%9F%94%91', { name: '\u00a0🔑' }],
    [
      'a field named like a part of every object',
      'constructor=x&toString=y',
      { constructor: 'x', toString: 'y' },
    ],
  ])('is read: %s', async (_, body, expected) => {
    const response = await post(body);
    expect(response.status).toBe(200);
    expect(response.body).toEqual({ _csrf: token, ...expected });
  });

  it('is read with a charset in its type', async () => {
    expect((await post('name=Anna', `${urlEncoded}; charset=utf-8`)).status).toBe(200);
  });

  it('changes nothing of objects by a field named __proto__', async () => {
    const response = await post('__proto__=x&name=Anna');
    expect(response.body.name).toBe('Anna');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe('a form is refused as malformed', () => {
  it.each([
    ['a field twice', 'code=123456&code=654321'],
    ['a field twice, once escaped', 'code=123456&c%6Fde=654321'],
    ['the token twice', '_csrf=x'],
    ['a field named __proto__ twice', '__proto__=x&__proto__=y'],
    ['a zero byte', 'name=Anna%00'],
    ['a zero byte that is not escaped', 'name=Anna\0'],
    ['a line break', 'name=Anna%0D%0ABcc:+x'],
    ['a tab', 'name=Anna%09'],
    ['an escape', 'name=%1B[31m'],
    ['a delete', 'name=%7F'],
    ['a control character beyond ASCII', 'name=%C2%85'],
    ['a control character in the name of a field', 'na%0Ame=Anna'],
    ['an escaped byte that is no UTF-8', 'name=%FF'],
    ['an overlong form', 'name=%C0%AF'],
    ['half a surrogate', 'name=%ED%A0%80'],
  ])('with %s', async (_, body) => {
    const response = await post(body);
    expect(response.status).toBe(400);
    expect(response.body).toEqual({ reason: 'malformed-body' });
  });

  it.each([
    ['bytes that are no UTF-8', Buffer.from([0x61, 0x3d, 0xff, 0xfe])],
    ['letters of Latin-2', Buffer.from('name=Árvízt', 'latin1')],
    ['a picture', randomPicture()],
    ['something packed', gzipSync('name=Anna')],
  ])('of %s', async (_, bytes) => {
    const response = await post(bytes);
    expect(response.status).toBe(400);
    expect(response.body).toEqual({ reason: 'malformed-body' });
  });

  function randomPicture(): Buffer {
    return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47]), randomBytes(512)]);
  }
});

describe('a form is refused by its type', () => {
  it.each([
    'application/json',
    'text/plain',
    'multipart/form-data; boundary=x',
    'application/x-www-form-urlencodedx',
    'application/octet-stream',
    'nonsense',
  ])('%s', async (contentType) => {
    const response = await post('name=Anna', contentType);
    expect(response.status).toBe(415);
    expect(response.body).toEqual({ reason: 'content-type' });
  });

  it('that is not given', async () => {
    const response = await fetch(addressOf(server), { method: 'POST', body: Buffer.from('name=Anna') });
    expect(response.status).toBe(415);
  });
});

describe('a form is refused by its size', () => {
  const largest = 16 * 1024;

  function fieldOfBytes(bytes: number): string {
    const rest = bytes - `_csrf=${token}&`.length - 'x='.length;
    return `x=${'a'.repeat(rest)}`;
  }

  it('above 16 KiB, and not below', async () => {
    expect((await post(fieldOfBytes(largest))).status).toBe(200);
    const response = await post(fieldOfBytes(largest + 1));
    expect(response.status).toBe(413);
    expect(response.body).toEqual({ reason: 'body-too-large' });
  });

  it('also when it comes in pieces and does not tell its size', async () => {
    const pieces = Array.from({ length: 64 }, () => Buffer.alloc(1024, 'a'));
    const headers = { 'Content-Type': urlEncoded };
    const request = { method: 'POST', headers, body: ReadableStream.from(pieces), duplex: 'half' } as const;
    const response = await fetch(addressOf(server), request);
    expect(response.status).toBe(413);
  });
});

describe('a form is refused as foreign', () => {
  async function expectForeign(request: supertest.Test): Promise<void> {
    const response = await request.set('Content-Type', urlEncoded);
    expect(response.status).toBe(403);
    expect(response.body).toEqual({ reason: 'foreign-form' });
  }

  it('without a token', async () => {
    await expectForeign(browser.post('/'));
    await expectForeign(browser.post('/').send('name=Anna'));
    await expectForeign(browser.post('/').send('name=Anna&_csrf='));
  });

  it('from a browser that never saw a page of ours', async () => {
    await expectForeign(supertest(server).post('/').send(`_csrf=${token}`));
  });

  it('with the token of another browser', async () => {
    const other = supertest.agent(server);
    await other.get('/');
    await expectForeign(other.post('/').send(`_csrf=${token}`));
  });

  it('with a token that was changed or cut', async () => {
    const changed = (token.startsWith('A') ? 'B' : 'A') + token.slice(1);
    await expectForeign(browser.post('/').send(`_csrf=${changed}`));
    await expectForeign(browser.post('/').send(`_csrf=${token.slice(0, -1)}`));
  });

  it('with the cookie itself as a token', async () => {
    const stranger = supertest.agent(server).set('Cookie', 'kapu_form=planted');
    await expectForeign(stranger.post('/').send('_csrf=planted'));
  });
});

describe('a form token', () => {
  it('stays the same for a browser, and differs from others’', async () => {
    expect((await browser.get('/')).text).toBe(token);
    expect((await supertest(server).get('/')).text).not.toBe(token);
  });

  it('made with an older key is still genuine; one made with a key that is gone is not', async () => {
    for (const [cookieKeys, status] of [
      [[olderKey], 200],
      [[randomBytes(32).toString('base64url')], 403],
    ] as const) {
      const before = await serve([...cookieKeys]);
      const page = await supertest(before).get('/');
      before.close();
      const cookie = page.get('Set-Cookie')?.[0]?.split(';')[0] ?? '';
      const response = await supertest(server).post('/').set('Cookie', cookie).send(`_csrf=${page.text}`);
      expect(response.status).toBe(status);
    }
  });

  it('belongs to a cookie that scripts and other sites cannot use', async () => {
    const [cookie = ''] = (await supertest(server).get('/')).get('Set-Cookie') ?? [];
    expect(cookie).toMatch(/^kapu_form=[\w-]{22}; path=\/; samesite=lax; httponly$/);
  });

  it('belongs to a cookie of this host alone where the connection is secure', async () => {
    const secure = await serve([newerKey], true);
    const page = await supertest(secure).get('/').set('X-Forwarded-Proto', 'https');
    secure.close();
    const [cookie = ''] = page.get('Set-Cookie') ?? [];
    expect(cookie).toMatch(/^__Host-kapu_form=[\w-]{22}; path=\/; samesite=lax; secure; httponly$/);
  });
});

describe('the fields of a form', () => {
  const schema = z.object({
    username: z.string().trim().min(1, 'username.empty').default(''),
    code: z.string().min(3, 'code.empty').regex(/^\d+$/, 'code.format').default(''),
  });

  it('are what the schema makes of them', () => {
    const checked = checkFields(schema, { username: ' anna ', code: '123', other: 'x' });
    expect(checked).toEqual({ value: { username: 'anna', code: '123' } });
  });

  it('have one message each, the first', () => {
    expect(checkFields(schema, { username: ' ', code: 'a' })).toEqual({
      errors: [
        { field: 'username', message: 'username.empty' },
        { field: 'code', message: 'code.empty' },
      ],
    });
  });
});

function addressOf(listening: Server): string {
  const address = listening.address();
  return `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`;
}
