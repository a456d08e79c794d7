/** Wallets that take their card anew by themselves, where the installation lets them (OpenID4VCI 1.0 §6.2, RFC 6749 §6; decision 67). */
import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createEndings, createErasing } from '../../src/composition/background.ts';
import {
  type WalletIssuerSettings,
  walletIssuerSchema,
} from '../../src/configuration/wallet-issuer-settings.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { accountKey, closingAccountsKey } from '../../src/storage/catalogue/account-keys.ts';
import { codeAt } from '../support/authenticator.ts';
import { chainEverything } from '../support/chain.ts';
import { Browser, enrolledCitizen, givePassword } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { type Answer, IssuingWallet, readCredential, readOffer } from '../support/issuing-wallet.ts';
import { runKapu } from '../support/operator.ts';
import { answerOf } from '../support/relying-party.ts';
import {
  type Attester,
  attestedWallet,
  makeAttester,
  plainWallet,
  walletIssuerSettings,
} from '../support/wallet-authorities.ts';

const namelessWallet = { ...plainWallet, client_id: 'mas-tarca', client_name: 'Más tárca', anonymous: true };
const renewalDays = 90;
const dayInSeconds = 24 * 60 * 60;

let attester: Attester;
let settings: WalletIssuerSettings;
let kapu: Installation;

beforeAll(async () => {
  attester = await makeAttester();
  settings = await walletIssuerSettings(attester);
  const policy = walletIssuerSchema.parse({
    enabled: true,
    renewal_days: renewalDays,
    requests_per_token: 3,
    wallets: [attestedWallet, plainWallet, namelessWallet],
  });
  kapu = await startInstallation({ numberOfNodes: 2, config: { walletIssuer: { ...settings, policy } } });
});

afterAll(() => kapu.stop());

async function signedIn() {
  const anna = await enrolledCitizen(kapu);
  const browser = new Browser(kapu.issuer);
  const page = await givePassword(browser, await browser.open('/fiok'), anna);
  await browser.submit(page, '/code', { code: codeAt(anna.secretKey, new Date()) });
  return { anna, browser };
}

async function askForOffer(browser: Browser, walletId: string) {
  const page = await browser.submit(await browser.open('/fiok/tarcaim/uj'), '/tarcaim/uj', {
    wallet: walletId,
  });
  const [, address = ''] = /href="(openid-credential-offer:[^"]+)"/.exec(page.text) ?? [];
  const [, groups = ''] = /id="transaction-code">([\s\S]*?)<\/p>/.exec(page.text) ?? [];
  return { offer: await readOffer(address), txCode: groups.replace(/<[^>]+>|\s/g, '') };
}

/** A card in a wallet, and what the wallet renews it by. */
async function issued(walletId = plainWallet.client_id) {
  const { anna, browser } = await signedIn();
  const isAttested = walletId === attestedWallet.client_id;
  const wallet = await IssuingWallet.make(kapu.issuer, walletId, isAttested ? attester : undefined);
  const { offer, txCode } = await askForOffer(browser, walletId);
  const { body } = await wallet.redeem(offer, txCode);
  const first = await wallet.obtain(String(body.access_token));
  return { anna, browser, wallet, first: cardIn(first), refreshToken: String(body.refresh_token) };
}

const refresh = (wallet: IssuingWallet, refreshToken: string): Promise<Answer> =>
  wallet.form('token_endpoint', { grant_type: 'refresh_token', refresh_token: refreshToken });

async function renew(wallet: IssuingWallet, refreshToken: string): Promise<Answer> {
  const { status, body } = await refresh(wallet, refreshToken);
  expect(status).toBe(200);
  return wallet.obtain(String(body.access_token));
}

const cardIn = ({ body }: Answer): string => body.credentials?.[0]?.credential ?? '';

async function statusOf(card: string): Promise<number> {
  const { payload } = await readCredential(card, settings.trustAnchor, new Date());
  const { idx, uri } = payload.status.status_list;
  const { status_list: list } = decodeJwt(await (await fetch(uri)).text()) as {
    status_list: { lst: string };
  };
  return ((inflateSync(Buffer.from(list.lst, 'base64url'))[idx >> 3] ?? 0) >> (idx & 7)) & 1;
}

async function eventsOf(account: string): Promise<{ event: string; actor: { kind: string } }[]> {
  await chainEverything(kapu.nodes[0].store, kapu.sealer);
  const { stdout } = await runKapu(kapu.config, 'audit', 'export');
  const lines = stdout.split('\n').filter((line) => line.includes(account) && line.includes('wallet.'));
  return lines.map((line) => JSON.parse(line).event);
}

describe('a wallet with the refresh token of its grant', () => {
  it('takes the same card anew, for keys of its own; the owner is told, and finds each of them', async () => {
    const { anna, browser, wallet, first, refreshToken } = await issued();
    const told = (await kapu.messages()).filter(({ kind }) => kind === 'wallet-issued').length;
    const [one, two] = [await renew(wallet, refreshToken), await renew(wallet, refreshToken)];
    const cards = [first, cardIn(one), cardIn(two)];
    const read = await Promise.all(
      cards.map((card) => readCredential(card, settings.trustAnchor, new Date())),
    );
    expect(new Set(read.map(({ claims }) => claims.personal_administrative_number)).size).toBe(1);
    expect(new Set(read.map(({ payload }) => payload.cnf.jwk.x)).size).toBe(3);
    expect(await Promise.all(cards.map(statusOf))).toEqual([0, 0, 0]);
    const now = (await kapu.messages()).filter(({ kind }) => kind === 'wallet-issued').length;
    expect(now - told).toBe(2);
    const list = (await browser.open('/fiok/tarcaim')).text;
    expect(list.match(/\/fiok\/tarcaim\/[\w-]+\/visszavonas/g)).toHaveLength(3);
    const actors = (await eventsOf(anna.id)).map(({ event, actor }) => [event, actor.kind]);
    expect(actors).toEqual([
      ['wallet.issued', 'citizen'],
      ['wallet.issued', 'client'],
      ['wallet.issued', 'client'],
    ]);
    expect((await browser.open('/fiok/tarcaim/uj')).text).toContain(
      `A tárca ${renewalDays} napig magától is`,
    );
  });

  it('may do so for as long as the installation says, and no longer for having done so', async () => {
    const { wallet, refreshToken } = await issued();
    const keys = await kapu.nodes[0].store.keys('oidc:{RefreshToken:*');
    const livesOf = () => Promise.all(keys.map((key) => kapu.nodes[0].store.ttl(key)));
    const longest = Math.max(...(await livesOf()));
    expect(longest).toBeGreaterThan(renewalDays * dayInSeconds - 600);
    expect(longest).toBeLessThanOrEqual(renewalDays * dayInSeconds + 15);
    const { body } = await refresh(wallet, refreshToken);
    expect(body.refresh_token).toBe(refreshToken);
    expect(await kapu.nodes[0].store.keys('oidc:{RefreshToken:*')).toHaveLength(keys.length);
  });

  it('does so by its own keys alone: another wallet, another key or another instance gets nothing', async () => {
    const { wallet, refreshToken } = await issued(attestedWallet.client_id);
    const unbound = new URLSearchParams({
      client_id: wallet.clientId,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
    const bare = await wallet.post('token_endpoint', unbound, await wallet.attestation());
    expect([bare.status, bare.body.error]).toEqual([400, 'invalid_dpop_proof']);
    for (const thief of [
      await IssuingWallet.make(kapu.issuer, attestedWallet.client_id, attester),
      await IssuingWallet.make(kapu.issuer, plainWallet.client_id),
      await IssuingWallet.make(kapu.issuer, namelessWallet.client_id),
    ]) {
      expect([400, 401]).toContain((await refresh(thief, refreshToken)).status);
    }
    const unattested = await IssuingWallet.make(kapu.issuer, attestedWallet.client_id);
    expect((await refresh(unattested, refreshToken)).status).toBe(401);
    expect((await renew(wallet, refreshToken)).status).toBe(200);
  });

  it('asks once with each token, and five times a day; what its owner has issued is not held up', async () => {
    const { anna, browser, wallet, refreshToken } = await issued();
    const { body } = await refresh(wallet, refreshToken);
    expect((await wallet.obtain(String(body.access_token))).status).toBe(200);
    const again = await wallet.obtain(String(body.access_token));
    expect([again.status, again.body.error]).toEqual([401, 'invalid_token']);
    for (let more = 0; more < 4; more += 1) {
      expect((await renew(wallet, refreshToken)).status).toBe(200);
    }
    const refused = await renew(wallet, refreshToken);
    expect([refused.status, refused.body.error]).toEqual([400, 'credential_request_denied']);
    expect(refused.body.error_description).toContain('too often');
    expect((await eventsOf(anna.id)).at(-1)).toMatchObject({ event: 'wallet.refused' });
    const { offer, txCode } = await askForOffer(browser, plainWallet.client_id);
    const token = await wallet.redeem(offer, txCode);
    expect((await wallet.obtain(String(token.body.access_token))).status).toBe(200);
  });

  it('gives it up by revoking it', async () => {
    const { wallet, refreshToken } = await issued();
    expect((await wallet.form('revocation_endpoint', { token: refreshToken })).status).toBe(200);
    expect((await refresh(wallet, refreshToken)).body.error).toBe('invalid_grant');
  });
});

describe('whatever takes grants takes the renewal with it', () => {
  type Owner = Awaited<ReturnType<typeof issued>>;
  it.each<[string, (owner: Owner) => Promise<unknown>]>([
    [
      'signing out everywhere',
      async ({ browser }) =>
        browser.submit(await browser.open('/fiok/belepesek'), '/kijelentkezes-mindenhol'),
    ],
    [
      'a new password',
      async ({ anna, browser }) =>
        browser.submit(await browser.open('/fiok/jelszo'), '/jelszo', {
          current_password: anna.password,
          new_password: 'egy egészen másik mondat 42',
        }),
    ],
    [
      'revoking the card',
      async ({ browser }) => {
        const list = await browser.open('/fiok/tarcaim');
        const [link = ''] = /\/fiok\/tarcaim\/[\w-]+\/visszavonas/.exec(list.text) ?? [];
        return browser.submit(await browser.open(link), '/visszavonas');
      },
    ],
    [
      '“Nem én voltam” of a renewal in the history',
      async ({ browser, wallet, refreshToken }) => {
        expect((await renew(wallet, refreshToken)).status).toBe(200);
        const { text } = await browser.open('/fiok/naplo');
        expect(text.match(/ebbe a tárcába/g)).toHaveLength(2);
        const entry = text.slice(text.indexOf('ebbe a tárcába'));
        const [link = ''] = /\/fiok\/naplo\/[\d-]+\/nem-en-voltam/.exec(entry) ?? [];
        return browser.submit(await browser.open(link), '/nem-en-voltam');
      },
    ],
    [
      'cancelling the Ügyfélkapu+',
      async ({ anna, browser }) =>
        browser.submit(await browser.open('/fiok/megszuntetes'), '/megszuntetes', {
          cancellation_code: anna.cancellationCode,
        }),
    ],
    ['disabling the account', async ({ anna }) => runKapu(kapu.config, 'accounts', 'disable', anna.username)],
  ])('%s', async (_act, act) => {
    const owner = await issued();
    const { body } = await refresh(owner.wallet, owner.refreshToken);
    await act(owner);
    const refused = await refresh(owner.wallet, owner.refreshToken);
    expect([refused.status, refused.body.error]).toEqual([400, 'invalid_grant']);
    // Nor by an access token of before.
    expect((await owner.wallet.obtain(String(body.access_token))).status).toBeGreaterThanOrEqual(400);
  });

  it('signing out, where it was got by signing in', async () => {
    const { anna, browser } = await signedIn();
    const wallet = await IssuingWallet.make(kapu.issuer, plainWallet.client_id);
    const [redirect_uri = ''] = plainWallet.redirect_uris;
    const verifier = 'v'.repeat(43);
    const pushed = await wallet.form('pushed_authorization_request_endpoint', {
      response_type: 'code',
      redirect_uri,
      scope: 'kapu_demo_pid',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    });
    const query = new URLSearchParams({
      client_id: wallet.clientId,
      request_uri: String(pushed.body.request_uri),
    });
    const { code } = answerOf(await browser.open(`/auth?${query}`));
    const redemption = {
      grant_type: 'authorization_code',
      code: String(code),
      redirect_uri,
      code_verifier: verifier,
    };
    const { body } = await wallet.form('token_endpoint', redemption);
    expect((await renew(wallet, String(body.refresh_token))).status).toBe(200);
    expect((await eventsOf(anna.id)).map(({ event }) => event)).toContain('wallet.issued');
    await browser.submit(await browser.open('/session/end'), '/session/end/confirm', { logout: 'yes' });
    expect((await refresh(wallet, String(body.refresh_token))).body.error).toBe('invalid_grant');
  });
});

describe('a closing that was taken back', () => {
  it('revokes no card, on the day that it had named, that was got since', async () => {
    const { anna, browser, wallet, refreshToken } = await issued();
    const form = await browser.open('/fiok/fiok-megszuntetese');
    const overview = await browser.submit(form, '/fiok-megszuntetese', { password: anna.password });
    await browser.submit(overview, '/visszavonas');
    expect((await refresh(wallet, refreshToken)).status).toBe(400);
    // A token of the second in which the sessions ended counts no more.
    const ended = Number(await kapu.nodes[0].store.hget(accountKey(anna.id), 'sessions_ended_at'));
    await delay((ended + 1) * 1000 - Date.now());
    const { offer, txCode } = await askForOffer(browser, plainWallet.client_id);
    const { body } = await wallet.redeem(offer, txCode);
    const card = cardIn(await wallet.obtain(String(body.access_token)));
    const { store, provider } = kapu.nodes[0];
    const context = { config: kapu.config, store, logger: createLogger('silent') };
    const erasing = createErasing(
      context,
      createEndings(context, (id) => provider.Client.find(id)),
    );

    await erasing.eraseDue(new Date(Date.now() + 31 * dayInSeconds * 1000));
    expect(await statusOf(card)).toBe(0);
    expect((await browser.open('/fiok/tarcaim')).text).toMatch(/tarcaim\/[\w-]+\/visszavonas/);
    expect(await store.zscore(closingAccountsKey(), anna.id)).toBeNull();
  });
});

describe('no refresh token', () => {
  it('goes to a wallet without a name', async () => {
    const { refreshToken } = await issued(namelessWallet.client_id);
    expect(refreshToken).toBe('undefined');
  });

  it('goes to anybody unless the installation says so', () => {
    const { renewal_days: days } = walletIssuerSchema.parse({ enabled: true, wallets: [plainWallet] });
    expect(days).toBe(0);
    expect(walletIssuerSchema.safeParse({ renewal_days: 366 }).success).toBe(false);
  });
});
