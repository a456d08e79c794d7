import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as client from 'openid-client';
import { codeAt } from '../support/authenticator.ts';
import {
  applyForPlus,
  Browser,
  enrolledCitizen,
  errorsOf,
  givePassword,
  titleOf,
} from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { answerOf, RelyingParty } from '../support/relying-party.ts';

const low = 'http://eidas.europa.eu/LoA/low';
const substantial = 'http://eidas.europa.eu/LoA/substantial';

let kapu: Installation;
let portal: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation();
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

describe('a citizen signs in to a relying party', () => {
  it('with a password alone where that is still enough, at low assurance', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const request = await portal.request();
    const back = await givePassword(browser, await browser.open(request.address), anna, 'ugyfelkapu');
    const tokens = await portal.redeem(back, request);
    expect(tokens.claims()).toMatchObject({ acr: low, amr: ['pwd'], nonce: request.nonce });
  });

  it('with a password, then a code from the authenticator app, at substantial assurance', async () => {
    const bela = await enrolledCitizen(kapu);
    const browser = new Browser(kapu.issuer);
    const request = await portal.request({ acr_values: substantial });
    const codePage = await givePassword(browser, await browser.open(request.address), bela);
    expect(titleOf(codePage)).toBe('Írja be a hitelesítő kódot');
    const back = await browser.submit(codePage, '/code', { code: codeAt(bela.secretKey, new Date()) });
    const tokens = await portal.redeem(back, request);
    expect(tokens.claims()).toMatchObject({ acr: substantial, amr: ['pwd', 'otp', 'mfa'] });
    const person = await client.fetchUserInfo(
      portal.configuration,
      tokens.access_token,
      tokens.claims()?.sub ?? '',
    );
    expect(person).toMatchObject({
      family_name: 'Minta',
      mothers_birth_name: 'Példa Mária',
      birthdate: '1956-03-14',
    });
  });

  it('and applies for an Ügyfélkapu+ on the way when more than a password is asked for', async () => {
    const cili = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const request = await portal.request({ acr_values: substantial });
    const start = await givePassword(browser, await browser.open(request.address), cili);
    expect(titleOf(start)).toBe('Ügyfélkapu+ igénylése');
    const { page: back } = await applyForPlus(kapu, browser, start, cili.password);
    const tokens = await portal.redeem(back, request);
    expect(tokens.claims()).toMatchObject({ acr: substantial });
  });

  it('or goes back to the service', async () => {
    const browser = new Browser(kapu.issuer);
    const request = await portal.request();
    const back = await browser.submit(await browser.open(request.address), '/give-up');
    expect(answerOf(back)).toMatchObject({ error: 'access_denied', state: request.state, iss: kapu.issuer });
  });

  it('and reads the same sentence for a wrong password and for an unknown name', async () => {
    const anna = await kapu.addCitizen();
    const browser = new Browser(kapu.issuer);
    const page = await browser.open((await portal.request()).address);
    const wrong = await givePassword(browser, page, { ...anna, password: 'nem ez az' });
    const unknown = await givePassword(browser, page, { username: 'senki.sem', password: 'nem ez az' });
    expect(errorsOf(wrong)).toEqual([
      'A felhasználónév vagy a jelszó nem megfelelő. Ellenőrizze mindkettőt.',
    ]);
    expect(errorsOf(unknown)).toEqual(errorsOf(wrong));
    expect(unknown.status).toBe(wrong.status);
  });
});
