/** Whom the sample wallet believes besides the provider: its operator says so, each with an authority of its own. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { partyAt } from '../../demo/wallet/protocol/party.ts';
import { readSettings } from '../../demo/wallet/settings.ts';
import { createWallet } from '../../demo/wallet/site.ts';

const directory = mkdtempSync(join(tmpdir(), 'kapu-trust-'));
afterAll(() => rmSync(directory, { recursive: true }));

function settingsWith(trusted?: unknown) {
  writeFileSync(join(directory, 'root.pem'), 'the provider’s');
  writeFileSync(join(directory, 'other.pem'), 'the other’s');
  writeFileSync(join(directory, 'trusted.json'), JSON.stringify(trusted ?? []));
  return readSettings({
    KAPU_ISSUER: 'http://localhost:3000',
    WALLET_CLIENT_ID: 'minta-tarca',
    WALLET_TRUST_ANCHOR_FILE: join(directory, 'root.pem'),
    ...(trusted !== undefined && { WALLET_TRUSTED_FILE: join(directory, 'trusted.json') }),
  }).settings;
}

const policyOf = async (trusted?: unknown): Promise<string> => {
  const { headers } = await supertest(createWallet(settingsWith(trusted)).callback()).get('/');
  return String(headers['content-security-policy']);
};

it('asks the provider and whoever is named, and nobody else', async () => {
  expect(await policyOf()).toContain("connect-src 'self' http://localhost:3000;");
  const others = [{ address: 'https://verifier.example/', anchor_file: 'other.pem' }];
  expect(await policyOf(others)).toContain(
    "connect-src 'self' http://localhost:3000 https://verifier.example;",
  );
});

it('believes each by its own authority, where it is known by its own name', () => {
  const { others } = settingsWith([
    { address: 'https://verifier.example', anchor_file: 'other.pem' },
    { address: 'https://issuer.example/cards', anchor_file: 'other.pem', client_id: 'a-wallet' },
  ]);
  expect(others).toEqual([
    { address: 'https://verifier.example', clientId: 'minta-tarca', trustAnchor: 'the other’s' },
    { address: 'https://issuer.example/cards', clientId: 'a-wallet', trustAnchor: 'the other’s' },
  ]);
  const at = (address: string) => partyAt(others, address)?.address;
  expect(at('https://verifier.example/request?state=1')).toBe('https://verifier.example');
  expect(at('https://issuer.example/cards')).toBe('https://issuer.example/cards');
  for (const stranger of ['https://verifier.example.org/request', 'https://issuer.example/card', '', 'x']) {
    expect(at(stranger)).toBeUndefined();
  }
});

it('does not start with a file that says it otherwise', () => {
  expect(() => settingsWith([{ address: 'openid4vp://', anchor_file: 'other.pem' }])).toThrow();
  expect(() => settingsWith([{ address: 'https://verifier.example', anchor_file: 'none.pem' }])).toThrow();
});
