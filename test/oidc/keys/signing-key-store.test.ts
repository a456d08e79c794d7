import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { createFirstSigningKeys } from '../../../src/oidc/keys/first-signing-keys.ts';
import { makeSigningKey } from '../../../src/oidc/keys/make-signing-key.ts';
import { signingAlgorithms } from '../../../src/oidc/keys/signing-key.ts';
import { createSigningKeyHome } from '../../../src/oidc/keys/signing-key-home.ts';
import { createSigningKeyStore, type SigningKeyStore } from '../../../src/oidc/keys/signing-key-store.ts';
import { createSealer } from '../../../src/storage/sealed.ts';
import { dumpOf } from '../../support/dump.ts';
import { startTestRedis, type TestRedis } from '../../support/redis.ts';

const inStore = createSigningKeyHome(undefined);

let redis: TestRedis;
let keys: SigningKeyStore;
let onOtherNode: SigningKeyStore;

beforeAll(async () => {
  redis = await startTestRedis();
  keys = createSigningKeyStore(redis.store, redis.sealer);
  onOtherNode = createSigningKeyStore(redis.otherStore, redis.sealer);
});

beforeEach(async () => {
  await redis.store.flushall();
});

afterAll(() => redis.stop());

const kidsOf = async (alg = 'ES256'): Promise<string[]> =>
  (await keys.read()).keys.filter((key) => key.alg === alg).map(({ kid }) => kid);

it('nodes that start together make one key of each algorithm', async () => {
  const rings = await Promise.all(
    [keys, onOtherNode, keys, onOtherNode].map((store) => createFirstSigningKeys(store, inStore)),
  );
  expect(rings[0]?.keys.map(({ alg }) => alg).sort()).toEqual([...signingAlgorithms].sort());
  const kids = rings.map((ring) => ring.keys.map(({ kid }) => kid).sort());
  expect(new Set(kids.map(String)).size).toBe(1);
});

it('takes over the two keys of an installation from before, and adds the algorithms that it lacked', async () => {
  const before = await Promise.all([makeSigningKey('ES256'), makeSigningKey('RS256')]);
  const place = 'oidc:{signing-keys}';
  await redis.store.set(place, redis.sealer.seal(JSON.stringify(before), place));

  await Promise.all([createFirstSigningKeys(keys, inStore), createFirstSigningKeys(onOtherNode, inStore)]);

  expect(await kidsOf('ES256')).toEqual([before[0].kid]);
  expect(await kidsOf('RS256')).toEqual([before[1].kid]);
  expect(await kidsOf('EdDSA')).toHaveLength(1);
  expect(await kidsOf('PS256')).toHaveLength(1);
  expect((await keys.read()).keys.find(({ alg }) => alg === 'ES256')?.privateKey).toEqual(before[0]);
});

it('a node of the version before finds the old record until the first rotation, and none after it', async () => {
  const place = 'oidc:{signing-keys}';
  await redis.store.set(place, redis.sealer.seal(JSON.stringify([await makeSigningKey('ES256')]), place));
  await createFirstSigningKeys(keys, inStore);
  expect(await redis.store.exists(place)).toBe(1);
  await keys.add(await makeSigningKey('ES256'), 60_000);
  expect(await redis.store.exists(place)).toBe(0);
});

it('of twenty rotations at once, on two nodes, one makes a key and the others are told of it', async () => {
  await createFirstSigningKeys(keys, inStore);
  const made = await Promise.all(Array.from({ length: 20 }, () => makeSigningKey('ES256')));
  const additions = await Promise.all(
    made.map((key, turn) => (turn % 2 ? keys : onOtherNode).add(key, 60_000)),
  );
  expect(additions.filter(({ kind }) => kind === 'added')).toHaveLength(1);
  expect(new Set(additions.map(({ kid, signsFrom }) => `${kid} ${signsFrom.toISOString()}`)).size).toBe(1);
  expect(await kidsOf()).toHaveLength(2);
});

it('a removed key that was signing is replaced once, however many remove it', async () => {
  const { keys: founded } = await createFirstSigningKeys(keys, inStore);
  const stolen = founded.find(({ alg }) => alg === 'ES256')?.kid ?? '';
  const made = await Promise.all(Array.from({ length: 10 }, () => makeSigningKey('ES256')));
  const removals = await Promise.all(
    made.map((key, turn) => (turn % 2 ? keys : onOtherNode).remove(stolen, key)),
  );
  const kinds = removals.map(({ kind }) => kind).sort();
  expect(kinds).toEqual(['replaced', ...Array(9).fill('unknown')]);
  const [left, ...more] = await kidsOf();
  expect(more).toEqual([]);
  expect(removals).toContainEqual({ kind: 'replaced', by: left });
});

it('a key that waits takes the place of a removed one at once, rather than one that nobody has seen', async () => {
  const { keys: founded } = await createFirstSigningKeys(keys, inStore);
  const stolen = founded.find(({ alg }) => alg === 'ES256')?.kid ?? '';
  const { kid: waiting } = await keys.add(await makeSigningKey('ES256'), 60_000);
  expect(await keys.remove(stolen, await makeSigningKey('ES256'))).toEqual({ kind: 'replaced', by: waiting });
  const { keys: left } = await keys.read();
  const { now } = await keys.glance();
  expect(
    left.filter(({ alg }) => alg === 'ES256').map(({ kid, signsFrom }) => [kid, signsFrom <= now]),
  ).toEqual([[waiting, true]]);
});

it('a key that does not sign is removed without another being made', async () => {
  await createFirstSigningKeys(keys, inStore);
  const { kid } = await keys.add(await makeSigningKey('ES256'), 60_000);
  expect(await keys.remove(kid, await makeSigningKey('ES256'))).toEqual({ kind: 'removed' });
  expect(await kidsOf()).toHaveLength(1);
});

it('forgets a key only when its successor has signed for long enough', async () => {
  const { keys: founded } = await createFirstSigningKeys(keys, inStore);
  const old = founded.find(({ alg }) => alg === 'ES256')?.kid ?? '';
  const { kid: successor } = await keys.add(await makeSigningKey('ES256'), 200);
  await keys.forgetGone(0);
  expect(await kidsOf()).toContain(old);
  await new Promise((resolve) => setTimeout(resolve, 250));
  await keys.forgetGone(60_000);
  expect(await kidsOf()).toContain(old);
  const { version } = await keys.glance();
  await keys.forgetGone(20);
  expect(await kidsOf()).toEqual([successor]);
  expect((await keys.glance()).version).not.toBe(version);
});

it('keys are sealed, each to its own place', async () => {
  const { keys: founded } = await createFirstSigningKeys(keys, inStore);
  const dump = await dumpOf(redis.store);
  for (const { privateKey } of founded) {
    expect(dump).not.toContain(privateKey.d);
  }
  const ring = 'oidc:{signing-keys}:ring';
  const [one, other] = founded.map(({ kid }) => kid);
  await redis.store.hset(ring, `sealed:${one}`, String(await redis.store.hget(ring, `sealed:${other}`)));
  await expect(keys.read()).rejects.toThrow();
  const stranger = createSealer([{ kid: 'x', key: Buffer.alloc(32) }]);
  await expect(createSigningKeyStore(redis.store, stranger).read()).rejects.toMatchObject({
    name: 'Unreadable',
    cause: { message: expect.stringMatching(/unknown key/) },
  });
});
