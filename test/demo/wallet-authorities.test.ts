import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { ensureWalletAuthorities, type WalletAuthorities } from '../../demo/launch/wallet-authorities.ts';

const openssl = async (...command: string[]): Promise<string> =>
  (await promisify(execFile)('openssl', command)).stdout;

let directory: string;
let authorities: WalletAuthorities;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'kapu-authorities-'));
  authorities = await ensureWalletAuthorities(directory, 'https://kapu.example');
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
  await ensureWalletAuthorities(directory, 'https://kapu.example');
  await expect(readFile(authorities.trustAnchorFile, 'utf8')).resolves.toBe(before);

  await rm(authorities.requestSigning.certificateFile);
  const { trustAnchorFile, requestSigning } = await ensureWalletAuthorities(
    directory,
    'https://kapu.example',
  );
  await expect(readFile(trustAnchorFile, 'utf8')).resolves.not.toBe(before);
  await expect(
    openssl('verify', '-CAfile', trustAnchorFile, requestSigning.certificateFile),
  ).resolves.toContain('OK');
});
