/**
 * The cut-over, second by second: at each boundary of the calendar, at two services, with an Ügyfélkapu+ and without, which ways there are,
 * what the banner says and where a password leads. A real browser goes over the boundaries in test/browser/calendar.test.ts.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { words } from '../../src/composition/words.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolThroughStores, givePassword, type Plus, titleOf } from '../support/citizen.ts';
import {
  announcedFrom,
  applicationOnlyFrom,
  begun,
  bothOfferedFrom,
  closedFrom,
  type End,
  exceptionEnds,
  noonWithDaysLeft,
  type Service,
  secondBefore,
  startCutOver,
} from '../support/cut-over.ts';
import { type Citizenship, type Installation, portalRedirect } from '../support/installation.ts';
import { type AuthorizationRequest, answerOf, type RelyingParty } from '../support/relying-party.ts';

const low = 'http://eidas.europa.eu/LoA/low';
const substantial = 'http://eidas.europa.eu/LoA/substantial';
const texts = words.hu;

let kapu: Installation;
let services: Record<Service, RelyingParty>;
/** The provider's clock. The provider itself is never started again. */
let now = new Date(begun);

beforeAll(async () => {
  ({ kapu, services } = await startCutOver(portalRedirect, () => now));
});

afterAll(() => kapu.stop());

/** Somebody whom a service sends to sign in, and the page before them. */
interface Visit {
  readonly browser: Browser;
  readonly service: RelyingParty;
  readonly request: AuthorizationRequest;
  page: Response;
}

async function arrive(at: Service): Promise<Visit> {
  const browser = new Browser(kapu.issuer);
  const service = services[at];
  const request = await service.request({ ui_locales: 'hu' });
  return { browser, service, request, page: await browser.open(request.address) };
}

async function citizenWithPlus(): Promise<Citizenship & Plus> {
  const citizen = await kapu.addCitizen();
  return { ...citizen, ...(await enrolThroughStores(kapu, citizen.id, new Date(begun))) };
}

const password = 'Ügyfélkapu';
const plus = 'Ügyfélkapu+';

/** The ways of signing in, in the order of the page; where there is no choice, the way that the page is about. */
function offered({ page }: Visit): string[] {
  if (titleOf(page) === texts['method.title']) {
    return [...page.text.matchAll(/kapu-card__link" href="[^"]+">([^<]+)</g)].map(([, way = '']) => way);
  }
  expect(page.text).not.toContain(texts['method.other']);
  return [plus, password].filter((way) => titleOf(page) === `Bejelentkezés ${way} használatával`);
}

function banner({ page }: Visit): string {
  return [...page.text.matchAll(/class="govuk-inset-text"[^>]*>([^<]+)</g)].map(([, says]) => says).join();
}

/** Takes the password alone wherever that is on offer; then the code, where one is asked for. There is a way on from everywhere. */
async function endOf(visit: Visit, citizen: Citizenship & Partial<Plus>): Promise<End> {
  const { browser } = visit;
  visit.page = await givePassword(browser, visit.page, citizen, 'ugyfelkapu');
  if (titleOf(visit.page) === texts['code.title']) {
    const code = codeAt(citizen.secretKey ?? '', now);
    visit.page = await browser.submit(visit.page, '/code', { code });
  }
  if (visit.page.headers.location?.startsWith(portalRedirect)) {
    return signedInAt(visit);
  }
  if (titleOf(visit.page) === texts['enrol.start.title']) {
    expect(visit.page.text).toContain(`>${texts['enrol.start.continue']}</button>`);
    await returnsToTheService(visit);
    return 'the application';
  }
  expect(titleOf(visit.page)).toBe(texts['closed.title']);
  expect(visit.page.text).toContain(texts['closed.help']);
  await returnsToTheService(visit);
  return 'the closed page';
}

async function signedInAt({ page, service, request }: Visit): Promise<End> {
  const claims = (await service.redeem(page, request)).claims();
  if (claims?.acr === substantial) {
    expect(claims.amr).toEqual(['pwd', 'otp', 'mfa']);
    return 'signed in at substantial';
  }
  expect([claims?.acr, claims?.amr]).toEqual([low, ['pwd']]);
  return 'signed in at low';
}

async function returnsToTheService({ browser, page }: Visit): Promise<void> {
  expect(page.text).toContain(`>${texts['action.back-to-service']}</button>`);
  expect(answerOf(await browser.submit(page, '/give-up'))).toMatchObject({ error: 'access_denied' });
}

async function supportedAcrValues(): Promise<string[]> {
  const discovery = await fetch(`${kapu.issuer}/.well-known/openid-configuration`);
  return ((await discovery.json()) as { acr_values_supported: string[] }).acr_values_supported;
}

interface Row {
  readonly when: string;
  readonly instant: Date;
  readonly at: Service;
  readonly offers: readonly string[];
  /** What the banner says; nothing where there is none. */
  readonly says: string;
  readonly withoutPlus: End;
  readonly acrValues: readonly string[];
}

const both = [low, substantial];

/** One instant at both services. */
function at(
  when: string,
  instant: Date,
  acrValues: readonly string[],
  rows: readonly [Service, readonly string[], string, End][],
): Row[] {
  return rows.map(([service, offers, says, withoutPlus]) => ({
    when,
    instant,
    acrValues,
    at: service,
    offers,
    says,
    withoutPlus,
  }));
}

const passwordFirst = [password, plus];
const plusFirst = [plus, password];

const matrix: Row[] = [
  at('a second before the announcement', secondBefore(announcedFrom), both, [
    ['ordinary', passwordFirst, '', 'signed in at low'],
    ['exempt', passwordFirst, '', 'signed in at low'],
  ]),
  at('with the announcement', announcedFrom, both, [
    ['ordinary', passwordFirst, 'még 39 napig', 'signed in at low'],
    ['exempt', passwordFirst, 'még 59 napig', 'signed in at low'],
  ]),
  at('a second before both are offered', secondBefore(bothOfferedFrom), both, [
    ['ordinary', passwordFirst, 'még 20 napig', 'signed in at low'],
    ['exempt', passwordFirst, 'még 40 napig', 'signed in at low'],
  ]),
  at('once both are offered', bothOfferedFrom, both, [
    ['ordinary', plusFirst, 'még 19 napig', 'signed in at low'],
    ['exempt', plusFirst, 'még 39 napig', 'signed in at low'],
  ]),
  at('twelve days before the last day', noonWithDaysLeft(12, applicationOnlyFrom), both, [
    ['ordinary', plusFirst, 'még 12 napig', 'signed in at low'],
  ]),
  at('on the day before the last day', noonWithDaysLeft(1, applicationOnlyFrom), both, [
    ['ordinary', plusFirst, 'még 1 napig', 'signed in at low'],
  ]),
  at('in the last second of the password', secondBefore(applicationOnlyFrom), both, [
    ['ordinary', plusFirst, 'ma utoljára', 'signed in at low'],
    ['exempt', plusFirst, 'még 20 napig', 'signed in at low'],
  ]),
  at('at the cut-over', applicationOnlyFrom, both, [
    ['ordinary', [plus], '', 'the application'],
    ['exempt', plusFirst, 'még 19 napig', 'signed in at low'],
  ]),
  at('in the last second of the exception', secondBefore(exceptionEnds), both, [
    ['ordinary', [plus], '', 'the application'],
    ['exempt', plusFirst, 'ma utoljára', 'signed in at low'],
  ]),
  at(
    'when the exception has ended',
    exceptionEnds,
    [substantial],
    [
      ['ordinary', [plus], '', 'the application'],
      ['exempt', [plus], '', 'the application'],
    ],
  ),
  at(
    'a second before the closing',
    secondBefore(closedFrom),
    [substantial],
    [['ordinary', [plus], '', 'the application']],
  ),
  at(
    'when it is closed',
    closedFrom,
    [substantial],
    [
      ['ordinary', [plus], '', 'the closed page'],
      ['exempt', [plus], '', 'the closed page'],
    ],
  ),
].flat();

describe('the cut-over, second by second, without a restart', () => {
  it.each(matrix)(
    '$when at the service “$at” the ways are $offers, the banner says “$says”, and a password alone leads to $withoutPlus',
    async ({ instant, at: service, offers, says, withoutPlus, acrValues }) => {
      now = instant;
      expect(await supportedAcrValues()).toEqual([...acrValues, 'phr']);
      for (const citizen of [await kapu.addCitizen(), await citizenWithPlus()]) {
        const visit = await arrive(service);
        expect(offered(visit)).toEqual(offers);
        expect(banner(visit)).toMatch(says || /^$/);
        const expected = 'secretKey' in citizen ? 'signed in at substantial' : withoutPlus;
        expect(await endOf(visit, citizen)).toBe(expected);
      }
    },
  );
});
