/** Status lists as verifiers read them: signed tokens, `application/statuslist+jwt` (Token Status List). */
import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import type { StatusListStore } from './issued-status-list-store.ts';
import type { IssuerKey } from './issuer-key.ts';

export interface StatusListTokens {
  /** Where verifiers fetch a list. */
  addressOf(list: number): string;
  /** Undefined for a list that does not exist. */
  tokenOf(list: number): Promise<string | undefined>;
  readonly timeToLiveInSeconds: number;
}

export interface StatusListParts {
  readonly issuer: string;
  readonly places: StatusListStore;
  readonly key: IssuerKey;
  readonly timeToLiveInSeconds: number;
}

interface SignedList {
  readonly version: number;
  readonly signedAt: number;
  readonly token: string;
}

const compress = promisify(deflate);
const bestCompression = 9;
/** Lists grow one at a time, each by thousands of issuances; more than these are signed anew at every request. */
const mostRemembered = 64;
/** What is out of reach of us may still be believed for so long, if its reader ignores the `ttl`. */
const expiresAfterInSeconds = 24 * 60 * 60;
/** Some readers count `ttl` from `iat` rather than from when they fetched it: none is given that is past it already. */
const longestKeptInSeconds = expiresAfterInSeconds / 4;

export function createStatusListTokens({
  issuer,
  places,
  key,
  timeToLiveInSeconds,
}: StatusListParts): StatusListTokens {
  const remembered = new Map<number, SignedList>();
  const addressOf = (list: number): string => `${issuer}/status-lists/${list}`;

  async function sign(list: number): Promise<SignedList> {
    const { version, bits } = await places.read(list);
    const signedAt = Math.floor(Date.now() / 1000);
    const lst = (await compress(bits, { level: bestCompression })).toString('base64url');
    const token = await key.sign('statuslist+jwt', {
      sub: addressOf(list),
      iat: signedAt,
      exp: signedAt + expiresAfterInSeconds,
      ttl: timeToLiveInSeconds,
      status_list: { bits: 1, lst },
    });
    return { version, signedAt, token };
  }

  function isFresh(signed: SignedList | undefined, version: number): signed is SignedList {
    const age = Date.now() / 1000 - (signed?.signedAt ?? 0);
    return signed?.version === version && age < Math.min(timeToLiveInSeconds, longestKeptInSeconds);
  }

  return {
    addressOf,
    timeToLiveInSeconds,

    /** Asks for the version each time, so that a revocation stands in the very next answer; signs only what changed, or is older than it lets itself be. */
    async tokenOf(list) {
      const version = await places.versionOf(list);
      if (version === undefined) {
        return undefined;
      }
      const known = remembered.get(list);
      if (isFresh(known, version)) {
        return known.token;
      }
      const signed = await sign(list);
      if (remembered.has(list) || remembered.size < mostRemembered) {
        remembered.set(list, signed);
      }
      return signed.token;
    },
  };
}
