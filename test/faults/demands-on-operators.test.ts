/** Wrong secrets, clocks and addresses, started for real, as `demands-on-redis.test.ts` does with wrong servers. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Secrets } from '../../src/configuration/secrets.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { openStore } from '../../src/storage/connection/open-store.ts';
import { startInstallation } from '../support/installation.ts';
import { eventually } from '../support/mortal-redis.ts';
import { newSecrets, writeSecretsFile } from '../support/secrets.ts';
import {
  expectRefusal,
  give,
  layOutWorkplace,
  type RealRedis,
  start,
  startBoth,
  startRealRedis,
  type Workplace,
} from '../support/started-for-real.ts';

let place: Workplace;
let redis: RealRedis;
let environment: Record<string, string>;

beforeAll(async () => {
  place = layOutWorkplace();
  redis = await startRealRedis();
  environment = { ...place.environment, KAPU_REDIS_URL: `redis://127.0.0.1:${redis.port}` };
});

afterAll(async () => {
  await redis.stop();
  place.remove();
});

describe('secrets', () => {
  const secrets = newSecrets();
  const other = newSecrets();
  const renamed = { kid: 't2', key: randomBytes(32) };
  const [sealing] = secrets.sealing_keys;
  const ring = [renamed, ...secrets.sealing_keys];

  function withSecrets(changed: Partial<Secrets>): Record<string, string> {
    const directory = join(place.directory, randomBytes(4).toString('hex'));
    mkdirSync(directory);
    return { ...environment, KAPU_SECRETS_FILE: writeSecretsFile(directory, { ...secrets, ...changed }) };
  }

  async function expectStart(
    given: Record<string, string>,
    program: 'list' | 'reseal' = 'list',
  ): Promise<void> {
    const { code, stderr } = await give(program, given);
    expect([code, stderr.replace(/^\d+ %.*\n/gm, '')]).toEqual([0, '']);
  }

  it('are remembered at the first start, by hashes that say nothing', async () => {
    await expectStart(withSecrets({}));
    const kept = await redis.admin().hgetall('installation');
    expect(Object.keys(kept).sort()).toEqual([
      'cookie_keys',
      'id',
      'index_key',
      'password_pepper',
      'sealing_key:t1',
      'subject_key',
    ]);
    expect(JSON.stringify(kept)).not.toContain(secrets.password_pepper.toString('base64url').slice(0, 12));
    const { stdout, code } = await give('check', withSecrets({}));
    expect(stdout).toMatch(new RegExp(`^installation +${kept.id}$`, 'm'));
    expect(code).toBe(0);
  });

  it.each<[string, Partial<Secrets>, RegExp]>([
    [
      'password_pepper',
      { password_pepper: other.password_pepper },
      /^kapu: secrets file: password_pepper is another .*every password would be wrong/m,
    ],
    [
      'index_key',
      { index_key: other.index_key },
      /^kapu: secrets file: index_key is another .*imported twice/m,
    ],
    [
      'subject_key',
      { subject_key: other.subject_key },
      /^kapu: secrets file: subject_key is another .*strangers/m,
    ],
    [
      'sealing key',
      { sealing_keys: [renamed] },
      /^kapu: secrets file: sealing_keys lack t1, .*kapu keys reseal/m,
    ],
    [
      'sealing key of the same name',
      { sealing_keys: other.sealing_keys },
      /^kapu: secrets file: the key t1 of sealing_keys is another/m,
    ],
    [
      'cookie key',
      { cookie_keys: other.cookie_keys },
      /^kapu: secrets file: cookie_keys have none that the other nodes know/m,
    ],
  ])('another %s is refused', async (_what, changed, sentence) => {
    const before = await redis.written();
    await expectRefusal(withSecrets(changed), sentence);
    expect(await redis.written()).toEqual(before);
  });

  it('are changed as documented: a sealing key may go once kapu keys reseal says so, a cookie key once another is known', async () => {
    await expectStart(withSecrets({ sealing_keys: [...secrets.sealing_keys, renamed] }));
    await expectStart(
      withSecrets({ sealing_keys: ring, cookie_keys: [...other.cookie_keys, ...secrets.cookie_keys] }),
    );
    await expectRefusal(
      withSecrets({ sealing_keys: [renamed], cookie_keys: other.cookie_keys }),
      /sealing_keys lack t1/,
    );
    await expectRefusal(withSecrets({ sealing_keys: sealing ? [sealing] : [] }), /sealing_keys lack t2/);
    await expectStart(withSecrets({ sealing_keys: ring, cookie_keys: other.cookie_keys }), 'reseal');
    await expectStart(withSecrets({ sealing_keys: [renamed], cookie_keys: other.cookie_keys }));
  });

  it.each(['0644', '0604', '0660'])('in a file of mode %s are refused', async (octal) => {
    const given = withSecrets({});
    chmodSync(given.KAPU_SECRETS_FILE ?? '', Number.parseInt(octal, 8));
    await expectRefusal(
      given,
      new RegExp(`^kapu: .*secrets\\.json: others .*mode ${octal}\\); chmod 600 `, 'm'),
    );
  });

  it('are made for their owner alone, and never over others', async () => {
    const path = join(place.directory, 'made.json');
    const made = await give('secrets', { OUT: path });
    expect([made.code, made.stdout, made.stderr]).toEqual([0, '', '']);
    expect(statSync(path).mode & 0o777).toBe(0o600);
    const again = await give('secrets', { OUT: path });
    expect([again.code, again.stderr]).toEqual([
      1,
      `kapu: ${path}: is there already, and is not overwritten\n`,
    ]);
  });
});

it.each([90, -90])('a clock that is %d s off is refused', async (seconds) => {
  const moved = `Date = class extends Date { constructor(...a) { a.length ? super(...a) : super(Date.now()); } static now() { return super.now() + ${seconds * 1000}; } }`;
  const before = await redis.written();
  const sentence = new RegExp(
    `^kapu: the clock of this machine is (89|90)\\.\\d s ${seconds > 0 ? 'ahead of' : 'behind'} Redis; .*NTP`,
    'm',
  );
  const fresh = { KAPU_SECRETS_FILE: place.environment.KAPU_SECRETS_FILE ?? '' };
  await expectRefusal(
    { ...environment, ...fresh, NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(moved)}` },
    sentence,
  );
  expect(await redis.written()).toEqual(before);
});

describe('addresses', () => {
  it.each<[variable: string, value: string, sentence: RegExp]>([
    [
      'KAPU_ISSUER',
      'http://kapu.example',
      /^kapu: KAPU_ISSUER must be https: http is for this machine alone .*kapu\.example is not$/m,
    ],
    ['KAPU_ISSUER', 'https://anna:titok@kapu.example', /^kapu: KAPU_ISSUER must name no user/m],
    ['KAPU_ISSUER', 'https://kapu.example/?a=b', /^kapu: KAPU_ISSUER must have no query and no fragment$/m],
    ['KAPU_ISSUER', 'https://kapu.example#x', /^kapu: KAPU_ISSUER must have no query and no fragment$/m],
    [
      'KAPU_ISSUER',
      'https://kapu.example/azonositas',
      /^kapu: KAPU_ISSUER must have no path: .*\(https:\/\/kapu\.example\)$/m,
    ],
    [
      'KAPU_ISSUER',
      'HTTPS://kapu.example',
      /^kapu: KAPU_ISSUER must be written as browsers write it: https:\/\/kapu\.example$/m,
    ],
    [
      'KAPU_ISSUER',
      'https://Kapu.Example:443',
      /^kapu: KAPU_ISSUER must be written as browsers write it: https:\/\/kapu\.example$/m,
    ],
    ['KAPU_ISSUER', 'kapu.example', /^kapu: KAPU_ISSUER must be an https address/m],
    ['KAPU_SERVICE_NAME', 'Kapu: próba', /^kapu: KAPU_SERVICE_NAME must hold no colon/m],
    ['KAPU_SERVICE_NAME', 'Kapu\npróba', /^kapu: KAPU_SERVICE_NAME must be one line/m],
    ['KAPU_PROFILE', 'A B', /^kapu: KAPU_PROFILE must be the name of a directory of config\/profiles$/m],
    ['KAPU_CONFIG_DIR', '/dev/null', /^kapu: \/dev\/null: must be a directory, and is a file$/m],
    ['KAPU_SECRETS_FILE', '/dev/zero', /^kapu: \/dev\/zero: is no file$/m],
    ['KAPU_MAIL_FROM', 'bad', /^kapu: KAPU_MAIL_FROM must be an address/m],
    ['KAPU_PORT', 'abc', /^kapu: KAPU_PORT must be a number$/m],
    [
      'KAPU_REDIS_URI',
      'redis://127.0.0.1',
      /^kapu: KAPU_REDIS_URI is no variable of Kapu, did you mean KAPU_REDIS_URL\?$/m,
    ],
    ['KAPU_DEMO_FILE', '/tmp/demo.json', /^kapu: KAPU_DEMO_FILE is no variable of Kapu$/m],
  ])('%s=%s is refused', async (variable, value, sentence) => {
    const before = await redis.written();
    await expectRefusal({ ...environment, KAPU_TRUST_PROXY: 'true', [variable]: value }, sentence);
    expect(await redis.written()).toEqual(before);
  });
});

describe('what only a start finds out', () => {
  const fresh = layOutWorkplace();
  afterAll(() => fresh.remove());

  it.each(['KAPU_HOST', 'KAPU_METRICS_HOST'])('%s is no address of this machine', async (variable) => {
    const given = { ...fresh.environment, KAPU_METRICS_PORT: '0', [variable]: '203.0.113.7' };
    const { code, stderr } = await start('node', given).ended;
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `kapu: ${variable}: "203.0.113.7" is no address of this machine; 127.0.0.1 and ::1 are, and 0.0.0.0 is all of them\n`,
    });
  });

  it('a list of breached passwords that is none is found by the check as well', () =>
    expectRefusal(
      { ...fresh.environment, KAPU_BREACHED_PASSWORDS_FILE: import.meta.filename },
      /^kapu: KAPU_BREACHED_PASSWORDS_FILE: .* is not a list of SHA-1 hashes/m,
    ));
});

it('everything that is wrong is said at once, with a hint at what was meant', async () => {
  const wrong = layOutWorkplace();
  const { KAPU_CONFIG_DIR: directory = '' } = wrong.environment;
  writeFileSync(join(directory, 'grant.json'), '{}');
  writeFileSync(join(directory, 'clients/portal.jsn'), '{}');
  writeFileSync(join(directory, 'desk.json'), '{"look_ups_per_hours": 3}');
  writeFileSync(join(directory, 'audit.json'), '{');
  writeFileSync(
    join(directory, 'outgoing.json'),
    '{"give_up_logouts_after_hours": 0, "private_hosts": [""]}',
  );
  const [{ stderr }] = await startBoth({ ...wrong.environment, KAPU_PORT: 'x', KAPU_ISSUER: '' });
  expect(stderr.replaceAll(`${directory}/`, '').trim().split('\n')).toEqual([
    'kapu: KAPU_ISSUER is missing: the address of the service, e.g. https://kapu.example',
    'kapu: KAPU_PORT must be a number',
    'kapu: grant.json: is no file of the configuration, did you mean grants.json?',
    'kapu: clients/portal.jsn: is no client; the file of one is named *.json',
    'kapu: outgoing.json private_hosts.0: must be host or host:port',
    'kapu: outgoing.json give_up_logouts_after_hours: must be >=1',
    'kapu: audit.json: is not JSON',
    'kapu: desk.json: Unrecognized key "look_ups_per_hours", did you mean look_ups_per_hour?',
  ]);
  wrong.remove();
});

it('a certificate of the node that has lapsed is said by the check', async () => {
  const lapsing = layOutWorkplace();
  const [key, certificate] = ['node.key', 'node.pem'].map((name) => join(lapsing.directory, name));
  const request = ['req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  const signed = execFileSync('openssl', [...request, '-keyout', `${key}`, '-subj', '/CN=kapu.example'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  execFileSync('openssl', ['x509', '-req', '-signkey', `${key}`, '-days', '-1', '-out', `${certificate}`], {
    input: signed,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const { code, stdout } = await give('check', {
    ...lapsing.environment,
    KAPU_ISSUER: 'https://kapu.example',
    KAPU_TRUST_PROXY: 'true',
    KAPU_TLS_CERTIFICATE_FILE: `${certificate}`,
    KAPU_TLS_KEY_FILE: `${key}`,
  });
  expect(stdout).toMatch(/^not verified +KAPU_TLS_CERTIFICATE_FILE: is valid from .* and not now: a proxy/m);
  expect(code).toBe(0);
  lapsing.remove();
});

it('a declared client that cannot be registered is said by the check', async () => {
  const declaring = layOutWorkplace();
  const { KAPU_CONFIG_DIR: directory = '' } = declaring.environment;
  writeFileSync(join(directory, 'clients/portal.json'), '{"client_id": "portal"}');
  const empty = await startRealRedis();
  const { code, stdout } = await give('check', {
    ...declaring.environment,
    KAPU_REDIS_URL: `redis://127.0.0.1:${empty.port}`,
  });
  expect(stdout).toMatch(/^not verified +.*clients\/portal\.json client_name: is missing$/m);
  expect(stdout).toMatch(/^The configuration is complete, but look at what was not verified \(2\)\.$/m);
  expect(code).toBe(0);
  await empty.stop();
  declaring.remove();
});

it('a Redis that is changed while nodes run makes them not ready, until it is mended', async () => {
  const changed = await startRealRedis();
  const settings = {
    redisUrl: `redis://127.0.0.1:${changed.port}`,
    secrets: newSecrets(),
    installationId: undefined,
    dataDirectory: join(place.directory, 'changing'),
  };
  const quickly = { everyMilliseconds: 20, whenWrongMilliseconds: 20 };
  const opened = await openStore(settings, createLogger('silent'), quickly);
  const kapu = await startInstallation({ checkStore: opened.check });
  const ready = async (): Promise<{ status: number; reasons?: string[]; retryAfter: string | null }> => {
    const response = await fetch(`${kapu.issuer}/health/ready`);
    const body = (await response.json()) as { reasons?: string[] };
    return {
      ...body,
      status: response.status,
      retryAfter: response.headers.get('Retry-After'),
    };
  };
  expect(await ready()).toMatchObject({ status: 200 });
  for (const [setting, bad, good, sentence] of [
    ['maxmemory-policy', 'allkeys-lru', 'noeviction', /^demands on Redis: Redis throws keys away/],
    ['appendonly', 'no', 'yes', /^demands on Redis: Redis keeps no append-only file/],
  ] as const) {
    await changed.admin().config('SET', setting, bad);
    await eventually(async () => {
      await delay(100);
      expect(await ready()).toMatchObject({
        status: 503,
        reasons: [expect.stringMatching(sentence)],
        retryAfter: '5',
      });
    });
    await changed.admin().config('SET', setting, good);
    await eventually(async () => {
      await delay(100);
      expect(await ready()).toMatchObject({ status: 200 });
    });
  }
  await changed.admin().flushall();
  await eventually(async () => {
    await delay(100);
    expect(await ready()).toMatchObject({
      status: 503,
      reasons: [expect.stringMatching(/^demands on Redis: Redis is empty, but the installation/)],
    });
  });
  await opened.close();
  await kapu.stop();
  await changed.stop();
});
