/** A wallet that has an offer, and begins with a sign-in: `issuer_state` (OpenID4VCI 1.0 §4.1.1, §5.1.3). */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, givePassword } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { IssuingWallet, readOffer } from '../support/issuing-wallet.ts';
import { answerOf } from '../support/relying-party.ts';
import {
  type Attester,
  attestedWallet,
  makeAttester,
  plainWallet,
  walletIssuerSettings,
} from '../support/wallet-authorities.ts';

const [redirect = ''] = attestedWallet.redirect_uris;
const verifier = 'v'.repeat(43);

let attester: Attester;
let kapu: Installation;

beforeAll(async () => {
  attester = await makeAttester();
  const settings = await walletIssuerSettings(attester);
  const wallets = settings.policy.wallets.map((wallet) => ({
    ...wallet,
    offer_uri: 'haip-vci://',
    offers_authorization_code: true,
  }));
  kapu = await startInstallation({
    config: { walletIssuer: { ...settings, policy: { ...settings.policy, wallets } } },
  });
});

afterAll(() => kapu.stop());

async function offered(walletId: string) {
  const anna = await enrolledCitizen(kapu);
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(browser, await browser.open('/fiok'), anna);
  await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) });
  const choice = await browser.open('/fiok/tarcaim/uj');
  const shown = await browser.submit(choice, '/tarcaim/uj', { wallet: walletId });
  const [, address = ''] = /href="(haip-vci:\/\/[^"]+)"/.exec(shown.text) ?? [];
  const { grants } = await readOffer(address);
  const state = (grants as unknown as { authorization_code: { issuer_state: string } }).authorization_code;
  return { anna, browser, state: state.issuer_state };
}

function push(wallet: IssuingWallet, state: string) {
  return wallet.form('pushed_authorization_request_endpoint', {
    response_type: 'code',
    redirect_uri: redirect,
    scope: 'kapu_demo_pid',
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    issuer_state: state,
  });
}

const wallet = (): Promise<IssuingWallet> =>
  IssuingWallet.make(kapu.issuer, attestedWallet.client_id, attester);

it('an offer at the wallet’s own scheme leads by a sign-in to the card, and its page says so', async () => {
  const { browser, state } = await offered(attestedWallet.client_id);
  const own = await wallet();
  const { body } = await push(own, state);
  const query = new URLSearchParams({ client_id: own.clientId, request_uri: String(body.request_uri) });
  const { code = '' } = answerOf(await browser.open(`/auth?${query}`));
  const redemption = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirect,
    code_verifier: verifier,
  };
  const token = await own.form('token_endpoint', redemption);
  expect((await own.obtain(String(token.body.access_token))).status).toBe(200);
  expect((await browser.open('/fiok/tarcaim/ajanlat')).text).toContain('Megtörtént a letöltés');
});

it('an offer that is over, or another wallet’s, or that never was, begins nothing', async () => {
  const [own, other] = [await wallet(), await offered(plainWallet.client_id)];
  const { anna, state } = await offered(attestedWallet.client_id);
  await kapu.nodes[0].store.del(`{account:${anna.id}}:wallet-offer`);
  for (const wrong of [state, other.state, 'made-up']) {
    const { status, body } = await push(own, wrong);
    expect([status, body.error]).toEqual([400, 'invalid_request']);
    expect(body.error_description).toContain('issuer_state names no offer');
  }
});
