/** Argon2 (RFC 9106) in the PHC string format, as it is, or as Django and OpenLDAP introduce it. */
import {
  type Argon2Parameters,
  bytesOf,
  emptied,
  isDigest,
  malformed,
  type ParseHash,
  tooExpensive,
  usable,
} from './foreign-hash.ts';
import { seesAll } from './sight.ts';

const mostMemory = 256 * 1024;
const mostWork = 1024 * 1024;
const mostLanes = 16;
/** 7 MiB and five passes, the least that OWASP names. */
const floor = 7168 * 5;
/** Memory by passes, of one hash of ours; see test/bench/hashing.ts. */
const perHashOfOurs = 38_912;

/** The binding `argon2` of Node writes `m=,p=,t=`. Without `v=` it is version 16. */
export const parseArgon2: ParseHash = (text) => {
  const [, type, version = 'v=16$', m, first, second, salt, digest] =
    /^(?:argon2|\{ARGON2\})?\$argon2(id|i)\$(v=1[69]\$)?m=(\d{1,8}),(?:t=(\d{1,6}),p=\d{1,3}|p=\d{1,3},t=(\d{1,6}))\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(
      text,
    ) ?? [];
  if (!type || !salt || !digest) {
    return undefined;
  }
  const kind = `Argon2${type}`;
  const [, p] = /p=(\d+)/.exec(text) ?? [];
  const [memory, passes, lanes] = [Number(m), Number(first ?? second), Number(p)];
  if (memory > mostMemory || memory * passes > mostWork || lanes > mostLanes) {
    return tooExpensive(kind);
  }
  const [saltBytes, digestBytes] = [bytesOf(salt), bytesOf(digest)];
  if (passes < 1 || lanes < 1 || memory < 8 * lanes || saltBytes.length < 8 || !isDigest(digestBytes)) {
    return malformed(kind);
  }
  const parameters: Argon2Parameters = {
    type: `argon2${type as 'i' | 'id'}`,
    version: version === 'v=19$' ? 19 : 16,
    memoryInKiB: memory,
    passes,
    lanes,
    salt: saltBytes,
    length: digestBytes.length,
  };
  const beginning = `$argon2${type}$${version}m=${memory},t=${passes},p=${lanes}$${salt}$`;
  return usable({
    kind,
    encoded: `${beginning}${digest}`,
    work: (memory * passes) / perHashOfOurs,
    isSlow: memory * passes >= floor,
    sees: seesAll,
    derive: (password, argon2) => argon2(password, parameters),
    digest: digestBytes,
    recipe: `${beginning}${emptied(digest)}`,
  });
};
