import { describe, expect, it } from '@jest/globals';
import { whereRedisIs } from '../../src/storage/redis-address.ts';

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
});
