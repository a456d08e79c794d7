/** The exports of other systems in test/cli/exports, and what comes along of them. Of these rows the table in the operators' document is made. */

export interface Convertible {
  readonly from: string;
  readonly product: string;
  readonly file: string;
  /** Where the system exports apps apart. */
  readonly apps?: string;
  readonly people: number;
  readonly withApp: number;
  /** Who has a password that comes along, and is not disabled: they sign in. */
  readonly signIn: number;
  /** Passwords of kinds that nobody here verifies. */
  readonly passwordsLeftBehind: number;
  readonly kinds: string;
  readonly passwordOf: (username: string) => string;
}

const ofNumber = (number: number): string => `Jelszó-${number} a régi rendszerből`;

const inOrder =
  (...usernames: readonly string[]) =>
  (username: string): string =>
    ofNumber(usernames.indexOf(username));

export const convertibles: readonly Convertible[] = [
  {
    from: 'keycloak',
    product: 'Keycloak 26.4.5',
    file: 'keycloak/realm.json',
    people: 7,
    withApp: 3,
    signIn: 5,
    passwordsLeftBehind: 0,
    kinds: 'Argon2id, PBKDF2 with SHA-1, SHA-256, SHA-512',
    passwordOf: inOrder('argon.anna', 'sha256.bela', 'sha512.cili', 'regi.denes', 'erika@példa.hu'),
  },
  {
    from: 'django',
    product: 'Django 5.2.8 with django-otp 1.7.5',
    file: 'django/dump.json',
    people: 9,
    withApp: 3,
    signIn: 7,
    passwordsLeftBehind: 0,
    kinds: 'PBKDF2 with SHA-256, SHA-1, Argon2id, bcrypt, bcrypt of SHA-256, scrypt, salted MD5',
    passwordOf: inOrder(
      'django.pbkdf2_sha256',
      'django.pbkdf2_sha1',
      'argon@pelda.example',
      'django.bcrypt_sha256',
      'django.bcrypt',
      'django.scrypt',
      'django.md5',
    ),
  },
  {
    from: 'ldif',
    product: 'OpenLDAP 2.5.13 (slapcat)',
    file: 'openldap/slapcat.ldif',
    people: 12,
    withApp: 0,
    signIn: 11,
    passwordsLeftBehind: 1,
    kinds:
      '{SSHA}, {SHA}, {SMD5}, {MD5}, {SSHA256}, {SSHA512}, {PBKDF2}, {PBKDF2-SHA256}, {PBKDF2-SHA512}, {ARGON2}, {CRYPT}; {SASL} stays behind',
    passwordOf: inOrder(
      ...['ssha', 'sha', 'smd5', 'md5', 'ssha256', 'ssha512', 'pbkdf2', 'pbkdf2-sha256', 'pbkdf2-sha512'].map(
        (scheme) => `ldap.${scheme}`,
      ),
      'ldap.argon2',
      'ldap.crypt',
    ),
  },
  {
    from: 'authelia',
    product: 'Authelia 4.38.0 (its export’s own code)',
    file: 'authelia/users_database.yml',
    apps: 'authelia/totp.yml',
    people: 6,
    withApp: 3,
    signIn: 6,
    passwordsLeftBehind: 0,
    kinds: 'Argon2id, sha512crypt, PBKDF2 with SHA-512, scrypt, bcrypt, bcrypt of SHA-256',
    passwordOf: inOrder(
      ...['argon2id', 'sha512crypt', 'pbkdf2', 'scrypt', 'bcrypt', 'bcrypt-sha256'].map(
        (scheme) => `authelia.${scheme}`,
      ),
    ),
  },
  {
    from: 'aspnet',
    product: 'ASP.NET Core Identity, hashes of versions 2 and 3 (Microsoft’s test vectors)',
    file: 'aspnet/AspNetUsers.csv',
    apps: 'aspnet/AspNetUserTokens.csv',
    people: 5,
    withApp: 2,
    signIn: 5,
    passwordsLeftBehind: 0,
    kinds: 'PBKDF2 with SHA-1, SHA-256, SHA-512',
    passwordOf: () => 'my password',
  },
  {
    from: 'shadow',
    product: 'Debian 12 (mkpasswd 5.5.17)',
    file: 'unix/shadow',
    people: 5,
    withApp: 0,
    signIn: 4,
    passwordsLeftBehind: 1,
    kinds: 'md5crypt, sha256crypt, sha512crypt, bcrypt; yescrypt stays behind',
    passwordOf: () => ofNumber(0),
  },
  {
    from: 'htpasswd',
    product: 'Apache 2.4.71 (htpasswd)',
    file: 'apache/htpasswd',
    people: 5,
    withApp: 0,
    signIn: 5,
    passwordsLeftBehind: 0,
    kinds: 'apr1, bcrypt, {SHA}, sha256crypt, sha512crypt',
    passwordOf: () => ofNumber(0),
  },
  {
    from: 'csv',
    product: 'WordPress’s hashes as CSV (phpass of passlib 1.7.4, the form of WordPress 6.8 by PHP 8.2)',
    file: 'wordpress/users.csv',
    people: 3,
    withApp: 1,
    signIn: 3,
    passwordsLeftBehind: 0,
    kinds: 'phpass, bcrypt of WordPress, bcrypt',
    passwordOf: inOrder('wp.phpass', 'wp.bcrypt', 'wp.regi-bcrypt'),
  },
];
