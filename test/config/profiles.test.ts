/** Profiles of deployments: which there are, and that nobody makes `production` looser by a file. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { parseRegistration } from '../../src/clients/registration.ts';
import { type Config, loadConfig } from '../../src/config.ts';
import { strictProfile } from '../../src/configuration/deployment-profile.ts';
import { scopesOf } from '../../src/oidc/policy/claims.ts';
import { CertificateWorkshop } from '../support/certificates.ts';
import { conformanceProfile } from '../support/conformance.ts';
import { sampleRegistration } from '../support/registry.ts';
import { writeSecretsFile } from '../support/secrets.ts';

const delivered = resolve(import.meta.dirname, '../../config');
const workshop = new CertificateWorkshop();
let pair: ReturnType<CertificateWorkshop['serverPair']>;
let otherPair: typeof pair;
let directory: string;
let secretsFile: string;

beforeAll(() => {
  pair = workshop.serverPair('localhost');
  otherPair = workshop.serverPair('127.0.0.1');
});

afterAll(() => {
  workshop.close();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-profiles-'));
  secretsFile = writeSecretsFile(directory);
});

function write(file: string, content: unknown): void {
  const path = join(directory, file);
  mkdirSync(resolve(path, '..'), { recursive: true });
  writeFileSync(path, JSON.stringify(content));
}

function load(environment: Record<string, string> = {}): Config {
  return loadConfig({
    KAPU_ISSUER: 'http://localhost:3000',
    KAPU_SECRETS_FILE: secretsFile,
    KAPU_CONFIG_DIR: delivered,
    ...environment,
  });
}

describe('production', () => {
  it('is the profile unless another is named, and the strictest', () => {
    const { profile, ownTls, calendar } = load();
    expect(profile).toEqual(strictProfile);
    expect(profile).toMatchObject({
      name: 'production',
      dynamic_registration: false,
      clients_without_pkce: false,
      response_types: ['code'],
      own_tls: false,
      attempts_factor: 1,
    });
    expect(profile.further_claims).toBeUndefined();
    expect(ownTls).toBeUndefined();
    expect(calendar.applicationOnlyFrom).toEqual(new Date('2027-03-31T22:00:00Z'));
  });

  it.each([
    ['dynamic_registration', true],
    ['clients_without_pkce', true],
    ['response_types', ['code', 'id_token']],
    ['default_signing_alg', 'RS256'],
    ['own_tls', true],
    ['attempts_factor', 2],
    ['further_claims', conformanceProfile.further_claims],
  ])('cannot be given %s', (field, value) => {
    write('profiles/production/profile.json', { [field]: value });
    expect(() => load({ KAPU_CONFIG_DIR: directory })).toThrow(
      new RegExp(`profile\\.json ${field}: the profile production allows nothing else`),
    );
  });

  it.each([{ require_pkce: false }, { response_types: ['code', 'id_token'] }, { client_id_issued_at: 1 }])(
    'registers no client with %j',
    (metadata) => {
      const parsed = parseRegistration(
        { ...sampleRegistration, first_party: false, ...metadata },
        scopesOf(strictProfile),
      );
      const faults = parsed.kind === 'refused' ? parsed.faults : [];
      expect(faults.map(({ field }) => field)).toEqual(Object.keys(metadata));
    },
  );

  it('has no TLS of its own', () => {
    const environment = {
      KAPU_ISSUER: 'https://localhost:3000',
      KAPU_TLS_CERTIFICATE_FILE: pair.certificateFile,
      KAPU_TLS_KEY_FILE: pair.keyFile,
    };
    expect(() => load(environment)).toThrow(/KAPU_TLS_CERTIFICATE_FILE alone is not for this profile/);
    expect(() => load({ KAPU_ISSUER: 'https://localhost:3000' })).toThrow(/TLS ends at a proxy/);
  });
});

describe('conformance', () => {
  const named = { KAPU_PROFILE: 'conformance' };

  it('allows what the test plans need, and has a calendar of its own', () => {
    const { profile, calendar, signInStartsPerMinute } = load(named);
    expect(profile).toEqual(conformanceProfile);
    expect(profile.response_types).toHaveLength(6);
    expect(scopesOf(profile)).toEqual(expect.arrayContaining(['address']));
    expect(calendar.applicationOnlyFrom.getFullYear()).toBeGreaterThan(2098);
    expect(signInStartsPerMinute).toBe(60_000);
  });

  it('registers clients without PKCE and for other response types', () => {
    const metadata = { ...sampleRegistration, require_pkce: false, response_types: ['id_token'] };
    expect(parseRegistration(metadata, scopesOf(conformanceProfile), conformanceProfile).kind).toBe('valid');
  });

  const secure = { ...named, KAPU_ISSUER: 'https://localhost:3000' };

  it('takes a certificate and its key', () => {
    const files = { KAPU_TLS_CERTIFICATE_FILE: pair.certificateFile, KAPU_TLS_KEY_FILE: pair.keyFile };
    expect(load({ ...secure, ...files }).ownTls).toEqual({ certificate: pair.certificate, key: pair.key });
    for (const [more, sentence] of [
      [{ KAPU_ISSUER: 'http://localhost:3000' }, /KAPU_ISSUER must be https/],
      [{ KAPU_TLS_KEY_FILE: '' }, /together/],
      [{ KAPU_TLS_KEY_FILE: otherPair.keyFile }, /are not a certificate and its key/],
      [{ KAPU_TLS_KEY_FILE: join(directory, 'none') }, /cannot be read/],
    ] as const) {
      expect(() => load({ ...secure, ...files, ...more })).toThrow(sentence);
    }
  });

  it('still ends TLS at a proxy where it has no certificate', () => {
    expect(() => load(secure)).toThrow(/KAPU_TRUST_PROXY must be true/);
    expect(load({ ...secure, KAPU_TRUST_PROXY: 'true' }).ownTls).toBeUndefined();
  });
});

it.each([
  ['unknown', /profiles\/unknown\/profile\.json: cannot be read/],
  ['../clients', /KAPU_PROFILE/],
])('there is no profile %s', (name, sentence) => {
  expect(() => load({ KAPU_PROFILE: name })).toThrow(sentence);
});

it('a switch that is not known stops the start', () => {
  write('profiles/own/profile.json', { dynamic_registraton: true });
  expect(() => load({ KAPU_CONFIG_DIR: directory, KAPU_PROFILE: 'own' })).toThrow(/Unrecognized key/);
});
