/** A Redis that takes nothing more: an operator looks at what is there all the same, and what would write says why it does not. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { enrolledCitizen } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';

let kapu: Installation;
let anna: Citizenship;

const mayUse = (memory: string) => kapu.nodes[0].store.call('CONFIG', 'SET', 'maxmemory', memory);

beforeAll(async () => {
  kapu = await startInstallation();
  anna = await enrolledCitizen(kapu);
  // The first command of an installation writes which one it is.
  await run('clients', 'list');
  await mayUse('100kb');
});

afterAll(async () => {
  await mayUse('0');
  await kapu.stop();
});

const run = (...args: string[]) => runKapu(kapu.config, ...args);

it.each<[args: string, says: () => string]>([
  ['clients list', () => 'portal'],
  ['clients show portal', () => 'portal'],
  ['keys list', () => 'RS256'],
  ['desk list', () => ''],
  ['calendar', () => ''],
  ['audit keys', () => ''],
])('kapu %s looks at what is there', async (args, says) => {
  const { code, stdout, stderr } = await run(...args.split(' '));
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain(says());
});

it('kapu audit verify counts what awaits its place', async () => {
  const { code, stderr } = await run('audit', 'verify');
  expect([code, stderr]).toEqual([0, expect.stringMatching(/^(|\d+ events? awaits? [^\n]+\n)$/)]);
});

it.each([
  // What discloses something of people is recorded first.
  'accounts list',
  'accounts show ANNA',
  'messages list',
  'accounts disable ANNA --reason teszt',
  'sessions end --account ANNA --reason teszt',
  'keys rotate --alg RS256',
])('kapu %s is refused in a sentence, and changes nothing', async (args) => {
  const before = await kapu.nodes[0].store.dbsize();
  const { code, stderr } = await run(...args.replace('ANNA', anna.username).split(' '));
  expect([code, stderr]).toEqual([
    1,
    'kapu: Redis is full and takes nothing more: raise its maxmemory (OOM)\n',
  ]);
  expect(await kapu.nodes[0].store.dbsize()).toBe(before);
});

it('kapu config check says that it is full', async () => {
  const { code, stderr } = await run('config', 'check');
  expect([code, stderr]).toEqual([1, expect.stringMatching(/^kapu: Redis is full and takes nothing more/)]);
});
