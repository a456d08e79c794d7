/** What goes from one machine to the next, and who is believed at a port that others reach too. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import { createServer as createTlsServer } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { CustomFetch } from 'openid-client';
import supertest from 'supertest';
import { createSyslogSink } from '../../src/audit/shipping/syslog-sink.ts';
import { createMailDelivery } from '../../src/notifications/mail-delivery.ts';
import { overOwnPort } from '../../src/relying-party/own-port-fetch.ts';
import { CertificateWorkshop } from '../support/certificates.ts';
import { Browser, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { MailServer } from '../support/mail-server.ts';

const secret = 'only the proxy and the node know it'.replaceAll(' ', '-');
const workshop = new CertificateWorkshop();
let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation({
    config: { signInStartsPerMinute: 4, trustProxy: true, proxyProof: { addresses: [], secret } },
  });
});

afterAll(async () => {
  await kapu.stop();
  workshop.close();
});

const signIn = `/auth?${new URLSearchParams({
  client_id: 'portal',
  response_type: 'code',
  scope: 'openid',
  code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
  code_challenge_method: 'S256',
})}`;

async function sixTimes(headers: (time: number) => Record<string, string>): Promise<number[]> {
  const statuses: number[] = [];
  for (let time = 1; time <= 6; time += 1) {
    statuses.push((await supertest(kapu.issuer).get(signIn).set(headers(time))).status);
  }
  return statuses;
}

describe('at a port that others reach too', () => {
  it('the proxy is believed about who comes', async () => {
    const said = (time: number) => ({ 'X-Forwarded-For': `192.0.2.${time}`, 'X-Kapu-Proxy': secret });
    expect(await sixTimes(said)).toEqual([303, 303, 303, 303, 303, 303]);
  });

  it('our own pages sign in by our own provider', async () => {
    const browser = new Browser(kapu.issuer);
    const citizen = await kapu.addCitizen();
    await givePassword(browser, await browser.open('/fiok'), citizen, 'ugyfelkapu');
    expect(titleOf(await browser.open('/fiok'))).toBe('Fiókom');
  });

  it.each<[string, Record<string, string>]>([
    ['nothing', {}],
    ['another secret', { 'X-Kapu-Proxy': `${secret}!` }],
    ['what only the node itself says', { 'X-Kapu-Own': secret }],
  ])('whoever says %s is believed in nothing', async (_, said) => {
    const forged = (time: number) => ({ 'X-Forwarded-For': `198.51.100.${time}`, ...said });
    expect((await sixTimes(forged)).at(-1)).toBe(429);
    const asIfEncrypted = { ...forged(7), 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'other.example' };
    expect((await supertest(kapu.issuer).get('/jwks').set(asIfEncrypted)).status).toBe(200);
  });
});

describe('a mail server that does not encrypt', () => {
  const message = {
    ...{ kind: 'password-changed', to: 'anna@kapu.example', name: 'Anna', locale: 'hu' },
    ...{ when: new Date().toISOString(), more: {} },
  } as const;

  it('whoever offers no STARTTLS is told nothing where it is demanded', async () => {
    expect(await toldTo(true)).toEqual({ taken: 0, isAsked: true });
    expect(await toldTo(false)).toEqual({ taken: 1, isAsked: true });
  });

  async function toldTo(needsTls: boolean): Promise<{ taken: number; isAsked: boolean }> {
    const mails = new MailServer();
    await mails.start();
    const [from, accountAddress] = ['Kapu <no-reply@kapu.invalid>', 'https://kapu.example/fiok'];
    const delivery = createMailDelivery({
      ...{ smtpUrl: mails.url, needsTls, from, accountAddress, patienceInMilliseconds: 5000 },
    });
    await delivery.deliver('1', message as never);
    delivery.close();
    await mails.stop();
    return { taken: mails.taken.length, isAsked: mails.connections > 0 };
  }
});

it('the copy of the audit log goes by TLS, to nobody whose certificate is not the one that was named', async () => {
  const [pair, other] = [workshop.serverPair('127.0.0.1'), workshop.serverPair('localhost')];
  let received = '';
  const collector = createTlsServer({ cert: pair.certificate, key: pair.key }, (socket) =>
    socket.on('data', (bytes) => (received += bytes)).on('error', () => {}),
  );
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as { port: number };
  const trusted = createSyslogSink('127.0.0.1', port, { ca: pair.certificate });
  await trusted.write('2026-11', ['{"sequence":1}']);
  while (!received.includes('{"sequence":1}')) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  await trusted.close();
  const untrusted = createSyslogSink('127.0.0.1', port, { ca: other.certificate });
  await expect(untrusted.write('2026-11', ['{"sequence":2}'])).rejects.toThrow(/certificate/);
  collector.close();
  expect(received).not.toContain('{"sequence":2}');
});

it('a node knows itself by its certificate, whatever name that has', async () => {
  const [own, other] = [workshop.serverPair('node.internal'), workshop.serverPair('other.internal')];
  const server = createServer({ cert: own.certificate, key: own.key }, (_request, response) => {
    response.end('here');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  const asked = { method: 'GET', headers: {} } as Parameters<CustomFetch>[1];
  const by = (certificate: string) =>
    overOwnPort('https://kapu.example', () => `https://127.0.0.1:${port}`, certificate);
  expect(await (await by(own.certificate)('https://kapu.example/jwks', asked)).text()).toBe('here');
  await expect(by(other.certificate)('https://kapu.example/jwks', asked)).rejects.toThrow();
  server.close();
});
