/** Whose password is hashed next: by order, not by time. One is hashed at once unless it says otherwise. */
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  createHashQueue,
  type HashJob,
  type InTurn,
  type Requester,
  requesterOf,
} from '../../../src/accounts/password/hash-queue.ts';
import { Overloaded } from '../../../src/errors.ts';
import { createRequestTurns } from '../../../src/throttle/turns/request-turns.ts';

const known: Requester = { known: true, network: 'of the owner' };
const unknown: Requester = { known: false, network: 'anywhere' };

let inTurn: InTurn;
/** Who was hashed, in order. */
let begun: string[];
/** Who was refused. */
let refused: string[];
let underWay: PromiseWithResolvers<void>[];

beforeEach(() => {
  inTurn = createHashQueue(1);
  begun = [];
  refused = [];
  underWay = [];
});

/** Asks for a hash that ends when `workOff` says so. */
function ask(name: string, requester: Requester, more: Partial<HashJob> = {}): Promise<string> {
  const work = async (): Promise<string> => {
    const job = Promise.withResolvers<void>();
    begun.push(name);
    underWay.push(job);
    await job.promise;
    return name;
  };
  const asked = inTurn(work, { amount: 1, requester, ...more });
  asked.catch((error) => error instanceof Overloaded && refused.push(name));
  return asked;
}

function askOften(times: number, name: string, requester: Requester): void {
  for (let time = 1; time <= times; time += 1) {
    void ask(`${name} ${time}`, requester).catch(() => undefined);
  }
}

async function finishOne(): Promise<void> {
  underWay.shift()?.resolve();
  await new Promise(setImmediate);
}

async function workOff(): Promise<void> {
  while (underWay.length > 0) {
    await finishOne();
  }
}

it('whoever stands here makes room for another request of the node, and whoever is refused does not', async () => {
  const { inTurn: request } = createRequestTurns({
    atOnce: 1,
    mostWaiting: 500,
    longestInMilliseconds: 600_000,
  });
  const { signal } = new AbortController();
  const never = new Promise<void>(() => {});
  let letIn = 0;
  const hashed = async (): Promise<void> => {
    letIn += 1;
    await ask(`${letIn}`, unknown).catch(() => never);
  };
  for (let number = 1; number <= 300; number += 1) {
    void request(`network ${number}`, () => signal, hashed);
  }
  await new Promise(setImmediate);
  // One is hashed, a hundred wait, and the next one was refused: it is still under way.
  expect([letIn, refused]).toEqual([102, ['102']]);
});

describe('in a flood of ten times what may wait', () => {
  it('a known browser is hashed next, from one network or from a thousand', async () => {
    for (const networks of [1, 1000]) {
      begun = [];
      for (let guess = 0; guess < 1000; guess += 1) {
        askOften(1, 'guess', { known: false, network: `${guess % networks}` });
      }
      const right = ask('right', known);
      await finishOne();
      expect(begun).toEqual(['guess 1', 'right']);
      await workOff();
      expect(await right).toBe('right');
    }
  });

  it('a known browser waits behind one stranger in five at most, while strangers keep coming', async () => {
    askOften(100, 'guess', unknown);
    askOften(50, 'right', known);
    for (let done = 0; done < 62; done += 1) {
      await finishOne();
      askOften(1, 'guess', unknown);
    }
    expect(begun.filter((name) => name.startsWith('right'))).toHaveLength(50);
  });

  it('a stranger from another network is next but one among strangers, also when there was no room any more', async () => {
    askOften(1000, 'guess', unknown);
    void ask('neighbour', { known: false, network: 'elsewhere' });
    await finishOne();
    await finishOne();
    expect(refused).toContain('guess 101');
    expect(begun).toContain('neighbour');
    expect(refused).not.toContain('neighbour');
  });

  it('of a thousand networks, each that is let in has its turn before any has a second', async () => {
    for (let network = 0; network < 50; network += 1) {
      askOften(3, `${network}:`, { known: false, network: `${network}` });
    }
    await workOff();
    expect(new Set(begun.slice(0, 51).map((name) => name.split(':')[0])).size).toBe(50);
  });
});

describe('who waits', () => {
  it('is bounded in work: two at once and a hundred of each kind, and refusals say when to come back', async () => {
    inTurn = createHashQueue(2);
    askOften(150, 'known', known);
    askOften(150, 'guess', unknown);
    askOften(150, 'slowed', { ...unknown, slowed: true });
    await expect(ask('late', unknown)).rejects.toMatchObject({ name: 'Overloaded', retryAfterSeconds: 2 });
    await workOff();
    expect(begun).toHaveLength(2 + 100 + 100 + 50);
  });

  it('counts as many times as it is more work', async () => {
    const expensive = ['1', '2', '3', '4'].map((name) => ask(name, unknown, { amount: 60 }));
    await expect(expensive[3]).rejects.toThrow(Overloaded);
    await workOff();
    expect(begun).toEqual(['1', '2', '3']);
  });

  it('is no more when expensive ones make room for themselves', async () => {
    askOften(101, 'guess', unknown);
    for (let network = 0; network < 30; network += 1) {
      void ask('expensive', { known: false, network: `${network}` }, { amount: 60 });
    }
    await workOff();
    const cheap = begun.filter((name) => name.startsWith('guess')).length - 1;
    const expensive = begun.length - 1 - cheap;
    expect(cheap + 60 * expensive).toBeLessThanOrEqual(100 + 60);
    expect(expensive).toBeGreaterThan(0);
  });

  it('is served in the order in which they came, of one network and kind', async () => {
    askOften(5, 'known', known);
    await workOff();
    expect(begun).toEqual(['known 1', 'known 2', 'known 3', 'known 4', 'known 5']);
  });

  it('is hashed in the end whatever comes before: a stranger, and one beyond a limit', async () => {
    askOften(1, 'first', known);
    void ask('slowed', { ...unknown, slowed: true });
    void ask('stranger', unknown);
    for (let done = 0; done < 30; done += 1) {
      askOften(1, 'known', known);
      askOften(1, 'guess', { known: false, network: 'elsewhere' });
      await finishOne();
    }
    expect(begun.slice(0, 11)).toContain('stranger');
    expect(begun.slice(11, 26)).toContain('slowed');
  });
});

describe('whose client has gone', () => {
  it('makes room for others, and is not hashed', async () => {
    const leaving = new AbortController();
    askOften(1, 'first', unknown);
    const gone = Array.from({ length: 100 }, () => ask('gone', unknown, { gone: leaving.signal }));
    leaving.abort();
    for (const left of gone) {
      await expect(left).rejects.toThrow('aborted');
    }
    askOften(100, 'then', unknown);
    await workOff();
    expect(refused).toEqual([]);
    expect(begun).toHaveLength(101);
    expect(begun).not.toContain('gone');
  });

  it('keeps a place that has begun until it is done: leaving lets no more work run at once', async () => {
    const leaving = new AbortController();
    const left = ask('gone', unknown, { gone: leaving.signal });
    askOften(1, 'then', unknown);
    leaving.abort();
    await expect(left).rejects.toThrow('aborted');
    expect(begun).toEqual(['gone']);
    await workOff();
    expect(begun).toEqual(['gone', 'then 1']);
  });

  it('is not let in at all when it went before', async () => {
    await expect(ask('gone', unknown, { gone: AbortSignal.abort() })).rejects.toThrow('aborted');
    expect(begun).toEqual([]);
  });
});

it('a site with many IPv6 networks takes one turn, and an IPv4 address one of its own', () => {
  const networkOf = (address: string) => requesterOf({ knownDevice: undefined, address }).network;
  expect(networkOf('2001:db8:1:1::1')).toBe(networkOf('2001:db8:1:ffff::2'));
  expect(networkOf('2001:db8:1:1::1')).not.toBe(networkOf('2001:db8:2:1::1'));
  expect(networkOf('192.0.2.1')).not.toBe(networkOf('192.0.2.2'));
});

it('a hash that fails is the fault of its own, and the next one begins', async () => {
  const failing = inTurn(() => Promise.reject(new Error('not a hash')), { amount: 1, requester: known });
  const next = ask('next', known);
  await expect(failing).rejects.toThrow('not a hash');
  await workOff();
  expect(await next).toBe('next');
});
