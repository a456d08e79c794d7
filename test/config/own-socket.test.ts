import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config.ts';
import { writeSecretsFile } from '../support/secrets.ts';

let directory: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-socket-'));
  mkdirSync(join(directory, 'open'));
  chmodSync(join(directory, 'open'), 0o777);
  writeFileSync(join(directory, 'file'), '');
});

afterAll(() => rmSync(directory, { recursive: true }));

const load = (more: NodeJS.ProcessEnv) =>
  loadConfig({
    KAPU_ISSUER: 'https://kapu.example',
    KAPU_SECRETS_FILE: writeSecretsFile(directory),
    KAPU_TRUST_PROXY: 'true',
    ...more,
  });

it('a socket needs no proof of the proxy and no TLS, whatever host is named beside it', () => {
  const path = join(directory, 'node.sock');
  const config = load({ KAPU_SOCKET: path, KAPU_HOST: '0.0.0.0' });
  expect([config.socket, config.proxyProof]).toEqual([path, undefined]);
});

it.each<[NodeJS.ProcessEnv, RegExp]>([
  [{ KAPU_SOCKET: 'node.sock' }, /KAPU_SOCKET must be a whole path/],
  [{ KAPU_SOCKET: `/${'x'.repeat(120)}` }, /KAPU_SOCKET must have 107 bytes at most/],
  [{ KAPU_SOCKET: '$/gone/node.sock' }, /there is no directory/],
  [{ KAPU_SOCKET: '$/open/node.sock' }, /anybody may put a socket into .*; chmod o-w/],
  [{ KAPU_SOCKET: '$/file' }, /is there and is no socket/],
  [{ KAPU_SOCKET: '$/node.sock', KAPU_PROXY_ADDRESSES: '10.0.0.1' }, /are for a port/],
  [{ KAPU_SOCKET: '$/node.sock', KAPU_TLS_CERTIFICATE_FILE: '/x' }, /needs no TLS/],
  [{ KAPU_SOCKET: '$/node.sock', KAPU_TRUST_PROXY: 'false' }, /nobody but a proxy comes by a socket/],
])('%j stops the start with one sentence', (wrong, sentence) => {
  const socket = wrong.KAPU_SOCKET?.replace('$', directory);
  expect(() => load({ ...wrong, KAPU_SOCKET: socket })).toThrow(sentence);
});
