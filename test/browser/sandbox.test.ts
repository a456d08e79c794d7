import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRegistrar } from '../../demo/sandbox/registration/registrar.ts';
import { createRecorder } from '../../demo/sandbox/walk/wire.ts';
import type { Language } from '../support/person.ts';
import { registryOn } from '../support/registry.ts';
import { Integrator, type SandboxAtWork, startSandbox } from '../support/sandbox.ts';

let sandbox: SandboxAtWork;

beforeAll(async () => {
  sandbox = await startSandbox(() => new Date());
});

afterAll(() => sandbox.stop());

const languages: { lang: Language }[] = [{ lang: 'hu' }, { lang: 'en' }];

describe.each(languages)('an integrator in the sandbox ($lang)', ({ lang }) => {
  let integrator: Integrator;

  beforeAll(async () => {
    integrator = await Integrator.arrive(sandbox, lang);
  });

  it('is told what can be done, and that a client comes first', async () => {
    await integrator.sees('start.title', 'start');
    await integrator.open('/walk');
    await integrator.sees('walk.title', 'walk-without-client');
    await integrator.open('/faults/used-code');
    await integrator.sees('fault.used-code.title', 'fault-without-client');
  });

  it('registers a client, after a mistake, and sees its secret once', async () => {
    const { page, texts, person } = integrator;
    await integrator.open('/register');
    await integrator.sees('register.title', 'register');
    await page.getByLabel(texts['register.redirect']).fill('https://elsewhere.example/cb');
    await integrator.press('register.submit');
    await integrator.sees('register.title', 'register-errors');
    expect(await person.errors()).toEqual([texts['error.name'], texts['error.redirect-uri']]);
    await integrator.register('client_secret_basic');
    await page.locator('summary').click();
    await integrator.sees('client.new-title', 'client-new');
    expect(await integrator.main()).toMatch(/homokozo-[0-9a-f]{18}/);
    expect(await integrator.main()).toContain(texts['client.once']);
    await page.reload();
    await integrator.sees('client.title', 'client');
    expect(await integrator.main()).not.toContain(texts['client.once']);
  });

  it('registers one with a key, and one for an address of their own', async () => {
    const { page, texts } = integrator;
    await integrator.register('private_key_jwt');
    await integrator.sees('client.new-title', 'client-key');
    expect(await integrator.main()).toContain('"d": ');
    await integrator.open('/register');
    await page.getByLabel(texts['register.name']).fill('Saját');
    await page.getByLabel(texts['register.redirect']).fill('http://localhost:8080/cb');
    await page.getByLabel(texts['register.signed-out']).fill('http://localhost:8080/bye');
    await page.getByLabel(texts['register.algorithm.RS256']).check();
    await integrator.press('register.submit');
    await integrator.sees('client.new-title', 'client-own-address');
    expect(await integrator.main()).toContain(texts['client.own-address']);
    expect(await integrator.main()).toContain("id_token_signed_response_alg: 'RS256'");
    const clients = await registryOn(sandbox.kapu.nodes[0].store, sandbox.kapu.sealer).list();
    expect(clients.readable.map(({ registration }) => registration)).toContainEqual(
      expect.objectContaining({
        id_token_signed_response_alg: 'RS256',
        post_logout_redirect_uris: ['http://localhost:8080/bye'],
        grant_types: ['authorization_code', 'refresh_token'],
      }),
    );
  });

  it('takes no address after signing out without one to come back to', async () => {
    const { page, texts } = integrator;
    await integrator.open('/register');
    await page.getByLabel(texts['register.name']).fill('Saját');
    await page.getByLabel(texts['register.signed-out']).fill('http://localhost:8080/bye');
    await integrator.press('register.submit');
    expect(await integrator.main()).toContain(texts['error.signed-out-uri']);
  });

  it('walks from discovery to sign-out', async () => {
    const { person } = integrator;
    await integrator.open('/walk');
    await integrator.sees('walk.title', 'walk');
    await integrator.press('walk.begin');
    await integrator.sees('step.1.title', 'step-1');
    expect(await integrator.main()).toContain('"authorization_endpoint"');
    await integrator.press('walk.next');
    await integrator.sees('step.2.title', 'step-2');
    expect(await integrator.statuses()).toEqual(['201']);
    const [nonce] = await integrator.values('nonce');
    await integrator.press('walk.next');
    await integrator.sees('step.3.title', 'step-3');
    expect(await integrator.values('request_uri')).toHaveLength(1);
    await integrator.press('walk.to-provider');
    await integrator.signInWithPassword(await sandbox.kapu.addCitizen());
    await integrator.sees('step.4.title', 'step-4');
    expect(await integrator.checks()).toEqual([
      { state: true },
      { 'response-iss': true },
      { 'no-error': true },
    ]);
    await integrator.press('walk.next');
    await integrator.sees('step.5.title', 'step-5');
    expect(await integrator.statuses()).toEqual(['200']);
    await integrator.press('walk.next');
    await integrator.sees('step.6.title', 'step-6');
    expect((await integrator.values('nonce'))[0]).toBe(nonce);
    const checks = await integrator.checks();
    expect(checks).toHaveLength(9);
    expect(checks.flatMap((check) => Object.values(check))).not.toContain(false);
    await integrator.press('walk.next');
    await integrator.sees('step.7.title', 'step-7');
    expect(await integrator.main()).toContain('"mothers_birth_name"');
    await integrator.press('walk.next');
    await integrator.sees('step.8.title', 'step-8');
    expect(await integrator.statuses()).toEqual(['200']);
    await integrator.press('walk.next');
    await integrator.sees('step.9.title', 'step-9');
    await integrator.press('walk.sign-out');
    await person.press(person.texts['sign-out.yes']);
    await integrator.sees('signed-out.title');
    await integrator.untilTold();
    await integrator.sees('signed-out.title', 'signed-out');
    const told = await integrator.checks();
    expect(told).toHaveLength(10);
    expect(told.flatMap((check) => Object.values(check))).not.toContain(false);
  });

  it('is told of every problem in human words', async () => {
    await integrator.open('/nincs-ilyen');
    await integrator.sees('problem.not-found.title', 'problem-not-found');
    await integrator.open('/callback?state=regi&code=regi');
    await integrator.sees('problem.over.title', 'problem-over');
    await integrator.open('/register');
    await integrator.page.evaluate(`document.forms[0].elements._csrf.value = 'masiktol'`);
    await integrator.press('register.submit');
    await integrator.sees('problem.foreign-form.title', 'problem-foreign-form');
  });
});

describe('the sandbox', () => {
  it('removes the clients of yesterday, and no others', async () => {
    const { settings, kapu } = sandbox;
    const registry = registryOn(kapu.nodes[0].store, kapu.sealer);
    const { fetch } = createRecorder(kapu.issuer);
    const wish = {
      name: 'Próba',
      redirectUri: undefined,
      method: 'none',
      minimum: 'low',
      algorithm: 'ES256',
      signedOutUri: undefined,
      hearsLogouts: false,
    } as const;
    await createRegistrar(settings).register(wish, fetch);
    const tomorrow = () => new Date(Date.now() + 25 * 60 * 60_000);
    await createRegistrar({ ...settings, now: tomorrow }).register(wish, fetch);
    const ids = (await registry.list()).readable.map(({ registration }) => registration.client_id);
    expect(ids.filter((id) => id.startsWith('homokozo-'))).toHaveLength(1);
    expect(ids).toEqual(expect.arrayContaining(['homokozo', 'portal']));
  });

  it('speaks to the provider only', async () => {
    const { fetch } = createRecorder(sandbox.kapu.issuer);
    await expect(fetch('http://169.254.169.254/latest', {})).rejects.toThrow('only');
  });

  const form = (body: string) => ({
    method: 'POST',
    body,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

  it.each<[string, string, RequestInit, number]>([
    ['a step that was not reached', '/walk/6', {}, 400],
    ['a step that there is not', '/walk/__proto__', {}, 400],
    ['a fault that there is not', '/faults/__proto__', {}, 404],
    ['another’s client', '/clients/homokozo', {}, 404],
    ['a form without a session', '/register', form('name=x'), 400],
    ['a fault without a session', '/faults/used-code', form(''), 400],
    ['a logout token that is none', '/backchannel-logout', form('logout_token=e30.e30.e30'), 400],
    ['no logout token', '/backchannel-logout', form(''), 400],
    ['a logout token of a megabyte', '/backchannel-logout', form(`logout_token=${'x'.repeat(1e6)}`), 403],
    ['JSON', '/backchannel-logout', { method: 'POST', body: '{}' }, 403],
    ['an old answer', `/callback?state=${'x'.repeat(6000)}`, {}, 400],
    ['broken bytes', '/faults/%E0%A4%A', {}, 404],
  ])('refuses %s', async (_, path, request, status) => {
    const answer = await fetch(sandbox.sandboxUrl + path, { redirect: 'manual', ...request });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'none'");
  });
});
