/**
 * One password, hashed by others: python3's hashlib (PBKDF2, scrypt, SHA) and crypt (bcrypt, of libxcrypt), and argon2-cffi 25.1 (the
 * reference Argon2; OpenSSL's gives the same). For example:
 *   hashlib.pbkdf2_hmac('sha256', password, b'0123456789abcdef', 1000)
 *   crypt.crypt(password, '$2b$05$abcdefghijklmnopqrstuu')
 *   argon2.low_level.hash_secret(password, b'0123456789abcdef', 2, 1024, 2, 32, Type.ID, version=19)
 */
export const foreignPassword = 'árvíztűrő tükörfúrógép';

const salt = 'MDEyMzQ1Njc4OWFiY2RlZg';
const bcrypt = 'abcdefghijklmnopqrstuumbDdt1DXHUdb1gNkgAjzBN5VFVshfli';
const sha256 = 'vLYbqPoa2ci6GO7hX3KLPiL6U0Uv6DkQ4wuOmzixYzo';

export const foreignHashes: readonly { readonly kind: string; readonly hash: string }[] = [
  {
    kind: 'Argon2id',
    hash: `$argon2id$v=19$m=1024,t=2,p=2$${salt}$k+zeLLK1iRYypBgfGaEMsa0v/gMnJ3bRz8rQoZpUXRU`,
  },
  {
    kind: 'Argon2id with its parameters in the order of Node',
    hash: `$argon2id$v=19$m=1024,p=2,t=2$${salt}$k+zeLLK1iRYypBgfGaEMsa0v/gMnJ3bRz8rQoZpUXRU`,
  },
  {
    kind: 'Argon2i',
    hash: `$argon2i$v=19$m=1024,t=2,p=1$${salt}$Vkhz3WTgLFYvpmtq4ryzrNuI2y1n2576Af3RFXrQ8RQ`,
  },
  {
    kind: 'Argon2i of version 16',
    hash: `$argon2i$v=16$m=1024,t=2,p=1$${salt}$9pjOqN8jtGp3yIiAt7xPHxmIjYHNgFs7faokOtjKoTM`,
  },
  {
    kind: 'Argon2i that names no version',
    hash: `$argon2i$m=1024,t=2,p=1$${salt}$9pjOqN8jtGp3yIiAt7xPHxmIjYHNgFs7faokOtjKoTM`,
  },
  { kind: 'bcrypt 2a', hash: `$2a$05$${bcrypt}` },
  { kind: 'bcrypt 2b', hash: `$2b$05$${bcrypt}` },
  { kind: 'bcrypt 2y', hash: `$2y$05$${bcrypt}` },
  { kind: 'PBKDF2 with SHA-1', hash: `$pbkdf2$1000$${salt}$WSKKSkBZ7HCOpXL5RibUzHhRHtA` },
  { kind: 'PBKDF2 with SHA-256 as passlib writes it', hash: `$pbkdf2-sha256$1000$${salt}$${sha256}` },
  { kind: 'PBKDF2 with SHA-256 as PHC writes it', hash: `$pbkdf2-sha256$i=1000,l=32$${salt}$${sha256}` },
  {
    kind: 'PBKDF2 with SHA-512',
    hash: `$pbkdf2-sha512$1000$${salt}$zDBbr/L.2aHyF15mRk0/URtl3ekJGjHGAgfm.nRmj.l3RvBRp67lb/zDYZzmSCCZ.JZdLLw5enh3y8o/lG46qw`,
  },
  {
    kind: 'PBKDF2 as Django writes it',
    hash: 'pbkdf2_sha256$1000$seasalt$C+9OYlHkuYsncdeVirK4CLPF0XiJVrnRVjYYEEK2ye8=',
  },
  { kind: 'scrypt', hash: `$scrypt$ln=10,r=8,p=1$${salt}$YtR7/9QouGxdUJ5qst9byCcn4YVg/ml8wQxQH/lr/J4` },
  { kind: 'SSHA', hash: '{SSHA}nQqcV8MOEg78nzjzfnPNeiJao5owMTIzNDU2Nw==' },
  { kind: 'SSHA256', hash: '{SSHA256}ADxP8MGVx5HhZ2F64gWdrug3Duujg52afjf5eCHVZgAwMTIzNDU2Nw==' },
  {
    kind: 'SSHA512',
    hash: '{SSHA512}0o8uORNLQsPANDCvyEx8cksCuM5x1c6EFgIRs6bVcDkxyFsxHRUZKqkh1ajsnO6vqJ1Ye+l2Y4ca9+eNF2/f/TAxMjM0NTY3',
  },
];
