/** What we fetch for relying parties goes to public addresses over https, or to hosts that the operator listed. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createGuardedFetch, type GuardedFetchParts } from '../../src/outgoing/guarded-fetch.ts';
import { isPublicAddress } from '../../src/outgoing/public-address.ts';

let server: Server;
let port: number;
let answer: RequestListener;
let asked: { host: string | undefined; headers: Record<string, unknown>; url: string | undefined }[];

beforeEach(async () => {
  asked = [];
  answer = (_request, response) => response.end('{"keys":[]}');
  server = createServer((request, response) => {
    asked.push({ host: request.headers.host, headers: request.headers, url: request.url });
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function fetchWith(parts: Partial<GuardedFetchParts> = {}) {
  return createGuardedFetch({ privateHosts: [], ...parts });
}

function fetchListed(parts: Partial<GuardedFetchParts> = {}) {
  return fetchWith({ privateHosts: [`127.0.0.1:${port}`], ...parts });
}

describe('addresses', () => {
  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.1.2.3',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.0.9',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
    '198.19.9.9',
    '198.51.100.7',
    '203.0.113.7',
    '224.0.0.1',
    '239.1.1.1',
    '240.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::127.0.0.1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::ffff:0:127.0.0.1',
    '64:ff9b::7f00:1',
    '64:ff9b:1::1',
    '100::1',
    'fc00::1',
    'fd12:3456::1',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'fec0::1',
    'ff02::1',
    '2001::1',
    '2001:0:53aa::1',
    '2001:10::1',
    '2001:db8::1',
    '2002:7f00:1::',
    '3fff::1',
    '5f00::1',
    '4000::1',
    '2606:4700::1111%lo',
    '',
    'localhost',
    '8.8.8',
    '010.8.8.8',
  ])('%s is not public', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    '1.1.1.1',
    '8.8.8.8',
    '9.255.255.255',
    '11.0.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '128.0.0.1',
    '172.15.255.255',
    '172.32.0.0',
    '192.167.255.255',
    '193.224.41.1',
    '223.255.255.255',
    '2001:4860:4860::8888',
    '2606:4700::1111',
    '2a01:36d::1',
    '2003::1',
  ])('%s is public', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe('what is refused before anything is sent', () => {
  const resolveTo =
    (...addresses: string[]) =>
    async () =>
      addresses;

  it.each([
    ['http', 'http://example.com/keys', 'not https'],
    ['another protocol', 'file:///etc/passwd', 'not https'],
    ['data', 'data:application/json,{}', 'not https'],
    ['no address at all', 'keys.json', 'malformed address'],
    ['a user name', 'https://example.com@8.8.8.8/', 'user name in the address'],
    ['a password', 'https://a:b@8.8.8.8/', 'user name in the address'],
    ['loopback', 'https://127.0.0.1/', 'address not public'],
    ['loopback as one number', 'https://2130706433/', 'address not public'],
    ['loopback in hex', 'https://0x7f000001/', 'address not public'],
    ['loopback in octal', 'https://0177.0.0.1/', 'address not public'],
    ['loopback in short', 'https://127.1/', 'address not public'],
    ['loopback in full-width digits', 'https://１２７.０.０.１/', 'address not public'],
    ['loopback with a dot behind it', 'https://127.0.0.1./', 'address not public'],
    ['IPv6 loopback', 'https://[::1]/', 'address not public'],
    ['a mapped address', 'https://[::ffff:127.0.0.1]/', 'address not public'],
    ['a mapped address in hex', 'https://[::ffff:7f00:1]/', 'address not public'],
    ['NAT64', 'https://[64:ff9b::7f00:1]/', 'address not public'],
    ['the metadata service of a cloud', 'https://169.254.169.254/latest/', 'address not public'],
    ['a private network', 'https://192.168.1.1/', 'address not public'],
    ['a name of this machine', 'https://localhost/', 'address not public'],
    ['a name that nobody has', 'https://nobody.invalid/', 'host unknown'],
  ])('%s', async (_, address, reason) => {
    await expect(fetchWith()(address)).rejects.toMatchObject({ name: 'OutgoingRefused', reason });
  });

  it.each([
    ['private', ['10.0.0.7']],
    ['link-local', ['fe80::1%eth0']],
    ['mapped', ['::ffff:10.0.0.7']],
    ['public and private', ['93.184.215.14', '127.0.0.1']],
  ])('a name whose addresses are %s', async (_, addresses) => {
    const fetch = fetchWith({ resolve: resolveTo(...addresses) });
    await expect(fetch('https://rebound.example/')).rejects.toMatchObject({ reason: 'address not public' });
  });

  it('a name of this machine with a dot, whether the system knows it or not', async () => {
    await expect(fetchWith()('https://localhost./')).rejects.toMatchObject({ name: 'OutgoingRefused' });
  });

  it('a name without an address, and http to a listed host of another port', async () => {
    const nowhere = fetchWith({ resolve: resolveTo() });
    await expect(nowhere('https://nowhere.example/')).rejects.toMatchObject({ reason: 'host unknown' });
    const other = fetchWith({ privateHosts: [`127.0.0.1:${port + 1}`] });
    await expect(other(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ reason: 'not https' });
    await expect(other(`https://127.0.0.1:${port}/`)).rejects.toMatchObject({ reason: 'address not public' });
    expect(asked).toEqual([]);
  });
});

describe('a listed host', () => {
  it('is reached, as ourselves and without cookies, and its answer is an answer', async () => {
    answer = (_request, response) => {
      response.setHeader('Set-Cookie', 'a=b');
      response.setHeader('Cache-Control', 'max-age=60');
      response.end('{"keys":[1]}');
    };
    const fetched = await fetchListed()(`http://127.0.0.1:${port}/keys?x=1`, {
      method: 'POST',
      headers: { Cookie: 'stolen=1', 'User-Agent': 'x', Accept: 'application/json' },
      body: new URLSearchParams({ a: 'ő' }),
    });
    expect(await fetched.json()).toEqual({ keys: [1] });
    expect(fetched.headers.get('cache-control')).toBe('max-age=60');
    expect(fetched.headers.get('set-cookie')).toBeNull();
    expect(asked[0]?.url).toBe('/keys?x=1');
    expect(asked[0]?.headers).toMatchObject({ 'user-agent': 'Kapu', 'content-length': '8' });
    expect(asked[0]?.headers).not.toHaveProperty('cookie');
  });

  it('may be named without a port, in any case', async () => {
    const fetch = fetchWith({ privateHosts: ['LocalHost'] });
    expect((await fetch(`http://localhost:${port}/`)).status).toBe(200);
  });

  it('is connected to at the address that was checked: the name is looked up once', async () => {
    let lookUps = 0;
    const resolve = async () => {
      lookUps += 1;
      return lookUps === 1 ? ['127.0.0.1'] : ['192.0.2.1'];
    };
    const fetch = fetchWith({ privateHosts: ['pinned.invalid'], resolve });
    expect((await fetch(`http://pinned.invalid:${port}/`)).status).toBe(200);
    expect(lookUps).toBe(1);
    expect(asked[0]?.host).toBe(`pinned.invalid:${port}`);
  });

  it.each([301, 302, 303, 307, 308])('that redirects (%i) is not followed', async (status) => {
    answer = (_request, response) => {
      response.writeHead(status, { Location: `http://127.0.0.1:${port}/inside` }).end();
    };
    await expect(fetchListed()(`http://127.0.0.1:${port}/`)).rejects.toMatchObject({ reason: 'redirect' });
    expect(asked).toHaveLength(1);
  });

  it('that says too much is not listened to, however it announces it', async () => {
    answer = (request, response) => {
      if (request.url === '/announced') {
        response.setHeader('Content-Length', 65 * 1024);
      }
      response.end('x'.repeat(65 * 1024));
    };
    for (const path of ['/announced', '/chunked']) {
      const fetching = fetchListed()(`http://127.0.0.1:${port}${path}`);
      await expect(fetching).rejects.toMatchObject({ reason: 'answer too large' });
    }
    answer = (_request, response) => response.end('x'.repeat(64 * 1024));
    expect((await fetchListed()(`http://127.0.0.1:${port}/`)).status).toBe(200);
  });

  it('that trickles, or says nothing, or is not found in time, is given up', async () => {
    const limits = { patienceInMilliseconds: 300 };
    const late = { reason: 'no answer in time' };
    answer = (_request, response) => {
      response.write('{');
      const trickle = setInterval(() => response.write(' '), 50);
      response.on('close', () => clearInterval(trickle));
    };
    await expect(fetchListed({ limits })(`http://127.0.0.1:${port}/`)).rejects.toMatchObject(late);
    answer = () => {};
    await expect(fetchListed({ limits })(`http://127.0.0.1:${port}/`)).rejects.toMatchObject(late);
    const resolve = () => new Promise<string[]>(() => {});
    await expect(fetchWith({ limits, resolve })('https://slow.example/')).rejects.toMatchObject(late);
  });

  it('is asked no longer than the caller waits', async () => {
    answer = () => {};
    const fetching = fetchListed()(`http://127.0.0.1:${port}/`, { signal: AbortSignal.timeout(100) });
    await expect(fetching).rejects.toMatchObject({ reason: 'no answer in time' });
  });

  it('that nobody serves is a refusal like any other', async () => {
    const fetch = fetchWith({ privateHosts: ['127.0.0.1'] });
    await expect(fetch('http://127.0.0.1:1/')).rejects.toMatchObject({ reason: 'not reachable' });
  });
});
