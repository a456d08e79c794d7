import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { signingAlgorithms } from '../../src/oidc/keys/signing-key.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation();
});

afterAll(() => kapu.stop());

async function listed(): Promise<{ alg: string; kid: string; state: string; until: string }[]> {
  const { stdout, code } = await runKapu(kapu.config, 'keys', 'list');
  expect(code).toBe(0);
  return stdout
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [alg = '', kid = '', state = '', until = ''] = line.split('\t');
      return { alg, kid, state, until };
    });
}

const publishedKids = async (): Promise<string[]> => {
  const { keys } = (await (await fetch(`${kapu.issuer}/jwks`)).json()) as { keys: { kid: string }[] };
  return keys.map(({ kid }) => kid);
};

it('an operator sees the keys, rotates them from two terminals at once, and removes a stolen one', async () => {
  const before = await listed();
  expect(before.map(({ alg, state }) => `${alg} ${state}`).sort()).toEqual(
    signingAlgorithms.map((alg) => `${alg} signing`).sort(),
  );

  const [one, other] = await Promise.all(
    [1, 2].map(() => runKapu(kapu.config, 'keys', 'rotate', '--alg', 'ES256')),
  );
  expect([one?.code, other?.code]).toEqual([0, 0]);
  const kids = [one, other].map((run) => run?.stdout.split('\t')[1]);
  expect(kids[0]).toBe(kids[1]);
  expect([one?.stdout, other?.stdout].filter((words) => words?.includes('was waiting already'))).toHaveLength(
    1,
  );

  const after = await listed();
  expect(after).toHaveLength(before.length + 1);
  const waiting = after.find(({ state }) => state === 'published');
  expect(waiting?.kid).toBe(kids[0]);
  const waitInMinutes = (new Date(String(waiting?.until)).getTime() - Date.now()) / 60_000;
  expect(waitInMinutes).toBeGreaterThan(5);
  expect(waitInMinutes).toBeLessThan(6.01);
  expect(await publishedKids()).toContain(kids[0]);

  const stolen = before.find(({ alg }) => alg === 'ES256')?.kid ?? '';
  const removal = await runKapu(kapu.config, 'keys', 'retire', stolen);
  expect(removal).toMatchObject({
    code: 0,
    stdout: expect.stringContaining(`${kids[0]} signs in its place`),
  });
  expect((await listed()).find(({ alg }) => alg === 'ES256')).toMatchObject({
    kid: kids[0],
    state: 'signing',
  });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  expect(await publishedKids()).not.toContain(stolen);
});

it('says so when there is no such key, also for an id that looks like an option', async () => {
  for (const kid of ['nobody', '-7abc']) {
    const { code, stderr } = await runKapu(kapu.config, 'keys', 'retire', kid);
    expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining(`there is no key ${kid}`) });
  }
});

it('refuses an algorithm that it does not know', async () => {
  const { code, stderr } = await runKapu(kapu.config, 'keys', 'rotate', '--alg', 'HS256');
  expect(code).toBe(1);
  expect(stderr).toContain('Allowed choices are ES256, RS256, EdDSA, PS256');
});
