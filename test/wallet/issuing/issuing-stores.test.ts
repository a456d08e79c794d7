import { inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import { createClosingStore } from '../../../src/accounts/closing/closing-store.ts';
import { securityEvents } from '../../../src/audit/events/security-events.ts';
import { createHistoryStore } from '../../../src/audit/history/history-store.ts';
import { type CredentialStore, createCredentialStore } from '../../../src/wallet/issuing/credential-store.ts';
import {
  createStatusListStore,
  type StatusPlace,
} from '../../../src/wallet/issuing/issued-status-list-store.ts';
import { createIssuerKey } from '../../../src/wallet/issuing/issuer-key.ts';
import { createOfferStore } from '../../../src/wallet/issuing/offer-store.ts';
import { createStatusListTokens } from '../../../src/wallet/issuing/status-list-tokens.ts';
import { enrolledCitizen } from '../../support/citizen.ts';
import { type Installation, startInstallation } from '../../support/installation.ts';
import { makeAttester, walletIssuerSettings } from '../../support/wallet-authorities.ts';

const now = new Date();
const tokenOf = (): number => Math.floor(Date.now() / 1000) + 1;

let kapu: Installation;
let credentials: CredentialStore;
const issued = (issuanceId: string) => securityEvents.walletIssued('anybody', 'minta-tarca', issuanceId);
const revokedBy = (id: string) => () => ({ revoked: securityEvents.walletRevoked(id, 'minta-tarca') });

beforeAll(async () => {
  kapu = await startInstallation({ numberOfNodes: 2 });
  const [{ store }] = kapu.nodes;
  credentials = createCredentialStore(store, kapu.sealer, createStatusListStore(store));
});

afterAll(() => kapu.stop());

function issuance(places: StatusPlace[] = [], expiresAt = new Date(now.getTime() + 86_400_000)) {
  return {
    walletId: 'minta-tarca',
    isAttested: true,
    keyThumbprints: ['t'],
    places,
    issuedAt: now.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
}

describe('places in status lists', () => {
  it('are random and never given twice, over two nodes at once and from list to list', async () => {
    const small = 256;
    const stores = kapu.nodes.map(({ store }) => createStatusListStore(store, small));
    const batches = await Promise.all(
      Array.from({ length: 60 }, (_, turn) => stores[turn % 2]?.allocate((turn % 10) + 1) ?? []),
    );
    const places = batches.flat();
    expect(batches.map(({ length }) => length)).toEqual(
      Array.from({ length: 60 }, (_, turn) => (turn % 10) + 1),
    );
    expect(new Set(places.map(({ list, index }) => `${list}:${index}`)).size).toBe(330);
    const ofFirst = places.filter(({ list }) => list === 0).map(({ index }) => index);
    expect(ofFirst.length).toBeLessThanOrEqual(small / 2);
    expect(Math.max(...places.map(({ list }) => list))).toBeGreaterThanOrEqual(2);
    expect(places.every(({ index }) => index >= 0 && index < small)).toBe(true);
    // Neighbours in time are no neighbours in the list: the mean distance of random places is a third of its length.
    const distances = ofFirst.slice(1).map((index, before) => Math.abs(index - (ofFirst[before] ?? 0)));
    const mean = distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
    expect(mean).toBeGreaterThan(small / 5);
    await kapu.nodes[0].store.del(await kapu.nodes[0].store.keys('status-lists:*'));
  });

  it('a revoked one is set in the next token of any node, and no other is', async () => {
    const settings = await walletIssuerSettings(await makeAttester());
    const key = await createIssuerKey(settings, now);
    const [one, two] = kapu.nodes.map(({ store }) => {
      const places = createStatusListStore(store, 4096);
      const lists = createStatusListTokens({
        issuer: 'https://k.example',
        places,
        key,
        timeToLiveInSeconds: 60,
      });
      return { places, lists };
    }) as [Node, Node];
    type Node = {
      places: ReturnType<typeof createStatusListStore>;
      lists: ReturnType<typeof createStatusListTokens>;
    };
    const taken = await one.places.allocate(10);
    const before = await two.lists.tokenOf(0);
    expect(await two.lists.tokenOf(0)).toBe(before);
    expect(revokedIn(before)).toEqual([]);
    const revoked = taken.slice(0, 3);
    await one.places.revoke(revoked);
    await one.places.revoke(revoked);
    const after = await two.lists.tokenOf(0);
    expect(revokedIn(after)).toEqual(revoked.map(({ index }) => index).sort((a, b) => a - b));
    expect(await Promise.all(taken.map((place) => two.places.isRevoked(place)))).toEqual(
      taken.map((place) => revoked.includes(place)),
    );
    expect(await one.lists.tokenOf(7)).toBeUndefined();
  });

  it('is signed anew when it is as old as its ttl: who counts from iat finds none that is over', async () => {
    const key = await createIssuerKey(await walletIssuerSettings(await makeAttester()), now);
    const places = createStatusListStore(kapu.nodes[0].store, 4096);
    const lists = createStatusListTokens({
      issuer: 'https://k.example',
      places,
      key,
      timeToLiveInSeconds: 60,
    });
    await places.allocate(1);
    const clock = Date.now;
    const signedAt = async (secondsLater: number): Promise<number> => {
      Date.now = () => now.getTime() + secondsLater * 1000;
      return Number(decodeJwt((await lists.tokenOf(0)) ?? '').iat) - Math.floor(now.getTime() / 1000);
    };
    try {
      expect([await signedAt(0), await signedAt(58), await signedAt(62), await signedAt(100)]).toEqual([
        0, 0, 62, 62,
      ]);
    } finally {
      Date.now = clock;
    }
  });
});

function revokedIn(token: string | undefined): number[] {
  const { status_list: list } = decodeJwt(token ?? '') as { status_list: { lst: string } };
  const bits = inflateSync(Buffer.from(list.lst, 'base64url'));
  return Array.from({ length: bits.length * 8 }, (_, index) => index).filter(
    (index) => ((bits[index >> 3] ?? 0) >> (index & 7)) & 1,
  );
}

describe('what is issued', () => {
  it('is noted only for an account in use, with an Ügyfélkapu+, whose sessions were not ended since', async () => {
    const keep = (id: string, at = tokenOf()) => credentials.keep(id, issuance(), at, now, issued);
    const plain = await kapu.addCitizen();
    expect(await keep(plain.id)).toBeUndefined();
    expect(await keep('nobody-at-all')).toBeUndefined();

    const [anna, bea, dora] = [
      await enrolledCitizen(kapu),
      await enrolledCitizen(kapu),
      await enrolledCitizen(kapu),
    ];
    expect(await keep(anna.id)).toBeDefined();
    const before = Math.floor(Date.now() / 1000);
    await kapu.accounts.endSessions(anna.id, securityEvents.sessionsEnded(anna.id, 'asked'));
    expect(await keep(anna.id, before)).toBeUndefined();
    await kapu.accounts.disable(bea.id, securityEvents.accountDisabled(bea.id));
    expect(await keep(bea.id, tokenOf() + 60)).toBeUndefined();
    await createClosingStore(kapu.nodes[0].store, kapu.sealer, kapu.config.secrets).request(
      dora.id,
      now,
      securityEvents.closingRequested(dora.id),
    );
    expect(await keep(dora.id, tokenOf() + 60)).toBeUndefined();
  });

  it('is at most a hundred things; of those that are over the oldest make room', async () => {
    const anna = await enrolledCitizen(kapu);
    const over = issuance([], new Date(now.getTime() - 1000));
    const [before, after] = [new Date(now.getTime() - 2000), now];
    for (let count = 0; count < 100; count += 1) {
      const written = count < 25 ? over : issuance();
      expect(await credentials.keep(anna.id, written, tokenOf(), before, issued)).toBeDefined();
    }
    expect(await credentials.keep(anna.id, issuance(), tokenOf(), before, issued)).toBeUndefined();
    expect(await credentials.keep(anna.id, issuance(), tokenOf(), after, issued)).toBeDefined();
    expect((await credentials.list(anna.id)).readable).toHaveLength(96);
  });

  it('is revoked once, by whoever comes first, and all of it when the account ends', async () => {
    const anna = await enrolledCitizen(kapu);
    const places = createStatusListStore(kapu.nodes.at(-1)?.store ?? kapu.nodes[0].store);
    const [first = [], second = []] = [await places.allocate(2), await places.allocate(2)];
    const id = String(await credentials.keep(anna.id, issuance(first), tokenOf(), now, issued));
    await credentials.keep(anna.id, issuance(second), tokenOf(), now, issued);
    const account = { id: anna.id, sessionsEndedAt: 0 };
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => credentials.revoke(account, id, now, revokedBy(anna.id))),
    );
    expect(outcomes.filter(({ kind }) => kind === 'revoked')).toHaveLength(1);
    const entries = await createHistoryStore(kapu.nodes[0].store, kapu.sealer).list(anna.id, 10);
    expect(entries.filter(({ event }) => event === 'wallet.revoked')).toHaveLength(1);
    expect(await credentials.revoke(account, 'no-such', now, revokedBy(anna.id))).toEqual({
      kind: 'nothing-to-revoke',
    });
    expect(await Promise.all([...first, ...second].map(places.isRevoked))).toEqual([
      true,
      true,
      false,
      false,
    ]);
    await credentials.revokeAll(anna.id, now);
    expect(await Promise.all(second.map(places.isRevoked))).toEqual([true, true]);
    await credentials.revokeAndForget(anna.id, now);
    expect((await credentials.list(anna.id)).readable).toEqual([]);
  });

  it('is sealed: a dump names no wallet and no place', async () => {
    const anna = await enrolledCitizen(kapu);
    await credentials.keep(anna.id, issuance([{ list: 0, index: 77 }]), tokenOf(), now, issued);
    const fields = await kapu.nodes[0].store.hgetall(`{account:${anna.id}}:wallets`);
    expect(JSON.stringify(fields)).not.toMatch(/minta-tarca|"places|index/);
  });
});

describe('an offer', () => {
  it('is taken once of fifty times at once, on two nodes, and never after three wrong codes', async () => {
    const [one, two] = kapu.nodes.map(({ store }) => createOfferStore(store, kapu.sealer)) as [
      ReturnType<typeof createOfferStore>,
      ReturnType<typeof createOfferStore>,
    ];
    const offer = {
      id: 'i',
      walletId: 'w',
      code: 'c',
      transactionCode: '123456',
      expiresAt: now.toISOString(),
    };
    await one.put('anna', offer);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => (turn % 2 ? one : two).take('anna', 'c', true)),
    );
    expect(outcomes.filter((outcome) => outcome === 'taken')).toHaveLength(1);
    expect((await two.find('anna'))?.state).toBe('taken');
    expect(await two.findById('i')).toBeUndefined();

    await two.put('anna', { ...offer, id: 'j', code: 'd' });
    expect((await one.findById('j'))?.code).toBe('d');
    expect(await one.findById('i')).toBeUndefined();
    expect(await one.take('anna', 'c', true)).toBe('dead');
    const guesses = await Promise.all(
      Array.from({ length: 50 }, (_, turn) => (turn % 2 ? one : two).take('anna', 'd', false)),
    );
    expect(guesses.filter((outcome) => outcome === 'wrong')).toHaveLength(2);
    expect(await one.take('anna', 'd', true)).toBe('dead');
    expect((await one.find('anna'))?.state).toBe('dead');
    expect(JSON.stringify(await kapu.nodes[0].store.hgetall('{account:anna}:wallet-offer'))).not.toContain(
      '123456',
    );
  });
});
