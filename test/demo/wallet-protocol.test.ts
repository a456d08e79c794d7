import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { compactDecrypt, exportJWK, generateKeyPair } from 'jose';
import { base64url, textOf, utf8 } from '../../demo/wallet/protocol/bytes.ts';
import { base45, fromBase45, readCardCode, writeCardCode } from '../../demo/wallet/protocol/card-code.ts';
import { type Certificate, leafUnder, readPem } from '../../demo/wallet/protocol/certificate.ts';
import {
  checkCard,
  type DownloadedList,
  type Verdict,
  windowCheckAudience,
} from '../../demo/wallet/protocol/check-card.ts';
import { derivedKey, encryptTo } from '../../demo/wallet/protocol/jwe.ts';
import { type Keys, newDeviceKeys, publicJwk } from '../../demo/wallet/protocol/jws.ts';
import { agreed, asksForValues, findAnswers, type Query } from '../../demo/wallet/protocol/query.ts';
import {
  claimsWith,
  disclosuresFor,
  present,
  type ReadCredential,
  readCredential,
} from '../../demo/wallet/protocol/sd-jwt.ts';
import { readStatusList, statusAt } from '../../demo/wallet/protocol/status-list.ts';
import {
  Authority,
  digest,
  disclosureOf,
  issue,
  personClaims,
  type Signer,
  StatusServer,
} from '../support/wallet-authority.ts';

describe('by the vectors of the standards', () => {
  it('derives the key of RFC 7518, Appendix C', async () => {
    const agreedSecret = Uint8Array.of(
      158,
      86,
      217,
      29,
      129,
      113,
      53,
      211,
      114,
      131,
      66,
      131,
      191,
      132,
      38,
      156,
      251,
      49,
      110,
      163,
      218,
      128,
      106,
      72,
      246,
      218,
      167,
      121,
      140,
      254,
      144,
      196,
    );
    expect(base64url(await derivedKey(agreedSecret, 'A128GCM', 128, 'Alice', 'Bob'))).toBe(
      'VqqN6vgjbSBcIijNcacQGg',
    );
  });

  it.each([
    ['AB', 'BB8'],
    ['Hello!!', '%69 VD92EX0'],
    ['base-45', 'UJCLQE7W581'],
    ['ietf!', 'QED8WEX0'],
  ])('writes %s in base45 as RFC 9285 does', (text, written) => {
    expect(base45(utf8(text))).toBe(written);
    expect(textOf(fromBase45(written))).toBe(text);
  });

  it.each(['GGW', ':::', 'A', 'ab8'])('reads no base45 in %s', (text) => {
    expect(() => fromBase45(text)).toThrow('not base45');
  });

  it.each(['A128GCM', 'A256GCM'] as const)('encrypts so that others can read it (%s)', async (encryption) => {
    const { publicKey, privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'k1' };
    const { plaintext, protectedHeader } = await compactDecrypt(
      await encryptTo({ jwk, encryption }, { state: 'ő' }),
      privateKey,
    );
    expect(JSON.parse(Buffer.from(plaintext).toString())).toEqual({ state: 'ő' });
    expect(protectedHeader).toMatchObject({ alg: 'ECDH-ES', enc: encryption, kid: 'k1' });
  });

  it('keeps keys that cannot be taken out', async () => {
    const { privateKey } = await newDeviceKeys();
    await expect(crypto.subtle.exportKey('pkcs8', privateKey)).rejects.toThrow(/not extractable/);
  });
});

describe('certificates', () => {
  it('are believed under the pinned authority, while they are valid', async () => {
    const authority = await Authority.create('Minta');
    const anchor = await readPem(authority.root.pem);
    const { x5c } = await authority.leaf('kapu.example');
    expect((await leafUnder(anchor, [x5c], new Date())).dnsNames).toEqual(['kapu.example']);
    await expect(leafUnder(anchor, [x5c], new Date(Date.now() + 40 * 86_400_000))).rejects.toThrow(
      'not valid today',
    );
    const unsigned = Buffer.from(x5c, 'base64');
    unsigned.writeUInt8(unsigned.readUInt8(unsigned.length - 1) ^ 1, unsigned.length - 1);
    for (const stranger of [
      (await (await Authority.create('Minta')).leaf('kapu.example')).x5c,
      (await authority.leaf('kapu.example', { ca: true })).x5c,
      authority.root.x5c,
      unsigned.toString('base64'),
    ]) {
      await expect(leafUnder(anchor, [stranger], new Date())).rejects.toThrow('that we do not know');
    }
    await expect(leafUnder(anchor, [x5c.slice(0, 400)], new Date())).rejects.toThrow();
    await expect(leafUnder(anchor, undefined, new Date())).rejects.toThrow('names no certificate');
  });
});

describe('what is asked for', () => {
  const type = 'urn:kapu:demo:pid:1';
  const person = { family_name: 'Minta', birthdate: '1956-03-14', email: 'anna@minta.example' };
  const { email: _email, ...withoutEmail } = person;
  const claims = Object.keys(person).map((name) => ({ id: name, path: [name] }));
  const pid = { id: 'pid', format: 'dc+sd-jwt', meta: { vct_values: [type] }, claims };

  /** What one credential answers by itself. */
  function queryFor(dcql: unknown, own: Record<string, unknown> = person): Query | undefined {
    return findAnswers(dcql, [{ type, claims: own }])?.[0]?.query;
  }

  it('is required as a whole, unless the verifier names other ways', () => {
    const all = queryFor({ credentials: [pid] });
    expect(all?.wishes.map(({ isRequired }) => isRequired)).toEqual([true, true, true]);
    expect(queryFor({ credentials: [pid] }, withoutEmail)).toBeUndefined();
  });

  it('is for the citizen to decide where there are other ways', () => {
    const sets = { ...pid, claim_sets: [['family_name', 'birthdate'], ['family_name'], ['email']] };
    const query = queryFor({ credentials: [sets] }, withoutEmail);
    expect(query?.wishes).toMatchObject([
      { path: ['family_name'], isRequired: true },
      { path: ['birthdate'], isRequired: false },
    ]);
    expect(query && agreed(query, [false, true])).toEqual([['family_name'], ['birthdate']]);
    expect(query && agreed(query, [false, false])).toEqual([['family_name']]);
    const either = queryFor({ credentials: [{ ...pid, claim_sets: [['family_name'], ['birthdate']] }] });
    expect(either && agreed(either, [false, false])).toBeUndefined();
  });

  it('is answered by several credentials where several are asked for, and by as few as will do', () => {
    const other = {
      ...pid,
      id: 'other',
      meta: { vct_values: ['urn:other'] },
      claims: [{ path: ['number'] }],
    };
    const credentials = [other, pid];
    const mine = { type, claims: person };
    const held = [mine, { type: 'urn:other', claims: { number: 7 } }];
    const idsOf = (dcql: unknown, wallet = held) => findAnswers(dcql, wallet)?.map(({ query }) => query.id);
    const sets = (...options: string[][]): unknown => ({ credentials, credential_sets: [{ options }] });
    expect(idsOf({ credentials })).toEqual(['other', 'pid']);
    expect(idsOf({ credentials }, [mine])).toBeUndefined();
    expect(idsOf(sets(['pid', 'other']))).toEqual(['pid', 'other']);
    expect(idsOf(sets(['other'], ['pid']), [mine])).toEqual(['pid']);
    expect(idsOf(sets(['pid', 'other'], ['none']), [mine])).toBeUndefined();
    const spare = {
      credentials,
      credential_sets: [{ options: [['pid']] }, { options: [['other']], required: false }],
    };
    expect(idsOf(spare)).toEqual(['pid']);
    expect(idsOf(undefined)).toBeUndefined();
    expect(idsOf({ credentials: [] })).toBeUndefined();
  });

  it.each<[string, unknown[], unknown[] | undefined, unknown[]]>([
    ['a member of a claim', ['place_of_birth', 'locality'], undefined, [['place_of_birth', 'locality']]],
    ['a member that is not there', ['place_of_birth', 'street'], undefined, []],
    ['what every object has', ['place_of_birth', 'toString'], undefined, []],
    ['a member of a text', ['family_name', 'length'], undefined, []],
    ['what all may see', ['iss'], undefined, [['iss']]],
    [
      'each of a list',
      ['nationalities', null],
      undefined,
      [
        ['nationalities', 0],
        ['nationalities', 1],
      ],
    ],
    ['one of a list', ['nationalities', 1], undefined, [['nationalities', 1]]],
    ['what a list does not have', ['nationalities', 2], undefined, []],
    ['an index of what is no list', ['place_of_birth', 0], undefined, []],
    ['each of what is no list', ['family_name', null], undefined, []],
    ['an index below nought', ['nationalities', -1], undefined, []],
    ['one that has a value', ['nationalities', null], ['HU'], [['nationalities', 0]]],
    ['a value that is', ['age_equal_or_over', '18'], [true], [['age_equal_or_over', '18']]],
    ['a value that is not', ['age_equal_or_over', '18'], [false], []],
    ['a value of another type', ['age_equal_or_over', '18'], ['true'], []],
  ])('by a path: %s', (_what, path, values, places) => {
    const own = {
      iss: 'https://kibocsato.example',
      family_name: 'Minta',
      place_of_birth: { locality: 'Budapest', country: 'HU' },
      nationalities: ['HU', 'SK'],
      age_equal_or_over: { '18': true },
    };
    const asked = { credentials: [{ ...pid, claims: [{ path, ...(values && { values }) }] }] };
    expect(queryFor(asked, own)?.wishes.flatMap((wish) => wish.places) ?? []).toEqual(places);
    expect(asksForValues(asked)).toBe(values !== undefined);
  });
});

describe('a credential', () => {
  const hidden = (text: string): object => ({ '...': digest(text) });
  const [hu, sk, locality, street] = [
    disclosureOf('HU'),
    disclosureOf('SK'),
    disclosureOf('locality', 'Budapest'),
    disclosureOf('street', 'Minta utca'),
  ];
  const address = disclosureOf('address', { country: 'HU', _sd: [digest(locality), digest(street)] });
  const open = {
    nationalities: [{ '...': 'a'.repeat(43) }, hidden(hu), 'DE', hidden(sk)],
    _sd: [digest(address)],
  };
  const all = [hu, sk, address, locality, street];

  async function read(texts = all, clear: object = open): Promise<ReadCredential> {
    const signer = await (await Authority.create('Minta')).leaf('kapu.example');
    const { jwt } = await issue(signer, { claims: {}, holderKey: {}, open: { ...clear } });
    return readCredential([jwt, ...texts, ''].join('~'));
  }

  it('is read with elements of lists, and claims within claims, each at its place', async () => {
    const credential = await read();
    expect(credential.disclosures.map(({ path }) => path)).toEqual([
      ['address'],
      ['nationalities', 0],
      ['nationalities', 2],
      ['address', 'locality'],
      ['address', 'street'],
    ]);
    expect(claimsWith(credential)).toMatchObject({
      nationalities: ['HU', 'DE', 'SK'],
      address: { country: 'HU', locality: 'Budapest', street: 'Minta utca' },
    });
    expect(claimsWith(credential)).not.toHaveProperty('_sd_alg');
  });

  it('gives away what was asked for and what leads there, and can be read with that alone', async () => {
    const credential = await read();
    const texts = (place: (string | number)[]) => disclosuresFor(credential, [place]).map(({ text }) => text);
    expect(texts(['nationalities', 2])).toEqual([sk]);
    expect(texts(['nationalities', 1])).toEqual([]);
    expect(texts(['nationalities'])).toEqual([hu, sk]);
    expect(texts(['address', 'locality'])).toEqual([address, locality]);
    expect(texts(['address', 'country'])).toEqual([address]);
    const shown = disclosuresFor(credential, [
      ['address', 'street'],
      ['nationalities', 2],
    ]);
    expect(claimsWith(credential, shown)).toMatchObject({
      nationalities: [undefined, 'DE', 'SK'],
      address: { country: 'HU', street: 'Minta utca' },
    });
    const alone = await read(shown.map(({ text }) => text));
    expect(claimsWith(alone)).toMatchObject({ nationalities: ['DE', 'SK'] });
  });

  it.each<[string, string[], object]>([
    ['an element where a claim belongs', [hu], { _sd: [digest(hu)] }],
    ['a claim where an element belongs', [street], { list: [hidden(street)] }],
    ['one digest in two lists', [hu], { one: [hidden(hu)], two: [hidden(hu)] }],
    ['a digest with something beside it', [hu], { list: [{ ...hidden(hu), more: 1 }] }],
    ['a digest that is no text', [], { list: [{ '...': 7 }] }],
    ['what nothing refers to', [hu], {}],
  ])('is not read with %s', async (_what, texts, clear) => {
    await expect(read(texts, clear)).rejects.toThrow();
  });
});

describe('a card at a window', () => {
  let authority: Authority;
  let issuer: Signer;
  let lists: StatusServer;
  let uri: string;
  let keys: Keys;
  let anchor: Certificate;

  beforeAll(async () => {
    authority = await Authority.create('Minta');
    issuer = await authority.leaf('kapu.example');
    lists = await StatusServer.start(issuer);
    uri = lists.freshList();
    lists.revoked.add(7);
    keys = await newDeviceKeys();
    anchor = await readPem(authority.root.pem);
  });

  afterAll(() => lists.stop());

  async function downloaded(): Promise<DownloadedList[]> {
    const text = await (await fetch(uri)).text();
    return [{ ...(await readStatusList(text, uri, anchor, new Date())), downloadedAt: new Date() }];
  }

  interface Showing {
    readonly open?: Record<string, unknown>;
    readonly audience?: string;
    readonly shownAt?: Date;
    readonly signer?: Signer;
    readonly holder?: Keys;
    readonly add?: string;
    readonly tamper?: (presentation: string) => string;
  }

  async function card(showing: Showing = {}): Promise<string> {
    const {
      open,
      audience = windowCheckAudience,
      shownAt = new Date(),
      signer = issuer,
      holder = keys,
    } = showing;
    const { jwt, disclosures } = await issue(signer, {
      claims: personClaims,
      holderKey: await publicJwk(keys),
      open: { status: { status_list: { idx: 1, uri } }, ...open },
    });
    const credential = await readCredential([jwt, ...Object.values(disclosures), ''].join('~'));
    const shown = [...disclosuresFor(credential, [['family_name'], ['given_name']])];
    const more = showing.add ? [{ text: showing.add, digest: '', path: [], value: '' }] : [];
    const binding = { audience, nonce: crypto.randomUUID(), now: shownAt };
    const presentation = await present(jwt, [...shown, ...more], holder, binding);
    return writeCardCode(showing.tamper ? showing.tamper(presentation) : presentation);
  }

  async function judge(
    code: string,
    changes: { now?: Date; lists?: DownloadedList[]; seen?: string[] } = {},
  ): Promise<Verdict> {
    const known = changes.lists ?? (await downloaded());
    return checkCard(code, { anchor, lists: known }, new Set(changes.seen), changes.now ?? new Date());
  }

  const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1000);

  it('says what was shown, and no more', async () => {
    const verdict = await judge(await card());
    expect(verdict).toMatchObject({ kind: 'valid' });
    expect(verdict.kind === 'valid' && verdict.claims.map(({ path, value }) => [path, value])).toEqual([
      [['family_name'], 'Minta'],
      [['given_name'], 'Anna'],
    ]);
  });

  it('is the presentation itself, byte for byte', async () => {
    const known = (await downloaded()).map(({ signer }) => signer);
    const code = await card();
    const presentation = await readCardCode(code, known);
    expect(await writeCardCode(presentation)).toBe(code);
    expect(code).toMatch(/^KAPU1:[0-9A-Z $%*+./:-]+$/);
  });

  const invalid = (problem: string): object => ({ kind: 'invalid', problem });

  it.each<[string, Showing, object]>([
    ['of another authority', { signer: undefined as never }, invalid('forged')],
    ['made out to another verifier', { audience: 'x509_hash:abc' }, invalid('forged')],
    ['older than a minute', { shownAt: inSeconds(-62) }, invalid('stale')],
    ['from the future', { shownAt: inSeconds(30) }, invalid('clock-ahead')],
    ['expired', { open: { exp: 1_700_000_000 } }, invalid('expired')],
    ['without an end', { open: { exp: undefined } }, invalid('expired')],
    ['revoked', { open: { status: { status_list: { idx: 7, uri: 'list' } } } }, invalid('revoked')],
    ['of another type', { open: { vct: 'urn:other' } }, invalid('forged')],
    ['signed by another holder', { holder: undefined as never }, invalid('forged')],
    ['with a claim that the issuer did not sign', { add: disclosureOf('age', 99) }, invalid('forged')],
    ['without status', { open: { status: undefined } }, { kind: 'undecided', doubt: 'no-list' }],
    [
      'beyond the list',
      { open: { status: { status_list: { idx: 99_999, uri: 'list' } } } },
      invalid('revoked'),
    ],
    [
      'with a disclosure taken away after it was signed',
      {
        tamper: (text) =>
          text
            .split('~')
            .filter((_, index) => index !== 1)
            .join('~'),
      },
      invalid('forged'),
    ],
  ])('is refused when it is %s', async (name, showing, verdict) => {
    const status = showing.open?.status as { status_list: { idx: number } } | undefined;
    const changes = {
      ...showing,
      ...(status && { open: { status: { status_list: { ...status.status_list, uri } } } }),
      ...(name === 'of another authority' && {
        signer: await (await Authority.create('Más')).leaf('kapu.example'),
      }),
      ...(name === 'signed by another holder' && { holder: await newDeviceKeys() }),
    };
    expect(await judge(await card(changes as Showing))).toEqual(verdict);
  });

  it('is accepted once', async () => {
    const code = await card();
    const first = await judge(code);
    const seen = first.kind === 'valid' ? [first.nonce] : [];
    expect(await judge(code, { seen })).toEqual(invalid('already-shown'));
  });

  it('is not decided without the list, or when the list is over', async () => {
    expect(await judge(await card(), { lists: [] })).toEqual({ kind: 'undecided', doubt: 'no-list' });
    const [list] = await downloaded();
    const over = list ? [{ ...list, expiresAt: inSeconds(-1) }] : [];
    expect(await judge(await card(), { lists: over })).toEqual({ kind: 'undecided', doubt: 'list-too-old' });
  });

  it.each(['', 'KAPU1:', 'KAPU1:abc', 'KAPU1:BB8', 'https://pelda.example', `KAPU1:${'A'.repeat(5000)}`])(
    'is none when it says %.30s',
    async (text) => {
      expect(await judge(text)).toEqual(invalid('not-a-card'));
    },
  );

  it('has a status at its place in the list', () => {
    const bytes = Uint8Array.of(0b1011_1001, 0b1010_0011);
    expect(Array.from({ length: 8 }, (_, index) => statusAt({ bits: 1, bytes }, index))).toEqual([
      1, 0, 0, 1, 1, 1, 0, 1,
    ]);
    expect(Array.from({ length: 4 }, (_, index) => statusAt({ bits: 2, bytes }, index))).toEqual([
      1, 2, 3, 2,
    ]);
    expect(statusAt({ bits: 1, bytes }, 16)).toBeUndefined();
  });
});
