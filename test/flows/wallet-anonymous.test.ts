/** Wallets without a name, where the installation has one that stands for them (OpenID4VCI 1.0 §6.1). */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { walletIssuerSchema } from '../../src/configuration/wallet-issuer-settings.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { IssuingWallet, readOffer } from '../support/issuing-wallet.ts';
import {
  type Attester,
  attestedWallet,
  makeAttester,
  plainWallet,
  walletIssuerSettings,
} from '../support/wallet-authorities.ts';

const anyWallet = { ...plainWallet, client_id: 'mas-tarca', client_name: 'Más tárca', anonymous: true };

let attester: Attester;
let kapu: Installation;

beforeAll(async () => {
  attester = await makeAttester();
  const settings = await walletIssuerSettings(attester);
  const policy = walletIssuerSchema.parse({
    enabled: true,
    wallets: [attestedWallet, plainWallet, anyWallet],
  });
  kapu = await startInstallation({ config: { walletIssuer: { ...settings, policy } } });
});

afterAll(() => kapu.stop());

async function offered(walletId: string) {
  const anna = await enrolledCitizen(kapu);
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(browser, await browser.open('/fiok'), anna);
  await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) });
  const shown = await browser.submit(await browser.open('/fiok/tarcaim/uj'), '/tarcaim/uj', {
    wallet: walletId,
  });
  const [, address = ''] = /href="(openid-credential-offer:[^"]+)"/.exec(shown.text) ?? [];
  const [, groups = ''] = /id="transaction-code">([\s\S]*?)<\/p>/.exec(shown.text) ?? [];
  return { browser, offer: await readOffer(address), txCode: groups.replace(/<[^>]+>|\s/g, '') };
}

/** As a wallet asks that has no name. */
async function redeemNameless(
  wallet: IssuingWallet,
  offer: Awaited<ReturnType<typeof readOffer>>,
  txCode: string,
) {
  const [[grant_type, grant] = ['', undefined]] = Object.entries(offer.grants);
  const fields = { grant_type, 'pre-authorized_code': grant?.['pre-authorized_code'] ?? '', tx_code: txCode };
  const address = (await wallet.metadata()).token_endpoint ?? '';
  return wallet.post('token_endpoint', new URLSearchParams(fields), {
    dpop: await wallet.dpopProof(address),
  });
}

it('one gets the card that was offered to whoever it is, and the citizen sees it under that name', async () => {
  const { browser, offer, txCode } = await offered(anyWallet.client_id);
  const wallet = await IssuingWallet.make(kapu.issuer, 'nobody knows');
  expect(await wallet.metadata()).toMatchObject({ 'pre-authorized_grant_anonymous_access_supported': true });
  const wrong = await redeemNameless(wallet, offer, '000000' === txCode ? '111111' : '000000');
  expect([wrong.status, wrong.body.error]).toEqual([400, 'invalid_grant']);
  const token = await redeemNameless(wallet, offer, txCode);
  expect([token.status, token.body.token_type]).toEqual([200, 'DPoP']);
  const issued = await wallet.obtain(String(token.body.access_token));
  expect([issued.status, issued.body.credentials?.length]).toEqual([200, 1]);
  expect((await browser.open('/fiok/tarcaim')).text).toContain('Más tárca');
});

it('one gets nothing that was offered to a wallet with a name, nor by another grant', async () => {
  const wallet = await IssuingWallet.make(kapu.issuer, 'nobody knows');
  for (const named of [attestedWallet, plainWallet]) {
    const { offer, txCode } = await offered(named.client_id);
    const refused = await redeemNameless(wallet, offer, txCode);
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_grant']);
  }
  const address = (await wallet.metadata()).token_endpoint ?? '';
  const fields = {
    grant_type: 'authorization_code',
    code: 'x',
    redirect_uri: 'http://localhost:4997/callback',
  };
  const refused = await wallet.post('token_endpoint', new URLSearchParams(fields), {
    dpop: await wallet.dpopProof(address),
  });
  expect(refused.body.error).not.toBe('invalid_grant');
  const large = await wallet.post('token_endpoint', new URLSearchParams({ x: 'x'.repeat(60_000) }));
  expect([large.status, large.body.error]).toEqual([400, 'invalid_request']);
});

it('those with a name are who they are', async () => {
  const { offer, txCode } = await offered(attestedWallet.client_id);
  const wallet = await IssuingWallet.make(kapu.issuer, attestedWallet.client_id, attester);
  expect((await wallet.redeem(offer, txCode)).status).toBe(200);
});

it('is one at most, whom nobody vouches for', () => {
  const wallets = (...some: object[]) => walletIssuerSchema.safeParse({ enabled: true, wallets: some }).error;
  const second = { ...anyWallet, client_id: 'harmadik' };
  expect(wallets(anyWallet, second)?.message).toContain('two wallets are anonymous');
  expect(wallets({ ...anyWallet, attested: true })?.message).toContain('attested by nobody');
  expect(wallets(anyWallet)).toBeUndefined();
});
