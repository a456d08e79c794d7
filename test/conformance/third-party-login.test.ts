/** oidcc-3rdparty-init-login-certification-test-plan, with registrations by the operator instead of dynamic ones. */
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Browser, givePassword } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { registryOn, sampleRegistration } from '../support/registry.ts';
import { RelyingParty } from '../support/relying-party.ts';

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation({
    clients: [{ client_id: 'started', initiate_login_uri: 'https://hivatal.example/start' }],
  });
});

afterAll(() => kapu.stop());

it('oidcc-3rd_party-init-login: the provider sends the citizen to initiate_login_uri, with its issuer', async () => {
  const party = await RelyingParty.discover(kapu, 'started');
  const anna = await kapu.addCitizen();
  const browser = new Browser(kapu.issuer);
  const request = await party.request();
  const back = await givePassword(browser, await browser.open(request.address), anna, 'ugyfelkapu');
  await party.redeem(back, request);
  await browser.open('/fiok');
  const services = await browser.open('/fiok/szolgaltatasok');
  const start = `https://hivatal.example/start?iss=${encodeURIComponent(kapu.issuer)}`;
  expect(services.text).toContain(`href="${start}"`);
});

it('oidcc-3rd_party-init-login-nohttps: an address without https is not registered', async () => {
  const outcome = await registryOn(kapu.nodes[0].store, kapu.sealer).add(
    { ...sampleRegistration, initiate_login_uri: 'http://hivatal.example/start' },
    { by: 'the test', now: new Date() },
  );
  expect(outcome).toMatchObject({ kind: 'refused', faults: [{ field: 'initiate_login_uri' }] });
});
