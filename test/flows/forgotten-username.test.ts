/** Somebody who forgot the user name, and strangers who ask for others'. */
import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Response } from 'supertest';
import { type Profile, profileSchema } from '../../src/accounts/account.ts';
import { createClosingStore } from '../../src/accounts/closing/closing-store.ts';
import { createContactChangeStore } from '../../src/accounts/contact/contact-change-store.ts';
import { createDeskChanges } from '../../src/accounts/desk/desk-changes-store.ts';
import { createImportStore } from '../../src/accounts/import/import-store.ts';
import { unidentified } from '../../src/assurance/identification.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createImportMakers } from '../../src/cli/import/import-makers.ts';
import { Browser, errorsOf, formOf, givePassword, titleOf } from '../support/citizen.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { runKapu } from '../support/operator.ts';
import { commandsOf, quietBackground } from '../support/redis-costs.ts';
import { RelyingParty } from '../support/relying-party.ts';
import { samplePerson } from '../support/sample-profile.ts';
import { takeIn } from '../support/take-in.ts';

const home = '/elfelejtett-felhasznalonev';
const sent = `${home}/elkuldve`;
const foreignHash = `foreign:$2b$04$${'a'.repeat(53)}`;

let kapu: Installation;

beforeAll(async () => {
  kapu = await startInstallation(quietBackground);
});

afterAll(() => kapu.stop());

/** All of this file come from one network; what it may ask is a test of its own. */
beforeEach(async () => {
  const { store } = kapu.nodes[0];
  const counters = await store.keys('usernames-asked-from:*');
  await Promise.all(counters.map((key) => store.del(key)));
});

afterEach(() => {
  expect(kapu.log.filter((line) => line.includes('"msg":"fault"'))).toEqual([]);
});

/** All of the same length, for they are repeated nowhere but might be. */
function newAddress(): string {
  return `minta.${randomUUID().slice(0, 8)}@minta.example`;
}

async function ask(email: string, browser = new Browser(kapu.issuer), start = home): Promise<Response> {
  return browser.submit(await browser.open(start), home, { email });
}

/** The messages of this kind to an address. */
async function told(address: string): Promise<string[]> {
  const messages = await kapu.messages();
  return messages
    .filter(({ kind, to }) => kind === 'forgotten-username' && to === address)
    .map(({ more }) => String(more.usernames));
}

async function numberSent(): Promise<number> {
  return (await kapu.messages()).filter(({ kind }) => kind === 'forgotten-username').length;
}

function profileOf(email: string, more: Partial<Profile> = {}): Profile {
  const username = `minta.${randomUUID().slice(0, 8)}`;
  return profileSchema.parse({ ...samplePerson(username), email, ...more });
}

describe('somebody who forgot the user name', () => {
  it('is sent it from the sign-in on, and goes back to where they came from', async () => {
    const email = newAddress();
    const { username } = await kapu.addCitizen({ email });
    const portal = await RelyingParty.discover(kapu);
    const browser = new Browser(kapu.issuer);
    const { address } = await portal.request();
    const methods = await browser.open(address);
    const [method = ''] = methods.text.match(/\/interaction\/[^"]+\?method=ugyfelkapu(?=")/) ?? [];
    const passwordPage = await browser.open(method);
    const [, link = ''] =
      /href="(\/elfelejtett-felhasznalonev\?folytatas=[^"]+)"/.exec(passwordPage.text) ?? [];
    const page = await ask(email, browser, link);
    expect(titleOf(page)).toBe('Nézze meg az e-mailjeit');
    expect(await told(email)).toEqual([username]);
    const [, back = ''] = /href="(\/interaction\/[^"?]+)"/.exec(page.text) ?? [];
    expect((await browser.open(back)).status).toBe(200);
  });

  it('finds the way from the forgotten password, and reads the page in English', async () => {
    const browser = new Browser(kapu.issuer);
    expect((await browser.open('/elfelejtett-jelszo')).text).toContain(`href="${home}"`);
    expect(titleOf(await browser.open(`${home}?lang=en`))).toBe('Forgotten user name');
    expect(titleOf(await browser.open(`${sent}?lang=en`))).toBe('Look at your e-mail');
  });

  it('reads in their history that it was sent', async () => {
    const email = newAddress();
    const anna = await kapu.addCitizen({ email });
    await ask(email);
    const browser = new Browser(kapu.issuer);
    await givePassword(browser, await browser.open('/fiok'), anna, 'ugyfelkapu');
    expect((await browser.open('/fiok/naplo')).text).toContain(
      'Elküldtük a felhasználónevet a megerősített e-mail-címre, mert valaki kérte',
    );
  });

  it('is told what is no address', async () => {
    expect(errorsOf(await ask(' '))).toEqual(['Írja be az e-mail-címét.']);
    const wrong = await ask('minta anna');
    expect([wrong.status, errorsOf(wrong)]).toEqual([422, ['Ez nem e-mail-cím. Így néz ki: nev@pelda.hu']]);
  });

  it('whose family shares the address gets the names of all, in one message', async () => {
    const email = newAddress();
    const family = [await kapu.addCitizen({ email }), await kapu.addCitizen({ email })];
    await ask(email);
    expect(await told(email)).toEqual([
      family
        .map(({ username }) => username)
        .sort()
        .join(', '),
    ]);
  });

  it('types the address in capitals: the message goes to the address as it was confirmed', async () => {
    const email = newAddress();
    const { username } = await kapu.addCitizen({ email });
    await ask(` ${email.toUpperCase()} `);
    expect(await told(email)).toEqual([username]);
    expect(await told(email.toUpperCase())).toEqual([]);
  });
});

describe('the address leads to an account', () => {
  it('that the desk registered and nobody activated yet', async () => {
    const email = newAddress();
    const { sealer, config, nodes } = kapu;
    const changes = createDeskChanges(createRecorder(nodes[0].store, sealer), sealer, config.secrets);
    const profile = profileOf(email);
    await changes.register(
      profile,
      foreignHash,
      { isAnotherPerson: false, identification: unidentified },
      new Date(),
      (id) => securityEvents.accountAdded(id),
    );
    await ask(email);
    expect(await told(email)).toEqual([profile.username]);
  });

  it('that was imported, and to none whose address was not verified there', async () => {
    const [verified, unverified] = [newAddress(), newAddress()];
    const { sealer, config, nodes } = kapu;
    const makers = await createImportMakers(sealer, config.secrets);
    const imports = createImportStore(nodes[0].store, sealer, config.secrets, makers);
    const accounts = [profileOf(unverified, { email_verified: false }), profileOf(verified)].map(
      (profile) => ({
        profile,
        password: { kind: 'nobodys' as const },
        apps: [],
        passkeys: [],
        passwordJudged: 'never' as const,
        status: 'active' as const,
        createdAt: new Date(),
        externalId: undefined,
        identification: unidentified,
        identity: randomUUID(),
      }),
    );
    expect(await takeIn(imports, accounts)).toEqual(['added', 'added']);
    expect(await takeIn(imports, accounts)).toEqual(['unchanged', 'unchanged']);
    await ask(unverified);
    await ask(verified);
    expect(await told(unverified)).toEqual([]);
    expect(await told(verified)).toEqual([accounts[1]?.profile.username]);
  });

  it('from the moment when it was confirmed, and the one before leads nowhere', async () => {
    const [before, after] = [newAddress(), newAddress()];
    const { id, username } = await kapu.addCitizen({ email: before });
    await changeAddress(id, after);
    await ask(before);
    await ask(after);
    expect([await told(before), await told(after)]).toEqual([[], [username]]);
  });

  it('until it is erased; then nothing is left of it', async () => {
    const email = newAddress();
    const { id } = await kapu.addCitizen({ email });
    const { store } = kapu.nodes[0];
    const keysWith = async (): Promise<string[]> => {
      const keys = await store.keys('verified-address:*');
      const members = await Promise.all(keys.map((key) => store.hkeys(key)));
      return keys.filter((_, at) => members[at]?.includes(id));
    };
    expect(await keysWith()).toHaveLength(1);
    const closings = createClosingStore(store, kapu.sealer, kapu.config.secrets);
    await closings.request(id, new Date(), securityEvents.closingRequested(id));
    await closings.eraseDue(new Date(Date.now() + 31 * 86_400_000));
    expect(await keysWith()).toEqual([]);
    await ask(email);
    expect(await told(email)).toEqual([]);
  });

  it('that was there before addresses led anywhere, once the operator has them listed, as often as he likes', async () => {
    const email = newAddress();
    const { username } = await kapu.addCitizen({ email });
    const { store } = kapu.nodes[0];
    await Promise.all((await store.keys('verified-address:*')).map((key) => store.del(key)));
    await ask(email);
    expect(await told(email)).toEqual([]);
    const first = await runKapu(kapu.config, 'accounts', 'index-emails');
    expect([first.code, first.stderr]).toEqual([0, '']);
    expect((await runKapu(kapu.config, 'accounts', 'index-emails')).stdout).toBe(first.stdout);
    await ask(email);
    expect(await told(email)).toEqual([username]);
  });
});

async function changeAddress(accountId: string, value: string): Promise<void> {
  const { store } = kapu.nodes[0];
  const changes = createContactChangeStore(store, kapu.sealer, kapu.config.secrets);
  const now = new Date();
  const wanted = { channel: 'email', value, old: undefined } as const;
  const codes = await changes.begin(accountId, 'browser', wanted, now);
  if (!codes || codes === 'too-soon') {
    throw new Error('no change was begun');
  }
  const typed = { newCode: codes.newCode, oldCode: '' };
  const event = securityEvents.contactChanged(accountId, 'email');
  expect(await changes.confirm(accountId, 'browser', typed, now, event)).toMatchObject({ kind: 'changed' });
}

describe('a stranger who asks', () => {
  async function answerFor(email: string): Promise<{ first: Response; page: Response }> {
    const browser = new Browser(kapu.issuer);
    const form = formOf(await browser.open(home), home);
    const first = await browser.post(home, { ...form.fields, email });
    return { first, page: await browser.follow(first) };
  }

  const withoutChance = ({ status, text }: Response): string =>
    `${status} ${text.replace(/name="_csrf" value="[^"]+"/g, '')}`;

  async function addressesThatGetNothing(): Promise<string[]> {
    const [ofDisabled, unverified] = [newAddress(), newAddress()];
    const { id } = await kapu.addCitizen({ email: ofDisabled });
    await kapu.accounts.disable(id, securityEvents.accountDisabled(id));
    await kapu.addCitizen({ email: unverified, email_verified: false });
    return [ofDisabled, unverified, newAddress()];
  }

  it('learns nothing: the answer is the same whether or not anybody is written to', async () => {
    const known = newAddress();
    await kapu.addCitizen({ email: known });
    const before = await numberSent();
    const reference = await answerFor(known);
    expect(await numberSent()).toBe(before + 1);
    for (const address of await addressesThatGetNothing()) {
      const { first, page } = await answerFor(address);
      expect([first.status, first.headers.location]).toEqual([303, sent]);
      expect(Object.keys(first.headers).sort()).toEqual(Object.keys(reference.first.headers).sort());
      expect(withoutChance(page)).toBe(withoutChance(reference.page));
    }
    expect(await numberSent()).toBe(before + 1);
  });

  it('costs the store the same commands for a known and an unknown address', async () => {
    const costOf = async (email: string): Promise<string[]> => {
      const browser = new Browser(kapu.issuer);
      const { fields } = formOf(await browser.open(home), home);
      return commandsOf(kapu.nodes[0].store, () => browser.post(home, { ...fields, email }));
    };
    const known = newAddress();
    await kapu.addCitizen({ email: known });
    const forKnown = await costOf(known);
    for (const address of await addressesThatGetNothing()) {
      expect(await costOf(address)).toEqual(forKnown);
    }
    // The record, the history and the message, to somebody or to nobody.
    expect(forKnown).toContain('xadd 3');
  });

  it('floods no mailbox: five messages a day, then the same answers', async () => {
    const email = newAddress();
    await kapu.addCitizen({ email });
    const pages = [];
    for (let time = 0; time < 7; time += 1) {
      pages.push(withoutChance((await answerFor(email)).page));
    }
    expect(new Set(pages).size).toBe(1);
    expect(await told(email)).toHaveLength(5);
  });

  it('goes through a list of addresses: the network is told to wait', async () => {
    const browser = new Browser(kapu.issuer);
    const { fields } = formOf(await browser.open(home), home);
    const statuses: number[] = [];
    for (let time = 0; time < 31; time += 1) {
      const answer = await browser.post(home, { ...fields, email: newAddress() });
      statuses.push(answer.status);
      if (answer.status === 429) {
        expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      }
    }
    expect(statuses).toEqual([...Array.from({ length: 30 }, () => 303), 429]);
  });

  it('with a mailbox spelt by look-alikes gets nothing: a Kelvin sign is no k', async () => {
    const email = `minta.${randomUUID().slice(0, 8)}@kapu.example`;
    await kapu.addCitizen({ email });
    const before = await numberSent();
    expect((await ask(email.replace('k', '\u212a'))).status).toBe(422);
    expect(await numberSent()).toBe(before);
  });

  it('finds who it is about in no address and no log', async () => {
    const email = newAddress();
    const { username }: Citizenship = await kapu.addCitizen({ email });
    const { first, page } = await answerFor(email);
    for (const said of [first.headers.location ?? '', page.text, kapu.log.join('\n')]) {
      expect(said).not.toContain(email);
      expect(said).not.toContain(username);
    }
    expect(kapu.log.join('\n')).toContain('username.asked');
  });

  it('has nothing pile up for addresses that nobody has, but a counter for a day', async () => {
    const { store } = kapu.nodes[0];
    const others = async (): Promise<string[]> =>
      (await store.keys('*')).filter((key) => !key.startsWith('usernames-asked-')).sort();
    await answerFor(newAddress());
    const before = await others();
    await answerFor(newAddress());
    expect(await others()).toEqual(before);
  });
});
