/** Every kind of hash that Kapu verifies, and by what name it refuses the others. */
import { parseArgon2 } from './argon2-hash.ts';
import {
  parseBcrypt,
  parseBcryptSha256,
  parseDjangoBcryptSha256,
  parseWordPressBcrypt,
} from './bcrypt-hash.ts';
import { parseMd5Crypt, parseShaCrypt } from './crypt-hash.ts';
import { parseDjangoDigest, parseLdapDigest } from './digest-hash.ts';
import type { ParsedHash, ParseHash } from './foreign-hash.ts';
import { parseDjangoPbkdf2, parseLdapPbkdf2, parsePbkdf2 } from './pbkdf2-hash.ts';
import { parsePhpass } from './phpass-hash.ts';
import { parseDjangoScrypt, parseScrypt } from './scrypt-hash.ts';

const longestEncoded = 512;

/** The likeliest of an import first: each line asks them in turn. */
const families: readonly ParseHash[] = [
  parseArgon2,
  parseBcrypt,
  parsePbkdf2,
  parseDjangoPbkdf2,
  parseLdapPbkdf2,
  parseScrypt,
  parseDjangoScrypt,
  parseLdapDigest,
  parseShaCrypt,
  parseMd5Crypt,
  parsePhpass,
  parseWordPressBcrypt,
  parseDjangoBcryptSha256,
  parseBcryptSha256,
  parseDjangoDigest,
];

/** Told by name, so that an operator knows what there is. A password in the clear may look like anything: nothing of it is repeated. */
const refused: readonly (readonly [RegExp, string])[] = [
  [/^\$g?y\$/, 'yescrypt'],
  [/^\$7\$/, 'scrypt of crypt(3)'],
  [/^\$argon2d\$/, 'Argon2d'],
  [/^\$2x\$/, 'bcrypt of the faulty kind (2x)'],
  [/^\$md5[$,]/, 'SunMD5'],
  [/^\$3\$/, 'NT hash of crypt(3)'],
  [/^\$sha1\$/, 'sha1crypt'],
  [/^\$2[aby]\$/, 'a bcrypt that was cut off'],
  [/^\$argon2/, 'Argon2 of another form'],
  [/^\$?pbkdf2/i, 'PBKDF2 of another form'],
  [/^\{SASL\}/i, '{SASL}, which says where the password is'],
  [/^\{CLEARTEXT\}/i, 'a password in the clear'],
  [/^[./0-9A-Za-z]{13}$/, 'DES crypt, as it seems'],
];

const introduction = /^\{CRYPT\}(?=\$)/i;

/** Pure; says why a hash cannot be used, without repeating any of it. */
export function parseForeignHash(text: string): ParsedHash {
  if (text.length > longestEncoded) {
    return unknown(undefined);
  }
  const bare = text.startsWith('{') ? text.replace(introduction, '') : text;
  for (const parse of families) {
    const parsed = parse(bare);
    if (parsed) {
      return parsed;
    }
  }
  return unknown(refused.find(([form]) => form.test(bare))?.[1]);
}

function unknown(name: string | undefined): ParsedHash {
  const reason = 'no hash of a kind that Kapu verifies';
  return name === undefined ? { kind: 'unusable', reason } : { kind: 'unusable', reason, of: name };
}
