/** The logo of a service on the pages that bear its name, the page where an operator approves it, and the end of an application. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ClientSecretBasic } from 'openid-client';
import type { Browser, Page } from 'playwright-core';
import { createClientStore } from '../../src/clients/client-store.ts';
import { createFetchLogo } from '../../src/clients/logos/fetch-logo.ts';
import { createClientRegistry } from '../../src/clients/registry.ts';
import { supportedScopes } from '../../src/oidc/policy/claims.ts';
import { codeAt } from '../support/authenticator.ts';
import { inspect, startChromium } from '../support/chromium.ts';
import { enrolledCitizen } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { addStaff, deskOfTests } from '../support/desk.ts';
import { type Installation, portalRedirect, startInstallation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';
import { pngFile } from '../support/pictures.ts';
import { sampleRegistration } from '../support/registry.ts';
import { RelyingParty } from '../support/relying-party.ts';

const clock = clockFrom(60);
let kapu: Installation;
let chromium: Browser;
let theirs: Server;
let service: RelyingParty;

/** A ring of one colour with nothing in it. */
function ring(): Buffer {
  const side = 160;
  const lines = Array.from({ length: side }, (_, y) => {
    const dots = Array.from({ length: side }, (_, x) => {
      const far = Math.hypot(x - side / 2, y - side / 2);
      return far > 50 && far < 78 ? [20, 40, 120, 255] : [0, 0, 0, 0];
    });
    return Buffer.of(0, ...dots.flat());
  });
  return pngFile({ width: side, height: side, lines: Buffer.concat(lines) });
}

beforeAll(async () => {
  theirs = createServer((_request, response) => response.end(ring()));
  await new Promise<void>((resolve) => theirs.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(theirs.address() as AddressInfo).port}`;
  kapu = await startInstallation({
    now: clock.now,
    config: {
      operator: { enabled: true },
      desk: deskOfTests,
      outgoing: { private_hosts: [host], give_up_logouts_after_hours: 24 },
    },
  });
  const registry = createClientRegistry({
    clients: createClientStore(kapu.nodes[0].store, kapu.sealer),
    scopes: supportedScopes,
    fetchLogo: createFetchLogo({ privateHosts: [host] }),
  });
  const occasion = { by: 'cli', now: clock.now() };
  const added = await registry.add(
    {
      ...sampleRegistration,
      client_name: 'Mintavárosi Önkormányzat Ügyfélszolgálata',
      'client_name#en': 'Customer Service of Sample Town',
      redirect_uris: [portalRedirect],
      scope: 'openid profile email',
      first_party: false,
      logo_uri: `http://${host}/logo.png`,
    },
    occasion,
  );
  const fetched = await registry.fetchLogo('hivatal', occasion);
  const digest = fetched.kind === 'done' ? String(fetched.client.logo?.digest) : '';
  await registry.approveLogo('hivatal', digest, occasion);
  const secret = added.kind === 'done' ? String(added.secret) : '';
  service = await RelyingParty.discover(kapu, 'hivatal', { authentication: ClientSecretBasic(secret) });
  chromium = await startChromium();
});

afterAll(async () => {
  theirs.closeAllConnections();
  theirs.close();
  await chromium.close();
  await kapu.stop();
});

/** It is there, loaded, and of the size that it is shown at. */
async function expectLogo(page: Page): Promise<void> {
  const logo = page.locator('.kapu-context__logo');
  expect(await page.evaluate<number>(`document.querySelector('.kapu-context__logo').naturalWidth`)).toBe(96);
  expect(await logo.boundingBox()).toMatchObject({ width: 40, height: 40 });
  expect(await logo.getAttribute('alt')).toBe('');
}

it.each<Language>(['hu', 'en'])(
  'stands beside the name from the first page to the last (%s)',
  async (lang) => {
    const person = await Person.arrive(chromium, kapu.issuer, lang);
    const { page } = person;
    const citizen = await enrolledCitizen(kapu, clock.now());
    const { address } = await service.request({ scope: 'openid profile email', ui_locales: lang });
    await page.goto(address);
    await inspect(page, `logo-method-${lang}`);
    await expectLogo(page);
    await person.pick('ugyfelkapu-plus');
    await inspect(page, `logo-password-${lang}`);
    await person.givePassword(citizen);
    await inspect(page, `logo-code-${lang}`);
    await expectLogo(page);
    await person.giveCode(clock.freshCode(citizen));
    await person.heading(person.texts['consent.title']).waitFor();
    await inspect(page, `logo-consent-${lang}`);
    await expectLogo(page);
    await page.goto(`${kapu.issuer}/session/end?client_id=hivatal`);
    await inspect(page, `logo-sign-out-${lang}`);
    await expectLogo(page);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('.kapu-context').isVisible()).toBe(false);
  },
);

it.each<Language>(['hu', 'en'])('an operator looks at it before and after (%s)', async (lang) => {
  const person = await Person.arrive(chromium, kapu.issuer, lang);
  const { page } = person;
  const operator = await addStaff(kapu, clock, 'operator', '');
  await page.goto(`${kapu.issuer}/operator/relying-party/hivatal/logo`);
  if (await person.heading(person.texts['method.title']).count()) {
    await person.pick('ugyfelkapu-plus');
  }
  await person.givePassword(operator);
  await person.giveCode(clock.freshCode(operator));
  await page.goto(`${kapu.issuer}/operator/relying-party/hivatal/logo`);
  await expectLogo(page);
  await inspect(page, `operator-logo-${lang}`);
  await page.goto(`${kapu.issuer}/operator/relying-party/hivatal`);
  await inspect(page, `operator-relying-party-with-logo-${lang}`);
});

it.each<Language>(['hu', 'en'])(
  'an application on the way ends with a second way, and one press leads on (%s)',
  async (lang) => {
    const citizen = await kapu.addCitizen();
    const person = await Person.arrive(chromium, kapu.issuer, lang);
    const { page, texts } = person;
    const acr_values = 'http://eidas.europa.eu/LoA/substantial';
    const { address } = await service.request({
      scope: 'openid profile email',
      ui_locales: lang,
      acr_values,
    });
    await page.goto(address);
    if (await person.heading(texts['method.title']).count()) {
      await person.pick('ugyfelkapu-plus');
    }
    await person.givePassword(citizen);
    await person.beginApplication(kapu);
    const secretKey = ((await page.locator('#secret-key').textContent()) ?? '').replace(/\s/g, '');
    await person.proveKey(citizen.password, codeAt(secretKey, clock.now()));
    const groups = await person.readCancellationCode();
    await page.getByLabel(texts['enrol.last-four.label']).fill(groups.join('').slice(-4));
    await person.press(texts['action.finish']);
    await person.heading(texts['after-application.title']).waitFor();
    await inspect(page, `second-way-${lang}`);
    await person.press(texts['after-application.go-on']);
    await person.heading(texts['consent.title']).waitFor();
  },
);
