/** `config/outgoing.json` and `KAPU_PRIVATE_HOSTS`: what may be listed. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config.ts';
import type { OutgoingPolicy } from '../../src/configuration/policies.ts';
import { writeSecretsFile } from '../support/secrets.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'kapu-outgoing-'));
  mkdirSync(join(directory, 'clients'));
  write('calendar.json', {
    time_zone: 'Europe/Budapest',
    announced_from: '2020-01-01T00:00',
    both_offered_from: '2020-01-01T00:00',
    application_only_from: '2100-01-01T00:00',
    closed_from: '2100-01-01T00:00',
  });
  write('enrolment.json', { wait_without_email_hours: 72 });
  writeSecretsFile(directory);
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

function write(file: string, content: unknown): void {
  writeFileSync(join(directory, file), JSON.stringify(content));
}

function policyWith(written: unknown, hosts = ''): OutgoingPolicy {
  if (written !== undefined) {
    write('outgoing.json', written);
  }
  return loadConfig({
    KAPU_ISSUER: 'http://localhost:3000',
    KAPU_SECRETS_FILE: join(directory, 'secrets.json'),
    KAPU_CONFIG_DIR: directory,
    KAPU_PRIVATE_HOSTS: hosts,
  }).outgoing;
}

it('nothing is listed, and logouts are tried for a day, unless it is written', () => {
  const usual = { private_hosts: [], give_up_logouts_after_hours: 24 };
  expect(policyWith(undefined)).toEqual(usual);
  expect(policyWith({})).toEqual(usual);
});

it('hosts of the file and of the environment are listed together', () => {
  const written = { private_hosts: ['nav.belso.example', '[fd00::1]:8443'], give_up_logouts_after_hours: 2 };
  expect(policyWith(written, 'localhost:4000,10.1.2.3')).toEqual({
    private_hosts: ['nav.belso.example', '[fd00::1]:8443', 'localhost:4000', '10.1.2.3'],
    give_up_logouts_after_hours: 2,
  });
});

it.each([
  ['an address', { private_hosts: ['https://nav.belso.example'] }],
  ['a path', { private_hosts: ['nav.belso.example/keys'] }],
  ['everything', { private_hosts: ['*'] }],
  ['a network', { private_hosts: ['10.0.0.0/8'] }],
  ['too short a time', { give_up_logouts_after_hours: 0 }],
  ['an unknown field', { private_host: [] }],
])('%s is refused at the start', (_, written) => {
  expect(() => policyWith(written)).toThrow(/outgoing\.json/);
});

it('an address in the environment is refused at the start', () => {
  expect(() => policyWith({}, 'http://localhost:4000')).toThrow(/KAPU_PRIVATE_HOSTS/);
});
