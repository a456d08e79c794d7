import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser } from 'playwright-core';
import { codeAt } from '../support/authenticator.ts';
import { inspect, newPerson, startChromium } from '../support/chromium.ts';
import { enrolThroughStores, type Plus } from '../support/citizen.ts';
import {
  announcedFrom,
  applicationOnlyFrom,
  begun,
  closedFrom,
  type End,
  exceptionEnds,
  noonWithDaysLeft,
  type Service,
  secondBefore,
  startCutOver,
} from '../support/cut-over.ts';
import type { Citizenship, Installation } from '../support/installation.ts';
import { type Language, Person } from '../support/person.ts';
import { type AuthorizationRequest, answerOf, type RelyingParty } from '../support/relying-party.ts';

const low = 'http://eidas.europa.eu/LoA/low';
const substantial = 'http://eidas.europa.eu/LoA/substantial';

let kapu: Installation;
let chromium: Browser;
let services: Record<Service, RelyingParty>;
/** Both services' own page, which is blank. */
let landing: Server;
let redirect: string;
/** The provider's clock. The provider itself is never started again. */
let now = new Date(begun);

beforeAll(async () => {
  landing = createServer((_, response) => response.end('<title>A szolgáltatás</title>'));
  await once(landing.listen(0, '127.0.0.1'), 'listening');
  redirect = `http://localhost:${(landing.address() as AddressInfo).port}/callback`;
  ({ kapu, services } = await startCutOver(redirect, () => now));
  chromium = await startChromium();
});

afterAll(async () => {
  await chromium.close();
  await kapu.stop();
  landing.close();
});

interface Visit {
  readonly person: Person;
  readonly service: RelyingParty;
  readonly request: AuthorizationRequest;
}

/** Somebody whom a service sends to sign in. */
async function arrive(service: Service, lang: Language = 'hu'): Promise<Visit> {
  const person = new Person(await (await newPerson(chromium)).newPage(), lang);
  return visit(person, service, { ui_locales: lang });
}

async function visit(person: Person, at: Service, parameters: Record<string, string> = {}): Promise<Visit> {
  const service = services[at];
  const request = await service.request({ redirect_uri: redirect, ...parameters });
  await person.page.goto(request.address);
  return { person, service, request };
}

async function citizenWithPlus(): Promise<Citizenship & Plus> {
  const citizen = await kapu.addCitizen();
  return { ...citizen, ...(await enrolThroughStores(kapu, citizen.id, new Date(begun))) };
}

async function banner({ page }: Person): Promise<string> {
  return (await page.locator('.govuk-inset-text').allInnerTexts()).join();
}

/** Takes the password alone wherever that is on offer. */
async function enter({ person }: Visit, citizen: Citizenship): Promise<void> {
  if (await person.heading(person.texts['method.title']).isVisible()) {
    await person.pick('ugyfelkapu');
  }
  await person.givePassword(citizen);
}

/** Where somebody stands after the password, and after the code where one is asked for. There is a way on from everywhere. */
async function endOf(visited: Visit, citizen: Citizenship & Partial<Plus>): Promise<End> {
  const { person } = visited;
  const { texts } = person;
  if (await person.heading(texts['code.title']).isVisible()) {
    await person.giveCode(codeAt(citizen.secretKey ?? '', now));
  }
  if (person.page.url().startsWith(redirect)) {
    return signedInAt(visited);
  }
  if (await person.heading(texts['enrol.start.title']).isVisible()) {
    expect(await person.button(texts['enrol.start.continue']).isVisible()).toBe(true);
    await returnsToTheService(person);
    return 'the application';
  }
  await person.heading(texts['closed.title']).waitFor();
  expect(await person.page.getByText(texts['closed.help']).isVisible()).toBe(true);
  await returnsToTheService(person);
  return 'the closed page';
}

async function signedInAt({ person, service, request }: Visit): Promise<End> {
  const tokens = await service.redeem({ headers: { location: person.page.url() } }, request);
  const claims = tokens.claims();
  if (claims?.acr === substantial) {
    expect(claims.amr).toEqual(['pwd', 'otp', 'mfa']);
    return 'signed in at substantial';
  }
  expect([claims?.acr, claims?.amr]).toEqual([low, ['pwd']]);
  return 'signed in at low';
}

async function returnsToTheService(person: Person): Promise<void> {
  await person.press(person.texts['action.back-to-service']);
  expect(answerOf({ headers: { location: person.page.url() } })).toMatchObject({ error: 'access_denied' });
}

describe('a boundary that passes while somebody signs in', () => {
  it.each<[string, Date, End]>([
    ['the cut-over', applicationOnlyFrom, 'the application'],
    ['the closing', closedFrom, 'the closed page'],
  ])('%s decides about a password that was asked for before', async (_, boundary, end) => {
    now = secondBefore(boundary);
    const visited = await arrive('ordinary');
    const citizen = await kapu.addCitizen();
    if (boundary === applicationOnlyFrom) {
      await visited.person.pick('ugyfelkapu');
    }
    now = boundary;
    await visited.person.givePassword(citizen);
    expect(await endOf(visited, citizen)).toBe(end);
  });

  it('a session by password alone is not enough from that second on, and the password is not asked for again', async () => {
    now = secondBefore(applicationOnlyFrom);
    const first = await arrive('ordinary');
    const citizen = await kapu.addCitizen();
    await enter(first, citizen);
    expect(await endOf(first, citizen)).toBe('signed in at low');
    const { person } = first;
    const before = await visit(person, 'ordinary', { prompt: 'none' });
    expect(await endOf(before, citizen)).toBe('signed in at low');

    now = applicationOnlyFrom;
    await visit(person, 'ordinary', { prompt: 'none' });
    expect(answerOf({ headers: { location: person.page.url() } }).error).toBe('interaction_required');
    expect(await endOf(await visit(person, 'exempt', { prompt: 'none' }), citizen)).toBe('signed in at low');
    expect(await endOf(await visit(person, 'ordinary'), citizen)).toBe('the application');

    now = closedFrom;
    expect(await endOf(await visit(person, 'ordinary'), citizen)).toBe('the closed page');
  });

  it('a session with a code goes on over all boundaries', async () => {
    now = secondBefore(applicationOnlyFrom);
    const first = await arrive('ordinary');
    const citizen = await citizenWithPlus();
    await enter(first, citizen);
    expect(await endOf(first, citizen)).toBe('signed in at substantial');
    for (const boundary of [applicationOnlyFrom, exceptionEnds, closedFrom]) {
      now = boundary;
      const again = await visit(first.person, 'ordinary', { prompt: 'none' });
      expect(await endOf(again, citizen)).toBe('signed in at substantial');
    }
  });

  it('an application that was begun in the last second before the closing is over with it', async () => {
    now = secondBefore(closedFrom);
    const visited = await arrive('ordinary');
    const citizen = await kapu.addCitizen();
    await enter(visited, citizen);
    await visited.person.press(visited.person.texts['enrol.start.continue']);
    await visited.person.heading(visited.person.texts['contact-code.title']).waitFor();
    now = closedFrom;
    await visited.person.giveContactCode(kapu);
    expect(await endOf(visited, citizen)).toBe('the closed page');
  });
});

it('after the cut-over whoever has nothing but a password applies on the way, and arrives at the service', async () => {
  now = applicationOnlyFrom;
  const visited = await arrive('ordinary');
  const { person } = visited;
  const citizen = await kapu.addCitizen();
  await enter(visited, citizen);
  await person.beginApplication(kapu);
  const secretKey = ((await person.page.locator('#secret-key').textContent()) ?? '').replace(/\s/g, '');
  await person.proveKey(citizen.password, codeAt(secretKey, now));
  await person.giveLastFour((await person.readCancellationCode()).at(-1) ?? '');
  await person.page.waitForURL(`${redirect}**`);
  expect(await signedInAt(visited)).toBe('signed in at substantial');
});

describe.each<{ lang: Language; twelve: string; one: string; none: string }>([
  { lang: 'hu', twelve: 'még 12 napig', one: 'még 1 napig', none: 'ma utoljára' },
  { lang: 'en', twelve: 'for 12 more days,', one: 'for 1 more day,', none: 'today for the last time.' },
])('the pages of the cut-over ($lang)', ({ lang, twelve, one, none }) => {
  it.each<[string, Date, string]>([
    ['method-before-announcement', secondBefore(announcedFrom), ''],
    ['method-announced', announcedFrom, ''],
    ['method-twelve-days', noonWithDaysLeft(12, applicationOnlyFrom), twelve],
    ['method-one-day', noonWithDaysLeft(1, applicationOnlyFrom), one],
    ['method-last-day', secondBefore(applicationOnlyFrom), none],
  ])('%s says how long there is', async (name, instant, says) => {
    now = instant;
    const { person } = await arrive('ordinary', lang);
    await person.heading(person.texts['method.title']).waitFor();
    expect(await banner(person)).toContain(says);
    await inspect(person.page, `${name}-${lang}`);
  });

  it('where there is no choice the password page offers none, and leads to the application', async () => {
    now = applicationOnlyFrom;
    const visited = await arrive('ordinary', lang);
    const { person } = visited;
    await inspect(person.page, `password-no-choice-${lang}`);
    await enter(visited, await kapu.addCitizen());
    await person.heading(person.texts['enrol.start.title']).waitFor();
    await inspect(person.page, `enrol-start-on-the-way-${lang}`);
  });

  it('the closed page of a sign-in says where help is', async () => {
    now = closedFrom;
    const visited = await arrive('ordinary', lang);
    await enter(visited, await kapu.addCitizen());
    await visited.person.heading(visited.person.texts['closed.title']).waitFor();
    await inspect(visited.person.page, `closed-at-a-service-${lang}`);
  });

  it('whoever began ten applications in a day gets no more messages, is told what to do, and can leave', async () => {
    now = applicationOnlyFrom;
    const citizen = await kapu.addCitizen();
    const [here, there] = [await arrive('ordinary', lang), await arrive('ordinary', lang)];
    await enter(here, citizen);
    await here.person.press(here.person.texts['enrol.start.continue']);
    await enter(there, citizen);
    // Each takes the application away from the other, which sends another code.
    for (let message = 2; message <= 10; message += 1) {
      const { person } = message % 2 ? here : there;
      await person.page.reload();
      await person.press(person.texts['enrol.elsewhere.restart']);
      await person.heading(person.texts['contact-code.title']).waitFor();
    }
    const { person } = here;
    await person.page.reload();
    await person.press(person.texts['enrol.elsewhere.restart']);
    await person.heading(person.texts['enrol.too-many-messages.title']).waitFor();
    expect((await kapu.messages()).filter(({ to }) => to === 'anna@minta.example').length).toBeGreaterThan(9);
    expect(await person.page.getByText(person.texts['enrol.too-many-messages.help']).isVisible()).toBe(true);
    await inspect(person.page, `too-many-messages-${lang}`);
    await returnsToTheService(person);
  });
});
