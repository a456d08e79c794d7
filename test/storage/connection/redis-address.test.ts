import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { whereRedisIs } from '../../../src/storage/connection/redis-address.ts';

describe('where Redis is', () => {
  it.each([
    ['/run/kapu/redis.sock', { path: '/run/kapu/redis.sock' }],
    ['redis://10.0.0.5', { host: '10.0.0.5', port: 6379, db: 0 }],
    ['redis://:a%40b@[::1]:7000/3', { host: '::1', port: 7000, db: 3, password: 'a@b' }],
    [
      'rediss://kapu:titok@store.example:6380',
      {
        host: 'store.example',
        port: 6380,
        db: 0,
        username: 'kapu',
        password: 'titok',
        tls: { servername: 'store.example' },
      },
    ],
  ])('%s', (address, expected) => {
    expect(whereRedisIs(address)).toEqual(expected);
  });

  it('a group is found by its Sentinels', () => {
    expect(whereRedisIs('redis+sentinel://:titok@s1:26379,s2,s3:1/kapu')).toMatchObject({
      name: 'kapu',
      password: 'titok',
      sentinels: [
        { host: 's1', port: 26379 },
        { host: 's2', port: 26379 },
        { host: 's3', port: 1 },
      ],
    });
  });

  it.each([
    'redis://',
    'http://store.example',
    'redis://:titok@a b',
    'redis+sentinel://s1,s2',
    'redis+sentinel://:titok@s1,,s2/kapu',
  ])('%s is refused, without a word of its password', (address) => {
    expect(() => whereRedisIs(address)).toThrow(/^KAPU_REDIS_URL/);
    expect(() => whereRedisIs(address)).not.toThrow(/titok/);
  });

  it('Sentinels may have a password of their own, and TLS files of ours', () => {
    const directory = mkdtempSync(join(tmpdir(), 'kapu-address-'));
    const [ca, cert, key] = ['ca.pem', 'cert.pem', 'key.pem'].map((name) => join(directory, name));
    for (const path of [ca, cert, key]) {
      writeFileSync(String(path), `the text of ${path}`, { mode: 0o600 });
    }
    const files = `ca=${ca}&cert=${cert}&key=${key}`;
    const address = `rediss+sentinel://kapu:titok@s1/kapu?sentinel-username=s&sentinel-password=a%26b&${files}`;
    const tls = { ca: `the text of ${ca}`, cert: `the text of ${cert}`, key: `the text of ${key}` };
    expect(whereRedisIs(address)).toMatchObject({
      sentinelUsername: 's',
      sentinelPassword: 'a&b',
      enableTLSForSentinelMode: true,
      sentinelTLS: tls,
      tls,
    });
    chmodSync(String(key), 0o644);
    expect(() => whereRedisIs(address)).toThrow(/key\.pem: others than its owner and group .*mode 0644/);
    rmSync(directory, { recursive: true });
  });

  it.each([
    ['redis://:ti%tok@h', /holds a % in its password that stands for nothing; write a % as %25$/],
    ['redis://:ti@tok@h', /holds @ or \/ in its password; write them as %40 and %2F$/],
    ['redis://h/kapu', /names a database that is not a number/],
    ['redis://h,i', /names several hosts; several are Sentinels/],
    ['redis://h:70000', /names a host that is not host or host:port/],
    ['redis+sentinel://h', /names no group after the Sentinels/],
    ['redis://h?sentinel-password=titok', /names a password for Sentinels, but no Sentinels/],
    ['redis://h?ca=/x', /names certificates, but no TLS/],
    ['rediss://h?cert=/x', /needs cert and key together/],
    [
      'rediss://h?pass=titok',
      /has a parameter that is not known, pass; known are ca, cert, key, sentinel-username/,
    ],
    ['rediss://h?ca=', /has nothing for its parameter ca/],
  ])('%s: what is wrong is said', (address, sentence) => {
    expect(() => whereRedisIs(address)).toThrow(sentence);
    expect(() => whereRedisIs(address)).not.toThrow(/titok|ti@tok|ti%tok/);
  });
});
