/** The desk, the operator's pages and the administration at hosts of their own: there alone, and nothing else is there. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest, { type Response } from 'supertest';
import { hostsOf } from '../../src/configuration/hosts.ts';
import { formOf, titleOf } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { addStaff, deskOfTests, type Staff } from '../support/desk.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

const issuer = 'https://kapu.example';
const hosts = {
  desk: 'https://ugyintezo.kapu.example',
  operator: 'https://uzemeltetes.kapu.example:8443',
  admin: 'https://admin.kapu.example',
};
const clock = clockFrom(170);
let kapu: Installation;
let clerk: Staff;
let operator: Staff;

beforeAll(async () => {
  kapu = await startInstallation({
    now: clock.now,
    config: { issuer, hosts, trustProxy: true, desk: deskOfTests, operator: { enabled: true } },
  });
  clerk = await addStaff(kapu, clock, 'clerk');
  operator = await addStaff(kapu, clock, 'operator', '');
});

afterAll(() => kapu.stop());

/** A browser behind a proxy with TLS, which keeps the cookies of each host apart. */
class Traveller {
  readonly cookies = new Map<string, Map<string, string>>();

  async get(address: string, fields?: Record<string, string>): Promise<Response> {
    const { host, pathname, search } = new URL(address);
    const jar = this.cookies.get(host) ?? new Map<string, string>();
    this.cookies.set(host, jar);
    const server = supertest(kapu.nodes[0].address);
    const request = fields
      ? server
          .post(pathname + search)
          .type('form')
          .send(fields)
      : server.get(pathname + search);
    const response = await request
      .set({ Host: host, 'X-Forwarded-Proto': 'https', 'X-Forwarded-For': '192.0.2.1', Accept: 'text/html' })
      .set('Cookie', [...jar].map(([name, value]) => `${name}=${value}`).join('; '))
      .redirects(0)
      .ok(() => true);
    for (const cookie of (response.headers['set-cookie'] as unknown as string[]) ?? []) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      expect(cookie).toMatch(/path=\/.*secure/i);
      jar.set(name, value);
    }
    return response;
  }

  /** @returns the page that it leads to, and where that is */
  async open(address: string, fields?: Record<string, string>): Promise<{ page: Response; at: string }> {
    let [at, page] = [address, await this.get(address, fields)];
    for (let hop = 0; hop < 12 && page.headers.location; hop += 1) {
      at = new URL(page.headers.location, at).href;
      page = await this.get(at);
    }
    return { page, at };
  }

  submit({ page, at }: { page: Response; at: string }, ending: string, values: Record<string, string>) {
    const { action, fields } = formOf(page, ending);
    return this.open(new URL(action, at).href, { ...fields, ...values });
  }

  async signIn(address: string, who: Staff) {
    const password = await this.open(address);
    expect(new URL(password.at).origin).toBe(issuer);
    expect(password.page.headers['content-security-policy']).toContain(new URL(address).origin);
    const code = await this.submit(password, '/password', {
      username: who.username,
      password: who.password,
    });
    return this.submit(code, '/code', { code: clock.freshCode(who) });
  }
}

describe('signing in', () => {
  it.each([
    ['the desk', hosts.desk, '/desk', 'Ügyintézői felület', 'desk'],
    ['the operator’s pages', hosts.operator, '/operator', 'Üzemeltetői felület', 'operator'],
  ] as const)(
    'to %s goes by the issuer and comes back, with cookies of that host alone',
    async (_, origin, home, title, site) => {
      const traveller = new Traveller();
      const { page, at } = await traveller.signIn(`${origin}${home}`, site === 'desk' ? clerk : operator);
      expect([titleOf(page), at]).toEqual([title, `${origin}${home}`]);
      const named = (host: string): string[] => [
        ...(traveller.cookies.get(new URL(host).host)?.keys() ?? []),
      ];
      expect(named(origin)).toContain(`__Host-kapu_${site}_session`);
      expect(named(issuer)).not.toContain(`__Host-kapu_${site}_session`);
      expect(named(origin).filter((name) => !name.startsWith('__Host-'))).toEqual([]);
      // A form of somebody who is signed in no more ends at the issuer.
      expect(page.headers['content-security-policy']).toContain(`form-action 'self' ${issuer}`);
      expect(page.text).toContain(`href="${issuer}/segitseg"`);
      expect((await traveller.open(`${origin}/`)).at).toBe(`${origin}${home}`);
      const out = await traveller.open(`${origin}${home}/sign-out`);
      expect(new URL(out.at).origin).toBe(issuer);
    },
  );

  it('a form is taken from its own host alone', async () => {
    const traveller = new Traveller();
    const desk = await traveller.signIn(`${hosts.desk}/desk`, clerk);
    const stranger = await traveller.open(`${issuer}/megszuntetes`);
    const { fields: foreign } = formOf(stranger.page, '/megszuntetes');
    const asked = { username: 'senki', purpose: 'asked-in-person', note: '' };
    expect((await traveller.get(`${hosts.desk}/desk`, { ...foreign, ...asked })).status).toBe(403);
    expect((await traveller.submit(desk, '/desk', asked)).page.status).toBe(422);
  });
});

describe('what is where', () => {
  const statusAt = async (address: string): Promise<number> => (await new Traveller().get(address)).status;

  it('each is at its host, in whatever capitals, and nowhere else', async () => {
    for (const path of [
      '/desk',
      '/DESK',
      '/desk/oversight',
      '/operator',
      '/Operator/keys',
      '/admin/clients',
      '/ADMIN/clients',
    ]) {
      expect([path, await statusAt(`${issuer}${path}`)]).toEqual([path, 404]);
    }
    expect(await statusAt(`${hosts.desk}/desk`)).toBe(303);
    expect(await statusAt(`${hosts.operator}/operator`)).toBe(303);
    expect(await statusAt(`${hosts.admin}/admin/clients`)).toBe(401);
  });

  it('and nothing else is there but the looks of a page', async () => {
    const elsewhere = [
      '/auth',
      '/token',
      '/fiok',
      '/jwks',
      '/.well-known/openid-configuration',
      '/desk',
      '/operator',
      '/admin/clients',
      '/interaction/x',
      '/',
    ];
    for (const [place, origin] of Object.entries(hosts)) {
      for (const path of elsewhere) {
        const isOwn = path.startsWith(`/${place}`) || (path === '/' && place !== 'admin');
        const status = await statusAt(`${origin}${path}`);
        expect([origin, path, status === 404]).toEqual([origin, path, !isOwn]);
      }
      expect(await statusAt(`${origin}/assets/kapu.css`)).toBe(200);
    }
    expect(await statusAt('https://another.kapu.example/desk')).toBe(421);
    expect(await statusAt('https://ugyintezo.kapu.example:8443/desk')).toBe(421);
    expect(await statusAt(`${issuer}/.well-known/openid-configuration`)).toBe(200);
  });
});

describe('the configuration', () => {
  const wrong = (written: object): string => {
    try {
      hostsOf(written, issuer, 'hosts.json');
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  };

  it('is refused with a sentence where a host is not of its own, or not written as browsers write it', () => {
    expect(wrong({ desk_host: 'a.kapu.example', operator_host: 'b.kapu.example:8443' })).toBe('');
    expect(wrong({ desk_host: 'kapu.example' })).toContain('hosts.json desk_host: must be a host of its own');
    expect(wrong({ desk_host: 'a.example', admin_host: 'a.example' })).toContain('a.example is taken');
    expect(wrong({ desk_host: 'A.example' })).toContain('must be written as browsers write it: a.example');
    expect(wrong({ desk_host: 'a.example:443' })).toContain('must be written as browsers write it');
  });
});
