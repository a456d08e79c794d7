/** PBKDF2 (RFC 8018) as passlib, PHC, Django, OpenLDAP and Keycloak write it. */
import { pbkdf2 } from 'node:crypto';
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

const pbkdf2InPool = promisify(pbkdf2);

const mostIterations = 2_000_000;
const iterationsPerHashOfOurs = 50_000;

const digestLengths = { sha1: 20, sha256: 32, sha512: 64 } as const;
/** OWASP's least. */
const floors = { sha1: 1_300_000, sha256: 600_000, sha512: 210_000 } as const;

type Algorithm = keyof typeof digestLengths;

interface Parts {
  readonly algorithm: Algorithm;
  readonly iterations: number;
  readonly salt: Buffer;
  /** As it came, to where the digest begins. */
  readonly beginning: string;
  readonly digest: string;
}

/** `$pbkdf2-sha256$29000$salt$digest` (passlib), or with `i=29000` and perhaps `,l=32` (PHC). */
export const parsePbkdf2: ParseHash = (text) => {
  const [, beginning, algorithm, iterations, salt, digest] =
    /^(\$pbkdf2(|-sha1|-sha256|-sha512)\$(?:i=)?(\d{1,9})(?:,l=\d{1,3})?\$([A-Za-z0-9+/.]+)\$)([A-Za-z0-9+/.]+)$/.exec(
      text,
    ) ?? [];
  return read(beginning, algorithm, iterations, salt && bytesOf(salt), digest);
};

/** `{PBKDF2-SHA256}10000$salt$digest`: OpenLDAP's pw-pbkdf2. Without an algorithm it is SHA-1. */
export const parseLdapPbkdf2: ParseHash = (text) => {
  const [, beginning, algorithm, iterations, salt, digest] =
    /^(\{PBKDF2(|-SHA1|-SHA256|-SHA512)\}(\d{1,9})\$([A-Za-z0-9+/.]+)\$)([A-Za-z0-9+/.]+={0,2})$/i.exec(
      text,
    ) ?? [];
  return read(beginning, algorithm?.toLowerCase(), iterations, salt && bytesOf(salt), digest);
};

/** `pbkdf2_sha256$600000$salt$digest`: the salt is text. */
export const parseDjangoPbkdf2: ParseHash = (text) => {
  const [, beginning, algorithm, iterations, salt, digest] =
    /^(pbkdf2_(sha1|sha256|sha512)\$(\d{1,9})\$([\x21-\x23\x25-\x7e]+)\$)([A-Za-z0-9+/]+={0,2})$/.exec(
      text,
    ) ?? [];
  return read(beginning, algorithm && `-${algorithm}`, iterations, salt && Buffer.from(salt), digest);
};

function read(
  beginning: string | undefined,
  algorithm: string | undefined,
  iterations: string | undefined,
  salt: Buffer | '' | undefined,
  digest: string | undefined,
): ParsedHash | undefined {
  return beginning === undefined || algorithm === undefined || !salt || !digest
    ? undefined
    : pbkdf2Of({
        algorithm: (algorithm.slice(1) || 'sha1') as Algorithm,
        iterations: Number(iterations),
        salt,
        beginning,
        digest,
      });
}

/**
 * Each block of what PBKDF2 gives stands for itself (RFC 8018 §5.2): Keycloak takes four of them, and one tells a password as surely. So
 * the first alone is computed and compared.
 */
function pbkdf2Of({ algorithm, iterations, salt, beginning, digest }: Parts): ParsedHash {
  const kind = `PBKDF2 with SHA-${algorithm.slice('sha'.length)}`;
  const whole = bytesOf(digest);
  if (iterations < 1 || salt.length > longestSalt || !isDigest(whole)) {
    return malformed(kind);
  }
  if (iterations > mostIterations) {
    return tooExpensive(kind);
  }
  const expected = whole.subarray(0, digestLengths[algorithm]);
  return usable({
    kind,
    encoded: `${beginning}${digest}`,
    work: iterations / iterationsPerHashOfOurs,
    isSlow: iterations >= floors[algorithm],
    sees: seesAllButZerosAtTheEnd,
    derive: (password) => pbkdf2InPool(password, salt, iterations, expected.length, algorithm),
    digest: expected,
    recipe: `${beginning}${emptied(digest)}`,
  });
}
