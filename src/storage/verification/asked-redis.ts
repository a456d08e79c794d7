/** A connection that asks and leaves: it is tried once, keeps nothing, and says why it did not come about. */
import { setTimeout as delay } from 'node:timers/promises';
import { Redis, type RedisOptions } from 'ioredis';
import { parseRedisAddress, redisInWords } from '../../configuration/addresses/redis-address.ts';
import { whereRedisIs } from '../connection/redis-address.ts';

export interface AskedRedis {
  readonly redis: Redis;
  /** Of `INFO`; undefined where this user may not ask. */
  readonly info: ReadonlyMap<string, string> | undefined;
}

/** @throws Unreachable */
export class Unreachable extends Error {
  override name = 'Unreachable';
}

const connectInMilliseconds = 3000;
/** An election of Sentinels takes a few seconds. */
const sentinelTries = 10;
const sentinelPauseInMilliseconds = 500;
/** For all that is asked together: whatever hangs, the check ends. */
const longestInMilliseconds = 20_000;

/** @throws Unreachable with the cause and its mend */
export async function askRedis<Result>(
  address: string,
  ask: (asked: AskedRedis) => Promise<Result>,
): Promise<Result> {
  const { redis, faults } = connectionTo(whereRedisIs(address));
  const patience = new AbortController();
  const connectAndAsk = async (): Promise<Result> => {
    await redis.connect().catch(async (error: Error) => {
      throw new Unreachable(whyUnreachable(await causeOf(faults[0] ?? error, address), address));
    });
    return ask({ redis, info: await infoOf(redis) });
  };
  try {
    return await Promise.race([connectAndAsk(), tooLong(address, patience.signal)]);
  } finally {
    patience.abort();
    redis.disconnect();
  }
}

function connectionTo(where: RedisOptions): { redis: Redis; faults: readonly Error[] } {
  const faults: Error[] = [];
  const isHopeless = (): boolean => /NOAUTH|WRONGPASS|No such master/.test(faults.at(-1)?.message ?? '');
  const redis = new Redis({
    ...where,
    lazyConnect: true,
    enableOfflineQueue: false,
    connectTimeout: connectInMilliseconds,
    maxRetriesPerRequest: 0,
    retryStrategy: () => null,
    // Called just before the fault is reported, so that what is hopeless is tried twice.
    sentinelRetryStrategy: (attempt) =>
      attempt < sentinelTries && !isHopeless() ? sentinelPauseInMilliseconds : null,
  });
  redis.on('error', (error: Error) => faults.push(error));
  return { redis, faults };
}

/** That a Sentinel closed the connection is all that the client says of it: it is asked once more, as a server. */
async function causeOf(fault: Error, address: string): Promise<Error> {
  const { sentinels, sentinelTLS: tls } = whereRedisIs(address);
  if (!sentinels?.[0] || !fault.message.endsWith('Connection is closed.')) {
    return fault;
  }
  const { redis, faults } = connectionTo({ ...sentinels[0], ...(tls && { tls }) });
  const error = await redis.connect().catch((reason: Error) => reason);
  redis.disconnect();
  return faults[0] ?? error ?? fault;
}

async function tooLong(address: string, signal: AbortSignal): Promise<never> {
  await delay(longestInMilliseconds, undefined, { signal });
  throw new Unreachable(`${placeOf(address)} did not answer in ${longestInMilliseconds / 1000} s`);
}

async function infoOf(redis: Redis): Promise<ReadonlyMap<string, string> | undefined> {
  const text = await unlessForbidden(redis.info());
  return text === undefined
    ? undefined
    : new Map([...text.matchAll(/^(\w+):(.*?)\r?$/gm)].map(([, name = '', value = '']) => [name, value]));
}

/** @returns undefined for what this user of Redis may not ask, or a managed server does not answer. */
export async function unlessForbidden<Reply>(reply: Promise<Reply>): Promise<Reply | undefined> {
  try {
    return await reply;
  } catch (error) {
    if (/^(NOPERM|ERR unknown (sub)?command)/i.test((error as Error).message)) {
      return undefined;
    }
    throw error;
  }
}

function placeOf(address: string): string {
  return address.startsWith('/') ? address : redisInWords(parseRedisAddress(address));
}

const certificateFaults: Readonly<Record<string, string>> = {
  ERR_TLS_CERT_ALTNAME_INVALID:
    'has a certificate for another name; correct the host in KAPU_REDIS_URL, or its certificate',
  CERT_HAS_EXPIRED: 'has a certificate that has expired; renew it',
};
/** The client reports codes of the system, of TLS and of Redis; operators need the sentence behind them. */
function whyUnreachable(fault: Error, address: string): string {
  const { code = '' } = fault as NodeJS.ErrnoException;
  const place = placeOf(address);
  const about = `${code} ${fault.message}`;
  const known = Object.entries(certificateFaults).find(([name]) => about.includes(name));
  if (known) {
    return `${place} ${known[1]}`;
  }
  const sentence = causes.find(([pattern]) => pattern.test(about))?.[1];
  if (sentence) {
    return `${place} ${sentence}`;
  }
  return noAnswer.test(about)
    ? `${place} gave no answer that Redis gives: ${questionOfTls(address)} Or is a firewall between?`
    : `${place} cannot be reached: ${fault.message}`;
}

/** What happens where one side speaks TLS and the other does not; TLS tells a client that brings no certificate no more than this. */
const noAnswer =
  /SSL|EPROTO|wrong.version|packet length|ETIMEDOUT|timed out|ECONNRESET|closed|EPIPE|socket disconnected/i;

function questionOfTls(address: string): string {
  return address.startsWith('rediss')
    ? 'does it speak no TLS (redis://, redis+sentinel://), or ask for a certificate of ours (?cert=/path/cert.pem&key=/path/key.pem)?'
    : 'does it speak TLS (rediss://, rediss+sentinel://)?';
}

/** The first that fits; Sentinels wrap what happened to them in words of their own. */
const causes: readonly (readonly [RegExp, string])[] = [
  [
    /SELF_SIGNED_CERT|UNABLE_TO_(VERIFY|GET)|self.signed certificate|unable to (verify|get)/i,
    'has a certificate of an authority that is not trusted; name it with ?ca=/path/ca.pem in KAPU_REDIS_URL',
  ],
  [
    /WRONGPASS/,
    'refuses the user name or the password; correct them in KAPU_REDIS_URL (those of Sentinels are ?sentinel-username= and ?sentinel-password=; a % is written %25)',
  ],
  [
    /NOAUTH/,
    'asks for a password; write redis://user:password@… in KAPU_REDIS_URL (for Sentinels ?sentinel-password=…)',
  ],
  [/No such master/, 'know no such group; correct the name behind the Sentinels in KAPU_REDIS_URL'],
  [
    /ENOTFOUND|EAI_AGAIN/,
    'is a name that is not known; correct the host in KAPU_REDIS_URL, or the name service',
  ],
  [/ECONNREFUSED|ENOENT/, 'is an address where nobody listens; start Redis there, or correct KAPU_REDIS_URL'],
  [/LOADING/, 'is still reading its data; start again when it is ready'],
];
