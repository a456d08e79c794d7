import { execFile } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ensureWalletAuthorities, type WalletAuthorities } from '../../src/demo/wallet-authorities.ts';

const openssl = async (...command: string[]): Promise<string> =>
  (await promisify(execFile)('openssl', command)).stdout;

const day = 86_400_000;
// Certificates are asked of openssl, which has no clock but the machine's.
const made = new Date();

let directory: string;
let authorities: WalletAuthorities;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kapu-authorities-'));
  authorities = await ensureWalletAuthorities(directory, 'https://kapu.example', made);
});

afterAll(() => rm(directory, { recursive: true, force: true }));

it('makes certificates that openssl leads back to the root, and that name the issuer', async () => {
  const { trustAnchorFile, requestSigning, credentialSigning } = authorities;
  for (const { certificateFile, privateKeyFile } of [requestSigning, credentialSigning]) {
    await expect(openssl('verify', '-CAfile', trustAnchorFile, certificateFile)).resolves.toContain('OK');
    const text = await openssl('x509', '-in', certificateFile, '-noout', '-text');
    expect(text).toContain('DNS:kapu.example');
    expect(text).toContain('CA:FALSE');
    const publicKey = await openssl('x509', '-in', certificateFile, '-noout', '-pubkey');
    await expect(openssl('pkey', '-in', privateKeyFile, '-pubout')).resolves.toBe(publicKey);
    expect((await stat(privateKeyFile)).mode & 0o777).toBe(0o600);
  }
  await expect(openssl('x509', '-in', trustAnchorFile, '-noout', '-text')).resolves.toContain('CA:TRUE');
});

it('keeps what is there, and makes all anew where a file is missing', async () => {
  const before = await readFile(authorities.trustAnchorFile, 'utf8');
  await ensureWalletAuthorities(directory, 'https://kapu.example', made);
  await expect(readFile(authorities.trustAnchorFile, 'utf8')).resolves.toBe(before);

  await rm(authorities.requestSigning.certificateFile);
  const { trustAnchorFile, requestSigning } = await ensureWalletAuthorities(
    directory,
    'https://kapu.example',
    made,
  );
  await expect(readFile(trustAnchorFile, 'utf8')).resolves.not.toBe(before);
  await expect(
    openssl('verify', '-CAfile', trustAnchorFile, requestSigning.certificateFile),
  ).resolves.toContain('OK');
});

it.each([
  ['are kept for two years but a month', 699, 'kept'],
  ['are renewed when a month is left', 701, 'renewed'],
  ['are renewed when they have lapsed', 1700, 'renewed'],
  ['are renewed where the clock says that they are not valid yet', -10, 'renewed'],
])('%s', async (_, days, expected) => {
  const ofItsOwn = await mkdtemp(join(tmpdir(), 'kapu-authorities-'));
  const first = new Date('2027-10-31T00:59:00Z');
  const later = new Date(first.getTime() + days * day);
  const files = await ensureWalletAuthorities(ofItsOwn, 'https://kapu.example', first);
  const textOf = () =>
    Promise.all(
      [files.trustAnchorFile, ...[files.requestSigning, files.credentialSigning].flatMap(Object.values)].map(
        (file: string) => readFile(file, 'utf8'),
      ),
    );
  const before = await textOf();
  await ensureWalletAuthorities(ofItsOwn, 'https://kapu.example', later);
  const after = await textOf();
  expect(after.filter((text, at) => text !== before[at])).toHaveLength(expected === 'kept' ? 0 : 5);
  const anchor = new X509Certificate(after[0] ?? '');
  for (const pem of after.filter((text) => text.includes('BEGIN CERTIFICATE'))) {
    const certificate = new X509Certificate(pem);
    expect(certificate.verify(anchor.publicKey)).toBe(true);
    expect(certificate.validFromDate.getTime()).toBeLessThanOrEqual(later.getTime());
    expect(certificate.validToDate.getTime()).toBeGreaterThan(later.getTime() + 30 * day);
  }
  await rm(ofItsOwn, { recursive: true });
});
