import { X509Certificate } from 'node:crypto';
import { deflateSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import decodeQR from 'qr/decode.js';
import type { Response } from 'supertest';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { createWalletSubjectStore } from '../../src/wallet/subjects/wallet-subject-store.ts';
import { codeAt } from '../support/authenticator.ts';
import { Browser, enrolledCitizen, errorsOf, formOf, givePassword, titleOf } from '../support/citizen.ts';
import { deskOfTests } from '../support/desk.ts';
import { type Citizenship, type Installation, startInstallation } from '../support/installation.ts';
import { type AuthorizationRequest, answerOf, RelyingParty } from '../support/relying-party.ts';
import { encrypt, type Faults, type RequestObject, Wallet, type WalletAnswer } from '../support/wallet.ts';
import {
  Authority,
  digest,
  disclosureOf,
  type Issuance,
  issue,
  newKeys,
  personClaims,
  type Signer,
  StatusServer,
  vct,
  walletSettings,
} from '../support/wallet-authority.ts';

const substantial = 'http://eidas.europa.eu/LoA/substantial';
const choicePage = 'Hol van a digitális tárcája?';
const sameDevicePage = 'Nyissa meg a digitális tárcáját';
const codePage = 'Írja be a telefonján látható kódot';
const unknownPage = 'Ezt a tárcát még egyik fiókhoz sem kapcsolták';

let kapu: Installation;
let portal: RelyingParty;
let requests: Authority;
let state: Authority;
let stranger: Authority;
let issuer: Signer;
let lists: StatusServer;

beforeAll(async () => {
  [requests, state, stranger] = (await Promise.all(
    ['Kérések', 'Állam', 'Idegen'].map((name) => Authority.create(name)),
  )) as [Authority, Authority, Authority];
  const asking = await requests.leaf('localhost');
  issuer = await state.leaf('kibocsato.minta.example');
  lists = await StatusServer.start(issuer);
  kapu = await startInstallation({
    numberOfNodes: 2,
    config: {
      outgoing: { private_hosts: [lists.host], give_up_logouts_after_hours: 24 },
      desk: deskOfTests,
      walletVerifier: await walletSettings(asking, state.root.pem),
    },
  });
  portal = await RelyingParty.discover(kapu);
});

afterAll(async () => {
  await lists.stop();
  await kapu.stop();
});

let numbers = 0;
let uri: string;
beforeEach(() => {
  uri = lists.freshList();
});

function newNumber(): string {
  numbers += 1;
  return `9-${numbers}`;
}

interface Holder {
  readonly wallet: Wallet;
  readonly number: string;
}

async function holder(
  changes: Partial<Issuance> & { number?: string; signer?: Signer; status?: object | undefined } = {},
): Promise<Holder> {
  const { number = newNumber(), signer = issuer, claims, open, ...more } = changes;
  const wallet = await Wallet.create([requests.root.pem]);
  wallet.credential = await issue(signer, {
    claims: { ...personClaims, personal_administrative_number: number, ...claims },
    holderKey: wallet.publicKey,
    open: { status: { status_list: { idx: 5, uri } }, ...open },
    ...more,
  });
  return { wallet, number };
}

interface Visit {
  readonly browser: Browser;
  readonly request: AuthorizationRequest;
  page: Response;
}

async function arrive(
  parameters: Record<string, string> = {},
  browser = new Browser(kapu.issuer),
): Promise<Visit> {
  const request = await portal.request(parameters);
  const methods = await browser.open(request.address);
  const [link = ''] = methods.text.match(/\/interaction\/[^"]+\?method=digitalis-allampolgar(?=")/) ?? [];
  return { browser, request, page: link ? await browser.open(link) : methods };
}

async function choose(visit: Visit, device: 'same-device' | 'cross-device'): Promise<string> {
  visit.page = await visit.browser.submit(visit.page, '/wallet/start', { device });
  return device === 'same-device' ? linkOn(visit.page) : qrCodeOn(visit.page);
}

function linkOn(page: Response): string {
  return (/href="(openid4vp:[^"]+)"/.exec(page.text)?.[1] ?? '').replaceAll('&amp;', '&');
}

/** Read from the drawing, as a camera would. */
function qrCodeOn({ text }: Response): string {
  const side = Number(/aria-label="QR[^>]* viewBox="0 0 (\d+)/.exec(text)?.[1]);
  const [, drawing = ''] = /fill="#000" d="([^"]+)"/.exec(text) ?? [];
  const scale = 4;
  const width = side * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y] of drawing.matchAll(/M(\d+) (\d+)h1/g)) {
    for (let row = 0; row < scale; row += 1) {
      const start = ((Number(y) * scale + row) * width + Number(x) * scale) * 4;
      for (let column = 0; column < scale; column += 1) {
        data.fill(0, start + column * 4, start + column * 4 + 3);
      }
    }
  }
  return decodeQR({ width, height: width, data });
}

async function reload(visit: Visit): Promise<Response> {
  visit.page = await visit.browser.open(`/interaction/${uidOf(visit)}`);
  return visit.page;
}

function uidOf({ page }: Visit): string {
  return /\/interaction\/([\w-]+)/.exec(page.text)?.[1] ?? '';
}

/** A citizen whose account a wallet's number leads to, as it is after linking. */
async function knownHolder(
  changes: Parameters<typeof holder>[0] = {},
): Promise<Holder & { citizen: Citizenship }> {
  const citizen = await kapu.addCitizen();
  const held = await holder(changes);
  const subjects = createWalletSubjectStore(kapu.nodes[0].store, kapu.sealer, kapu.config.secrets);
  const anchorFingerprint = new X509Certificate(state.root.pem).fingerprint256
    .replaceAll(':', '')
    .toLowerCase();
  await subjects.link(
    { anchorFingerprint, identifier: held.number },
    citizen.id,
    { origin: 'issued' },
    new Date(),
  );
  return { ...held, citizen };
}

interface Asked {
  readonly visit: Visit;
  readonly request: RequestObject;
}

async function ask(
  wallet: Wallet,
  device: 'same-device' | 'cross-device' = 'same-device',
  parameters = {},
): Promise<Asked> {
  const visit = await arrive(parameters);
  return { visit, request: await wallet.open(await choose(visit, device)) };
}

/** The page that the wallet's browser is led to, on the phone. */
async function codeOnPhone(answer: WalletAnswer): Promise<string> {
  const page = await new Browser(kapu.issuer).open(answer.body.redirect_uri ?? '');
  expect(titleOf(page)).toBe('Írja be ezt a kódot a másik eszközön');
  expect(page.text).toContain('Mintaportál');
  return /kapu-code-card__code">([\d ]+)</.exec(page.text)?.[1] ?? '';
}

function audited(reason: string): boolean {
  return kapu.log.some((line) => line.includes('"presentation.refused"') && line.includes(`"${reason}"`));
}

/** Refused as a program is told, written down, and nobody is signed in by it. */
async function expectRefusal({ visit }: Asked, answer: WalletAnswer, reason: string): Promise<void> {
  // Those of a minute beyond twenty would be counted alone.
  await kapu.nodes[0].store.del('audit:refusals');
  expect({ status: answer.status, ...answer.body }).toEqual({
    status: 400,
    error: 'invalid_request',
    error_description: `not accepted: ${reason}`,
  });
  expect(answer.headers.get('location')).toBeNull();
  expect(answer.headers.get('access-control-allow-origin')).toBe('*');
  expect(audited(reason)).toBe(true);
  const page = await reload(visit);
  expect(page.status).toBe(200);
  expect(titleOf(page)).not.toBe(codePage);
  const again = await visit.browser.open((await portal.request()).address);
  expect(titleOf(again)).toBe('Hogyan szeretne bejelentkezni?');
}

describe('at the desk, which wants a code of the app', () => {
  it('is not offered, and a session that it began does not lead there', async () => {
    const { wallet } = await knownHolder();
    const { visit, request } = await ask(wallet);
    const { browser } = visit;
    await browser.open((await wallet.answer(request)).body.redirect_uri ?? '');

    const begun = new URL(String((await browser.get('/desk')).headers.location));
    expect((await new Browser(kapu.issuer).open('/desk')).text).not.toContain('digitalis-allampolgar');
    begun.searchParams.delete('prompt');
    const page = await browser.open(begun.href);
    expect([page.status, titleOf(page)]).toEqual([400, 'Nem jelentkezett be']);
  });
});

describe('on the same device', () => {
  it('signs in with what the wallet leads back with, at the assurance that a wallet reaches', async () => {
    const { wallet, citizen } = await knownHolder();
    const { visit, request } = await ask(wallet, 'same-device', { acr_values: substantial });
    expect(titleOf(visit.page)).toBe(sameDevicePage);
    const answer = await wallet.answer(request);
    expect(answer.status).toBe(200);
    const back = await visit.browser.open(answer.body.redirect_uri ?? '');
    const tokens = await portal.redeem(back, visit.request);
    expect(tokens.claims()).toMatchObject({ acr: substantial, amr: ['pop', 'swk'] });
    expect(kapu.log.some((line) => line.includes('"signed-in"') && line.includes(citizen.id))).toBe(true);
  });

  it('asks for no more than tells people apart, and offers what the profile says, in members that OpenID4VP knows', async () => {
    const { wallet } = await holder();
    const { request } = await ask(wallet);
    expect(request).toMatchObject({
      response_type: 'vp_token',
      response_mode: 'direct_post.jwt',
      client_metadata: {
        encrypted_response_enc_values_supported: ['A128GCM', 'A256GCM'],
        jwks: { keys: [{ kty: 'EC', crv: 'P-256', use: 'enc', alg: 'ECDH-ES' }] },
        vp_formats_supported: {
          'dc+sd-jwt': { 'sd-jwt_alg_values': ['ES256'], 'kb-jwt_alg_values': ['ES256'] },
        },
      },
      dcql_query: {
        credentials: [
          {
            id: 'pid',
            format: 'dc+sd-jwt',
            meta: { vct_values: [vct] },
            claims: [['family_name'], ['given_name'], ['birthdate'], ['personal_administrative_number']].map(
              (path) => ({ path }),
            ),
          },
        ],
      },
    });
    // OpenID4VP 1.0 §5.1 has three.
    expect(Object.keys(request.client_metadata)).toHaveLength(3);
    expect(request.client_metadata.jwks.keys[0]).not.toHaveProperty('d');
    const values = [request.nonce, request.state, request.response_uri.split('/').at(-1) ?? ''];
    expect(new Set(values).size).toBe(3);
    expect(values.every((value) => Buffer.from(value, 'base64url').length >= 16)).toBe(true);
  });

  it('takes the request by GET, by POST and twice, each time with the same key', async () => {
    const { wallet } = await knownHolder();
    const visit = await arrive();
    const link = await choose(visit, 'same-device');
    const first = await wallet.open(link, 'get');
    const second = await wallet.open(link, 'post');
    expect(second.client_metadata.jwks).toEqual(first.client_metadata.jwks);
    const answer = await wallet.answer(first, { encryption: 'A128GCM' });
    const back = await visit.browser.open(answer.body.redirect_uri ?? '');
    expect(answerOf(back).code).toBeTruthy();
  });

  it('has another key, nonce and state for every request', async () => {
    const { wallet } = await holder();
    const [one, other] = [await ask(wallet), await ask(wallet)];
    expect(one.request.nonce).not.toBe(other.request.nonce);
    expect(one.request.state).not.toBe(other.request.state);
    expect(one.request.client_metadata.jwks.keys[0]?.x).not.toBe(
      other.request.client_metadata.jwks.keys[0]?.x,
    );
  });

  it('takes a holder’s key with more beside it than there must be', async () => {
    const { wallet, number, citizen } = await knownHolder();
    expect(citizen.id).toBeTruthy();
    wallet.credential = await issue(issuer, {
      claims: { ...personClaims, personal_administrative_number: number },
      holderKey: { ...wallet.publicKey, use: 'sig', alg: 'ES256', kid: 'the-first' },
      open: { status: { status_list: { idx: 5, uri } } },
    });
    const { visit, request } = await ask(wallet);
    const answer = await wallet.answer(request);
    expect(answerOf(await visit.browser.open(answer.body.redirect_uri ?? '')).code).toBeTruthy();
  });

  it('takes a credential that says whom it is for, when we are among them', async () => {
    const { wallet: any } = await knownHolder();
    const { client_id: us } = (await ask(any)).request;
    const { wallet } = await knownHolder({ open: { aud: ['https://masik.example', us] } });
    const { request } = await ask(wallet);
    expect((await wallet.answer(request)).status).toBe(200);
  });

  it('tells the citizen that the wallet said no', async () => {
    const { wallet } = await knownHolder();
    const { visit, request } = await ask(wallet);
    const answer = await wallet.decline(request);
    expect(answer.status).toBe(200);
    const back = await visit.browser.open(answer.body.redirect_uri ?? '');
    expect(titleOf(back)).toBe('A tárca nem hagyta jóvá a bejelentkezést');
    expect(titleOf(await visit.browser.submit(back, '/wallet/again'))).toBe(choicePage);
  });

  it('takes another person’s wallet for no step up', async () => {
    const other = await knownHolder();
    const citizen = await enrolledCitizen(kapu);
    const browser = new Browser(kapu.issuer);
    const first = await portal.request();
    const methods = await browser.open(first.address);
    const atCode = await givePassword(browser, methods, citizen);
    const [link = ''] = atCode.text.match(/\/interaction\/[^"]+\?method=digitalis-allampolgar(?=")/) ?? [];
    const visit: Visit = { browser, request: first, page: await browser.open(link) };
    const request = await other.wallet.open(await choose(visit, 'same-device'));
    const answer = await other.wallet.answer(request);
    const back = await browser.open(answer.body.redirect_uri ?? '');
    expect([back.status, titleOf(back)]).toEqual([403, 'Ez a tárca másik fiókhoz tartozik']);
    expect(titleOf(await reload(visit))).toBe('Írja be a hitelesítő kódot');
  });

  it('signs nobody in whose account was disabled, or whose sessions were ended, since the wallet answered', async () => {
    const ends = [
      (id: string) => kapu.accounts.disable(id, securityEvents.accountDisabled(id)),
      (id: string) => kapu.accounts.endSessions(id, securityEvents.sessionsEnded(id, 'asked')),
    ];
    for (const end of ends) {
      const { wallet, citizen } = await knownHolder();
      const { visit, request } = await ask(wallet);
      const answer = await wallet.answer(request);
      await end(citizen.id);
      const back = await visit.browser.open(answer.body.redirect_uri ?? '');
      expect([back.status, titleOf(back)]).toEqual([403, 'Ezzel a tárcával most nem lehet belépni']);
    }
  });
});

describe('with the wallet on another device', () => {
  it('signs in with the code that the phone shows', async () => {
    const { wallet } = await knownHolder();
    const { visit, request } = await ask(wallet, 'cross-device');
    expect(await statusOf(visit)).toBe('waiting');
    const answer = await wallet.answer(request);
    expect(await statusOf(visit)).toBe('changed');
    expect(titleOf(await reload(visit))).toBe(codePage);
    const code = await codeOnPhone(answer);
    const back = await visit.browser.submit(visit.page, '/wallet/confirm', { hand_back_code: code });
    const tokens = await portal.redeem(back, visit.request);
    expect(tokens.claims()).toMatchObject({ acr: substantial, amr: ['pop', 'swk'] });
  });

  it('gives whoever relays the QR code to a victim nothing: the code is on the victim’s phone, and dead after three guesses', async () => {
    const { wallet } = await knownHolder();
    const { visit: attacker, request } = await ask(wallet, 'cross-device');
    const answer = await wallet.answer(request);
    const code = (await codeOnPhone(answer)).replace(' ', '');
    const page = await reload(attacker);
    const guesses = ['000000', '111111', '222222', '333333'].filter((guess) => guess !== code).slice(0, 3);
    const [first, second, third] = [
      await attacker.browser.submit(page, '/wallet/confirm', { hand_back_code: guesses[0] ?? '' }),
      await attacker.browser.submit(page, '/wallet/confirm', { hand_back_code: guesses[1] ?? '' }),
      await attacker.browser.submit(page, '/wallet/confirm', { hand_back_code: guesses[2] ?? '' }),
    ];
    expect(errorsOf(first)[0]).toContain('Még 2 alkalommal');
    expect(errorsOf(second)[0]).toContain('Még 1 alkalommal');
    expect([third.status, titleOf(third)]).toEqual([429, 'Túl sok hibás kód']);
    const late = await attacker.browser.submit(page, '/wallet/confirm', { hand_back_code: code });
    expect(titleOf(late)).toBe('Túl sok hibás kód');
    expect(audited('hand-back-wrong')).toBe(true);
  });

  it('counts guesses that come at once: three are told anything at all', async () => {
    const { wallet } = await knownHolder();
    const { visit, request } = await ask(wallet, 'cross-device');
    const code = (await codeOnPhone(await wallet.answer(request))).replace(' ', '');
    const page = await reload(visit);
    const wrong = Array.from({ length: 30 }, (_, index) => String(index).padStart(6, '0')).filter(
      (guess) => guess !== code,
    );
    const answers = await Promise.all(
      wrong.map((guess) => visit.browser.submit(page, '/wallet/confirm', { hand_back_code: guess })),
    );
    const told = answers.filter(
      (answer) => answer.status === 422 || titleOf(answer) === 'Túl sok hibás kód',
    ).length;
    expect(answers.every(({ status }) => status < 500)).toBe(true);
    expect(told).toBeGreaterThan(0);
    const after = await visit.browser.submit(page, '/wallet/confirm', { hand_back_code: code });
    const isSignedIn =
      after.headers.location !== undefined &&
      new URL(after.headers.location, kapu.issuer).origin !== kapu.issuer;
    const wrongTold = answers.filter(({ status }) => status === 422).length;
    expect(wrongTold <= 2 || !isSignedIn).toBe(true);
  });

  it('takes the code in the browser that asked, and in no other', async () => {
    const { wallet } = await knownHolder();
    const { visit, request } = await ask(wallet, 'cross-device');
    const code = await codeOnPhone(await wallet.answer(request));
    const page = await reload(visit);
    const other = await ask(wallet, 'cross-device');
    await reload(other.visit);
    const thief = await other.visit.browser.post(`/interaction/${uidOf(visit)}/wallet/confirm`, {
      ...formOf(other.visit.page, '/wallet/leave').fields,
      hand_back_code: code,
    });
    expect(thief.status).toBe(410);
    const back = await visit.browser.submit(page, '/wallet/confirm', { hand_back_code: code });
    expect(answerOf(back).code).toBeTruthy();
  });

  it('shows the code to whoever was given the address of the page, and to nobody who only saw the QR code', async () => {
    const { wallet } = await knownHolder();
    const { request } = await ask(wallet, 'cross-device');
    const answer = await wallet.answer(request);
    const [, id = ''] = /shown\/([^/]+)\//.exec(answer.body.redirect_uri ?? '') ?? [];
    expect(request.response_uri).toContain(id);
    const guess = await new Browser(kapu.issuer).open(`/vp/shown/${id}/${'A'.repeat(43)}`);
    expect(guess.status).toBe(410);
    expect(kapu.log.join('\n')).not.toContain(id);
  });

  it('understands a code with spaces, and says what one is', async () => {
    const { wallet } = await knownHolder();
    const { visit, request } = await ask(wallet, 'cross-device');
    await wallet.answer(request);
    const page = await visit.browser.submit(await reload(visit), '/wallet/confirm', {
      hand_back_code: 'nem kód',
    });
    expect([page.status, ...errorsOf(page)]).toEqual([422, 'A kód hat számjegyből áll.']);
  });
});

async function statusOf(visit: Visit): Promise<string> {
  const answer = await visit.browser.get(`/interaction/${uidOf(visit)}/wallet/status`);
  return answer.body.state;
}

describe('what is used once', () => {
  it('an answer: it is refused when it comes again, at once or later', async () => {
    const { wallet } = await knownHolder();
    const asked = await ask(wallet);
    const presentation = await wallet.present(asked.request);
    const answer = { vp_token: { pid: [presentation] }, state: asked.request.state };
    const answers = await Promise.all(Array.from({ length: 5 }, () => wallet.send(asked.request, answer)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400, 400, 400, 400]);
    expect((await wallet.send(asked.request, answer)).status).toBe(400);
  });

  it('a response code: it signs in once', async () => {
    const { wallet } = await knownHolder();
    const { visit, request } = await ask(wallet);
    const address = (await wallet.answer(request)).body.redirect_uri ?? '';
    const answers = await Promise.all([
      visit.browser.get(address),
      visit.browser.get(address),
      visit.browser.get(address),
    ]);
    const finished = answers.filter(({ headers }) => String(headers.location).includes('code='));
    expect(finished).toHaveLength(1);
    expect(answerOf(await visit.browser.follow(finished[0] as Response)).code).toBeTruthy();
    expect(answerOf(await visit.browser.get(address)).code).toBeUndefined();
  });

  it('a response code is worth nothing in the browser of another, or of the victim of a relayed link', async () => {
    const { wallet } = await knownHolder();
    const { visit, request } = await ask(wallet);
    const address = (await wallet.answer(request)).body.redirect_uri ?? '';
    expect((await new Browser(kapu.issuer).open(address)).status).toBe(410);
    const other = await arrive();
    await choose(other, 'same-device');
    const [, code = ''] = /response_code=(.*)/.exec(address) ?? [];
    // Those of a minute beyond twenty would be counted alone.
    await kapu.nodes[0].store.del('audit:refusals');
    const mixed = await other.browser.get(
      `/interaction/${uidOf(other)}/wallet/complete?response_code=${code}`,
    );
    expect([mixed.status, titleOf(mixed)]).toEqual([403, 'Lejárt az idő']);
    expect(audited('response-code-over')).toBe(true);
    expect((await visit.browser.get(address)).status).toBe(303);
  });

  it('the answer to one request does not fit another', async () => {
    const { wallet } = await knownHolder();
    const [one, other] = [await ask(wallet), await ask(wallet)];
    const answer = { vp_token: { pid: [await wallet.present(one.request)] }, state: one.request.state };
    // Encrypted to the other's key, and posted there: with its own state, and with that of the first.
    await expectRefusal(other, await wallet.send(other.request, answer), 'state');
    const mixed = { ...answer, state: other.request.state };
    const third = await ask(wallet);
    expect(
      (await wallet.send(third.request, { ...answer, state: third.request.state })).body.error_description,
    ).toContain('wrong-nonce');
    expect(
      (await wallet.sendRaw(one.request, await encrypt(third.request, mixed))).body.error_description,
    ).toContain('encryption');
  });
});

describe('a wallet that errs is refused', () => {
  const year = 365 * 86_400;
  const seconds = (): number => Math.floor(Date.now() / 1000);
  const elsewhere = { openid: 'x509_hash:AAAA' };
  const bindings: [string, () => Record<string, unknown>, string][] = [
    ['another nonce', () => ({ nonce: 'another' }), 'wrong-nonce'],
    ['another audience', () => ({ aud: elsewhere.openid }), 'wrong-audience'],
    ['an audience without its prefix', () => ({ aud: 'localhost' }), 'wrong-audience'],
    ['a list of audiences', () => ({ aud: [elsewhere.openid] }), 'wrong-audience'],
    ['a year ago', () => ({ iat: seconds() - year }), 'wrong-time'],
    ['in a year', () => ({ iat: seconds() + year }), 'wrong-time'],
    ['no time', () => ({ iat: undefined }), 'wrong-time'],
    ['another sd_hash', () => ({ sd_hash: digest('another') }), 'wrong-sd-hash'],
    ['no sd_hash', () => ({ sd_hash: undefined }), 'wrong-sd-hash'],
  ];

  it.each(bindings)('in its key binding: %s', async (_, keyBinding, reason) => {
    const { wallet } = await knownHolder();
    const asked = await ask(wallet);
    await expectRefusal(asked, await wallet.answer(asked.request, { keyBinding: keyBinding() }), reason);
  });

  it('in the signature of its key binding, its type, and without one', async () => {
    const { wallet } = await knownHolder();
    const another = (await newKeys()).privateKey;
    const faults: [Faults, string][] = [
      [{ signWith: another }, 'holder-signature'],
      [{ keyBindingHeader: { typ: 'JWT' } }, 'type'],
      [{ tamper: (text) => text.slice(0, text.lastIndexOf('~') + 1) }, 'holder-signature'],
      [{ tamper: (text) => withAlgorithmNone(text, 'holder') }, 'malformed'],
    ];
    for (const [fault, reason] of faults) {
      const asked = await ask(wallet);
      await expectRefusal(asked, await wallet.answer(asked.request, fault), reason);
    }
  });

  it('in the credential’s signature, also by an algorithm that needs none', async () => {
    const { wallet } = await knownHolder();
    const faults: [Faults, string][] = [
      [{ tamper: withOtherSignature }, 'issuer-signature'],
      [{ tamper: (text) => withAlgorithmNone(text, 'issuer') }, 'malformed'],
    ];
    for (const [fault, reason] of faults) {
      const asked = await ask(wallet);
      await expectRefusal(asked, await wallet.answer(asked.request, fault), reason);
    }
  });

  it('in what it discloses', async () => {
    const smuggled = disclosureOf('given_name', 'Béla');
    const faults: [Faults['disclose'], string][] = [
      [({ disclosures }, asked) => [...asked.map((name) => disclosures[name] ?? ''), smuggled], 'disclosure'],
      [
        ({ disclosures }, asked) => [...asked, asked[0] ?? ''].map((name) => disclosures[name] ?? ''),
        'duplicate',
      ],
      [({ disclosures }) => [disclosures.family_name ?? ''], 'not-what-was-asked'],
      [() => [], 'not-what-was-asked'],
    ];
    for (const [disclose, reason] of faults) {
      const { wallet } = await knownHolder();
      const asked = await ask(wallet);
      await expectRefusal(asked, await wallet.answer(asked.request, disclose ? { disclose } : {}), reason);
    }
  });

  it('in how it answers', async () => {
    const { wallet } = await knownHolder();
    const answers: [(answer: Record<string, unknown>) => Record<string, unknown>, string][] = [
      [({ vp_token }) => ({ vp_token }), 'state'],
      [({ vp_token }) => ({ vp_token, state: 'another' }), 'state'],
      [({ state }) => ({ state }), 'malformed'],
      [
        ({ state, vp_token }) => ({ state, vp_token: { another: Object.values(vp_token as object)[0] } }),
        'not-what-was-asked',
      ],
      [
        ({ state, vp_token }) => ({ state, vp_token: { ...(vp_token as object), more: ['x'] } }),
        'not-what-was-asked',
      ],
      [
        ({ state, vp_token }) => ({
          state,
          vp_token: { pid: [...(vp_token as { pid: string[] }).pid, 'x'] },
        }),
        'not-what-was-asked',
      ],
      [({ state }) => ({ state, vp_token: { pid: [7] } }), 'malformed'],
      [({ state }) => ({ state, vp_token: { pid: ['~'] } }), 'holder-signature'],
    ];
    for (const [answer, reason] of answers) {
      const asked = await ask(wallet);
      await expectRefusal(asked, await wallet.answer(asked.request, { answer }), reason);
    }
  });

  it('with an answer that is not encrypted as was asked, or is none at all', async () => {
    const { wallet } = await knownHolder();
    const asked = await ask(wallet);
    const whole = await encrypt(asked.request, { state: asked.request.state }, 'A256GCM');
    const { wallet: other } = await holder();
    const elsewhereAsked = await ask(other);
    for (const response of [
      'x',
      'a.b.c.d.e',
      whole.slice(0, -4),
      await encrypt(elsewhereAsked.request, {}),
    ]) {
      await expectRefusal(asked, await wallet.sendRaw(asked.request, response), 'encryption');
    }
    await expectRefusal(asked, await wallet.send(asked.request, {}, 'A256CBC-HS512'), 'encryption');
    await expectRefusal(asked, await wallet.send(asked.request, []), 'malformed');
    // None of these used the request up: whoever saw the QR code could have sent them.
    expect((await wallet.answer(asked.request)).status).toBe(200);
  });

  it('with a megabyte, or with what is no form, by 4xx and in JSON', async () => {
    const { wallet } = await knownHolder();
    const { request } = await ask(wallet);
    const post = (body: string, type = 'application/x-www-form-urlencoded') =>
      new Browser(kapu.issuer).postRaw(request.response_uri, type, body);
    const large = await post(`response=${'A'.repeat(1024 * 1024)}`);
    expect([large.status, large.body.error]).toEqual([413, 'invalid_request']);
    const json = await post('{}', 'application/json');
    expect([json.status, json.body.error]).toEqual([415, 'invalid_request']);
    const empty = await post('');
    expect([empty.status, empty.body.error]).toEqual([400, 'invalid_request']);
    const longPresentation = await wallet.answer(request, {
      answer: ({ state }) => ({ state, vp_token: { pid: ['A'.repeat(70_000)] } }),
    });
    expect([longPresentation.status, longPresentation.body.error_description]).toEqual([
      400,
      'not accepted: too-large',
    ]);
  });

  it('at an address that leads nowhere', async () => {
    const nowhere = new Browser(kapu.issuer);
    for (const address of ['/vp/request/x', '/vp/request/%00', `/vp/request/${'A'.repeat(43)}`]) {
      const answer = await nowhere.get(address);
      expect([answer.status, answer.body.error]).toEqual([404, 'invalid_request']);
    }
    const answer = await nowhere.post('/vp/response/x', { response: 'x' });
    expect([answer.status, answer.body.error_description]).toEqual([400, 'not accepted: state']);
  });
});

describe('a credential that is not to be believed is refused', () => {
  const cases: [string, () => Promise<Parameters<typeof holder>[0]>, string][] = [
    [
      'of an issuer under another authority',
      async () => ({ signer: await stranger.leaf('idegen.example') }),
      'untrusted-issuer',
    ],
    [
      'whose chain holds somebody else',
      async () => ({ header: { x5c: [issuer.x5c, stranger.root.x5c] } }),
      'untrusted-issuer',
    ],
    ['signed by the authority itself', async () => ({ signer: state.root }), 'untrusted-issuer'],
    ['without a certificate', async () => ({ header: { x5c: undefined } }), 'untrusted-issuer'],
    [
      'with something else for a certificate',
      async () => ({ header: { x5c: ['AAAA'] } }),
      'untrusted-issuer',
    ],
    [
      'of an issuer whose certificate is over',
      async () => ({ signer: await state.leaf('regi.example', { days: -1 }) }),
      'untrusted-issuer',
    ],
    [
      'of an issuer that is an authority',
      async () => ({ signer: await state.leaf('al.example', { ca: true }) }),
      'untrusted-issuer',
    ],
    [
      'of somebody whom the authority certified to ask wallets',
      async () => ({ signer: await state.leaf('olvaso.example', { purposes: ['1.0.18013.5.1.6'] }) }),
      'untrusted-issuer',
    ],
    ['of another type', async () => ({ open: { vct: 'urn:other' } }), 'untrusted-issuer'],
    ['whose type of token is another', async () => ({ header: { typ: 'vc+sd-jwt' } }), 'type'],
    ['that is over', async () => ({ open: { exp: 1_700_000_000 } }), 'expired'],
    ['that is not valid yet', async () => ({ open: { nbf: 4_000_000_000 } }), 'not-yet-valid'],
    ['whose end is a text', async () => ({ open: { exp: 'tomorrow' } }), 'malformed'],
    ['bound to no key', async () => ({ open: { cnf: undefined } }), 'holder-key'],
    [
      'bound to a point that is on no curve',
      async () => ({ open: { cnf: { jwk: { kty: 'EC', crv: 'P-256', x: 'AAAA', y: 'AAAA' } } } }),
      'holder-key',
    ],
    ['with digests by another hash', async () => ({ open: { _sd_alg: 'sha-512' } }), 'algorithm'],
    ['meant for others', async () => ({ open: { aud: ['https://masik.example'] } }), 'wrong-audience'],
    ['without a status', async () => ({ open: { status: undefined } }), 'status-missing'],
    ['with a status of another kind', async () => ({ open: { status: { other: 1 } } }), 'status-unknown'],
    [
      'with a status at an address that is not public',
      async () => ({ open: { status: { status_list: { idx: 1, uri: 'http://127.0.0.1:1/x' } } } }),
      'status-unknown',
    ],
    [
      'with a status beyond the list',
      async () => ({ open: { status: { status_list: { idx: 99_999, uri } } } }),
      'status-unknown',
    ],
  ];

  it.each(cases)('%s', async (_, changes, reason) => {
    const { wallet } = await knownHolder(await changes());
    const asked = await ask(wallet);
    await expectRefusal(asked, await wallet.answer(asked.request), reason);
  });

  it.each(['cnf', 'exp', 'vct', 'iss', 'nbf', 'status'])('that tells its %s by disclosure', async (name) => {
    const disclosure = disclosureOf(
      name,
      name === 'exp' || name === 'nbf' ? 4_000_000_000 : name === 'iss' ? 'x' : {},
    );
    const open = name === 'vct' ? {} : { [name]: undefined };
    const { wallet } = await knownHolder({ moreDigests: [digest(disclosure)], open });
    const asked = await ask(wallet);
    const answer = await wallet.answer(asked.request, {
      disclose: ({ disclosures }, names) => [...names.map((claim) => disclosures[claim] ?? ''), disclosure],
    });
    await expectRefusal(asked, answer, name === 'vct' ? 'duplicate' : 'reserved-claim');
  });

  it.each(['_sd', '_sd_alg', '...', '__proto__'])(
    'with a disclosure of a claim that is called %s',
    async (name) => {
      const disclosure = disclosureOf(name, ['x']);
      const { wallet } = await knownHolder({ moreDigests: [digest(disclosure)] });
      const asked = await ask(wallet);
      const answer = await wallet.answer(asked.request, {
        disclose: ({ disclosures }, names) => [...names.map((claim) => disclosures[claim] ?? ''), disclosure],
      });
      await expectRefusal(asked, answer, 'reserved-claim');
    },
  );

  it('with a digest that stands twice, or a claim that stands twice', async () => {
    const twice = await knownHolder({ moreDigests: [digest('x'), digest('x')] });
    const asked = await ask(twice.wallet);
    await expectRefusal(asked, await twice.wallet.answer(asked.request), 'duplicate');
    const open = await knownHolder({
      open: { given_name: 'Béla', status: { status_list: { idx: 5, uri } } },
    });
    const other = await ask(open.wallet);
    await expectRefusal(other, await open.wallet.answer(other.request), 'duplicate');
  });

  it('that was called back', async () => {
    const { wallet } = await knownHolder();
    lists.revoked.add(5);
    const asked = await ask(wallet);
    const answer = await wallet.answer(asked.request);
    await expectRefusal(asked, answer, 'revoked');
    expect(titleOf(await reload(asked.visit))).toBe('Az igazolást visszavonták');
  });

  const lies: [string, () => void][] = [
    ['of another address', () => Object.assign(lists, { claims: { sub: 'https://elsewhere.example' } })],
    ['that is over', () => Object.assign(lists, { claims: { exp: 1_700_000_000 } })],
    ['from the future', () => Object.assign(lists, { claims: { iat: 4_000_000_000 } })],
    ['that inflates to a gigabyte', () => Object.assign(lists, { lst: bomb() })],
    ['that is no list', () => Object.assign(lists, { raw: { status: 200, body: 'x' } })],
    ['that cannot be had', () => Object.assign(lists, { raw: { status: 503, body: '' } })],
    [
      'too large to be read',
      () => Object.assign(lists, { raw: { status: 200, body: 'A'.repeat(3_000_000) } }),
    ],
    ['of another type', () => Object.assign(lists, { header: { typ: 'JWT' } })],
    ['signed under another authority', () => Object.assign(lists, { header: { x5c: [stranger.root.x5c] } })],
  ];

  it.each(lies)('whose status list is one %s', async (_, lie) => {
    const { wallet } = await knownHolder();
    lie();
    const asked = await ask(wallet);
    const startedAt = performance.now();
    await expectRefusal(asked, await wallet.answer(asked.request), 'status-unknown');
    expect(performance.now() - startedAt).toBeLessThan(5000);
    expect(titleOf(await reload(asked.visit))).toBe('Most nem tudjuk ellenőrizni az igazolást');
  });

  it('asks for a list once, for as long as it says', async () => {
    const { wallet } = await knownHolder();
    const before = lists.timesAsked;
    for (let time = 0; time < 3; time += 1) {
      const { request } = await ask(wallet);
      expect((await wallet.answer(request)).status).toBe(200);
    }
    expect(lists.timesAsked - before).toBeLessThanOrEqual(2);
  });
});

describe('a wallet that we do not know', () => {
  it('is linked after password and code, told of by e-mail, and signs in by itself from then on', async () => {
    const citizen = await enrolledCitizen(kapu);
    const { wallet } = await holder();
    const { visit, request } = await ask(wallet);
    const unknown = await visit.browser.open((await wallet.answer(request)).body.redirect_uri ?? '');
    expect(titleOf(unknown)).toBe(unknownPage);
    expect(unknown.text).toContain('1956. március\u00a014.');
    expect(unknown.text).toContain('Minta Hivatal');
    const atPassword = await visit.browser.submit(unknown, '/wallet/link');
    const atCode = await visit.browser.submit(atPassword, '/password', loginOf(citizen));
    expect(titleOf(atCode)).toBe('Írja be a hitelesítő kódot');
    const done = await visit.browser.submit(atCode, '/code', { code: codeAt(citizen.secretKey, new Date()) });
    expect(answerOf(done).code).toBeTruthy();
    expect((await kapu.messages()).at(-1)).toMatchObject({
      kind: 'wallet-linked',
      more: { source: 'Minta Hivatal' },
    });
    expect(kapu.log.some((line) => line.includes('"wallet.linked"') && line.includes(citizen.id))).toBe(true);

    const again = await ask(wallet);
    const back = await again.visit.browser.open((await wallet.answer(again.request)).body.redirect_uri ?? '');
    expect(answerOf(back).code).toBeTruthy();
  });

  it('of another person is not linked', async () => {
    const citizen = await enrolledCitizen(kapu);
    const { wallet } = await holder({ claims: { given_name: 'Béla' } });
    const { visit, request } = await ask(wallet);
    const unknown = await visit.browser.open((await wallet.answer(request)).body.redirect_uri ?? '');
    const atPassword = await visit.browser.submit(unknown, '/wallet/link');
    const refused = await visit.browser.submit(atPassword, '/password', loginOf(citizen));
    expect([refused.status, titleOf(refused)]).toEqual([403, 'A tárca és a fiók adatai eltérnek']);
  });

  it('is not linked by a password alone', async () => {
    const citizen = await kapu.addCitizen();
    const { wallet } = await holder();
    const { visit, request } = await ask(wallet);
    const unknown = await visit.browser.open((await wallet.answer(request)).body.redirect_uri ?? '');
    const atPassword = await visit.browser.submit(unknown, '/wallet/link');
    const next = await visit.browser.post(formOf(atPassword, '/password').action, {
      ...formOf(atPassword, '/password').fields,
      username: citizen.username,
      password: citizen.password,
      method: 'ugyfelkapu',
    });
    expect(titleOf(await visit.browser.follow(next))).toBe('Ügyfélkapu+ igénylése');
    const again = await ask(wallet);
    const back = await again.visit.browser.open((await wallet.answer(again.request)).body.redirect_uri ?? '');
    expect(titleOf(back)).toBe(unknownPage);
  });
});

function loginOf({ username, password }: Citizenship): Record<string, string> {
  return { username, password };
}

function withOtherSignature(text: string): string {
  const [jwt = '', ...rest] = text.split('~');
  const parts = jwt.split('.');
  const signature = Buffer.from(parts[2] ?? '', 'base64url');
  signature[10] = (signature[10] ?? 0) ^ 1;
  return [`${parts[0]}.${parts[1]}.${signature.toString('base64url')}`, ...rest].join('~');
}

/** RFC 7515's unsecured JWS: nothing stands where the signature would. */
function withAlgorithmNone(text: string, which: 'issuer' | 'holder'): string {
  const parts = text.split('~');
  const index = which === 'issuer' ? 0 : parts.length - 1;
  const [header = '', payload] = (parts[index] ?? '').split('.');
  const changed = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), alg: 'none' };
  parts[index] = `${Buffer.from(JSON.stringify(changed)).toString('base64url')}.${payload}.`;
  return parts.join('~');
}

/** A gigabyte of nothing, in a megabyte: in pieces, so that making it takes no gigabyte. */
function bomb(): string {
  const zeros = deflateSync(Buffer.alloc(64 * 1024 * 1024));
  return zeros.toString('base64url');
}
