/** Who is being guessed at, from where and by which request, is found in the log (ASVS 5.0 16.2.1, 16.3.1–16.3.3). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest, { type Response } from 'supertest';
import { recordedOneByOne } from '../../src/audit/refusals/refusal-count.ts';
import { Browser } from '../support/citizen.ts';
import { type Installation, portalSecret, startInstallation } from '../support/installation.ts';
import { registryOn } from '../support/registry.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation();
});

afterAll(() => kapu.stop());

interface Line {
  readonly event?: string;
  readonly request_id?: string;
  readonly name_hash?: string;
  readonly client?: string;
  readonly because?: string;
  readonly network?: string;
}

function linesOf(event: string): Line[] {
  return kapu.log.map((line) => JSON.parse(line) as Line).filter((line) => line.event === event);
}

/** What the log of security events says of the request that was answered so. */
function lineOf(answer: Response, event: string): Line | undefined {
  return linesOf(event).find(({ request_id }) => request_id === answer.headers['x-request-id']);
}

function agent() {
  return supertest(kapu.nodes[0].address);
}

const host = (): string => new URL(kapu.issuer).host;

async function wrongPassword(username: string): Promise<Response> {
  const browser = new Browser(kapu.issuer);
  const form = await browser.open('/megszuntetes');
  return browser.submit(form, '/megszuntetes', {
    username,
    password: 'nem ez a jelszó',
    cancellation_code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA',
  });
}

describe('who is guessed at', () => {
  it('is told by a hash of the name, with network and request, whichever way it is tried', async () => {
    const username = 'celzott.szemely';
    const refused = await wrongPassword(username);
    const browser = new Browser(kapu.issuer);
    const activation = await browser.submit(await browser.open('/aktivalas'), '/aktivalas', {
      username,
      activation_code: 'AAAA-AAAA-AAAA',
    });
    await browser.submit(await browser.open('/elfelejtett-jelszo'), '/elfelejtett-jelszo', { username });
    const told = [
      lineOf(refused, 'password.refused'),
      lineOf(activation, 'activation.refused'),
      linesOf('password-reset.asked').at(-1),
    ];
    const { name_hash } = told[0] ?? {};
    expect(name_hash).toMatch(/^[\w-]{16}$/);
    for (const line of told) {
      expect(line).toMatchObject({ name_hash, network: '127.0.0.0/24', request_id: expect.any(String) });
    }
    const other = lineOf(await wrongPassword('valaki.mas'), 'password.refused');
    expect(other?.name_hash).not.toBe(name_hash);
    expect(kapu.log.join('\n')).not.toContain(username);
  });
});

describe('a service that cannot prove which one it is', () => {
  const ask = (id: string, secret: string): Promise<Response> =>
    agent()
      .post('/token')
      .set('Host', host())
      .auth(id, secret)
      .type('form')
      .send({ grant_type: 'authorization_code', code: 'x', redirect_uri: 'https://rp.example' });

  it('is a security event, and named only where it is registered', async () => {
    const wrong = await ask('portal', `${portalSecret}x`);
    expect([wrong.status, lineOf(wrong, 'client.refused')]).toEqual([
      401,
      expect.objectContaining({ client: 'portal', at: 'grant', outcome: 'refused' }),
    ]);
    const unknown = await ask('nincs-ilyen', 'x');
    const line = lineOf(unknown, 'client.refused');
    expect([unknown.status, line?.event, line?.client]).toEqual([401, 'client.refused', undefined]);
  });

  it('cannot fill the log', async () => {
    for (let times = 0; times < recordedOneByOne * 3; times += 1) {
      await ask('portal', 'x');
    }
    const { length } = linesOf('client.refused');
    expect(length).toBeGreaterThan(0);
    // A minute may end meanwhile.
    expect(length).toBeLessThanOrEqual(recordedOneByOne * 2);
  });
});

describe('the administration', () => {
  const ask = (method: 'get' | 'delete', token?: string): Promise<Response> =>
    agent()
      [method]('/admin/clients/portal')
      .set('Host', host())
      .set(token === undefined ? {} : { Authorization: `Bearer ${token}` });

  it('records whom it refuses, and why', async () => {
    const registry = registryOn(kapu.nodes[0].store, kapu.sealer);
    const grants = { grant_types: ['client_credentials'], scope: 'clients:read' };
    const added = await registry.add(
      { client_id: 'olvaso', client_name: 'Nyilvántartó', ...grants },
      { by: 'cli', now: new Date() },
    );
    const { body } = await agent()
      .post('/token')
      .set('Host', host())
      .auth('olvaso', String('secret' in added && added.secret))
      .type('form')
      .send({ grant_type: 'client_credentials', scope: 'clients:read' });
    const told = await Promise.all([
      ask('get'),
      ask('get', 'abcdefghijklmnop'),
      ask('delete', body.access_token),
    ]);
    expect(told.map(({ status }) => status)).toEqual([401, 401, 403]);
    expect(told.map((answer) => lineOf(answer, 'administration.refused'))).toEqual([
      expect.objectContaining({ because: 'no-token' }),
      expect.objectContaining({ because: 'unknown-token' }),
      expect.objectContaining({ because: 'scope', client: 'olvaso' }),
    ]);
  });
});
