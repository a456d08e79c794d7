/** Every wrong Redis, started for real: a node and `kapu config check` say the sentence, end with 1, and have written nothing. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CertificateWorkshop } from '../support/certificates.ts';
import { startSilentSentinel } from '../support/fake-sentinel.ts';
import {
  expectRefusal as expectRefusalOf,
  give,
  layOutWorkplace,
  type RealRedis,
  startBoth,
  startRealRedis,
  type Workplace,
} from '../support/started-for-real.ts';

const workshop = new CertificateWorkshop();
const opened: { stop(): Promise<void> }[] = [];
let place: Workplace;

beforeAll(() => {
  place = layOutWorkplace();
});

afterAll(async () => {
  await Promise.all(opened.map((one) => one.stop()));
  place.remove();
  workshop.close();
});

async function redisWith(...lines: string[]): Promise<RealRedis> {
  const redis = await startRealRedis(lines);
  opened.push(redis);
  return redis;
}

async function expectRefusal(
  address: string,
  sentence: RegExp,
  more: Record<string, string> = {},
): Promise<void> {
  await expectRefusalOf({ ...place.environment, KAPU_REDIS_URL: address, ...more }, sentence);
}

const kapuUser = 'user kapu on >titok ~* &* +@all';
const asKapu = (port: number): string => `redis://kapu:titok@127.0.0.1:${port}`;

describe('a server that does not do what is demanded', () => {
  it.each<[what: string, lines: string[], sentence: RegExp]>([
    [
      'keeps no append-only file',
      ['appendonly no'],
      /^kapu: Redis keeps no append-only file.*appendonly yes/m,
    ],
    [
      'leaves the disk to the system',
      ['appendfsync no'],
      /^kapu: Redis leaves it to the system.*appendfsync always/m,
    ],
    [
      'throws keys away',
      ['maxmemory 100mb', 'maxmemory-policy allkeys-lru'],
      /^kapu: Redis throws keys away.*allkeys-lru.*set maxmemory-policy noeviction/m,
    ],
    [
      'is full',
      ['maxmemory 100kb', 'maxmemory-policy noeviction'],
      /^kapu: Redis is full and takes nothing more: it uses \d\.\d MiB of the 0\.1 MiB that it may; raise maxmemory/m,
    ],
    ['is a Redis Cluster', ['cluster-enabled yes'], /^kapu: KAPU_REDIS_URL leads to a Redis Cluster/m],
    [
      'drops what scripts wrote',
      ['user default off'],
      /^kapu: this Redis would drop what scripts wrote.*set "user default off ~\* &\* \+@all"/m,
    ],
    [
      'drops it as well',
      ['user default on nopass ~* -@all +get'],
      /^kapu: this Redis would drop what scripts wrote/m,
    ],
  ])('%s', async (_what, lines, sentence) => {
    const redis = await redisWith(kapuUser, ...lines);
    await expectRefusal(asKapu(redis.port), sentence);
    expect(await redis.written()).toEqual({ changes: 0, keys: 0 });
  });

  it('is a replica', async () => {
    const master = await redisWith();
    const replica = await redisWith(`replicaof 127.0.0.1 ${master.port}`, kapuUser);
    await expectRefusal(asKapu(replica.port), /^kapu: this Redis is a replica.*name its master/m);
    expect(await master.written()).toEqual({ changes: 0, keys: 0 });
  });

  it('is a Sentinel', async () => {
    const sentinel = await startRealRedis([], 'sentinel');
    opened.push(sentinel);
    await expectRefusal(`redis://127.0.0.1:${sentinel.port}`, /^kapu: KAPU_REDIS_URL leads to a Sentinel/m);
  });

  it('has no such database, and says all that is wrong at once', async () => {
    const redis = await redisWith(kapuUser, 'appendonly no', 'maxmemory-policy volatile-ttl');
    const address = `${asKapu(redis.port)}/99`;
    await expectRefusal(address, /^kapu: KAPU_REDIS_URL names database 99, which cannot be used/m);
    const [node] = await startBoth({ ...place.environment, KAPU_REDIS_URL: address });
    expect(node?.stderr.trim().split('\n')).toHaveLength(3);
    expect(await redis.written()).toEqual({ changes: 0, keys: 0 });
  });
});

describe('a user of Redis', () => {
  it.each<[what: string, rules: string, sentence: RegExp]>([
    [
      'who may not write hashes',
      '~* &* +@all -hset',
      /^kapu: this user of Redis may not do what a (node|command) does: HSET .*allow ~\* &\*/m,
    ],
    [
      'who may have some keys only',
      '~oidc:* &* +@all',
      /^kapu: this user of Redis may not do what a (node|command) does: GET \{account:x\}.* and \d+ more/m,
    ],
    [
      'who may have the keys of accounts only',
      '~{account:* &* +@all',
      /^kapu: this user of Redis may not do what a (node|command) does: .*SET identity:x, .* and \d+ more/m,
    ],
    [
      'who may not run scripts',
      '~* &* +@all -@scripting',
      /may not do what a (node|command) does: EVAL x, EVALSHA x;/,
    ],
    [
      'who may not hear of clients',
      '~* +@all',
      /may not do what a (node|command) does: PUBLISH clients-changed, .* more; come as kapu-(node|command) .*allow ~\* &\* /,
    ],
  ])('%s', async (_what, rules, sentence) => {
    const redis = await redisWith(`user kapu on >titok resetchannels ${rules}`);
    await expectRefusal(asKapu(redis.port), sentence);
    expect(await redis.written()).toEqual({ changes: 0, keys: 0 });
  });

  it('who may ask nothing, as of a managed server, is told what was not verified', async () => {
    const redis = await redisWith('user kapu on >titok ~* &* +@all -@admin -@dangerous');
    const environment = { ...place.environment, KAPU_REDIS_URL: asKapu(redis.port) };
    const { code, stdout } = await give('check', environment);
    for (const what of [
      'the version of Redis',
      'appendonly yes',
      'appendfsync always',
      'noeviction',
      'is the master',
      'a restart keeps',
    ]) {
      expect(stdout).toMatch(new RegExp(`^not verified .*${what}`, 'm'));
    }
    expect(stdout).toMatch(/^The configuration is complete, but look at what was not verified \(6\)\.$/m);
    expect(code).toBe(0);
    expect(await redis.written()).toEqual({ changes: 0, keys: 0 });
  });

  it('as documented is enough, and everysec is said', async () => {
    const rules = '+@all -@admin -@dangerous +info +config|get +acl|dryrun';
    const redis = await redisWith(
      `user kapu on >titok ~* &* ${rules}`,
      'user default off ~* &* +@all',
      'appendfsync everysec',
    );
    const environment = { ...place.environment, KAPU_REDIS_URL: asKapu(redis.port) };
    const { code, stdout, stderr } = await give('check', environment);
    expect(stdout.match(/^not verified .*/gm)).toEqual([expect.stringMatching(/appendfsync everysec/)]);
    expect(stderr).toBe('');
    expect(code).toBe(0);
    expect(await redis.written()).toEqual({ changes: 0, keys: 0 });
  });
});

describe('an address', () => {
  it('that cannot be reached ends with its cause', async () => {
    const redis = await redisWith('user default on >x ~* &* +@all', kapuUser);
    const { port } = redis;
    const cases: [address: string, sentence: RegExp][] = [
      [
        `redis://kapu:titok2@127.0.0.1:${port}`,
        /^kapu: 127\.0\.0\.1:\d+ refuses the user name or the password/m,
      ],
      [`redis://127.0.0.1:${port}`, /^kapu: .* asks for a password; write redis:\/\/user:password@/m],
      ['redis://127.0.0.1:1', /^kapu: 127\.0\.0\.1:1 is an address where nobody listens/m],
      ['rediss://nowhere.invalid', /^kapu: nowhere\.invalid:6379 is a name that is not known/m],
      [`rediss://kapu:titok@127.0.0.1:${port}`, /gave no answer that Redis gives: does it speak no TLS/],
      [
        'redis://kapu:ti%tok@127.0.0.1',
        /^kapu: KAPU_REDIS_URL holds a % in its password that stands for nothing; write a % as %25/m,
      ],
      [
        'redis+sentinel://127.0.0.1:1,127.0.0.1:2/kapu',
        /by the Sentinels 127\.0\.0\.1:1,127\.0\.0\.1:2 is an address where nobody listens/,
      ],
    ];
    for (const [address, sentence] of cases) {
      await expectRefusal(address, sentence);
    }
    expect(await redis.written()).toEqual({ changes: 0, keys: 0 });
  });

  it('where whoever connects is never answered ends as well', async () => {
    const silent = await startSilentSentinel();
    const [node, check] = await startBoth({
      ...place.environment,
      KAPU_REDIS_URL: `redis://127.0.0.1:${silent.port}`,
    });
    for (const { code, stderr } of [node, check]) {
      expect([code, stderr]).toEqual([1, `kapu: 127.0.0.1:${silent.port} did not answer in 20 s\n`]);
    }
    silent.stop();
  });

  it('over TLS ends with its cause', async () => {
    const { certificateFile: cert, keyFile: key } = workshop.serverPair('localhost');
    const tls = [
      `tls-port $PORT`,
      'port 0',
      `tls-cert-file ${cert}`,
      `tls-key-file ${key}`,
      `tls-ca-cert-file ${cert}`,
    ];
    const [open, closed] = [await redisWith(...tls, 'tls-auth-clients no'), await redisWith(...tls)];
    const cases: [address: string, sentence: RegExp][] = [
      [`redis://localhost:${open.port}`, /gave no answer that Redis gives: does it speak TLS \(rediss/],
      [
        `rediss://localhost:${open.port}`,
        /has a certificate of an authority that is not trusted; name it with \?ca=/,
      ],
      [`rediss://127.0.0.1:${open.port}?ca=${cert}`, /has a certificate for another name/],
      [`rediss://localhost:${closed.port}?ca=${cert}`, /ask for a certificate of ours \(\?cert=/],
    ];
    for (const [address, sentence] of cases) {
      await expectRefusal(address, sentence);
    }
    const KAPU_REDIS_URL = `rediss://localhost:${closed.port}?ca=${cert}&cert=${cert}&key=${key}`;
    const { code, stderr } = await give('check', { ...place.environment, KAPU_REDIS_URL });
    expect([code, stderr]).toEqual([0, '']);
  });

  it('of Sentinels is taken as documented, with a password of their own', async () => {
    const master = await redisWith(kapuUser);
    const sentinel = await startRealRedis(
      ['requirepass titok-s', `sentinel monitor kapu 127.0.0.1 ${master.port} 1`],
      'sentinel',
    );
    opened.push(sentinel);
    const address = (more: string): string =>
      `redis+sentinel://kapu:titok@127.0.0.1:${sentinel.port},127.0.0.1:${sentinel.port}/${more}`;
    await expectRefusal(address('kapu'), /asks for a password; .*\?sentinel-password=/);
    await expectRefusal(address('other?sentinel-password=titok-s'), /know no such group; correct the name/);
    await expectRefusal(address('kapu?sentinel-password=titok-x'), /refuses the user name or the password/);
    const KAPU_REDIS_URL = address('kapu?sentinel-password=titok-s');
    const { code, stdout } = await give('check', { ...place.environment, KAPU_REDIS_URL });
    expect(stdout).toMatch(/^redis +kapu, by the Sentinels 127\.0\.0\.1:\d+,127\.0\.0\.1:\d+: as demanded$/m);
    expect(stdout).not.toMatch(/titok/);
    expect(code).toBe(0);
  });
});

describe('a store that is another than before', () => {
  const dataDirectory = (): string => join(place.directory, 'remembering');

  it('is empty, or holds another installation', async () => {
    const redis = await redisWith(kapuUser);
    mkdirSync(dataDirectory());
    writeFileSync(join(dataDirectory(), 'installation-id'), 'the-one-before\n');
    const remembering = { KAPU_DATA_DIR: dataDirectory() };
    const isEmpty =
      /^kapu: Redis is empty, but the installation the-one-before was in it by .*installation-id; restore it/m;
    await expectRefusal(asKapu(redis.port), isEmpty, remembering);
    await expectRefusal(asKapu(redis.port), /^kapu: Redis is empty.*by KAPU_INSTALLATION_ID/m, {
      KAPU_INSTALLATION_ID: 'named',
    });
    expect(await redis.written()).toEqual({ changes: 0, keys: 0 });

    await redis.admin().hset('installation', { id: 'another-one' });
    await expectRefusal(
      asKapu(redis.port),
      /^kapu: Redis holds the installation another-one, but this one is the-one-before/m,
      remembering,
    );
    await redis.admin().del('installation');
    await redis.admin().set('clients', 'x');
    await expectRefusal(
      asKapu(redis.port),
      /^kapu: Redis does not know the installation the-one-before/m,
      remembering,
    );
  });
});
