/** bcrypt, as it is, and what others give it instead of a password: a digest of it, which leaves nothing beyond 72 bytes unseen. */
import { createHash, createHmac } from 'node:crypto';
import { malformed, type ParsedHash, type ParseHash, tooExpensive, usable } from './foreign-hash.ts';
import { type Sees, seesAll, seesAsBcrypt, seesWhatTrimLeaves, trimmedAsPhp } from './sight.ts';

const mostCost = 14;
const leastCost = 4;
/** OWASP's least. */
const floor = 10;
const roundsPerHashOfOurs = 2 ** 8;

interface Shape {
  readonly kind: string;
  /** As it came, to where salt and digest begin. */
  readonly beginning: string;
  readonly cost: number;
  /** 22 characters. */
  readonly salt: string;
  readonly between?: string;
  /** 31 characters. */
  readonly digest: string;
  readonly sees: Sees;
  /** What bcrypt is given. */
  readonly toHash: (password: string) => string;
}

/** `$2b$12$…`, and with Django's `bcrypt$` before it. */
export const parseBcrypt: ParseHash = (text) => {
  const [, beginning, digits, salt, digest] =
    /^((?:bcrypt\$)?\$2[aby]\$(\d\d)\$)([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/.exec(text) ?? [];
  return beginning && salt && digest
    ? bcryptOf({
        kind: 'bcrypt',
        beginning,
        cost: Number(digits),
        salt,
        digest,
        sees: seesAsBcrypt,
        toHash: (password) => password,
      })
    : undefined;
};

/** `bcrypt_sha256$$2b$12$…`: of the SHA-256 in hexadecimal digits. */
export const parseDjangoBcryptSha256: ParseHash = (text) => {
  const [, beginning, digits, salt, digest] =
    /^(bcrypt_sha256\$\$2[aby]\$(\d\d)\$)([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/.exec(text) ?? [];
  return beginning && salt && digest
    ? bcryptOf({
        kind: 'bcrypt of SHA-256',
        beginning,
        cost: Number(digits),
        salt,
        digest,
        sees: seesAll,
        toHash: (password) => createHash('sha256').update(password).digest('hex'),
      })
    : undefined;
};

/** `$bcrypt-sha256$v=2,t=2b,r=12$salt$digest` (passlib, Authelia): of an HMAC under the salt. */
export const parseBcryptSha256: ParseHash = (text) => {
  const [, beginning, digits, salt, digest] =
    /^(\$bcrypt-sha256\$v=2,t=2b,r=(\d\d?)\$)([./A-Za-z0-9]{22})\$([./A-Za-z0-9]{31})$/.exec(text) ?? [];
  return beginning && salt && digest
    ? bcryptOf({
        kind: 'bcrypt of SHA-256',
        beginning,
        cost: Number(digits),
        salt,
        between: '$',
        digest,
        sees: seesAllUnderHmac,
        toHash: (password) => createHmac('sha256', salt).update(password).digest('base64'),
      })
    : undefined;
};

/** The password is what is hashed, and not the key. */
const seesAllUnderHmac = seesAll;

/** WordPress from 6.8 on: `$wp$2y$10$…`, of an HMAC of the trimmed password. */
export const parseWordPressBcrypt: ParseHash = (text) => {
  const [, beginning, digits, salt, digest] =
    /^(\$wp\$2y\$(\d\d)\$)([./A-Za-z0-9]{22})([./A-Za-z0-9]{31})$/.exec(text) ?? [];
  return beginning && salt && digest
    ? bcryptOf({
        kind: 'bcrypt of WordPress',
        beginning,
        cost: Number(digits),
        salt,
        digest,
        sees: seesWhatTrimLeaves,
        toHash: (password) =>
          createHmac('sha384', 'wp-sha384').update(trimmedAsPhp(password)).digest('base64'),
      })
    : undefined;
};

function bcryptOf({ kind, beginning, cost, salt, between = '', digest, sees, toHash }: Shape): ParsedHash {
  if (cost < leastCost) {
    return malformed(kind);
  }
  if (cost > mostCost) {
    return tooExpensive(kind);
  }
  const start = `${beginning}${salt}${between}`;
  return usable({
    kind,
    encoded: `${start}${digest}`,
    work: 2 ** cost / roundsPerHashOfOurs,
    isSlow: cost >= floor,
    sees,
    derive: async (password) => {
      // Loaded with the first such hash: most installations have none.
      const { hash: bcrypt } = await import('@node-rs/bcrypt');
      const whole = await bcrypt(toHash(password), { cost, salt: saltOf(salt) });
      return Buffer.from(whole.slice(-digest.length));
    },
    digest: Buffer.from(digest),
    recipe: `${start}${'.'.repeat(digest.length)}`,
  });
}

const alphabet = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const standard = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Sixteen bytes in bcrypt's own Base64. */
function saltOf(text: string): Buffer {
  const base64 = [...text].map((letter) => standard[alphabet.indexOf(letter)]).join('');
  return Buffer.from(base64, 'base64').subarray(0, 16);
}
