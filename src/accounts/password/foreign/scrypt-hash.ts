/** scrypt (RFC 7914) in the PHC string format, or as Django writes it. */
import { scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import {
  bytesOf,
  emptied,
  isDigest,
  longestSalt,
  malformed,
  type ParsedHash,
  type ParseHash,
  tooExpensive,
  usable,
} from './foreign-hash.ts';
import { seesAllButZerosAtTheEnd } from './sight.ts';

const scryptInPool = promisify<string, Buffer, number, object, Buffer>(scrypt);

const mostMemory = 128 * 1024 * 1024;
const mostWork = 2 ** 21;
/** OWASP's least: N = 2¹⁴, r = 8, p = 5. */
const floor = 2 ** 14 * 8 * 5;
const perHashOfOurs = 2 ** 16;

interface Parts {
  readonly cost: number;
  readonly blockSize: number;
  readonly parallelization: number;
  readonly salt: Buffer;
  /** As it came, to where the digest begins. */
  readonly beginning: string;
  readonly digest: string;
}

/** `$scrypt$ln=15,r=8,p=1$salt$digest`. */
export const parseScrypt: ParseHash = (text) => {
  const [, beginning, ln, r, p, salt, digest] =
    /^(\$scrypt\$ln=(\d{1,2}),r=(\d{1,3}),p=(\d{1,3})\$([A-Za-z0-9+/.]+)\$)([A-Za-z0-9+/.]+)$/.exec(text) ??
    [];
  return beginning && salt && digest
    ? scryptOf({
        cost: 2 ** Number(ln),
        blockSize: Number(r),
        parallelization: Number(p),
        salt: bytesOf(salt),
        beginning,
        digest,
      })
    : undefined;
};

/** `scrypt$16384$salt$8$5$digest`: the salt is text. */
export const parseDjangoScrypt: ParseHash = (text) => {
  const [, beginning, n, salt, r, p, digest] =
    /^(scrypt\$(\d{1,9})\$([\x21-\x23\x25-\x7e]+)\$(\d{1,3})\$(\d{1,3})\$)([A-Za-z0-9+/]+={0,2})$/.exec(
      text,
    ) ?? [];
  return beginning && salt && digest
    ? scryptOf({
        cost: Number(n),
        blockSize: Number(r),
        parallelization: Number(p),
        salt: Buffer.from(salt),
        beginning,
        digest,
      })
    : undefined;
};

function scryptOf({ cost, blockSize, parallelization, salt, beginning, digest }: Parts): ParsedHash {
  const kind = 'scrypt';
  const expected = bytesOf(digest);
  const memory = 128 * cost * blockSize;
  const work = cost * blockSize * parallelization;
  if (memory > mostMemory || work > mostWork) {
    return tooExpensive(kind);
  }
  const isPowerOfTwo = Number.isInteger(Math.log2(cost));
  if (cost < 2 || !isPowerOfTwo || work < 1 || salt.length > longestSalt || !isDigest(expected)) {
    return malformed(kind);
  }
  const options = { cost, blockSize, parallelization, maxmem: 2 * memory + 1024 * work };
  return usable({
    kind,
    encoded: `${beginning}${digest}`,
    work: work / perHashOfOurs,
    isSlow: work >= floor,
    sees: seesAllButZerosAtTheEnd,
    derive: (password) => scryptInPool(password, salt, expected.length, options),
    digest: expected,
    recipe: `${beginning}${emptied(digest)}`,
  });
}
