import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config.ts';
import { newSecrets, writeSecretsFile } from '../support/secrets.ts';

let directory: string;
const secrets = newSecrets();

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-credentials-'));
  writeSecretsFile(directory, secrets);
  writeFileSync(join(directory, 'sms-token'), 'egy titkos, hosszú jel\n', { mode: 0o400 });
  writeFileSync(join(directory, 'open'), 'everybody reads this', { mode: 0o644 });
  chmodSync(join(directory, 'open'), 0o644);
});

afterAll(() => rmSync(directory, { recursive: true }));

const load = (more: NodeJS.ProcessEnv) =>
  loadConfig({
    KAPU_ISSUER: 'http://localhost:3000',
    KAPU_SECRETS_FILE: 'credential:secrets.json',
    CREDENTIALS_DIRECTORY: directory,
    ...more,
  });

describe('credentials that systemd hands over', () => {
  it('are files and values of variables', () => {
    const sms = { KAPU_SMS_URL: 'http://127.0.0.1:9/', KAPU_SMTP_URL: 'smtp://127.0.0.1:9' };
    const config = load({ ...sms, KAPU_SMS_TOKEN: 'credential:sms-token' });
    expect(config.secrets).toEqual(secrets);
    expect(config.smsGateway).toMatchObject({ token: 'egy titkos, hosszú jel' });
  });

  it.each<[NodeJS.ProcessEnv, RegExp]>([
    [{ CREDENTIALS_DIRECTORY: undefined }, /^KAPU_SECRETS_FILE: names a credential of systemd, .* none/],
    [
      { KAPU_SECRETS_FILE: 'credential:../secrets.json' },
      /^KAPU_SECRETS_FILE: must be credential: and the name/,
    ],
    [{ KAPU_SECRETS_FILE: 'credential:..' }, /^KAPU_SECRETS_FILE: must be credential: and the name/],
    [{ KAPU_SMS_TOKEN: 'credential:gone' }, /^KAPU_SMS_TOKEN: .*gone: cannot be read/],
    [{ KAPU_SMS_TOKEN: 'credential:open' }, /^KAPU_SMS_TOKEN: .*open: others than its owner .* chmod 600/],
  ])('with %j stop the start with one sentence', (wrong, sentence) => {
    expect(() => load(wrong)).toThrow(sentence);
  });
});
