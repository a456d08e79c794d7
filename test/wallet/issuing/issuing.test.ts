import { createHash, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import type { Account, Profile } from '../../../src/accounts/account.ts';
import {
  type RegisteredWallet,
  type WalletIssuerSettings,
  walletIssuerSchema,
} from '../../../src/configuration/wallet-issuer-settings.ts';
import { credentialClaimsOf, personalNumberOf } from '../../../src/oidc/credentials/credential-claims.ts';
import { attesterOf } from '../../../src/wallet/certificates/attesters.ts';
import { type HolderKey, writeCredential } from '../../../src/wallet/issuing/credential.ts';
import { createIssuerKey, type IssuerKey } from '../../../src/wallet/issuing/issuer-key.ts';
import { offerAddress, offerContent } from '../../../src/wallet/issuing/offers.ts';
import { newKeys, readCredential } from '../../support/issuing-wallet.ts';
import { sampleProfile } from '../../support/sample-profile.ts';
import {
  type Attester,
  makeAttester,
  plainWallet,
  walletIssuerSettings,
} from '../../support/wallet-authorities.ts';

const now = new Date('2026-11-22T10:20:30Z');
/** Certificates are made when the test runs, and for less than three years. */
const longAfter = new Date(Date.now() + 3 * 366 * 86_400_000);
const subjectKey = Buffer.alloc(32, 7);
const ofEverybody = { nationalities: ['HU'], country_of_birth: 'HU' };

let attester: Attester;
let settings: WalletIssuerSettings;
let key: IssuerKey;

beforeAll(async () => {
  attester = await makeAttester();
  settings = await walletIssuerSettings(attester);
  key = await createIssuerKey(settings, new Date());
});

function accountWith(changes: Partial<Profile> = {}): Account {
  return { id: 'f6e9', profile: { ...sampleProfile, ...changes } } as unknown as Account;
}

async function write(claims: Record<string, unknown>, within = {}): Promise<string> {
  return writeCredential(key, {
    issuer: 'https://kapu.example',
    person: { claims, within },
    holderKey: (await newKeys()).jwk as unknown as HolderKey,
    status: { uri: 'https://kapu.example/status-lists/0', index: 5 },
    issuedAt: now,
    expiresAt: new Date(now.getTime() + 86_400_000),
  });
}

describe('a credential', () => {
  it('says nothing of a claim but its digest, and puts the digests in no order', async () => {
    const names = Array.from({ length: 40 }, (_, position) => `claim_${position}`);
    const credential = await write(Object.fromEntries(names.map((name) => [name, `value of ${name}`])));
    const [jwt = '', ...disclosures] = credential.split('~').slice(0, -1);
    const payload = Buffer.from(jwt.split('.')[1] ?? '', 'base64url').toString();
    expect(payload).not.toContain('claim_');
    const inOrder = disclosures.map((text) => createHash('sha256').update(text).digest('base64url'));
    const { _sd: digests } = JSON.parse(payload) as { _sd: string[] };
    expect([...digests].sort()).toEqual([...inOrder].sort());
    expect(digests).not.toEqual(inOrder);
  });

  it('has dates of a day, and the same salt never twice', async () => {
    const { payload, salts } = await readCredential(
      await write({ one: 1, two: 2 }),
      settings.trustAnchor,
      now,
    );
    expect([payload.iat, payload.exp]).toEqual([
      Date.UTC(2026, 10, 22) / 1000,
      Date.UTC(2026, 10, 23) / 1000,
    ]);
    const again = await readCredential(await write({ one: 1, two: 2 }), settings.trustAnchor, now);
    expect(new Set([...salts, ...again.salts]).size).toBe(4);
  });

  it('leads to the trust anchor by its certificate alone, without the anchor', async () => {
    const { header } = await readCredential(await write({ one: 1 }), settings.trustAnchor, now);
    const [leaf] = header.x5c as string[];
    expect(new X509Certificate(Buffer.from(leaf ?? '', 'base64')).subjectAltName).toContain('DNS:localhost');
    const anchor = new X509Certificate(settings.trustAnchor);
    expect(key.anchorFingerprint).toBe(createHash('sha256').update(anchor.raw).digest('hex'));
  });
});

describe('the claims of a credential', () => {
  it.each([
    ['1956-03-14', true],
    ['2008-11-22', true],
    ['2008-11-23', false],
    ['2020-02-29', false],
  ])('born on %s, of age: %s', (birthdate, isOfAge) => {
    const { within } = credentialClaimsOf(accountWith({ birthdate }), ofEverybody, subjectKey, now);
    expect(within).toEqual({ age_equal_or_over: { '18': isOfAge } });
  });

  it('of age begins at midnight in Budapest', () => {
    const born = accountWith({ birthdate: '2008-11-22' });
    const over = (instant: string) =>
      credentialClaimsOf(born, ofEverybody, subjectKey, new Date(instant)).within.age_equal_or_over;
    expect(over('2026-11-21T22:59:59Z')).toEqual({ '18': false });
    expect(over('2026-11-21T23:00:00Z')).toEqual({ '18': true });
  });

  it('leave out what is not known of everybody', () => {
    const { claims } = credentialClaimsOf(accountWith(), { nationalities: [] }, subjectKey, now);
    expect(claims).not.toHaveProperty('nationalities');
    expect(claims.place_of_birth).toEqual({ locality: 'Budapest' });
  });

  it('give the first word of the mother’s name as her family name', () => {
    const { claims } = credentialClaimsOf(
      accountWith({ mothers_birth_name: 'Kis-Példa Mária  Anna' }),
      ofEverybody,
      subjectKey,
      now,
    );
    expect([claims.mother_birth_family_name, claims.mother_birth_given_name]).toEqual([
      'Kis-Példa',
      'Mária Anna',
    ]);
  });

  it('number a person with twenty digits that stay, and that others do not have', () => {
    const numbers = Array.from({ length: 1000 }, (_, id) => personalNumberOf(String(id), subjectKey));
    expect(new Set(numbers).size).toBe(1000);
    expect(numbers.every((number) => /^\d{20}$/.test(number))).toBe(true);
    expect(personalNumberOf('1', subjectKey)).toBe(numbers[1]);
    expect(personalNumberOf('1', Buffer.alloc(32, 8))).not.toBe(numbers[1]);
  });
});

describe('the issuer does not start', () => {
  const p256 = (): string =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();

  it.each<[string, () => Partial<WalletIssuerSettings> | Promise<Partial<WalletIssuerSettings>>]>([
    ['is not the key of the certificate', () => ({ privateKey: p256() })],
    [
      'must be a P-256 key',
      () => ({
        privateKey: generateKeyPairSync('ed25519')
          .privateKey.export({ type: 'pkcs8', format: 'pem' })
          .toString(),
      }),
    ],
    ['must be issued by', async () => ({ trustAnchor: (await walletIssuerSettings(attester)).trustAnchor })],
    ['must be issued by', async () => ({ trustAnchor: settings.certificate })],
  ])('when the certificate or key %s', async (sentence, changes) => {
    const wrong = { ...settings, ...(await changes()) };
    await expect(createIssuerKey(wrong, new Date())).rejects.toThrow(sentence);
  });

  it('with a certificate that is over', async () => {
    await expect(createIssuerKey(settings, longAfter)).rejects.toThrow('not valid today');
  });
});

describe('an attestation', () => {
  const pinned = (): X509Certificate[] => [new X509Certificate(attester.authority)];
  const der = (pem: string): string => new X509Certificate(pem).raw.toString('base64');

  it('counts with a certificate that a pinned authority issued', () => {
    expect(attesterOf([attester.certificate], pinned(), new Date())?.subject).toContain(
      'CN=attester.example',
    );
  });

  it('counts with the pinned authority beside it', () => {
    expect(attesterOf([attester.certificate, der(attester.authority)], pinned(), new Date())).toBeDefined();
  });

  it('does not count otherwise', async () => {
    const stranger = await makeAttester();
    const over = await makeAttester(-1);
    const today = new Date();
    for (const x5c of [
      undefined,
      'x',
      [],
      [1],
      [''],
      ['AAAA'],
      ['x'.repeat(10_000)],
      [stranger.certificate],
      [der(stranger.authority)],
      [der(attester.authority)],
      [stranger.certificate, attester.certificate],
      [attester.certificate, attester.certificate],
      Array.from({ length: 6 }, () => attester.certificate),
    ]) {
      expect(attesterOf(x5c, pinned(), today)).toBeUndefined();
    }
    expect(attesterOf([attester.certificate], [], today)).toBeUndefined();
    expect(attesterOf([attester.certificate], pinned(), longAfter)).toBeUndefined();
    expect(attesterOf([over.certificate], [new X509Certificate(over.authority)], today)).toBeUndefined();
  });
});

describe('an offer', () => {
  const parsed = (wallet: object) =>
    walletIssuerSchema.parse({ wallets: [{ ...plainWallet, ...wallet }] }).wallets[0] as RegisteredWallet;

  it('goes to the address of a web wallet, or to whatever app answers to the scheme', () => {
    const toApp = offerAddress('https://kapu.example', parsed({}), { id: 'abc' });
    expect(toApp).toBe(
      'openid-credential-offer://?credential_offer_uri=https%3A%2F%2Fkapu.example%2Fcredential-offers%2Fabc',
    );
    const page = parsed({ offer_uri: 'https://tarca.example/ajanlat?nyelv=hu' });
    expect(offerAddress('https://kapu.example', page, { id: 'abc' })).toMatch(
      /^https:\/\/tarca\.example\/ajanlat\?nyelv=hu&credential_offer_uri=https%3A/,
    );
  });

  it.each(['haip-vci://', 'eu-eaa-offer://', 'hu.minta.tarca://'])('goes to any scheme: %s', (scheme) => {
    expect(offerAddress('https://kapu.example', parsed({ offer_uri: scheme }), { id: 'abc' })).toBe(
      `${scheme}?credential_offer_uri=https%3A%2F%2Fkapu.example%2Fcredential-offers%2Fabc`,
    );
  });

  it.each(['javascript:alert(1)', 'haip-vci://x', 'haip-vci', 'https://', 'https://a b', 'Haip://'])(
    'does not go to %s',
    (address) => expect(() => parsed({ offer_uri: address })).toThrow(),
  );

  it('also lets a wallet begin with a sign-in, where it is registered so', () => {
    const wallet = parsed({ offers_authorization_code: true });
    expect(offerContent('https://kapu.example', { id: 'abc', code: 'c' }, wallet)).toMatchObject({
      grants: { authorization_code: { issuer_state: 'abc' } },
    });
  });

  it('is for one credential, with a code of six digits', () => {
    expect(offerContent('https://kapu.example', { id: 'abc', code: 'the code' }, parsed({}))).toEqual({
      credential_issuer: 'https://kapu.example',
      credential_configuration_ids: ['kapu-demo-pid'],
      grants: {
        'urn:ietf:params:oauth:grant-type:pre-authorized_code': {
          'pre-authorized_code': 'the code',
          tx_code: { input_mode: 'numeric', length: 6 },
        },
      },
    });
  });
});

describe('the policy', () => {
  it('is off unless switched on, and refuses what cannot be', () => {
    expect(walletIssuerSchema.parse({}).enabled).toBe(false);
    for (const wrong of [
      { enabled: true },
      { enabled: true, wallets: [plainWallet, plainWallet] },
      { wallets: [{ ...plainWallet, redirect_uris: [] }] },
      { wallets: [{ ...plainWallet, redirect_uris: ['https://a.example/', 'https://b.example/'] }] },
      { wallets: [{ ...plainWallet, redirect_uris: ['javascript:alert(1)'] }] },
      { wallets: [{ ...plainWallet, redirect_uris: ['no address'] }] },
      { wallets: [{ ...plainWallet, client_secret: 'x' }] },
      { batch_size: 11 },
      { credential_lifetime_days: 0 },
      { of_everybody: { nationalities: ['Magyar'] } },
      { unknown: 1 },
    ]) {
      expect(walletIssuerSchema.safeParse(wrong).success).toBe(false);
    }
  });
});
