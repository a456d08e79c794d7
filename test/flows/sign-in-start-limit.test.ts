/** How many sign-ins may begin from one address, however their beginning is spelt. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Browser } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation({ config: { signInStartsPerMinute: 4 } });
});

afterAll(() => kapu.stop());

it('counts the addresses of pages in any spelling, and no page of the engine is open in another than ours', async () => {
  const statusOf = async (path: string) => (await new Browser(kapu.issuer).get(path)).status;
  for (const path of ['/AUTH?client_id=portal', '/Auth/?client_id=portal', '/SESSION/End', '//auth']) {
    expect([path, [303, 404].includes(await statusOf(path))]).toEqual([path, true]);
  }
  const statuses: number[] = [];
  for (const path of ['/fiok', '/FIOK', '/Fiok/', '/fiok//', '/FIOK', '/fiok/', '/AUTH/x']) {
    statuses.push(await statusOf(path));
  }
  // Asked for without a session they keep nothing, and are not counted.
  expect(statuses).not.toContain(429);
  const body = 'client_id=portal';
  for (const path of ['/REQUEST', '/Device/auth', '/BACKCHANNEL', '/AUTH', '/token/']) {
    const posted = await new Browser(kapu.issuer).postRaw(path, 'application/x-www-form-urlencoded', body);
    expect([path, posted.status]).toEqual([path, 404]);
  }
});

it('leads nowhere else', async () => {
  const browser = new Browser(kapu.issuer);
  for (const path of ['/AUTH//evil.example', '/Auth/%2f%2fevil.example/', '/ME/@evil.example/']) {
    const { headers } = await browser.get(path);
    expect(headers.location).toMatch(/^\/(auth|me)\//);
  }
});
