/**
 * The cookie of a browser that has signed in before. It proves for which names, by signature alone, and gives nothing but an
 * allowance of failures of its own: of codes, only to a browser in which a code was given. Where a password was enough, a thief
 * could have collected thousands of browsers, each with guesses at the code of a later Ügyfélkapu+. A browser in which a message to the owner
 * was answered counts as one in which a code was given: strangers who wear out the door of the unknown keep nobody out who reads it.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'koa';
import { keyedHash } from '../../storage/keyed-hash.ts';
import type { AttemptSource } from '../../throttle/failures/attempt-source.ts';

export interface DeviceCookies {
  /** What the log says of a name that somebody typed, as long as the first key is the same. */
  triedName(username: string): { readonly name_hash: string };
  /** The id of this browser, if somebody signed in with it before, whoever it was. */
  knownDevice(ctx: Context): string | undefined;
  /** Who tries: this browser, known if it signed in with this user name before, and where it comes from. */
  attemptSourceOf(ctx: Context, username: string): AttemptSource;
  /** The same for a code: this browser is known only if a code was given in it before, or a message to the owner was answered in it. */
  codeAttemptSourceOf(ctx: Context, username: string): AttemptSource;
  /** Called after a whole sign-in, whenever a code was right, and where a message was answered. */
  remember(ctx: Context, username: string, provenBy: ProvenBy): void;
}

type ProvenBy = 'password' | 'code' | 'message';
/** For a name how it was proven, or that somebody signed in, whoever it was. */
type MarkedFor = ProvenBy | 'anybody';

const purposes = {
  password: 'device',
  code: 'device-of-codes',
  message: 'device-of-messages',
  anybody: 'device-of-anybody',
} as const satisfies Record<MarkedFor, string>;

/** A browser has one mark a name. */
const strongestFirst: readonly ProvenBy[] = ['code', 'message', 'password'];

interface Marked {
  readonly device: string;
  /** One a name, and one that somebody signed in. */
  readonly marks: string[];
}

const mostNames = 5;
/** 96 bits. */
const hashInLogs = 16;
const yearInMilliseconds = 365 * 24 * 60 * 60 * 1000;

export function createDeviceCookies(cookieKeys: readonly string[], isSecure: boolean): DeviceCookies {
  const cookieName = isSecure ? '__Host-kapu_device' : 'kapu_device';
  const keys = cookieKeys.map((key) => Buffer.from(key));

  /** Asked for several times a request. */
  const known = new WeakMap<Context, { readonly device: string | undefined }>();

  function markOf(key: Buffer, device: string, username: string, purpose: MarkedFor): string {
    return keyedHash(key, purposes[purpose], `${device}\0${username}`);
  }

  function isMarked({ device, marks }: Marked, username: string, purpose: MarkedFor): boolean {
    if (marks.length === 0) {
      return false;
    }
    return keys.some((key) => {
      const expected = markOf(key, device, username, purpose);
      return marks.some((mark) => isSame(mark, expected));
    });
  }

  function marksOfOthers(marks: readonly string[], device: string, username: string): string[] {
    if (marks.length === 0) {
      return [];
    }
    const replaced = keys.flatMap((key) => [
      markOf(key, device, '', 'anybody'),
      ...strongestFirst.map((one) => markOf(key, device, username, one)),
    ]);
    return marks.filter((known) => !replaced.includes(known)).slice(0, mostNames - 1);
  }

  function source(ctx: Context, username: string, ...proofs: ProvenBy[]): AttemptSource {
    const read = marksOf(ctx);
    const isKnown = read.device !== '' && proofs.some((provenBy) => isMarked(read, username, provenBy));
    return { knownDevice: isKnown ? read.device : undefined, address: ctx.ip };
  }

  function marksOf(ctx: Context): Marked {
    const [device = '', ...marks] = (ctx.cookies.get(cookieName) ?? '').split('.');
    return { device, marks: marks.slice(0, mostNames + 1) };
  }

  return {
    knownDevice(ctx) {
      const asked = known.get(ctx);
      if (asked) {
        return asked.device;
      }
      const read = marksOf(ctx);
      const device = isMarked(read, '', 'anybody') ? read.device : undefined;
      known.set(ctx, { device });
      return device;
    },

    triedName: (username) => ({
      name_hash: keyedHash(keys[0] as Buffer, 'tried-name', username).slice(0, hashInLogs),
    }),

    attemptSourceOf: (ctx, username) => source(ctx, username, 'password', 'code', 'message'),
    codeAttemptSourceOf: (ctx, username) => source(ctx, username, 'code', 'message'),

    remember(ctx, username, provenBy) {
      const { device: kept, marks } = marksOf(ctx);
      const device = kept || randomBytes(16).toString('base64url');
      const isBefore = (before: ProvenBy): boolean => isMarked({ device, marks }, username, before);
      const best = strongestFirst.find((one) => one === provenBy || isBefore(one)) ?? provenBy;
      const mark = markOf(keys[0] as Buffer, device, username, best);
      const others = marksOfOthers(marks, device, username);
      const value = [device, mark, ...others, markOf(keys[0] as Buffer, device, '', 'anybody')].join('.');
      ctx.cookies.set(cookieName, value, {
        httpOnly: true,
        sameSite: 'lax',
        secure: isSecure,
        signed: false,
        overwrite: true,
        maxAge: yearInMilliseconds,
      });
    },
  };
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
