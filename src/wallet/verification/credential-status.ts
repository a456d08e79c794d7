/**
 * Whether a credential was called back: Token Status List, signed by whom the credential's own authority answers for. Lists are
 * kept for as long as they say, in this process; one bit is read where it stands.
 */
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import { inflate } from 'node:zlib';
import type { TrustedSource } from '../certificates/trust-anchors.ts';
import {
  checkHeader,
  decodeStrictly,
  isObject,
  isSignedBy,
  type JsonObject,
  readCompactJws,
} from './compact-jws.ts';
import { PresentationRefused, refuseUnless } from './refusal.ts';
import { checkValidity } from './sd-jwt-vc.ts';

/** As `fetch`, through the guard of everything that goes out. */
export type FetchList = (address: string, request: { headers: Record<string, string> }) => Promise<Response>;

/** Whose list is believed; not every one of them need have lists. */
export type ListAuthority = Pick<TrustedSource, 'fingerprint' | 'status'>;

export interface StatusCheck<Authority extends ListAuthority = TrustedSource> {
  /** @throws PresentationRefused when the credential was called back, or nobody can tell */
  check(claims: JsonObject, source: Authority, now: Date): Promise<void>;
}

/** A wallet waits for us while we wait for the list. */
export const listLimits = { patienceInMilliseconds: 3000, largestAnswerInBytes: 2 * 1024 * 1024 };

interface List {
  readonly bits: number;
  readonly statuses: Buffer;
  /** Milliseconds since 1970. */
  readonly keptUntil: number;
}

/** Sixteen million entries of two bits; what inflates to more is a bomb. */
const largestListInBytes = 4 * 1024 * 1024;
const mostLists = 50;
const longestAddress = 2048;
const usualLifeInSeconds = 60;
const longestLifeInSeconds = 15 * 60;
const toleranceInSeconds = 60;
const valid = 0;

const inflateList = promisify(inflate);

/** @param issuer ourselves: our own lists are asked for each time, so that what a citizen calls back here is refused at once */
export function createStatusCheck<Authority extends ListAuthority>(
  trust: { keyUnder(source: Authority, x5c: unknown, now: Date): KeyObject },
  fetchList: FetchList,
  issuer: string,
): StatusCheck<Authority> {
  const kept = new Map<string, List>();
  const underWay = new Map<string, Promise<List>>();

  async function listAt(uri: string, source: Authority, now: Date): Promise<List> {
    const key = `${source.fingerprint} ${uri}`;
    const known = kept.get(key);
    if (known && now.getTime() < known.keptUntil) {
      return known;
    }
    const fetching = underWay.get(key) ?? fetchAnew(uri, source, now).finally(() => underWay.delete(key));
    underWay.set(key, fetching);
    const list = await fetching;
    if (uri.startsWith(`${issuer}/`)) {
      return list;
    }
    kept.delete(key);
    const [oldest] = kept.keys();
    if (kept.size >= mostLists && oldest !== undefined) {
      kept.delete(oldest);
    }
    kept.set(key, list);
    return list;
  }

  async function fetchAnew(uri: string, source: Authority, now: Date): Promise<List> {
    try {
      const answer = await fetchList(uri, { headers: { accept: 'application/statuslist+jwt' } });
      refuseUnless(answer.status === 200, 'status-unknown');
      return await readList(await answer.text(), uri, (x5c) => trust.keyUnder(source, x5c, now), now);
    } catch (cause) {
      throw new PresentationRefused('status-unknown', { cause });
    }
  }

  return {
    async check({ status }, source, now) {
      if (status === undefined) {
        refuseUnless(source.status === 'if-present', 'status-missing');
        return;
      }
      const { idx, uri } = referenceOf(status);
      const { bits, statuses } = await listAt(uri, source, now);
      refuseUnless(statusAt(statuses, bits, idx) === valid, 'revoked');
    },
  };
}

function referenceOf(status: unknown): { idx: number; uri: string } {
  const reference = isObject(status) ? status.status_list : undefined;
  refuseUnless(isObject(reference), 'status-unknown');
  const { idx, uri } = reference;
  refuseUnless(typeof idx === 'number' && Number.isSafeInteger(idx) && idx >= 0, 'malformed');
  refuseUnless(typeof uri === 'string' && uri.length <= longestAddress && URL.canParse(uri), 'malformed');
  return { idx, uri };
}

async function readList(
  text: string,
  uri: string,
  keyOf: (x5c: unknown) => Parameters<typeof isSignedBy>[1],
  now: Date,
): Promise<List> {
  const token = readCompactJws(text.trim());
  checkHeader(token, 'statuslist+jwt');
  refuseUnless(isSignedBy(token, keyOf(token.header.x5c)), 'issuer-signature');
  const { payload } = token;
  refuseUnless(payload.sub === uri && typeof payload.iat === 'number', 'malformed');
  checkValidity(payload, now, toleranceInSeconds);
  const list = payload.status_list;
  refuseUnless(isObject(list), 'malformed');
  const { bits, lst } = list;
  refuseUnless(
    typeof bits === 'number' && [1, 2, 4, 8].includes(bits) && typeof lst === 'string',
    'malformed',
  );
  const statuses = await inflateList(decodeStrictly(lst), { maxOutputLength: largestListInBytes });
  return { bits, statuses, keptUntil: keptUntil(payload, now) };
}

/** As long as it says, but neither past its end nor for very long: a credential called back should not work for an hour. */
function keptUntil({ ttl = usualLifeInSeconds, exp }: JsonObject, now: Date): number {
  refuseUnless(typeof ttl === 'number' && ttl > 0, 'malformed');
  const byLife = now.getTime() + Math.min(ttl, longestLifeInSeconds) * 1000;
  return typeof exp === 'number' ? Math.min(byLife, exp * 1000) : byLife;
}

/** Entries fill each byte from its lowest bit on. */
function statusAt(statuses: Buffer, bits: number, index: number): number {
  const firstBit = index * bits;
  const byte = statuses[Math.floor(firstBit / 8)];
  refuseUnless(byte !== undefined, 'status-unknown');
  return (byte >> (firstBit % 8)) & ((1 << bits) - 1);
}
