/** The first screen of docs/integrators.md works: its registration is accepted, its program signs a citizen in and out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { codeAt } from '../support/authenticator.ts';
import { bareEnvironment } from '../support/bare-environment.ts';
import { Browser, enrolledCitizen, givePassword, titleOf } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { registryOn } from '../support/registry.ts';

const root = resolve(import.meta.dirname, '../..');
const page = readFileSync(join(root, 'docs/integrators.md'), 'utf8');

let kapu: Installation;
let program: ChildProcess;
let directory: string;
let service: string;

beforeAll(async () => {
  kapu = await startInstallation();
  const port = await freePort();
  service = `http://localhost:${port}`;
  const secret = await register(JSON.parse(blockOf('json').replaceAll('http://localhost:8080', service)));
  mkdirSync(join(root, 'var'), { recursive: true });
  // Inside the project, where Node finds openid-client.
  directory = mkdtempSync(join(root, 'var/integrator-'));
  writeFileSync(join(directory, 'app.mjs'), blockOf('js'));
  program = spawn(process.execPath, [join(directory, 'app.mjs')], {
    env: bareEnvironment({
      ISSUER: kapu.issuer,
      CLIENT_ID: 'my-service',
      CLIENT_SECRET: secret,
      PORT: String(port),
    }),
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(program.stdout as NonNullable<ChildProcess['stdout']>, 'data');
});

afterAll(async () => {
  program.kill();
  rmSync(directory, { recursive: true, force: true });
  await kapu.stop();
});

/** The first block of its kind on the page. */
function blockOf(language: string): string {
  const [, block = ''] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(page) ?? [];
  return block;
}

async function register(metadata: unknown): Promise<string> {
  const { store } = kapu.nodes[0];
  const outcome = await registryOn(store, kapu.sealer).add(metadata, { by: 'cli', now: new Date() });
  expect(outcome.kind).toBe('done');
  return String('secret' in outcome && outcome.secret);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  return typeof address === 'object' && address ? address.port : 0;
}

/** A browser at the service, with its one cookie. */
class Visitor {
  #cookie = '';

  async get(address: string): Promise<{ status: number; location: string; text: string }> {
    const answer = await fetch(new URL(address, service), {
      redirect: 'manual',
      headers: { cookie: this.#cookie },
    });
    this.#cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
    return {
      status: answer.status,
      location: answer.headers.get('location') ?? '',
      text: await answer.text(),
    };
  }

  get cookie(): string {
    return this.#cookie;
  }
}

it('the program signs a citizen in with a code, greets them, and signs them out', async () => {
  const anna = await enrolledCitizen(kapu);
  const [visitor, browser] = [new Visitor(), new Browser(kapu.issuer)];
  expect((await visitor.get('/')).text).toContain('/sign-in');

  const codePage = await givePassword(
    browser,
    await browser.open((await visitor.get('/sign-in')).location),
    anna,
  );
  const before = visitor.cookie;
  const back = await browser.submit(codePage, '/code', { code: codeAt(anna.secretKey, new Date()) });
  const landed = await visitor.get(String(back.headers.location));
  expect([landed.status, landed.location]).toEqual([303, '/']);
  expect(visitor.cookie).not.toBe(before);
  expect((await visitor.get('/')).text).toContain('Minta Anna');

  const question = await browser.open((await visitor.get('/sign-out')).location);
  expect(titleOf(question)).toBe('Kijelentkezik?');
  const end = await browser.submit(question, '/session/end/confirm', { logout: 'yes' });
  expect(end.headers.location).toBe(`${service}/`);
  expect((await visitor.get('/')).text).toContain('/sign-in');
});

it('the program says so when the citizen went back, and refuses an answer that it did not ask for', async () => {
  const [visitor, browser] = [new Visitor(), new Browser(kapu.issuer)];
  const start = await browser.open((await visitor.get('/sign-in')).location);
  const back = await browser.submit(start, '/give-up');
  const answer = await visitor.get(String(back.headers.location));
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('You did not sign in.')]);

  const stranger = await new Visitor().get(String(back.headers.location));
  expect([stranger.status, stranger.text]).toEqual([400, expect.stringContaining('That did not work.')]);
});
