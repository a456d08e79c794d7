/**
 * Limits on strangers that no single account shows: wrong passwords from one address (spraying over many accounts), and in
 * all. Counted before the password is looked at, given back when it was right. Known devices do not come here.
 */
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import {
  keysAreWhole,
  messagesOfResetFromDeviceKey,
  messagesOfResetKey,
  messagesToFromDeviceKey,
  messagesToKey,
  wrongFromKey,
  wrongInAllKey,
} from '../storage/catalogue/limit-keys.ts';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import { counterOf, type Guesser } from './guesser.ts';

export interface Crowd {
  /** Undefined when the attempt may go on, else when the next one may. */
  enter(address: string, now: Date): Promise<Date | undefined>;
  /** The password was right: this was no guess. */
  giveBack(address: string): Promise<void>;
  /**
   * False when the citizen got as many messages as anybody should in a day. Strangers share one allowance; a device of the
   * citizen has its own, so that nobody can use up the owner's.
   */
  mayWriteTo(accountId: string, who?: Pick<Guesser, 'knownDevice'>): Promise<boolean>;
  /** The same for a forgotten password, which has an allowance of its own. */
  mayWriteOfReset(accountId: string, who: Pick<Guesser, 'knownDevice'>): Promise<boolean>;
}

/** An office behind one address may err this often; a sprayer too, which makes 9,600 accounts a day. */
const wrongFromOneAddress = { points: 100, duration: wrongFromKey.lifeInSeconds };
/** A circuit breaker against many addresses at once, far above what a country mistypes. */
const wrongInAll = { points: 6000, duration: wrongInAllKey.lifeInSeconds };
/** Messages that strangers can cause together, or one device of the owner. */
const messagesToOnePerson = { points: 10, duration: messagesToKey.lifeInSeconds };
const everyone = wrongInAllKey();

/** @param factor how many times more wrong passwords than usual are borne, where there are no citizens but tests */
export function createCrowd(store: Store, factor = 1): Crowd {
  const byAddress = new RateLimiterRedis({
    storeClient: store,
    keyPrefix: keysAreWhole,
    ...wrongFromOneAddress,
    points: wrongFromOneAddress.points * factor,
  });
  const inAll = new RateLimiterRedis({ storeClient: store, keyPrefix: keysAreWhole, ...wrongInAll });
  const toOne = new RateLimiterRedis({
    storeClient: store,
    keyPrefix: keysAreWhole,
    ...messagesToOnePerson,
  });

  return {
    async mayWriteOfReset(accountId, who) {
      const counter = counterOf(messagesOfResetKey, messagesOfResetFromDeviceKey, accountId, who);
      return (await waitOf(toOne.consume(counter))) === 0;
    },

    async mayWriteTo(accountId, who = { knownDevice: undefined }) {
      return (
        (await waitOf(toOne.consume(counterOf(messagesToKey, messagesToFromDeviceKey, accountId, who)))) === 0
      );
    },

    async enter(address, now) {
      const [here, everywhere] = await Promise.all([
        waitOf(byAddress.consume(wrongFromKey(subjectOf(address)))),
        waitOf(inAll.consume(everyone)),
      ]);
      if (here > 0 && everywhere === 0) {
        // Who is refused at the door must not close it for all others.
        await inAll.reward(everyone);
      }
      const wait = Math.max(here, everywhere);
      return wait > 0 ? new Date(now.getTime() + wait) : undefined;
    },

    async giveBack(address) {
      await Promise.all([byAddress.reward(wrongFromKey(subjectOf(address))), inAll.reward(everyone)]);
    },
  };
}

/** A hash of the network that counts as one: an IPv4 address, or the /64 that an IPv6 customer is given. */
export function subjectOf(address: string): string {
  const [, version4] = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address) ?? [];
  return hashOfIdentifier(version4 ?? (address.includes(':') ? networkOf(address) : address));
}

/** The first four groups of an IPv6 address, however it is written. */
function networkOf(address: string): string {
  const written = URL.canParse(`http://[${address}]`)
    ? new URL(`http://[${address}]`).hostname.slice(1, -1)
    : address;
  const [head = '', tail] = written.split('::');
  const groups = head.split(':').filter(Boolean);
  const after = (tail ?? '').split(':').filter(Boolean);
  const zeros = tail === undefined ? [] : Array<string>(8 - groups.length - after.length).fill('0');
  return [...groups, ...zeros, ...after].slice(0, 4).join(':');
}

/** Milliseconds to wait, 0 for none. */
export async function waitOf(consumed: Promise<RateLimiterRes>): Promise<number> {
  try {
    await consumed;
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) {
      return refusal.msBeforeNext;
    }
    throw refusal;
  }
}
