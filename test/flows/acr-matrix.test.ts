/**
 * Every combination of what a browser has, what a relying party demands, and how it asks: which pages the citizen sees, in order,
 * and what the token says. What is expected is computed below from OpenID Connect Core (§3.1.2.1, §3.1.2.6, §5.5.1.1) and
 * docs/integrators.md, not from the provider's code.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { codeAt } from '../support/authenticator.ts';
import {
  applyForPlus,
  Browser,
  enrolledCitizen,
  givePassword,
  type Plus,
  titleOf,
} from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { type AuthorizationRequest, answerOf, RelyingParty } from '../support/relying-party.ts';

const low = 'http://eidas.europa.eu/LoA/low';
const substantial = 'http://eidas.europa.eu/LoA/substantial';
const high = 'http://eidas.europa.eu/LoA/high';

type Level = 'low' | 'substantial';
type Session = 'none' | Level;
type Parameters = Record<string, string>;
type PageName = 'method' | 'password' | 'code' | 'application';

interface Demand {
  readonly name: string;
  readonly party: 'portal' | 'strict';
  readonly parameters: Parameters;
  /** The strictest of the sources, and of several values in one source the mildest. */
  readonly least: Level | 'unmet';
}

interface Row {
  readonly session: Session;
  readonly demand: Demand;
  readonly prompt: 'none' | 'login' | undefined;
  readonly maxAge: 'satisfied' | 'passed' | undefined;
}

type Outcome =
  | { error: 'login_required' | 'interaction_required' | 'unmet_authentication_requirements' }
  | { pages: PageName[]; acr: string; amr: string[]; isFresh: boolean };

const essential = (acr: object): Parameters => ({
  claims: JSON.stringify({ id_token: { acr: { essential: true, ...acr } } }),
});

const demands: Demand[] = [
  { name: 'nothing', party: 'portal', parameters: {}, least: 'low' },
  { name: 'acr_values low', party: 'portal', parameters: { acr_values: low }, least: 'low' },
  {
    name: 'acr_values substantial',
    party: 'portal',
    parameters: { acr_values: substantial },
    least: 'substantial',
  },
  {
    name: 'acr_values substantial or low',
    party: 'portal',
    parameters: { acr_values: `${substantial} ${low}` },
    least: 'low',
  },
  {
    name: 'essential substantial',
    party: 'portal',
    parameters: essential({ value: substantial }),
    least: 'substantial',
  },
  {
    name: 'essential substantial or low',
    party: 'portal',
    parameters: essential({ values: [substantial, low] }),
    least: 'low',
  },
  { name: 'minimum substantial', party: 'strict', parameters: {}, least: 'substantial' },
  {
    name: 'minimum substantial against acr_values low',
    party: 'strict',
    parameters: { acr_values: low },
    least: 'substantial',
  },
  {
    name: 'minimum substantial against essential low',
    party: 'strict',
    parameters: essential({ value: low }),
    least: 'substantial',
  },
  {
    name: 'acr_values low against essential substantial',
    party: 'portal',
    parameters: { acr_values: low, ...essential({ values: [substantial] }) },
    least: 'substantial',
  },
  {
    name: 'acr_values substantial against essential low',
    party: 'portal',
    parameters: { acr_values: substantial, ...essential({ value: low }) },
    least: 'substantial',
  },
  { name: 'essential high', party: 'portal', parameters: essential({ value: high }), least: 'unmet' },
];

const rows: Row[] = (['none', 'low', 'substantial'] as const).flatMap((session) =>
  ([undefined, 'none', 'login'] as const).flatMap((prompt) =>
    ([undefined, 'satisfied', 'passed'] as const).flatMap((maxAge) =>
      demands.map((demand) => ({ session, demand, prompt, maxAge })),
    ),
  ),
);

/** In all rows a session of substantial assurance is that of a citizen with an Ügyfélkapu+; all others have none yet. */
function expected({ session, demand, prompt, maxAge }: Row): Outcome {
  if (demand.least === 'unmet') {
    return { error: 'unmet_authentication_requirements' };
  }
  const mustSignIn = session === 'none' || prompt === 'login' || maxAge === 'passed';
  const mustStepUp = session === 'low' && demand.least === 'substantial';
  if (prompt === 'none' && (mustSignIn || mustStepUp)) {
    return { error: mustSignIn ? 'login_required' : 'interaction_required' };
  }
  const acr = session === 'substantial' || demand.least === 'substantial' ? substantial : low;
  return {
    pages: [
      ...(mustSignIn ? signInPages(demand.least) : []),
      ...proofPages(session, demand.least, mustSignIn),
    ],
    acr,
    amr: acr === low ? ['pwd'] : ['pwd', 'otp', 'mfa'],
    isFresh: mustSignIn || mustStepUp,
  };
}

/** The method is asked for only where there is a choice. */
function signInPages(least: Level): PageName[] {
  return least === 'low' ? ['method', 'password'] : ['password'];
}

function proofPages(session: Session, least: Level, mustSignIn: boolean): PageName[] {
  if (session === 'substantial') {
    return mustSignIn ? ['code'] : [];
  }
  return least === 'substantial' ? ['application'] : [];
}

const sessionAt = new Date(Math.floor(Date.now() / 1000) * 1000 - 20 * 60_000);
const requestAt = new Date(sessionAt.getTime() + 60_000);
let now = sessionAt;
let kapu: Installation;
let parties: Record<Demand['party'], RelyingParty>;

beforeAll(async () => {
  kapu = await startInstallation({
    now: () => now,
    clients: [{ client_id: 'strict', minimum_assurance: 'substantial' }],
  });
  parties = {
    portal: await RelyingParty.discover(kapu),
    strict: await RelyingParty.discover(kapu, 'strict'),
  };
});

afterAll(() => kapu.stop());

type Citizen = Citizenship & Partial<Plus>;

const citizenWithPlus = (): Promise<Citizen> =>
  enrolledCitizen(kapu, new Date(sessionAt.getTime() - 120_000));

interface Visitor {
  readonly browser: Browser;
  readonly citizen: Citizen;
}

const visitors = new Map<Session, Promise<Visitor>>();

/** Rows that ask nobody anything change nothing either, and may share a session; every other has its own citizen. */
async function visitorFor(row: Row): Promise<Visitor> {
  const outcome = expected(row);
  if (!('error' in outcome) && outcome.pages.length > 0) {
    return signedIn(row.session);
  }
  const visitor = visitors.get(row.session) ?? signedIn(row.session);
  visitors.set(row.session, visitor);
  return visitor;
}

async function signedIn(session: Session): Promise<Visitor> {
  now = sessionAt;
  const browser = new Browser(kapu.issuer);
  const citizen = session === 'substantial' ? await citizenWithPlus() : await kapu.addCitizen();
  if (session !== 'none') {
    const page = await browser.open((await parties.portal.request()).address);
    expect(answerOf((await walk(browser, page, citizen)).back).code).toBeTruthy();
  }
  now = requestAt;
  return { browser, citizen };
}

const pageOfTitle: Record<string, PageName> = {
  'Hogyan szeretne bejelentkezni?': 'method',
  'Bejelentkezés Ügyfélkapu+ használatával': 'password',
  'Írja be a hitelesítő kódot': 'code',
  'Ügyfélkapu+ igénylése': 'application',
};

/** Does what each page asks, up to the redirect back. A citizen without an Ügyfélkapu+ picks the password where it is enough. */
async function walk(
  browser: Browser,
  first: Response,
  citizen: Citizen,
): Promise<{ pages: PageName[]; back: Response }> {
  const pages: PageName[] = [];
  let page = first;
  while (page.status === 200) {
    const name = pageOfTitle[titleOf(page)];
    if (name === undefined || pages.includes(name)) {
      throw new Error(`after ${pages.join(', ')} came "${titleOf(page)}"`);
    }
    pages.push(name, ...(name === 'method' ? (['password'] as const) : []));
    page = await doWhatIsAsked(browser, page, name, citizen);
  }
  return { pages, back: page };
}

async function doWhatIsAsked(
  browser: Browser,
  page: Response,
  name: PageName,
  citizen: Citizen,
): Promise<Response> {
  switch (name) {
    case 'method':
    case 'password':
      return givePassword(browser, page, citizen, citizen.secretKey ? 'ugyfelkapu-plus' : 'ugyfelkapu');
    case 'code':
      return browser.submit(page, '/code', { code: codeAt(citizen.secretKey ?? '', now) });
    case 'application':
      return (await applyForPlus(kapu, browser, page, citizen.password, now)).page;
  }
}

const ageInSeconds = { satisfied: 3600, passed: 300 };

function parametersOf({ demand, prompt, maxAge }: Row): Parameters {
  return {
    ...demand.parameters,
    ...(prompt ? { prompt } : {}),
    ...(maxAge ? { max_age: String(ageInSeconds[maxAge]) } : {}),
  };
}

async function outcomeOf(
  party: RelyingParty,
  request: AuthorizationRequest,
  { browser, citizen }: Visitor,
): Promise<Outcome> {
  const { pages, back } = await walk(browser, await browser.open(request.address), citizen);
  const answer = answerOf(back);
  expect(answer).toMatchObject({ state: request.state, iss: kapu.issuer });
  if (answer.error) {
    expect(pages).toEqual([]);
    return { error: answer.error } as Outcome;
  }
  const { acr, amr, auth_time } =
    (await party.redeem(back, request)).claims() ?? ({} as Record<string, unknown>);
  const isFresh = auth_time === requestAt.getTime() / 1000;
  if (!isFresh) {
    expect(auth_time).toBe(sessionAt.getTime() / 1000);
  }
  return { pages, acr: String(acr), amr: amr as string[], isFresh };
}

const nameOf = ({ session, demand, prompt, maxAge }: Row): string =>
  `session ${session}, prompt ${prompt ?? 'absent'}, max_age ${maxAge ?? 'absent'}, demand: ${demand.name}`;

describe('who is asked what, and what the token says', () => {
  it.each(rows.map((row) => [nameOf(row), row] as const))('%s', async (_name, row) => {
    const party = parties[row.demand.party];
    const visitor = await visitorFor(row);
    const outcome = await outcomeOf(party, await party.request(parametersOf(row)), visitor);
    expect(outcome).toEqual(expected(row));
  });
});

describe('the rarer rows', () => {
  it('whoever has an Ügyfélkapu+ proves it even where low assurance is enough', async () => {
    now = requestAt;
    const citizen = await citizenWithPlus();
    const request = await parties.portal.request({ acr_values: low });
    const outcome = await outcomeOf(parties.portal, request, { browser: new Browser(kapu.issuer), citizen });
    expect(outcome).toEqual({
      pages: ['method', 'password', 'code'],
      acr: substantial,
      amr: ['pwd', 'otp', 'mfa'],
      isFresh: true,
    });
  });

  it.each([
    ['a wish for high gets the best there is', { acr_values: high }, substantial],
    ['an unknown wish changes nothing', { acr_values: 'urn:other' }, low],
    [
      'an unknown value beside a known essential one does not matter',
      essential({ values: ['urn:other', substantial] }),
      substantial,
    ],
    [
      'a voluntary acr claim is a wish as acr_values is',
      { claims: JSON.stringify({ id_token: { acr: { value: substantial } } }) },
      substantial,
    ],
    ['an essential acr without a value is any', essential({}), low],
  ] as [string, Parameters, string][])('%s', async (_name, parameters, acr) => {
    const visitor = await signedIn('none');
    const request = await parties.portal.request(parameters);
    expect(await outcomeOf(parties.portal, request, visitor)).toMatchObject({ acr, isFresh: true });
  });

  it('max_age=0 asks for everything again', async () => {
    const visitor = await signedIn('substantial');
    const request = await parties.portal.request({ max_age: '0' });
    expect(await outcomeOf(parties.portal, request, visitor)).toMatchObject({
      pages: ['method', 'password', 'code'],
      isFresh: true,
    });
  });

  it('after a step-up the same request passes in silence', async () => {
    const visitor = await signedIn('low');
    for (const pages of [['application'], []]) {
      const request = await parties.strict.request();
      expect(await outcomeOf(parties.strict, request, visitor)).toMatchObject({ pages, acr: substantial });
    }
  });
});
