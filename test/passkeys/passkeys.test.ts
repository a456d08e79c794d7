/** Passkeys on a real Redis, with an authenticator in software: what passes, and what does not. */
import 'reflect-metadata';
import { KeyObject, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { BasicConstraintsExtension, X509CertificateGenerator } from '@peculiar/x509';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import {
  authenticationAnswerSchema,
  parseAnswer,
  registrationAnswerSchema,
} from '../../src/passkeys/browser-answer.ts';
import { mostPasskeys, passkeyIdOf } from '../../src/passkeys/passkey.ts';
import { createPasskeyOptions } from '../../src/passkeys/passkey-options.ts';
import { createPasskeyStore } from '../../src/passkeys/passkey-store.ts';
import { type Arrival, createPasskeyVerifier } from '../../src/passkeys/passkey-verifier.ts';
import { accountKey, plusKey } from '../../src/storage/catalogue/account-keys.ts';
import {
  authenticatorPlace,
  createAuthenticatorStore,
} from '../../src/totp/authenticators/authenticator-store.ts';
import { createObjectionStore } from '../../src/totp/authenticators/objection-store.ts';
import { type Asked, type Deceit, PasskeyDevice } from '../support/passkey-device.ts';
import { startTestRedis, type TestRedis } from '../support/redis.ts';

const origin = 'https://kapu.example';
const relyingParty = { id: 'kapu.example', origin, name: 'Kapu' };
const at = new Date('2026-11-29T10:00:00Z');
const cell = { of: 'one', purpose: 'sign-in' } as const;
const arrival: Arrival = { place: cell, at };
const registering: Arrival = { place: { purpose: 'registration', of: 'session' }, at };

let redis: TestRedis;

beforeAll(async () => {
  redis = await startTestRedis();
});

afterAll(() => redis.stop());

function nodeOf(store: TestRedis['store']) {
  const challengeKeys = redis.secrets;
  const recorder = createRecorder(store, redis.sealer);
  const passkeys = createPasskeyStore(store, redis.sealer, recorder);
  const verifier = createPasskeyVerifier({ passkeys, relyingParty, challengeKeys });
  const options = createPasskeyOptions(relyingParty, challengeKeys);
  const authenticators = createAuthenticatorStore(store, redis.sealer, recorder);
  return { passkeys, verifier, options, authenticators, objections: createObjectionStore(recorder) };
}

/** An account with an app, which a passkey is added to. */
async function applicant() {
  const id = randomUUID();
  await redis.store.hset(accountKey(id), 'status', 'active');
  const app = redis.sealer.seal('{}', authenticatorPlace(id, 'app'));
  await redis.store.hset(plusKey(id), 'authenticator:app', app, 'cancellation', 'hash');
  return { id, sessionsEndedAt: 0 };
}

type Account = Awaited<ReturnType<typeof applicant>>;

function askedToRegister(account: Account, place = registering.place): Asked {
  const owner = { id: account.id, username: 'minta.anna', displayName: 'Minta Anna' };
  return nodeOf(redis.store).options.toRegister(owner, [], place, at) as Asked;
}

const askedToSignIn = (place: Arrival['place'] = cell, when = at): Asked =>
  nodeOf(redis.store).options.toSignIn(place, when) as Asked;

function register(account: Account, answer: string, come: Arrival = registering, store = redis.store) {
  const parsed = parseAnswer(registrationAnswerSchema, answer);
  return parsed
    ? nodeOf(store).verifier.register(
        account,
        parsed,
        come,
        () => 'Telefon',
        ({ credentialId }) => securityEvents.passkeyAdded(account.id, passkeyIdOf(credentialId), 'Telefon'),
      )
    : ('unread' as const);
}

function verify(answer: string, come: Arrival = arrival, store = redis.store) {
  const parsed = parseAnswer(authenticationAnswerSchema, answer);
  return parsed ? nodeOf(store).verifier.verify(parsed, come) : ('unread' as const);
}

async function registered(
  wishes: Partial<ConstructorParameters<typeof PasskeyDevice>[0]> = {},
  algorithm = -7,
) {
  const account = await applicant();
  const device = new PasskeyDevice({ origin, ...wishes });
  expect(await register(account, device.make(askedToRegister(account), { algorithm }))).toMatchObject({
    kind: 'added',
  });
  return { account, device };
}

async function keptOf({ id }: Account) {
  const keys = await redis.store.keys(`{account:${id}}*`);
  const contents = keys.map(async (key) => {
    const isHash = (await redis.store.type(key)) === 'hash';
    return [key, isHash ? await redis.store.hgetall(key) : await redis.store.dumpBuffer(key)];
  });
  return Object.fromEntries(await Promise.all(contents));
}

describe('a passkey', () => {
  it.each([-7, -8, -257])('is made and signs in, by algorithm %s', async (algorithm) => {
    const { account, device } = await registered({}, algorithm);
    expect(await verify(device.sign(askedToSignIn()))).toMatchObject({
      kind: 'verified',
      accountId: account.id,
    });
    const [passkey] = (await nodeOf(redis.otherStore).passkeys.list(account.id)).readable;
    expect(passkey).toMatchObject({
      name: 'Telefon',
      isSynced: true,
      isBackedUp: true,
      lastUsedAt: at,
      isFrozen: false,
    });
  });

  it('is bound to its device where its authenticator says so, and counts', async () => {
    const { account, device } = await registered({ isSynced: false, counts: true });
    expect(await verify(device.sign(askedToSignIn()))).toMatchObject({ kind: 'verified' });
    expect((await nodeOf(redis.store).passkeys.list(account.id)).readable[0]).toMatchObject({
      isSynced: false,
      isBackedUp: false,
    });
  });

  it('is one of ten at most, and of an account that has another authenticator', async () => {
    const account = await applicant();
    const device = new PasskeyDevice({ origin });
    const outcomes: Awaited<ReturnType<typeof register>>[] = [];
    for (let nth = 0; nth <= mostPasskeys; nth += 1) {
      outcomes.push(await register(account, device.make(askedToRegister(account))));
    }
    expect(outcomes.filter((outcome) => outcome !== 'unread' && outcome.kind === 'added')).toHaveLength(
      mostPasskeys,
    );
    expect(outcomes.at(-1)).toEqual({ kind: 'refused', reason: 'too-many' });
    const bare = { id: randomUUID(), sessionsEndedAt: 0 };
    expect(await register(bare, device.make(askedToRegister(bare)))).toEqual({
      kind: 'refused',
      reason: 'moved',
    });
  });

  it('is not added for a session that was ended meanwhile', async () => {
    const account = await applicant();
    const device = new PasskeyDevice({ origin });
    await redis.store.hset(accountKey(account.id), 'sessions_ended_at', 17);
    expect(await register(account, device.make(askedToRegister(account)))).toEqual({
      kind: 'refused',
      reason: 'moved',
    });
  });

  it('is removed as an app is, never as the last one in use, and opens nothing then', async () => {
    const { account, device } = await registered();
    const id = passkeyIdOf(device.held[0]?.id ?? '');
    const { authenticators, passkeys } = nodeOf(redis.store);
    const forget = (which: string) =>
      authenticators.forget(
        account,
        which,
        securityEvents.passkeyRemoved(account.id, which, ''),
        'passkey-removed',
      );
    await redis.store.hset(plusKey(account.id), 'frozen:app', 'now');
    expect(await forget(id)).toEqual({ kind: 'last' });
    await redis.store.hdel(plusKey(account.id), 'frozen:app');
    expect(await forget(id)).toMatchObject({ kind: 'forgotten' });
    expect((await passkeys.list(account.id)).readable).toEqual([]);
    expect(await verify(device.sign(askedToSignIn()))).toEqual({ kind: 'refused', reason: 'unknown' });
  });

  it('leaves the app in its place as the last one, and the other way round', async () => {
    const { account, device } = await registered();
    const { authenticators } = nodeOf(redis.store);
    const event = securityEvents.authenticatorForgotten(account.id, 'app', '');
    expect(await authenticators.forget(account, 'app', event)).toMatchObject({ kind: 'forgotten' });
    expect(await verify(device.sign(askedToSignIn()))).toMatchObject({ kind: 'verified' });
  });

  it('is blocked with what it was begun on, and opens nothing then', async () => {
    const { account, device } = await registered();
    const { objections } = nodeOf(redis.otherStore);
    const event = securityEvents.authenticatorFrozen(account.id, 'app');
    await objections.freeze({ accountId: account.id, authenticatorId: 'app' }, at, event);
    expect(await verify(device.sign(askedToSignIn()))).toEqual({ kind: 'refused', reason: 'unknown' });
  });

  it('is renamed', async () => {
    const { account, device } = await registered();
    const id = passkeyIdOf(device.held[0]?.id ?? '');
    const { passkeys } = nodeOf(redis.store);
    expect(
      await passkeys.rename(
        account.id,
        id,
        'Munkahelyi',
        securityEvents.passkeyRenamed(account.id, 'Munkahelyi'),
      ),
    ).toBe(true);
    expect((await passkeys.list(account.id)).readable[0]?.name).toBe('Munkahelyi');
    expect(
      await passkeys.rename(account.id, 'none', 'x', securityEvents.passkeyRenamed(account.id, 'x')),
    ).toBe(false);
  });
});

describe('the id that an authenticator gave a passkey', () => {
  const credential = {
    name: 'Telefon',
    credentialId: 'A'.repeat(43),
    publicKey: 'AAAA',
    aaguid: '',
    transports: [],
    isSynced: true,
    createdAt: at.toISOString(),
  };
  const add = (account: Account, store = redis.store) =>
    nodeOf(store).passkeys.add(
      account,
      credential,
      { counter: 0, isBackedUp: true },
      securityEvents.passkeyAdded(account.id, passkeyIdOf(credential.credentialId), 'Telefon'),
    );

  it('is of one account, of a hundred that claim it at two nodes, until that one removes the passkey', async () => {
    const accounts = await Promise.all(Array.from({ length: 100 }, applicant));
    const outcomes = await Promise.all(
      accounts.map((account, nth) => add(account, nth % 2 === 0 ? redis.store : redis.otherStore)),
    );
    expect(outcomes.filter((outcome) => outcome === 'known')).toHaveLength(99);
    const owner = accounts[outcomes.indexOf('added')] as Account;
    const id = passkeyIdOf(credential.credentialId);
    expect(await nodeOf(redis.otherStore).passkeys.ownerOf(id)).toBe(owner.id);
    const { authenticators, passkeys } = nodeOf(redis.store);
    await authenticators.forget(
      owner,
      id,
      securityEvents.passkeyRemoved(owner.id, id, ''),
      'passkey-removed',
    );
    expect(await passkeys.ownerOf(id)).toBeUndefined();
    expect(await add(await applicant())).toBe('added');
  });
});

describe('an answer that signs nobody in, and of which nothing is kept', () => {
  const deceits: [string, Deceit, string][] = [
    ['of another origin', { origin: 'https://kapu.example.evil.example' }, 'invalid'],
    ['of our host over http', { origin: 'http://kapu.example' }, 'invalid'],
    ['for another RP ID', { rpId: 'evil.example' }, 'invalid'],
    ['without a verified owner', { isVerified: false }, 'invalid'],
    ['without anybody there', { isPresent: false }, 'invalid'],
    ['of a registration', { type: 'webauthn.create' }, 'invalid'],
    ['from within a frame', { crossOrigin: true }, 'invalid'],
    ['of a passkey that suddenly may leave its device', { isSynced: false }, 'invalid'],
    ['to no challenge of ours', { challenge: 'A'.repeat(72) }, 'expired'],
    ['without an account', { userHandle: null }, 'unknown'],
    ['with the name of nobody', { userHandle: 'bm9ib2R5' }, 'unknown'],
  ];

  it.each(deceits)('%s', async (_, deceit, reason) => {
    const { account, device } = await registered();
    const before = await keptOf(account);
    expect(await verify(device.sign(askedToSignIn(), deceit))).toMatchObject({ kind: 'refused', reason });
    expect(await keptOf(account)).toEqual(before);
    expect(await verify(device.sign(askedToSignIn()))).toMatchObject({ kind: 'verified' });
  });

  it('that came before', async () => {
    const { device } = await registered();
    const answer = device.sign(askedToSignIn());
    expect(await verify(answer)).toMatchObject({ kind: 'verified' });
    expect(await verify(answer)).toMatchObject({ kind: 'refused', reason: 'replayed' });
  });

  it('to the challenge of another sign-in, of confirming, or of an hour ago', async () => {
    const { account, device } = await registered();
    const before = await keptOf(account);
    const anHourAgo = new Date(at.getTime() - 3_600_000);
    for (const asked of [
      askedToSignIn({ ...cell, of: 'another' }),
      askedToSignIn({ ...cell, purpose: 'reauthentication' }),
      askedToSignIn(cell, anHourAgo),
    ]) {
      expect(await verify(device.sign(asked))).toMatchObject({ kind: 'refused', reason: 'expired' });
    }
    expect(await keptOf(account)).toEqual(before);
  });

  it('by the passkey of another account', async () => {
    const [anna, bela] = [await registered(), await registered()];
    const { userHandle = '' } = anna.device.held[0] ?? {};
    const answer = bela.device.sign(askedToSignIn(), { userHandle });
    expect(await verify(answer)).toMatchObject({ kind: 'refused', reason: 'unknown' });
    const swapped = JSON.parse(bela.device.sign(askedToSignIn(), { userHandle }));
    swapped.id = anna.device.held[0]?.id;
    swapped.rawId = swapped.id;
    expect(await verify(JSON.stringify(swapped))).toMatchObject({ kind: 'refused', reason: 'invalid' });
  });

  it('whose count goes back, or stands still', async () => {
    const { account, device } = await registered({ counts: true });
    expect(await verify(device.sign(askedToSignIn(), { counter: 7 }))).toMatchObject({ kind: 'verified' });
    const before = await keptOf(account);
    for (const counter of [7, 6, 0]) {
      expect(await verify(device.sign(askedToSignIn(), { counter }))).toMatchObject({
        kind: 'refused',
        reason: 'cloned',
      });
    }
    expect(await keptOf(account)).toEqual(before);
    expect(await verify(device.sign(askedToSignIn(), { counter: 8 }))).toMatchObject({ kind: 'verified' });
  });
});

describe('a registration that is refused, and of which nothing is kept', () => {
  const deceits: [string, Deceit, string][] = [
    ['of another origin', { origin: 'https://evil.example' }, 'invalid'],
    ['for another RP ID', { rpId: 'evil.example' }, 'invalid'],
    ['without a verified owner', { isVerified: false }, 'invalid'],
    ['by an algorithm that was not asked for', { algorithm: -35 }, 'invalid'],
    ['of a sign-in', { type: 'webauthn.get' }, 'invalid'],
    ['to no challenge of ours', { challenge: 'AAAA' }, 'expired'],
    [
      'with certificates, which nobody asked for',
      { attestation: { fmt: 'packed', attStmt: new Map<never, never>([['x5c', []]] as never) } },
      'invalid',
    ],
    ['with an attestation of another form', { attestation: { fmt: 'tpm', attStmt: new Map() } }, 'invalid'],
  ];

  it.each(deceits)('%s', async (_, deceit, reason) => {
    const account = await applicant();
    const before = await keptOf(account);
    const answer = new PasskeyDevice({ origin }).make(askedToRegister(account), deceit);
    expect(await register(account, answer)).toMatchObject({ kind: 'refused', reason });
    expect(await keptOf(account)).toEqual(before);
  });

  it('by the maker of the authenticator, whose certificates nobody asked for', async () => {
    const account = await applicant();
    const before = await keptOf(account);
    const answer = new PasskeyDevice({ origin }).make(askedToRegister(account), { certified: await maker() });
    expect(await register(account, answer)).toEqual({ kind: 'refused', reason: 'invalid' });
    expect(await keptOf(account)).toEqual(before);
  });

  it('that is too large to be read', async () => {
    const account = await applicant();
    const attestation = { fmt: 'none', attStmt: new Map([['x', Buffer.alloc(8192)]]) };
    const answer = new PasskeyDevice({ origin }).make(askedToRegister(account), { attestation });
    expect(register(account, answer)).toBe('unread');
  });

  it('that came before, and of a passkey that is known', async () => {
    const account = await applicant();
    const device = new PasskeyDevice({ origin });
    const answer = device.make(askedToRegister(account));
    expect(await register(account, answer)).toMatchObject({ kind: 'added' });
    expect(await register(account, answer)).toEqual({ kind: 'refused', reason: 'replayed' });
  });

  it('to the challenge of a sign-in, or of another session', async () => {
    const account = await applicant();
    for (const place of [cell, { purpose: 'registration', of: 'another session' } as const]) {
      const answer = new PasskeyDevice({ origin }).make(askedToRegister(account, place));
      expect(await register(account, answer)).toEqual({ kind: 'refused', reason: 'expired' });
    }
  });
});

describe('one challenge', () => {
  it('is answered once in all: by one passkey of one account', async () => {
    const [anna, bela] = [await registered(), await registered()];
    const asked = askedToSignIn();
    const answers = [anna, bela].map(({ device }) => device.sign(asked));
    const verdicts = await Promise.all(
      answers.map((answer, nth) => verify(answer, arrival, nth === 0 ? redis.store : redis.otherStore)),
    );
    const kinds = verdicts.map((verdict) => verdict !== 'unread' && verdict.kind);
    expect(kinds.sort()).toEqual(['refused', 'verified']);
    expect(verdicts).toContainEqual(expect.objectContaining({ reason: 'replayed' }));
  });

  it('is answered once, by a hundred answers at two nodes', async () => {
    const { device } = await registered({ counts: true });
    const asked = askedToSignIn();
    const answers = Array.from({ length: 100 }, () => device.sign(asked));
    const verdicts = await Promise.all(
      answers.map((answer, nth) => verify(answer, arrival, nth % 2 === 0 ? redis.store : redis.otherStore)),
    );
    const passed = verdicts.filter((verdict) => verdict !== 'unread' && verdict.kind === 'verified');
    expect(passed).toHaveLength(1);
  });

  it('makes one passkey, of a hundred registrations at two nodes', async () => {
    const account = await applicant();
    const asked = askedToRegister(account);
    const answers = Array.from({ length: 100 }, () => new PasskeyDevice({ origin }).make(asked));
    await Promise.all(
      answers.map((answer, nth) =>
        register(account, answer, registering, nth % 2 === 0 ? redis.store : redis.otherStore),
      ),
    );
    expect((await nodeOf(redis.store).passkeys.list(account.id)).readable).toHaveLength(1);
  });
});

describe('five thousand mutations of true answers', () => {
  it('are refused without a fault, and nothing is kept of them', async () => {
    const { account, device } = await registered({ counts: true });
    const signed = device.sign(askedToSignIn());
    const made = new PasskeyDevice({ origin }).make(askedToRegister(account), { attestsItself: true });
    const before = await keptOf(account);
    let seed = 20261129;
    const random = (below: number): number => {
      seed = (Math.imul(seed, 1103515245) + 12345) >>> 0;
      return seed % below;
    };
    for (let nth = 0; nth < 2500; nth += 1) {
      const refusals = [
        await verify(mutated(signed, authenticationAnswerSchema, random)),
        await register(account, mutated(made, registrationAnswerSchema, random)),
      ];
      for (const refusal of refusals) {
        expect(refusal === 'unread' || refusal.kind === 'refused').toBe(true);
      }
    }
    expect(await keptOf(account)).toEqual(before);
    expect(await verify(signed)).toMatchObject({ kind: 'verified' });
    expect(await register(account, made)).toMatchObject({ kind: 'added' });
  });
});

/** As WebAuthn Level 3 §8.2.1 has it. */
async function maker() {
  const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'C=HU, O=Maker, OU=Authenticator Attestation, CN=Maker',
    signingAlgorithm: algorithm,
    keys,
    notBefore: new Date('2020-01-01'),
    notAfter: new Date('2100-01-01'),
    extensions: [new BasicConstraintsExtension(false)],
  });
  const privateKey = KeyObject.from(keys.privateKey);
  return { certificate: new Uint8Array(certificate.rawData), privateKey };
}

type Random = (below: number) => number;

/** Another answer than this: one byte of a signed part is different, missing or there twice, or the JSON itself is broken. */
function mutated(
  answer: string,
  schema: typeof authenticationAnswerSchema | typeof registrationAnswerSchema,
  random: Random,
): string {
  const other = random(5) === 0 ? brokenJson(answer, random) : brokenPart(answer, random);
  return whatCounts(other, schema, answer) === whatCounts(answer, schema, answer)
    ? mutated(answer, schema, random)
    : other;
}

/** How an authenticator is reached is a hint, and nobody signs it; bits and bytes that follow the end of a part say nothing. */
function whatCounts(
  answer: string,
  schema: typeof authenticationAnswerSchema | typeof registrationAnswerSchema,
  whole: string,
) {
  const parsed = parseAnswer(schema, answer);
  const parts = Object.entries({ ...parsed?.response, transports: undefined }).map(([name, part]) => [
    name,
    typeof part === 'string' ? bytesOfPart(part, JSON.parse(whole).response[name]) : part,
  ]);
  return JSON.stringify({ ...parsed, response: Object.fromEntries(parts) });
}

function bytesOfPart(part: string, whole: string): string {
  const { length } = Buffer.from(whole, 'base64url');
  return Buffer.from(part, 'base64url').subarray(0, length).toString('hex');
}

function brokenJson(answer: string, random: Random): string {
  const place = random(answer.length);
  return `${answer.slice(0, place)}${['"', '{', '}', 'null', ''][random(5)]}${answer.slice(place + 1)}`;
}

function brokenPart(answer: string, random: Random): string {
  const parsed = JSON.parse(answer);
  const signed = ['clientDataJSON', 'authenticatorData', 'signature', 'attestationObject'];
  const parts = signed.filter((part) => part in parsed.response);
  const part = parts[random(parts.length)] ?? '';
  const bytes = Buffer.from(parsed.response[part], 'base64url');
  const place = random(bytes.length);
  const changes = [
    () => Buffer.concat([bytes.subarray(0, place), bytes.subarray(place + 1)]),
    () => Buffer.concat([bytes.subarray(0, place), bytes.subarray(place, place + 1), bytes.subarray(place)]),
    () => bytes.subarray(0, place),
    () => bytes.map((byte, nth) => (nth === place ? byte ^ (1 << random(8)) : byte)),
  ];
  const changed = Buffer.from(changes[random(4)]?.() ?? []);
  // What follows the end says nothing.
  const isLonger = changed.subarray(0, bytes.length).equals(bytes);
  parsed.response[part] = (isLonger ? bytes : changed).toString('base64url');
  return JSON.stringify(parsed);
}
