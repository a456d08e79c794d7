import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config.ts';
import { writeSecretsFile } from '../support/secrets.ts';
import {
  attestedWallet,
  makeAttester,
  plainWallet,
  walletIssuerSettings,
} from '../support/wallet-authorities.ts';

const directory = mkdtempSync(join(tmpdir(), 'kapu-wallet-issuer-'));
const fileOf = (name: string): string => join(directory, name);
const files = {
  KAPU_CREDENTIAL_CERTIFICATE_FILE: fileOf('certificate.pem'),
  KAPU_CREDENTIAL_KEY_FILE: fileOf('key.pem'),
  KAPU_CREDENTIAL_TRUST_ANCHOR_FILE: fileOf('anchor.pem'),
};
const attesters = { KAPU_WALLET_ATTESTERS_FILE: fileOf('attesters.pem') };

beforeAll(async () => {
  for (const file of ['calendar.json', 'enrolment.json']) {
    copyFileSync(resolve('config', file), fileOf(file));
  }
  writeSecretsFile(directory);
  const attester = await makeAttester();
  const { certificate, privateKey, trustAnchor } = await walletIssuerSettings(attester);
  writeFileSync(files.KAPU_CREDENTIAL_CERTIFICATE_FILE, certificate);
  writeFileSync(files.KAPU_CREDENTIAL_KEY_FILE, privateKey, { mode: 0o600 });
  writeFileSync(files.KAPU_CREDENTIAL_TRUST_ANCHOR_FILE, trustAnchor);
  writeFileSync(attesters.KAPU_WALLET_ATTESTERS_FILE, attester.authority);
});

afterAll(() => rmSync(directory, { recursive: true }));

function load(policy: object | undefined, environment: Record<string, string> = {}) {
  if (policy) {
    writeFileSync(fileOf('wallet-issuer.json'), JSON.stringify(policy));
  } else {
    rmSync(fileOf('wallet-issuer.json'), { force: true });
  }
  return loadConfig({
    KAPU_ISSUER: 'https://kapu.example',
    KAPU_TRUST_PROXY: 'true',
    KAPU_SECRETS_FILE: fileOf('secrets.json'),
    KAPU_CONFIG_DIR: directory,
    ...environment,
  }).walletIssuer;
}

describe('issuing to wallets', () => {
  it('is off without its file, and unless the file switches it on', () => {
    expect(load(undefined, { ...files, ...attesters })).toBeUndefined();
    expect(load({ wallets: [attestedWallet] }, { ...files, ...attesters })).toBeUndefined();
  });

  it('is on with certificate, key, trust anchor and attesters', () => {
    const settings = load({ enabled: true, wallets: [attestedWallet] }, { ...files, ...attesters });
    expect(settings?.policy).toMatchObject({ batch_size: 10, status_list_ttl_seconds: 300 });
    expect(settings?.attesters).toHaveLength(1);
    expect(load({ enabled: true, wallets: [plainWallet] }, files)?.attesters).toEqual([]);
  });

  it('does not start with demands on keys that no wallet could learn of or meet, or with nobody who attests', () => {
    const policy = (key_attestations: object) => ({
      enabled: true,
      wallets: [plainWallet],
      key_attestations,
    });
    const attested = { ...files, KAPU_KEY_ATTESTERS_FILE: attesters.KAPU_WALLET_ATTESTERS_FILE };
    const demanding = { required: true, least: 'high', unattested: 'low' };
    expect(load(policy(demanding), attested)?.keyAttesters).toHaveLength(1);
    expect(() => load(policy(demanding), files)).toThrow('KAPU_KEY_ATTESTERS_FILE');
    expect(() => load(policy({ least: 'high' }), attested)).toThrow('that needs required');
    const weak = { ...demanding, key_storage: { 'https://minta.example/chip': 'substantial' } };
    expect(() => load(policy(weak), attested)).toThrow('reaches least');
  });

  it.each(Object.keys(files))('does not start without %s', (missing) => {
    const { [missing]: _, ...rest } = { ...files, ...attesters } as Record<string, string>;
    expect(() => load({ enabled: true, wallets: [attestedWallet] }, rest)).toThrow(`${missing} is missing`);
  });

  it('does not start with attested wallets and no attester, no wallet, or a file that is none', () => {
    expect(() => load({ enabled: true, wallets: [attestedWallet] }, files)).toThrow(
      'KAPU_WALLET_ATTESTERS_FILE',
    );
    expect(() => load({ enabled: true }, files)).toThrow('names no wallet');
    const gone = { ...files, KAPU_CREDENTIAL_KEY_FILE: fileOf('nowhere.pem') };
    expect(() => load({ enabled: true, wallets: [plainWallet] }, gone)).toThrow('cannot be read');
  });
});
