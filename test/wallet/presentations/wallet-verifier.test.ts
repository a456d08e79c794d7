import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { exportPKCS8 } from 'jose';
import { offerAt } from '../../../src/assurance/cutover-calendar.ts';
import type { Assurance } from '../../../src/assurance/levels.ts';
import { mostByWallet, reachedBy, type WalletPolicy } from '../../../src/assurance/wallet-assurance.ts';
import { loadConfig } from '../../../src/config.ts';
import { createTrust } from '../../../src/wallet/certificates/trust-anchors.ts';
import { dcqlOf, queriesFor } from '../../../src/wallet/presentations/credential-query.ts';
import { createWalletRequests } from '../../../src/wallet/presentations/request-object.ts';
import { createRequestSigner } from '../../../src/wallet/presentations/request-signer.ts';
import { writeSecretsFile } from '../../support/secrets.ts';
import { Authority, type Signer, walletSettings } from '../../support/wallet-authority.ts';

let directory: string;
let authority: Authority;
let asking: Signer;

beforeAll(async () => {
  authority = await Authority.create('Állam');
  asking = await authority.leaf('kapu.example');
});

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-wallet-config-'));
  mkdirSync(join(directory, 'clients'));
  writeJson('calendar.json', {
    time_zone: 'Europe/Budapest',
    announced_from: '2026-06-01T00:00',
    both_offered_from: '2026-10-01T00:00',
    application_only_from: '2027-04-01T00:00',
    closed_from: '2028-04-01T00:00',
    wallets_from: '2026-12-01T00:00',
  });
  writeJson('enrolment.json', { wait_without_email_hours: 72 });
  writeSecretsFile(directory);
  writeFileSync(join(directory, 'anchor.pem'), authority.root.pem);
  writeFileSync(join(directory, 'asking.pem'), asking.pem);
  writeFileSync(join(directory, 'asking.key'), await exportPKCS8(asking.keys.privateKey), { mode: 0o600 });
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** As a file refers to the environment. */
function variable(name: string): string {
  return `\${${name}}`;
}

function writeJson(file: string, content: unknown): void {
  writeFileSync(join(directory, file), JSON.stringify(content));
}

const source = {
  name: { hu: 'Minta', en: 'Sample' },
  anchor_file: 'anchor.pem',
  vct: 'urn:x',
  assurance: 'substantial',
};

function load(wallets: unknown, more: Record<string, string> = {}) {
  writeJson('wallet-verifier.json', wallets);
  return loadConfig({
    KAPU_ISSUER: 'http://localhost:3000',
    KAPU_SECRETS_FILE: join(directory, 'secrets.json'),
    KAPU_CONFIG_DIR: directory,
    KAPU_WALLET_CERTIFICATES_FILE: join(directory, 'asking.pem'),
    KAPU_WALLET_KEY_FILE: join(directory, 'asking.key'),
    ...more,
  });
}

describe('the configuration', () => {
  it('is off as delivered, and while nothing says otherwise', () => {
    expect(
      load({ enabled: false, trust_sources: [{ ...source, anchor_file: variable('NOT_SET') }] })
        .walletVerifier,
    ).toBeUndefined();
    expect(
      loadConfig({ KAPU_ISSUER: 'http://localhost:3000', KAPU_SECRETS_FILE: join(directory, 'secrets.json') })
        .walletVerifier,
    ).toBeUndefined();
  });

  it('finds anchors beside itself, or where a variable says', () => {
    const beside = load({ enabled: true, trust_sources: [source] });
    expect(beside.walletVerifier?.sources[0]?.anchor).toContain('BEGIN CERTIFICATE');
    const elsewhere = load(
      { enabled: true, trust_sources: [{ ...source, anchor_file: variable('ANCHOR') }] },
      { ANCHOR: join(directory, 'anchor.pem') },
    );
    expect(elsewhere.walletVerifier?.sources[0]?.status).toBe('required');
  });

  const faults: [string, unknown, Record<string, string>, RegExp][] = [
    [
      'no key',
      { enabled: true, trust_sources: [source] },
      { KAPU_WALLET_KEY_FILE: '' },
      /KAPU_WALLET_KEY_FILE/,
    ],
    ['nobody to believe', { enabled: true }, {}, /trust source/],
    [
      'an anchor that is not there',
      { enabled: true, trust_sources: [{ ...source, anchor_file: 'x.pem' }] },
      {},
      /cannot be read/,
    ],
    [
      'an assurance of high',
      { enabled: true, trust_sources: [{ ...source, assurance: 'high' }] },
      {},
      /assurance/,
    ],
    [
      'an address that opens scripts',
      { enabled: true, wallet_address: 'javascript:alert(1)', trust_sources: [source] },
      {},
      /wallet_address/,
    ],
    ['an unknown name, also while it is off', { enabled: false, trusted: [] }, {}, /wallet-verifier/],
  ];

  it.each(faults)('is refused with %s', (_, wallets, more, sentence) => {
    expect(() => load(wallets, more)).toThrow(sentence);
  });
});

describe('our certificate', () => {
  it('names us by its hash, or by its host', async () => {
    const settings = await walletSettings(asking, authority.root.pem);
    expect(createRequestSigner(settings, 'https://kapu.example').clientId).toMatch(/^x509_hash:[\w-]{43}$/);
    const byName = { ...settings, clientIdPrefix: 'x509_san_dns' } as const;
    expect(createRequestSigner(byName, 'https://kapu.example').clientId).toBe('x509_san_dns:kapu.example');
    expect(() => createRequestSigner(byName, 'https://other.example')).toThrow('not for other.example');
  });

  it('is neither self-signed nor another key’s, and comes without its anchor', async () => {
    const settings = await walletSettings(asking, authority.root.pem);
    const own = await walletSettings(authority.root, authority.root.pem);
    const other = await walletSettings(await authority.leaf('other.example'), authority.root.pem);
    const issuer = 'https://kapu.example';
    expect(() => createRequestSigner(own, issuer)).toThrow('self-signed');
    expect(() =>
      createRequestSigner({ ...settings, certificates: [asking.pem, authority.root.pem] }, issuer),
    ).toThrow('self-signed');
    expect(() => createRequestSigner({ ...settings, privateKey: other.privateKey }, issuer)).toThrow(
      'not the P-256 key',
    );
    expect(() => createRequestSigner({ ...settings, privateKey: 'x' }, issuer)).toThrow('cannot be read');
  });

  it('is asked for where the wallet is, by a scheme or on the web', async () => {
    const signer = createRequestSigner(
      await walletSettings(asking, authority.root.pem),
      'https://kapu.example',
    );
    const addressAt = (walletAddress: string): string =>
      createWalletRequests({ issuer: 'https://kapu.example', walletAddress, signer, queries: [] }).addressFor(
        'id',
      );
    expect(addressAt('openid4vp://')).toMatch(/^openid4vp:\/\/\?client_id=x509_hash%3A/);
    expect(addressAt('https://wallet.example/open?x=1')).toMatch(
      /^https:\/\/wallet\.example\/open\?x=1&client_id=/,
    );
  });
});

it('an anchor that is no authority is refused at the start', async () => {
  const { sources } = await walletSettings(asking, asking.pem);
  expect(() => createTrust(sources)).toThrow('not an authority');
});

it('an anchor under which persons have two kinds of numbers is refused at the start', async () => {
  const { sources } = await walletSettings(asking, authority.root.pem);
  const [source] = sources as [(typeof sources)[number]];
  const other = { ...source, vct: 'urn:other' };
  expect(() => createTrust([source, { ...other, identifierClaim: 'document_number' }])).toThrow(
    'two identifier_claims',
  );
  for (const identifierClaim of [source.identifierClaim, undefined]) {
    expect(() => createTrust([source, { ...other, identifierClaim }])).not.toThrow();
  }
});

const naming = ['family_name', 'given_name', 'birthdate'];

it('of several types any one is asked for, each with its own identifier', () => {
  expect(
    queriesFor([
      { vct: 'a', identifierClaim: 'n' },
      { vct: 'b', identifierClaim: undefined },
    ]),
  ).toEqual([
    { id: 'pid', vct: 'a', alsoTypes: [], claimSets: [[...naming, 'n']] },
    { id: 'pid2', vct: 'b', alsoTypes: [], claimSets: [naming] },
  ]);
});

it('where other identifiers will do, each is a set of claims of its own, the best first', () => {
  const source = {
    vct: 'a',
    family: ['a:hu', 'a:*'],
    identifierClaim: 'n',
    otherIdentifierClaims: ['d', 'n'],
  };
  const claims = [...naming, 'n', 'd'].map((name) => ({ id: name, path: [name] }));
  expect(dcqlOf(queriesFor([source]))).toEqual({
    credentials: [
      {
        id: 'pid',
        format: 'dc+sd-jwt',
        meta: { vct_values: ['a', 'a:hu'] },
        claims,
        claim_sets: [
          [...naming, 'n'],
          [...naming, 'd'],
        ],
      },
    ],
  });
});

describe('what a wallet reaches', () => {
  const table: [Assurance, WalletPolicy['crossDevice'], Assurance, Assurance | undefined][] = [
    ['substantial', 'substantial', 'substantial', 'substantial'],
    ['substantial', 'low', 'substantial', 'low'],
    ['substantial', 'off', 'substantial', undefined],
    ['low', 'substantial', 'low', 'low'],
    ['high', 'substantial', 'substantial', 'substantial'],
  ];

  it.each(table)(
    'with a person known at %s and another device at %s: %s here, %s there',
    (assurance, crossDevice, here, there) => {
      expect(reachedBy({ assurance }, 'same-device', { crossDevice })).toBe(here);
      expect(reachedBy({ assurance }, 'cross-device', { crossDevice })).toBe(there);
    },
  );

  it('is the most of all sources, and nothing where there are none', () => {
    const policy: WalletPolicy = {
      crossDevice: 'low',
      sources: [{ assurance: 'low' }, { assurance: 'substantial' }],
    };
    expect([mostByWallet(policy, 'same-device'), mostByWallet(policy, 'cross-device')]).toEqual([
      'substantial',
      'low',
    ]);
    expect(mostByWallet(undefined, 'same-device')).toBeUndefined();
  });
});

describe('the offer', () => {
  const calendar = () => load({}).calendar;
  const before = new Date('2026-11-30T12:00:00Z');
  const after = new Date('2026-12-02T12:00:00Z');

  it('holds wallets from their day on, where they reach what is demanded', () => {
    const methods = (demand: Assurance, now: Date, byWallet?: Assurance) =>
      offerAt(calendar(), 'portal', demand, now, undefined, byWallet).methods;
    expect(methods('low', before, 'substantial')).not.toContain('digitalis-allampolgar');
    expect(methods('low', after, 'substantial')).toContain('digitalis-allampolgar');
    expect(methods('substantial', after, 'substantial')).toContain('digitalis-allampolgar');
    expect(methods('substantial', after, 'low')).not.toContain('digitalis-allampolgar');
    expect(methods('low', after)).not.toContain('digitalis-allampolgar');
    expect(methods('low', new Date('2029-01-01T00:00:00Z'), 'substantial')).toEqual([
      'ugyfelkapu-plus',
      'digitalis-allampolgar',
    ]);
  });
});
