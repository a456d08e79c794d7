import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Config, loadConfig } from '../../src/config.ts';
import { writeSecretsFile } from '../support/secrets.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-config-'));
  mkdirSync(join(directory, 'clients'));
  write('calendar.json', {
    time_zone: 'Europe/Budapest',
    announced_from: '2026-06-01T00:00',
    both_offered_from: '2026-10-01T00:00',
    application_only_from: '2027-04-01T00:00',
    closed_from: '2028-04-01T00:00',
  });
  write('enrolment.json', { wait_without_email_hours: 72 });
  write('clients/portal.json', {
    client_id: 'portal',
    client_name: 'Portál',
    client_uri: 'https://portal.example',
    redirect_uris: ['https://portal.example/callback'],
    token_endpoint_auth_method: 'none',
    minimum_assurance: 'low',
    first_party: false,
  });
  writeSecretsFile(directory);
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(file: string, content: unknown): void {
  writeFileSync(join(directory, file), JSON.stringify(content));
}

const smtp = { KAPU_SMTP_URL: 'smtp://127.0.0.1:25' };
const token = 'a token of the tests, 123456';
const sms = { ...smtp, KAPU_SMS_URL: 'https://sms.example/messages', KAPU_SMS_TOKEN: token };

function environment(more: Record<string, string> = {}): Record<string, string> {
  return {
    KAPU_ISSUER: 'http://localhost:3000',
    KAPU_SECRETS_FILE: join(directory, 'secrets.json'),
    KAPU_CONFIG_DIR: directory,
    ...more,
  };
}

function configWith(codes: unknown, more: Record<string, string> = {}): Config {
  if (codes !== undefined) {
    write('one-time-codes.json', codes);
  }
  return loadConfig(environment(more));
}

describe('one-time codes', () => {
  it.each([
    ['without a file', undefined],
    ['with an empty one', {}],
    [
      'as the file is delivered',
      { email: { enabled: false, assurance: 'low' }, sms: { enabled: false, assurance: 'low' } },
    ],
    ['where nothing is said', { email: {}, sms: {} }],
    [
      'however much would be accepted',
      { email: { enabled: false, assurance: 'substantial', accepted_by: 'the board' } },
    ],
  ])('are off %s', (_, codes) => {
    expect(configWith(codes).oneTimeCodes).toEqual({});
  });

  it('are low where nothing else is said', () => {
    const codes = { email: { enabled: true }, sms: { enabled: true } };
    expect(configWith(codes, sms).oneTimeCodes).toEqual({ email: 'low', sms: 'low' });
  });

  it('are substantial only where somebody answers for it in writing', () => {
    const email = { enabled: true, assurance: 'substantial' };
    expect(() => configWith({ email }, smtp)).toThrow(
      /one-time-codes\.json email\.assurance: .*"accepted_by"/,
    );
    expect(() => configWith({ email: { ...email, accepted_by: '  ' } }, smtp)).toThrow(/accepted_by/);
    const decided = { ...email, accepted_by: 'Minta Miniszter, 12/2026' };
    expect(configWith({ email: decided }, smtp).oneTimeCodes).toEqual({ email: 'substantial' });
  });

  it.each([
    { email: { enabled: true, assurance: 'high', accepted_by: 'nobody' } },
    { email: { enabled: 'true' } },
    { email: { enabled: true, more: 1 } },
    { push: { enabled: true } },
    [],
    'on',
  ])('are refused in another shape: %j', (codes) => {
    expect(() => configWith(codes, sms)).toThrow(/one-time-codes\.json/);
  });

  it('need somebody who carries them', () => {
    expect(() => configWith({ email: { enabled: true } })).toThrow(/KAPU_SMTP_URL/);
    expect(() => configWith({ sms: { enabled: true } }, smtp)).toThrow(/KAPU_SMS_URL and KAPU_SMS_TOKEN/);
  });
});

describe('the SMS gateway', () => {
  it('is configured by environment alone', () => {
    const { smsGateway } = configWith(undefined, { ...sms, KAPU_SMS_SENDER: 'Kapu' });
    expect(smsGateway).toEqual({ url: 'https://sms.example/messages', token, sender: 'Kapu' });
    expect(configWith(undefined).smsGateway).toBeUndefined();
  });

  it.each(['http://127.0.0.1:9/x', 'http://localhost:9/x', 'http://[::1]:9/x', 'http://127.8.8.8/'])(
    'may be plain on this machine: %s',
    (url) => {
      expect(configWith(undefined, { ...sms, KAPU_SMS_URL: url }).smsGateway?.url).toBe(url);
    },
  );

  it.each([
    'http://sms.example/',
    'http://localhost.example/',
    'http://127.0.0.1.example/',
    'http://10.0.0.1/',
  ])('must be https elsewhere: %s', (url) => {
    expect(() => configWith(undefined, { ...sms, KAPU_SMS_URL: url })).toThrow(/KAPU_SMS_URL must be https/);
  });

  it('stops the start with a sentence that names what is missing, and does not quote the token', () => {
    expect(() => configWith(undefined, { ...sms, KAPU_SMS_TOKEN: '' })).toThrow(/KAPU_SMS_TOKEN is missing/);
    expect(() => configWith(undefined, { ...sms, KAPU_SMTP_URL: '' })).toThrow(/KAPU_SMTP_URL/);
    expect(() => configWith(undefined, { ...sms, KAPU_SMS_TOKEN: 'short secret' })).toThrow(
      expect.not.objectContaining({ message: expect.stringContaining('short secret') }),
    );
    expect(() => configWith(undefined, { ...sms, KAPU_SMS_URL: 'ftp://sms.example' })).toThrow(
      /KAPU_SMS_URL/,
    );
  });
});

it('kapu calendar shows what a one-time code reaches, and what that makes the least assurance', () => {
  const at = ['--at', '2027-05-01T00:00:00+02:00'];
  const kapu = (...args: string[]): string => {
    const command = resolve(import.meta.dirname, '../../src/cli/kapu.ts');
    const env = { PATH: process.env.PATH, ...environment({ ...smtp, KAPU_DATA_DIR: directory }) };
    const { stdout, stderr } = spawnSync(process.execPath, [command, ...args], { env, encoding: 'utf8' });
    return stdout + stderr;
  };
  const show = (codes: unknown): string => {
    write('one-time-codes.json', codes);
    return kapu('calendar', ...at);
  };
  expect(kapu('clients', 'apply')).toContain('1 of 1 changed');
  const off = show({});
  expect(off).toContain('one-time codes   email off, sms off');
  expect(off).toContain('portal\tugyfelkapu-plus\tsubstantial\tapplication\t-');
  const on = show({ email: { enabled: true } });
  expect(on).toContain('one-time codes   email low, sms off');
  expect(on).toContain('portal\tugyfelkapu-plus\tlow\tapplication\t-');
});
