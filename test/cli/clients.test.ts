import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import type { ClientRegistry } from '../../src/clients/registry.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Finished, runKapu } from '../support/operator.ts';
import { registryOn, sampleRegistration } from '../support/registry.ts';

let kapu: Installation;
let registry: ClientRegistry;

beforeAll(async () => {
  kapu = await startInstallation();
  registry = registryOn(kapu.nodes[0].store, kapu.sealer);
});

afterAll(() => kapu.stop());

const clients = (...args: string[]): Promise<Finished> => runKapu(kapu.config, 'clients', ...args);

function file(name: string, content: unknown): string {
  const path = join(kapu.config.dataDirectory, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

function secretIn({ stdout }: Finished): string {
  return /^client_secret ([\w-]{43})$/m.exec(stdout)?.[1] ?? '';
}

/** Without the command, which takes its time to start. */
async function add(metadata: object): Promise<string> {
  const outcome = await registry.add(metadata, { by: 'cli', now: new Date() });
  return String('secret' in outcome && outcome.secret);
}

async function remove(id: string): Promise<void> {
  await registry.remove(id, { by: 'cli', now: new Date() });
}

async function isAccepted(id: string, secret: string): Promise<boolean> {
  const { status } = await supertest(kapu.issuer)
    .post('/token/introspection')
    .auth(id, secret)
    .type('form')
    .send({ token: 'x' });
  return status === 200;
}

it('an operator registers a client and changes it', async () => {
  const added = await clients('add', '--file', file('hivatal.json', sampleRegistration));
  expect(added.code).toBe(0);
  const first = secretIn(added);
  expect(await isAccepted('hivatal', first)).toBe(true);
  const audit = JSON.parse(added.stderr);
  expect(audit).toMatchObject({ log: 'audit', event: 'client.added', client: 'hivatal', by: 'cli' });
  expect(added.stderr).not.toContain(first);

  const shown = await clients('show', 'hivatal', '--json');
  expect(JSON.parse(shown.stdout)).toMatchObject({
    ...sampleRegistration,
    status: 'active',
    declared: false,
  });
  expect(shown.stdout).not.toContain(first);

  const changed = { ...sampleRegistration, client_name: 'Más hivatal' };
  expect((await clients('update', 'hivatal', '--file', file('h2.json', changed))).code).toBe(0);
  expect((await clients('list')).stdout).toContain('hivatal\tactive\t-\tMás hivatal\n');
  expect(await isAccepted('hivatal', first)).toBe(true);
  await remove('hivatal');
});

it('an operator gives a client another secret', async () => {
  const first = await add(sampleRegistration);
  const rotated = await clients('rotate-secret', 'hivatal');
  expect(rotated.stdout).toMatch(/^the one before is valid until \d{4}-/m);
  expect(await isAccepted('hivatal', first)).toBe(true);
  const last = secretIn(await clients('rotate-secret', 'hivatal', '--now'));
  expect(await isAccepted('hivatal', first)).toBe(false);
  expect(await isAccepted('hivatal', secretIn(rotated))).toBe(false);
  expect(await isAccepted('hivatal', last)).toBe(true);
  await remove('hivatal');
});

it('an operator disables, enables and removes a client', async () => {
  const last = await add(sampleRegistration);
  expect((await clients('disable', 'hivatal')).stdout).toBe('disabled hivatal\n');
  expect(await isAccepted('hivatal', last)).toBe(false);
  const shown = (await clients('show', 'hivatal')).stdout;
  expect(shown).toMatch(/version/);
  expect((await clients('disable', 'hivatal')).stdout).toBe('disabled hivatal\n');
  // Nothing happened: nothing is recorded, and who decides by the version that they saw may go on.
  expect((await clients('show', 'hivatal')).stdout).toBe(shown);
  expect((await clients('enable', 'hivatal')).code).toBe(0);
  expect((await clients('remove', 'hivatal')).stdout).toBe('removed hivatal\n');
  expect((await clients('show', 'hivatal')).code).toBe(1);
});

it.each([
  ['clients', 2],
  ['accounts', 1],
] as const)('what the help of kapu %s add shows is taken as it stands', async (noun, many) => {
  const { stdout } = await runKapu(kapu.config, noun, 'add', '--help');
  const samples = stdout.match(/^ {2}\{\n[^}]*^ {2}\}/gm) ?? [];
  expect(samples).toHaveLength(many);
  for (const [nth, sample] of samples.entries()) {
    // One that is called so is declared here.
    const path = file(`sample-${nth}.json`, sample.replace('"portal"', '"portal-of-help"'));
    const added = await runKapu(kapu.config, noun, 'add', '--file', path);
    expect(added).toMatchObject({ code: 0, stdout: expect.stringMatching(/^added /) });
  }
});

describe('a command that cannot be carried out says why, in a sentence', () => {
  it.each<[string, string[], RegExp]>([
    ['an unknown client', ['disable', 'nobody'], /^kapu: there is no client nobody\n$/],
    [
      'no file',
      ['add', '--file', '/nowhere.json'],
      /^kapu: \/nowhere\.json: cannot be read: it is not there\n$/,
    ],
    ['a declared one', ['rotate-secret', 'portal'], /^kapu: portal is declared in a file of config\/clients/],
    ['an overlap of a year', ['rotate-secret', 'portal', '--overlap', '9000'], /must be a number of hours/],
    ['an unknown one to export', ['export', 'nobody'], /^kapu: there is no client nobody\n$/],
  ])('%s', async (_, args, sentence) => {
    const { code, stderr, stdout } = await clients(...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
    expect(stdout).toBe('');
  });

  it.each<[string, unknown, RegExp]>([
    ['no JSON', '{', /is not JSON/],
    ['a poisoned prototype', '{"__proto__":{"client_id":"x"}}', /is not JSON, or not such as metadata are/],
    ['a megabyte', `"${'x'.repeat(1024 * 1024)}"`, /is larger than a megabyte/],
    [
      'bad metadata',
      { ...sampleRegistration, redirect_uris: ['http://a.example/#'] },
      /redirect_uris\.0: must have no fragment/,
    ],
  ])('%s', async (_, content, sentence) => {
    const { code, stderr } = await clients('add', '--file', file('bad.json', content));
    expect(code).toBe(1);
    expect(stderr).toMatch(sentence);
  });
});

it('registrations go out and in again by the standard’s names, without secrets', async () => {
  await add(sampleRegistration);
  const exported = await clients('export', 'hivatal');
  expect(JSON.parse(exported.stdout)).toMatchObject([sampleRegistration]);
  expect(exported.stdout).not.toMatch(/secret"|hash/);
  const path = file('all.json', exported.stdout);
  const again = await clients('import', path);
  expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('is registered already')]);
  expect((await clients('import', path, '--replace')).stdout).toBe('hivatal\treplaced\t-\n');
  await remove('hivatal');
  const imported = await clients('import', path);
  const [, , secret = ''] = imported.stdout.trimEnd().split('\t');
  expect(await isAccepted('hivatal', secret)).toBe(true);
  const smuggled = await clients(
    'import',
    file('secret.json', [{ ...sampleRegistration, client_secret: 'x'.repeat(43) }]),
  );
  expect(smuggled.stderr).toContain('client_secret: is made here and cannot be given');
  await remove('hivatal');
});

describe('the files of config/clients', () => {
  const declare = (name: string, content: object): void => {
    const directory = join(kapu.config.dataDirectory, 'config/clients');
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, name), JSON.stringify(content));
  };
  const publicClient = {
    ...sampleRegistration,
    client_id: 'nyilvanos',
    token_endpoint_auth_method: 'none',
    first_party: false,
  };

  it('are compared, shown, and carried out', async () => {
    declare('nyilvanos.json', publicClient);
    const dry = await clients('apply', '--dry-run');
    expect(dry.stdout).toContain('+ nyilvanos\n');
    expect(dry.stdout).toContain('! portal  its file is gone; --prune disables it\n');
    expect(dry.stdout).toContain('nothing was changed');
    expect((await clients('show', 'nyilvanos')).code).toBe(1);
    expect((await clients('apply')).stdout).toContain('1 of 2 changed\n');
    expect((await clients('apply')).stdout).toContain('  nyilvanos  unchanged\n');
    declare('nyilvanos.json', { ...publicClient, client_name: 'Új név' });
    expect((await clients('apply')).stdout).toContain('    client_name: "Mintahivatal" → "Új név"\n');
  });

  it('take no client with them, unless asked to', async () => {
    rmSync(join(kapu.config.dataDirectory, 'config/clients/nyilvanos.json'));
    await clients('apply');
    expect((await clients('list')).stdout).toContain('nyilvanos\tactive\tdeclared');
    expect((await clients('apply', '--prune')).stdout).toContain(
      '- nyilvanos\n    status: active → disabled\n',
    );
    expect((await clients('list')).stdout).toContain('nyilvanos\tdisabled\t-');
  });

  it('name their secrets by reference, and one bad file stops all', async () => {
    declare('a.json', { ...publicClient, client_id: 'jo' });
    declare('b.json', { ...sampleRegistration, client_secret: 'written-down-for-everybody-to-read-here' });
    const refused = await clients('apply');
    expect(refused.stderr).toMatch(/b\.json: client_secret must be a reference/);
    declare('b.json', { ...sampleRegistration, client_secret: `\${NOT_SET}` });
    expect((await clients('apply')).stderr).toMatch(/b\.json: the environment variable NOT_SET is not set/);
    expect((await clients('show', 'jo')).code).toBe(1);
  });
});
