/** Nothing that an answer says tells a name that somebody has from one that nobody has. How long it takes: test/bench/enumeration.ts. */

import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { Browser, enrolThroughStores, errorsOf, formOf } from '../support/citizen.ts';
import { foreignHashes, foreignPassword } from '../support/foreign-hashes.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { RelyingParty } from '../support/relying-party.ts';

const substantial = 'http://eidas.europa.eu/LoA/substantial';
const now = new Date();

let kapu: Installation;
let portal: RelyingParty;

beforeAll(async () => {
  kapu = await startInstallation({ now: () => now });
  portal = await RelyingParty.discover(kapu);
});

afterAll(() => kapu.stop());

interface Guess {
  readonly username: string;
  readonly password: string;
}

const wrong = 'nem ez a jelszó';

/** All names have the same length, for they are repeated on the page. */
function newName(): string {
  return `minta.${randomBytes(4).toString('hex')}`;
}

async function addNamed(): Promise<Guess & { id: string }> {
  return kapu.addCitizen({ username: newName() });
}

/** Whose name it is, and what is typed with it. */
const guesses: { whose: string; make(): Promise<Guess> }[] = [
  {
    whose: 'of a citizen',
    make: async () => ({ ...(await addNamed()), password: wrong }),
  },
  {
    whose: 'of a citizen with an Ügyfélkapu+',
    async make() {
      const { id, username } = await addNamed();
      await enrolThroughStores(kapu, id, now);
      return { username, password: wrong };
    },
  },
  {
    whose: 'of a citizen who was imported with another system’s hash',
    async make() {
      const { username, id } = await addNamed();
      const { hash = '' } = foreignHashes.find(({ kind }) => kind === 'bcrypt 2b') ?? {};
      await kapu.nodes[0].store.hset(`{account:${id}}`, 'password', `foreign:${hash}`);
      return { username, password: `${foreignPassword}!` };
    },
  },
  {
    whose: 'of a disabled account',
    async make() {
      const { id, username } = await addNamed();
      await kapu.accounts.disable(id, securityEvents.accountDisabled(id));
      return { username, password: wrong };
    },
  },
  {
    whose: 'of a disabled account, with its right password',
    async make() {
      const { id, username, password } = await addNamed();
      await kapu.accounts.disable(id, securityEvents.accountDisabled(id));
      return { username, password };
    },
  },
  {
    whose: 'in capitals',
    make: async () => ({ username: (await addNamed()).username.toUpperCase(), password: wrong }),
  },
  {
    whose: 'that cannot be anybody’s',
    make: async () => ({ username: `${newName().slice(0, -2)}/*`, password: wrong }),
  },
];

interface Door {
  readonly door: string;
  /** The page with the form, and the ending of the form's address. */
  open(browser: Browser): Promise<{ page: Response; ending: string }>;
}

const doors: Door[] = [
  {
    door: 'the sign-in',
    async open(browser) {
      const { address } = await portal.request({ acr_values: substantial });
      return { page: await browser.open(address), ending: '/password' };
    },
  },
  {
    door: 'the public page for cancelling',
    open: async (browser) => ({ page: await browser.open('/megszuntetes'), ending: '/megszuntetes' }),
  },
];

interface Answer {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
}

/** What is left of an answer without what differs at every request. */
function seen(answer: Response, { username }: Guess): Answer {
  const { date: _, 'x-request-id': __, 'set-cookie': cookies, ...headers } = answer.headers;
  const names = ((cookies ?? []) as string[]).map((cookie) => cookie.split('=')[0]);
  const body = answer.text
    .replaceAll(username, 'NAME')
    .replace(/(name="_csrf" value=")[^"]+/g, '$1TOKEN')
    .replace(/(&#34;challenge&#34;:&#34;)[\w-]+/g, '$1CHALLENGE')
    .replace(/(\/|%2F)interaction(\/|%2F)[\w-]+/g, '/interaction/UID');
  return { status: answer.status, headers: { ...headers, cookies: names }, body };
}

const tries = 8;

/** Eight tries with one name in one browser: five are looked at, then there is a lock. */
async function tryTimes(guess: Guess, { open }: Door): Promise<Answer[]> {
  const browser = new Browser(kapu.issuer);
  const { page, ending } = await open(browser);
  const { action, fields } = formOf(page, ending);
  const answers: Answer[] = [];
  for (let count = 0; count < tries; count += 1) {
    const cancellation_code = 'AAAA-BBBB-CCCC-DDDD-EEEE-FFFF-GGGG';
    const answer = await browser.post(action, { ...fields, ...guess, cancellation_code });
    answers.push(seen(answer, guess));
  }
  return answers;
}

describe.each(doors)('at $door', (door) => {
  let ofNobody: Answer[];

  beforeAll(async () => {
    ofNobody = await tryTimes({ username: newName(), password: wrong }, door);
  });

  it('a name that nobody has is refused five times, then not looked at', () => {
    expect(ofNobody.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422, 429, 429, 429]);
    expect(ofNobody[0]?.body).toContain('A felhasználónév vagy a jelszó nem megfelelő.');
    expect(ofNobody[7]?.body).toContain('A fiókja nem szűnt meg');
  });

  it.each(guesses)(
    'a name $whose is answered the same, try by try, to the last letter and header',
    async ({ make }) => {
      const guess = await make();
      const answers = await tryTimes(guess, door);
      expect(answers).toEqual(ofNobody);
    },
  );
});

it('a name that the relying party suggests is on the page, whether somebody has it or not', async () => {
  const [known, unknown] = [(await addNamed()).username, newName()];
  const pages = [];
  for (const username of [known, unknown]) {
    const { address } = await portal.request({ acr_values: substantial, login_hint: username });
    pages.push(seen(await new Browser(kapu.issuer).open(address), { username, password: '' }));
  }
  expect(pages[0]?.body).toContain('value="NAME"');
  expect(pages[0]).toEqual(pages[1]);
});

it('the test sees a difference where there is one: a right password is answered otherwise', async () => {
  const anna = await addNamed();
  const browser = new Browser(kapu.issuer);
  const page = await browser.open('/megszuntetes');
  const typed = { ...anna, cancellation_code: 'AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AAAA' };
  const answer = await browser.submit(page, '/megszuntetes', typed);
  expect(errorsOf(answer)).toEqual([
    'A törlőkód nem megfelelő. Ellenőrizze, hogy a legutóbb kapott kódot írja-e be.',
  ]);
});
