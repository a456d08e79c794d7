import { afterAll, beforeAll, expect, it } from '@jest/globals';
import {
  createTrust,
  type Trust,
  type TrustedSource,
} from '../../../src/wallet/certificates/trust-anchors.ts';
import { createStatusCheck } from '../../../src/wallet/verification/credential-status.ts';
import { Authority, type Signer, StatusServer, walletSettings } from '../../support/wallet-authority.ts';

let issuer: Signer;
let server: StatusServer;
let trust: Trust;
let source: TrustedSource;

beforeAll(async () => {
  const authority = await Authority.create('Állam');
  issuer = await authority.leaf('kibocsato.example');
  server = await StatusServer.start(issuer);
  trust = createTrust((await walletSettings(issuer, authority.root.pem)).sources);
  [source] = trust.sources as [TrustedSource];
});
afterAll(() => server.stop());

function listsOf(own: string) {
  return createStatusCheck(trust, (address, request) => fetch(address, request), own);
}

const claimsAt = (uri: string, idx = 3) => ({ status: { status_list: { idx, uri } } });

it('keeps a list of others for as long as it says, and asks for our own each time', async () => {
  const now = new Date();
  for (const [own, timesAsked] of [
    ['https://kapu.example', 1],
    [`http://${server.host}`, 3],
  ] as const) {
    const lists = listsOf(own);
    const uri = server.freshList();
    const before = server.timesAsked;
    for (let time = 0; time < 3; time += 1) {
      await lists.check(claimsAt(uri), source, now);
    }
    expect(server.timesAsked - before).toBe(timesAsked);
  }
});

it('asks again once the list is too old, and learns then that a credential was called back', async () => {
  const lists = listsOf('https://kapu.example');
  const uri = server.freshList();
  const now = new Date();
  await lists.check(claimsAt(uri), source, now);
  server.revoked.add(3);
  await lists.check(claimsAt(uri), source, new Date(now.getTime() + 299_000));
  await expect(lists.check(claimsAt(uri), source, new Date(now.getTime() + 301_000))).rejects.toThrow(
    'revoked',
  );
  await lists.check(claimsAt(uri, 4), source, new Date(now.getTime() + 301_000));
});

it('asks once for many that ask together', async () => {
  const lists = listsOf('https://kapu.example');
  const uri = server.freshList();
  const before = server.timesAsked;
  await Promise.all(Array.from({ length: 20 }, () => lists.check(claimsAt(uri), source, new Date())));
  expect(server.timesAsked - before).toBe(1);
});
