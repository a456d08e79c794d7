import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config.ts';
import { CertificateWorkshop } from '../support/certificates.ts';
import { writeSecretsFile } from '../support/secrets.ts';

const workshop = new CertificateWorkshop();
let directory: string;
let files: Record<string, string>;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-hops-'));
  for (const file of ['calendar.json', 'enrolment.json']) {
    copyFileSync(resolve('config', file), join(directory, file));
  }
  const secret = join(directory, 'proxy.key');
  writeFileSync(secret, `${'s'.repeat(32)}\n`, { mode: 0o600 });
  const { certificateFile, keyFile } = workshop.serverPair('node.internal');
  files = { secret, certificateFile, keyFile };
});

beforeEach(() => {
  rmSync(join(directory, 'hops.json'), { force: true });
  rmSync(join(directory, 'audit.json'), { force: true });
});

afterAll(() => {
  rmSync(directory, { recursive: true });
  workshop.close();
});

const load = (more: NodeJS.ProcessEnv = {}) =>
  loadConfig({
    KAPU_ISSUER: 'https://kapu.example',
    KAPU_TRUST_PROXY: 'true',
    KAPU_SECRETS_FILE: writeSecretsFile(directory),
    KAPU_CONFIG_DIR: directory,
    ...more,
  });

const except = (unencrypted: Record<string, string>): void =>
  writeFileSync(join(directory, 'hops.json'), JSON.stringify({ unencrypted }));

const shipTo = (more: object): void =>
  writeFileSync(
    join(directory, 'audit.json'),
    JSON.stringify({ ship_to: { kind: 'syslog', host: 'logs.internal', port: 6514, ...more } }),
  );

const encrypted = () => ({
  KAPU_TLS_CERTIFICATE_FILE: files.certificateFile,
  KAPU_TLS_KEY_FILE: files.keyFile,
  KAPU_PROXY_ADDRESSES: '10.0.0.5,2001:db8::/64',
});

describe('the way to another machine', () => {
  it.each<[string, NodeJS.ProcessEnv, string, RegExp]>([
    [
      'from the proxy',
      { KAPU_HOST: '10.0.0.9', KAPU_PROXY_ADDRESSES: '10.0.0.5' },
      'proxy',
      /^KAPU_HOST: the way between the proxy and/,
    ],
    [
      'to Redis',
      { KAPU_REDIS_URL: 'redis://redis.internal:6379/0' },
      'redis',
      /^KAPU_REDIS_URL: the way between Redis and/,
    ],
    [
      'to the Sentinels',
      { KAPU_REDIS_URL: 'redis+sentinel://127.0.0.1:1,10.0.0.2:1/kapu' },
      'redis',
      /^KAPU_REDIS_URL: the way/,
    ],
    [
      'to a mail server that need not encrypt',
      { KAPU_SMTP_URL: 'smtp://mail.internal?ignoreTLS=true' },
      'smtp',
      /^KAPU_SMTP_URL has ignoreTLS/,
    ],
    [
      'to a mail server whose certificate is not verified',
      { KAPU_SMTP_URL: 'smtps://mail.internal?tls.rejectUnauthorized=false' },
      'smtp',
      /^KAPU_SMTP_URL has tls.rejectUnauthorized/,
    ],
  ])('%s is refused in the clear, until an operator writes why not', (_, more, hop, sentence) => {
    expect(() => load(more)).toThrow(sentence);
    except({ [hop]: 'a cable between two machines of one locked rack' });
    expect(load(more).hopExceptions).toHaveProperty(hop);
    except({ [hop]: 'no' });
    expect(() => load(more)).toThrow(/must say why/);
  });

  it('to the collector of the audit log is refused in the clear', () => {
    shipTo({});
    expect(() => load()).toThrow(/^audit.json ship_to: the way between the collector and/);
    shipTo({ tls: { ca: files.certificateFile } });
    expect(load().audit.ship_to).toMatchObject({ tls: {} });
    shipTo({ tls: { ca: '/nowhere.pem' } });
    expect(() => load()).toThrow(/nowhere.pem: cannot be read/);
    shipTo({ host: '127.0.0.1' });
    expect(() => load()).not.toThrow();
  });

  it('is taken where it is encrypted, or is none', () => {
    const config = load({
      ...encrypted(),
      KAPU_HOST: '0.0.0.0',
      KAPU_REDIS_URL: 'rediss://redis.internal:6379/0',
      KAPU_SMTP_URL: 'smtp://mail.internal',
    });
    expect(config).toMatchObject({ smtpNeedsTls: true, hopExceptions: {} });
    expect(config.proxyProof).toEqual({ addresses: ['10.0.0.5', '2001:db8::/64'], secret: undefined });
    expect(load({ KAPU_SMTP_URL: 'smtp://127.0.0.1:25' }).smtpNeedsTls).toBe(false);
    expect(load().proxyProof).toBeUndefined();
  });
});

describe('a proxy', () => {
  it.each<[NodeJS.ProcessEnv, RegExp]>([
    [{ KAPU_PROXY_ADDRESSES: '' }, /^KAPU_HOST: whoever reaches 0.0.0.0 would be believed as the proxy/],
    [{ KAPU_PROXY_ADDRESSES: 'proxy.internal' }, /KAPU_PROXY_ADDRESSES.* must be addresses or networks/],
    [{ KAPU_PROXY_ADDRESSES: '10.0.0.0/33' }, /KAPU_PROXY_ADDRESSES.* must be addresses or networks/],
    [{ KAPU_PROXY_SECRET_FILE: '/nowhere' }, /nowhere: cannot be read/],
  ])('that cannot be told from others is refused: %j', (wrong, sentence) => {
    expect(() => load({ ...encrypted(), KAPU_HOST: '0.0.0.0', ...wrong })).toThrow(sentence);
  });

  it('may be known by a secret', () => {
    const known = { ...encrypted(), KAPU_HOST: '0.0.0.0', KAPU_PROXY_ADDRESSES: '' };
    const config = load({ ...known, KAPU_PROXY_SECRET_FILE: files.secret });
    expect(config.proxyProof).toEqual({ addresses: [], secret: 's'.repeat(32) });
    writeFileSync(files.secret ?? '', 'short');
    expect(() => load({ ...known, KAPU_PROXY_SECRET_FILE: files.secret })).toThrow(/must hold 32 characters/);
  });
});
