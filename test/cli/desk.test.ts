import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { staffNumberOf } from '../../src/desk/staff/staff-number.ts';
import { deskOfTests, rolesOf } from '../support/desk.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation({ config: { desk: deskOfTests } });
});

afterAll(() => kapu.stop());

const run = (...args: string[]) => runKapu(kapu.config, 'desk', ...args);

it('an operator gives a role at an office, suspends and resumes it, and takes it away, each on record', async () => {
  const { id, username } = await kapu.addCitizen();
  const { store } = kapu.nodes[0];
  const before = await store.xlen('audit:arrivals');
  expect((await run('grant', username, '--role', 'clerk', '--office', 'north')).code).toBe(0);
  expect(await rolesOf(kapu).find(id)).toMatchObject({
    role: 'clerk',
    office: 'north',
    status: 'active',
  });
  expect((await run('suspend', username)).code).toBe(0);
  const number = staffNumberOf(kapu.config.secrets.index_key, id);
  expect((await run('list')).stdout).toBe(`${username}\tclerk\tnorth\tsuspended\t${number}\n`);
  expect((await run('resume', username)).code).toBe(0);
  expect((await rolesOf(kapu).find(id))?.status).toBe('active');
  expect((await run('revoke', username)).code).toBe(0);
  expect(await rolesOf(kapu).find(id)).toBeUndefined();
  expect((await run('list')).stdout).toBe('');
  // One for each change, and none for looking.
  expect(await store.xlen('audit:arrivals')).toBe(before + 4);
});

it('is told what is wrong', async () => {
  const { username } = await kapu.addCitizen();
  for (const [args, words] of [
    [['grant', username, '--role', 'king', '--office', 'north'], 'there is no role king'],
    [['grant', username, '--role', 'clerk', '--office', 'atlantis'], 'there is no office atlantis'],
    [['grant', 'nobody.here', '--role', 'clerk', '--office', 'north'], 'there is no account nobody.here'],
    [['suspend', username], `${username} has no role`],
    [['revoke', username], `${username} has no role`],
  ] as const) {
    const { code, stderr } = await run(...args);
    expect({ code, said: stderr.includes(words) }).toEqual({ code: 1, said: true });
  }
});
