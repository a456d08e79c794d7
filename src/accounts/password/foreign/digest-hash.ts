/** One digest of the password, salted or not: no protection at all, and what many directories are full of. Always wrapped. */
import { createHash } from 'node:crypto';
import { bytesOf, longestSalt, malformed, type ParseHash, usable } from './foreign-hash.ts';
import { seesAll } from './sight.ts';

const lengths = { md5: 16, sha1: 20, sha256: 32, sha512: 64 } as const;

type Algorithm = keyof typeof lengths;

const shortestSalt = 4;

/** LDAP directories and htpasswd: the digest of password and salt, then the salt, in Base64; without the S there is no salt. */
export const parseLdapDigest: ParseHash = (text) => {
  const [, beginning = '', salted, name = '', base64] =
    /^(\{(S?)(MD5|SHA|SHA256|SHA512)\})([A-Za-z0-9+/]+={0,2})$/i.exec(text) ?? [];
  if (!base64) {
    return undefined;
  }
  const algorithm = (name.toLowerCase() === 'sha' ? 'sha1' : name.toLowerCase()) as Algorithm;
  const kind = `${salted ? 'salted ' : ''}${nameOf(algorithm)}`;
  const bytes = bytesOf(base64);
  const digest = bytes.subarray(0, lengths[algorithm]);
  const salt = bytes.subarray(digest.length);
  const isSaltUsable = salted ? salt.length >= shortestSalt && salt.length <= longestSalt : salt.length === 0;
  if (digest.length !== lengths[algorithm] || !isSaltUsable) {
    return malformed(kind);
  }
  const emptyDigest = Buffer.concat([Buffer.alloc(digest.length), salt]);
  return usable({
    kind,
    encoded: text,
    work: 0,
    isSlow: false,
    sees: seesAll,
    derive: async (password) => createHash(algorithm).update(password).update(salt).digest(),
    digest,
    recipe: `${beginning}${emptyDigest.toString('base64')}`,
  });
};

/** Django's `md5$salt$…` and `sha1$salt$…`, in hexadecimal digits: the salt comes first. */
export const parseDjangoDigest: ParseHash = (text) => {
  const [, beginning, name, salt = '', hex] =
    /^((md5|sha1)\$([\x21-\x23\x25-\x7e]{0,64})\$)([0-9a-f]+)$/.exec(text) ?? [];
  if (!beginning || !hex) {
    return undefined;
  }
  const algorithm = name as Algorithm;
  const kind = `salted ${nameOf(algorithm)}`;
  if (hex.length !== 2 * lengths[algorithm]) {
    return malformed(kind);
  }
  return usable({
    kind,
    encoded: text,
    work: 0,
    isSlow: false,
    sees: seesAll,
    derive: async (password) => createHash(algorithm).update(salt).update(password).digest(),
    digest: Buffer.from(hex, 'hex'),
    recipe: `${beginning}${'0'.repeat(hex.length)}`,
  });
};

function nameOf(algorithm: Algorithm): string {
  return algorithm === 'md5' ? 'MD5' : `SHA-${algorithm.slice('sha'.length)}`;
}
