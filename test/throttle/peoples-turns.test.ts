/** The turns of people follow from what a request costs, and what it costs from what was measured. */
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from '@jest/globals';
import { peoplesTurns } from '../../src/throttle/limits.ts';
import { costOfRequest, roomsFor } from '../../src/throttle/turns/peoples-turns.ts';

const results = resolve(import.meta.dirname, '../../bench/results');
/** Of a sign-in of the bench, before the code is redeemed: authorization, page, password, page, code. */
const requestsOfPeople = 5;

interface Measured {
  readonly signIns: { readonly cpuSecondsOfProvider: number; readonly cpuSecondsOfHash: number };
  readonly refreshes: { readonly cpuSecondsOfProvider: number };
}

it('a request costs the thread what the newest measurement says, within a quarter', () => {
  const [newest = ''] = readdirSync(results)
    .filter((name) => name.endsWith('-sign-ins.json'))
    .toSorted()
    .reverse();
  const { signIns, refreshes } = JSON.parse(readFileSync(`${results}/${newest}`, 'utf8')) as Measured;
  // The request for tokens is about as dear as a refresh.
  const ofPeople = signIns.cpuSecondsOfProvider - signIns.cpuSecondsOfHash - refreshes.cpuSecondsOfProvider;
  const measured = (1000 * ofPeople) / requestsOfPeople;
  expect(measured / costOfRequest.threadMilliseconds).toBeGreaterThan(0.75);
  expect(measured / costOfRequest.threadMilliseconds).toBeLessThan(1.25);
});

it('so eight of strangers and thirty-two of known browsers are under way, and whoever would wait for longer than two seconds is sent away', () => {
  expect(peoplesTurns).toEqual({
    unknown: { atOnce: 8, mostWaiting: 235, longestInMilliseconds: 204 },
    known: { atOnce: 32, mostWaiting: 941, longestInMilliseconds: 204 },
  });
});

it('a Redis that is further away takes more at once, and a cheaper request lets more wait', () => {
  const near = roomsFor({ ...costOfRequest, roundTripMilliseconds: 0.2 });
  const far = roomsFor({ ...costOfRequest, roundTripMilliseconds: 20 });
  expect([near.unknown.atOnce, far.unknown.atOnce]).toEqual([2, 23]);
  const cheap = roomsFor({ ...costOfRequest, threadMilliseconds: 0.85 });
  expect(cheap.unknown.mostWaiting).toBeCloseTo(2 * peoplesTurns.unknown.mostWaiting, -1);
});
