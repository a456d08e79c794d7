/** Who comes, as proxies write it: what limits count, and what the audit log names. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { clientAddress } from '../../src/observability/client-address.ts';
import { originOfRequest, withSender } from '../../src/observability/request-origin.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation({ config: { signInStartsPerMinute: 4, trustProxy: true } });
});

afterAll(() => kapu.stop());

const begin = async (address: string, forwarded: string): Promise<number> =>
  (await supertest(address).get(signIn).set('X-Forwarded-For', forwarded)).status;

const signIn = `/auth?${new URLSearchParams({
  client_id: 'portal',
  response_type: 'code',
  scope: 'openid',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
})}`;

/** The statuses of six sign-ins, each as this proxy writes it. */
async function sixTimes(forwarded: (time: number) => string): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 1; time <= 6; time += 1) {
    statuses.push(await begin(kapu.issuer, forwarded(time)));
  }
  return statuses;
}

const fourAndNoMore = [303, 303, 303, 303, 429, 429];

it('believes the proxy about who comes, and not what that one wrote before', async () => {
  expect(await sixTimes((time) => `198.51.100.${time}, 192.0.2.7`)).toEqual(fourAndNoMore);
  expect(await begin(kapu.issuer, '192.0.2.8')).toBe(303);
});

it('knows an address with a port behind it, as some application gateways write it', async () => {
  expect(await sixTimes((time) => `192.0.2.17:${50_000 + time}`)).toEqual(fourAndNoMore);
  expect(await begin(kapu.issuer, '192.0.2.17')).toBe(429);
  expect(await begin(kapu.issuer, '192.0.2.18:50001')).toBe(303);
  expect(await sixTimes((time) => `[2001:db8:7::${time}]:${50_000 + time}`)).toEqual(fourAndNoMore);
});

it('takes what an IPv6 customer is given for one network of countless addresses', async () => {
  expect(await sixTimes((time) => `2001:db8:8:7::${time}`)).toEqual(fourAndNoMore);
});

it('counts nonsense as the connection that it came over', async () => {
  const nonsense = ['nobody', '192.0.2.300', '1.2.3.4:', '[192.0.2.1', '2001:db8::1::2', 'unknown:1'];
  expect(await sixTimes((time) => nonsense[time - 1] ?? '')).toEqual(fourAndNoMore);
});

it.each([
  ['192.0.2.7', '192.0.2.7', '192.0.2.0/24'],
  ['192.0.2.7:51234', '192.0.2.7', '192.0.2.0/24'],
  ['::ffff:192.0.2.7', '192.0.2.7', '192.0.2.0/24'],
  ['[::ffff:192.0.2.7]:443', '192.0.2.7', '192.0.2.0/24'],
  ['2001:DB8:0:0:1::7', '2001:db8::1:0:0:7', '2001:db8:0::/48'],
  ['[2001:db8:1:2::7]:51234', '2001:db8:1:2::7', '2001:db8:1::/48'],
  ['[2001:db8:1::7]', '2001:db8:1::7', '2001:db8:1::/48'],
  ['fe80::7%eth0', 'fe80::7', 'fe80:0:0::/48'],
  ['203.0.113.9.', '127.0.0.1', '127.0.0.0/24'],
  ['', '127.0.0.1', '127.0.0.0/24'],
])('%s is %s, and of %s in the audit log', (forwarded, address, network) => {
  const found = clientAddress(forwarded, '::ffff:127.0.0.1');
  expect(found).toBe(address);
  expect(withSender({ requestId: '', userAgent: '', address: found }, originOfRequest).network).toBe(network);
});
