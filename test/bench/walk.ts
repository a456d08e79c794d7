/**
 * Walks each journey in Chromium, on a phone and on a desk, in both languages, with scripts and without, and prints how many pages a
 * person goes through, how many fields they fill in and how often they press something. The page that a journey leads to is not counted.
 * Ends with 1 where two of the eight ways differ: nobody is to go a longer way.
 *
 * Usage: scripts/build && node test/bench/walk.ts
 */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { acrOf } from '../../src/assurance/levels.ts';
import { codeAt } from '../support/authenticator.ts';
import { newPerson, startChromium } from '../support/chromium.ts';
import { enrolledCitizen } from '../support/citizen.ts';
import { clockFrom } from '../support/clock.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { WalkedPage } from './walked-page.ts';

const clock = clockFrom(170);
/** Where people come back to with the provider's answer. */
const service = createServer((_request, response) => response.end('the service'));
let callback: string;

interface Surroundings {
  readonly kapu: Installation;
  readonly chromium: Browser;
  readonly lang: 'hu' | 'en';
  readonly options: BrowserContextOptions;
}

type Journey = (walked: WalkedPage, kapu: Installation) => Promise<void>;

async function signIn(walked: WalkedPage, kapu: Installation, plus: boolean): Promise<string> {
  const citizen = plus
    ? await enrolledCitizen(kapu, clock.now())
    : { ...(await kapu.addCitizen()), secretKey: '' };
  await walked.open(`${kapu.issuer}/fiok`);
  await walked.follow(plus ? 'method=ugyfelkapu-plus' : 'method=ugyfelkapu');
  await walked.fill('username', citizen.username);
  await walked.fill('password', citizen.password);
  await walked.press('/password');
  if (plus) {
    await walked.fill('code', clock.freshCode(citizen));
    await walked.press('/code');
  }
  return citizen.password;
}

async function lastCode(kapu: Installation, kind: string): Promise<string> {
  return (await kapu.messages()).findLast((message) => message.kind === kind)?.more.code ?? '';
}

/** From the page that asks whether to begin. */
async function apply(walked: WalkedPage, kapu: Installation, passwordAgain = ''): Promise<void> {
  await walked.press('/start');
  await walked.fill('contact_code', await lastCode(kapu, 'enrolment-code'));
  await walked.press('/confirm');
  const secret = (await walked.page.locator('#secret-key').textContent())?.replace(/\s/g, '') ?? '';
  if (passwordAgain) {
    await walked.fill('password', passwordAgain);
  }
  await walked.fill('code', codeAt(secret, clock.now()));
  await walked.press('/prove');
  const code = (await walked.page.locator('#cancellation-code').textContent())?.replace(/[\s-]/g, '') ?? '';
  await walked.fill('last_four', code.slice(-4));
  await walked.press('/finish');
}

/** From the page that one stands on when it begins. */
const journeys: Readonly<Record<string, Journey>> = {
  'sign in, password only': async (walked, kapu) => {
    await signIn(walked, kapu, false);
  },
  'sign in with the plus': async (walked, kapu) => {
    await signIn(walked, kapu, true);
  },
  'apply from /fiok': async (walked, kapu) => {
    await signIn(walked, kapu, false);
    await apply(walked, kapu);
  },
  // Signed in with the password alone, to something else; the service asks for more.
  'apply within a sign-in': async (walked, kapu) => {
    const password = await signIn(walked, kapu, false);
    const relyingParty = await RelyingParty.discover(kapu, 'service');
    const wanted = { redirect_uri: callback, acr_values: acrOf('substantial') };
    walked.begin();
    await walked.open((await relyingParty.request(wanted)).address);
    await apply(walked, kapu, password);
    await walked.press('/later');
    await walked.page.getByText('the service').waitFor();
  },
  'cancel with törlőkód': async (walked, kapu) => {
    const citizen = await enrolledCitizen(kapu, clock.now());
    await walked.open(`${kapu.issuer}/megszuntetes`);
    await walked.fill('username', citizen.username);
    await walked.fill('password', citizen.password);
    await walked.fill('cancellation_code', citizen.cancellationCode);
    await walked.press('/megszuntetes');
  },
  'forgotten password': async (walked, kapu) => {
    const citizen = await kapu.addCitizen();
    await walked.open(`${kapu.issuer}/elfelejtett-jelszo`);
    await walked.fill('username', citizen.username);
    await walked.press('/elfelejtett-jelszo');
    await walked.fill('reset_code', await lastCode(kapu, 'password-reset-code'));
    await walked.press('/kod');
    await walked.fill('new_password', 'tizenkét piros esernyő a kapuban');
    await walked.press('/uj-jelszo');
  },
  'sign out here': async (walked, kapu) => {
    await signIn(walked, kapu, false);
    walked.begin();
    await walked.follow('/fiok/kijelentkezes');
    await walked.press('/session/end/confirm');
  },
  'close the account': async (walked, kapu) => {
    const password = await signIn(walked, kapu, false);
    walked.begin();
    await walked.follow('/fiok/fiok-megszuntetese');
    await walked.fill('password', password);
    await walked.press('/fiok/fiok-megszuntetese');
  },
  'keep the account': async (walked, kapu) => {
    const password = await signIn(walked, kapu, false);
    await walked.open(`${kapu.issuer}/fiok/fiok-megszuntetese`);
    await walked.fill('password', password);
    await walked.press('/fiok/fiok-megszuntetese');
    walked.begin();
    await walked.press('/visszavonas');
  },
};

async function walk(journey: Journey, { kapu, chromium, lang, options }: Surroundings): Promise<string> {
  const context = await newPerson(chromium, options);
  try {
    const walked = new WalkedPage(await context.newPage());
    // In their language from the first page on.
    await walked.page.goto(`${kapu.issuer}/segitseg?lang=${lang}`);
    walked.begin();
    await journey(walked, kapu);
    return walked.counted();
  } finally {
    await context.close();
  }
}

const sizes = { desk: { width: 1280, height: 900 }, phone: { width: 360, height: 740 } } as const;

async function main(): Promise<void> {
  await once(service.listen(0, '127.0.0.1'), 'listening');
  callback = `http://localhost:${(service.address() as AddressInfo).port}/callback`;
  const clients = [{ client_id: 'service', client_name: 'Mintahivatal', redirect_uris: [callback] }];
  const kapu = await startInstallation({ now: clock.now, clients });
  const chromium = await startChromium();
  try {
    console.log(
      '| journey | pages, fields, clicks | the same on a phone, in English, without scripts |\n| --- | --- | --- |',
    );
    for (const [name, journey] of Object.entries(journeys)) {
      const ways: string[] = [];
      for (const viewport of Object.values(sizes)) {
        for (const lang of ['hu', 'en'] as const) {
          for (const javaScriptEnabled of [true, false]) {
            const options = { viewport, javaScriptEnabled, hasTouch: viewport === sizes.phone };
            ways.push(await walk(journey, { kapu, chromium, lang, options }));
          }
        }
      }
      const [first, ...others] = new Set(ways);
      console.log(`| ${name} | ${first} | ${others.length === 0 ? 'yes' : `no: ${ways.join('; ')}`} |`);
      process.exitCode = others.length > 0 ? 1 : process.exitCode;
    }
  } finally {
    await chromium.close();
    await kapu.stop();
    service.close();
  }
}

await main();
