/** Production refuses at work what only the profile `conformance` allows, also of clients that were registered under that one. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { createClientStore } from '../../src/clients/client-store.ts';
import { createClientRegistry } from '../../src/clients/registry.ts';
import { scopesOf } from '../../src/oidc/policy/claims.ts';
import { Browser, givePassword, titleOf } from '../support/citizen.ts';
import { answerIn, conformanceProfile, initialAccessToken } from '../support/conformance.ts';
import { type Installation, portalRedirect, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation();
  // As if the registry had been filled under another profile.
  const registry = createClientRegistry({
    clients: createClientStore(kapu.nodes[0].store, kapu.sealer),
    scopes: scopesOf(conformanceProfile),
    profile: conformanceProfile,
  });
  const client = {
    client_name: 'Próba',
    client_uri: 'https://rp.minta.example',
    first_party: false,
    minimum_assurance: 'low',
  };
  const redirect_uris = [portalRedirect];
  for (const metadata of [
    { client_id: 'careless', require_pkce: false },
    { client_id: 'dyn-0', client_id_issued_at: 1, token_endpoint_auth_method: 'none' },
  ]) {
    const outcome = await registry.add(
      { ...client, redirect_uris, ...metadata },
      { by: 'cli', now: new Date() },
    );
    expect(outcome.kind).toBe('done');
  }
});

afterAll(() => kapu.stop());

function authorize(parameters: Record<string, string>) {
  const query = new URLSearchParams({
    response_type: 'code',
    redirect_uri: portalRedirect,
    scope: 'openid',
    state: 's',
    nonce: 'n',
    ...parameters,
  });
  return new Browser(kapu.issuer).open(`/auth?${query}`);
}

describe('production', () => {
  it('names none of it in the discovery document', async () => {
    const { body } = await supertest(kapu.issuer).get('/.well-known/openid-configuration');
    expect(body.registration_endpoint).toBeUndefined();
    expect(body.response_types_supported).toEqual(['code']);
    expect(body.grant_types_supported).not.toContain('implicit');
    expect(body.scopes_supported).not.toContain('address');
    expect(body.scopes_supported).not.toContain('offline_access');
    expect(body.claims_supported).not.toEqual(expect.arrayContaining(['address']));
  });

  it('registers nobody, whatever token they have, and lets nobody manage a client', async () => {
    const token = await initialAccessToken(kapu);
    const bearer = ['Authorization', `Bearer ${token}`] as const;
    const post = await supertest(kapu.issuer)
      .post('/reg')
      .set(...bearer)
      .send({ redirect_uris: ['https://x.example/'] });
    const get = await supertest(kapu.issuer)
      .get('/reg/portal')
      .set(...bearer);
    expect([post.status, get.status]).toEqual([404, 404]);
  });

  it.each(['id_token', 'token', 'id_token token', 'code id_token', 'code token', 'code id_token token'])(
    'refuses response_type=%s',
    async (response_type) => {
      const answer = answerIn(await authorize({ client_id: 'portal', response_type }));
      expect(answer.error).toBe('unsupported_response_type');
    },
  );

  it.each(['portal', 'careless'])('refuses a request of %s without PKCE', async (client_id) => {
    expect(answerIn(await authorize({ client_id })).error).toBe('invalid_request');
  });

  it('does not know a client that registered itself', async () => {
    const page = await authorize({ client_id: 'dyn-0' });
    expect([page.status, page.headers.location]).toEqual([400, undefined]);
    expect(titleOf(page)).not.toBe('Hogyan szeretne bejelentkezni?');
  });

  it('has no further claims', async () => {
    const portal = await RelyingParty.discover(kapu);
    const claims = JSON.stringify({ userinfo: { address: null, nickname: null } });
    const request = await portal.request({ scope: 'openid', claims });
    const browser = new Browser(kapu.issuer);
    const citizen = await kapu.addCitizen();
    const back = await givePassword(browser, await browser.open(request.address), citizen, 'ugyfelkapu');
    const tokens = await portal.redeem(back, request);
    const person = await supertest(kapu.issuer)
      .get('/me')
      .set('Authorization', `Bearer ${tokens.access_token}`);
    expect(person.body).toEqual({ sub: tokens.claims()?.sub });
  });

  it('issues no initial access token', async () => {
    const { code, stderr } = await runKapu(kapu.config, 'clients', 'initial-access-token');
    expect([code, stderr]).toEqual([1, 'kapu: the profile production has no dynamic registration\n']);
  });
});
