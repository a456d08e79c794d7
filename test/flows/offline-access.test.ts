/** `offline_access` has one meaning: refresh tokens come by registration, and the word is ignored wherever it is said (decision 45). */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { Browser, givePassword } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

const asked = 'openid profile offline_access';

let kapu: Installation;
let citizen: Citizenship;

beforeAll(async () => {
  kapu = await startInstallation({
    clients: [{ client_id: 'no-refresh', grant_types: ['authorization_code'] }],
  });
  citizen = await kapu.addCitizen();
});

afterAll(() => kapu.stop());

async function tokensOf(party: RelyingParty, parameters: Record<string, string>) {
  const browser = new Browser(kapu.issuer);
  const request = await party.request(parameters);
  const page = await browser.open(request.address);
  return party.redeem(await givePassword(browser, page, citizen, 'ugyfelkapu'), request);
}

describe('offline_access', () => {
  it('stands in no list of scopes', async () => {
    const portal = await RelyingParty.discover(kapu);
    expect(portal.configuration.serverMetadata().scopes_supported).not.toContain('offline_access');
  });

  it.each([
    ['without a prompt', {}],
    ['with prompt=consent', { prompt: 'consent' }],
  ])('asked for %s is not granted, and changes nothing', async (_how, prompt) => {
    const tokens = await tokensOf(await RelyingParty.discover(kapu), { scope: asked, ...prompt });
    expect(tokens).toMatchObject({ scope: 'openid profile', refresh_token: expect.any(String) });
  });

  it.each([
    ['openid offline_access', 'openid'],
    ['openid profile offline_access', 'openid profile'],
    ['offline_access', 'openid profile'],
  ])('a client that repeats offline_access at every refresh is refreshed: %s', async (scope, granted) => {
    const portal = await RelyingParty.discover(kapu);
    const tokens = await tokensOf(portal, { scope: asked });
    const first = await client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token), {
      scope,
    });
    const second = await client.refreshTokenGrant(portal.configuration, String(first.refresh_token), {
      scope,
    });
    expect([first.scope, second.scope]).toEqual([granted, granted]);
  });

  it('is no way round what was granted', async () => {
    const portal = await RelyingParty.discover(kapu);
    const tokens = await tokensOf(portal, { scope: 'openid offline_access' });
    const more = client.refreshTokenGrant(portal.configuration, String(tokens.refresh_token), {
      scope: 'openid email offline_access',
    });
    await expect(more).rejects.toMatchObject({ error: 'invalid_scope' });
  });

  it('gives no refresh token to who is not registered for them', async () => {
    const party = await RelyingParty.discover(kapu, 'no-refresh');
    const tokens = await tokensOf(party, { scope: asked, prompt: 'consent' });
    expect(tokens).toMatchObject({ scope: 'openid profile' });
    expect(tokens.refresh_token).toBeUndefined();
  });
});
