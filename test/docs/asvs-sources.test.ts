/** What no source may hold: requirements of OWASP ASVS 5.0 that are about how the code is written. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { lifetimes } from '../../src/oidc/policy/lifetimes.ts';
import { engineLives } from '../../src/storage/catalogue/engine-keys.ts';

interface Source {
  readonly path: string;
  readonly text: string;
}

const root = resolve(import.meta.dirname, '../..');
const sources = filesUnder('src', '.ts');
const views = filesUnder('views', '.ejs');
const scripts = filesUnder('views/assets', '.js');

function filesUnder(directory: string, ending: string): Source[] {
  return readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(directory, name))
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
    .sort((one, other) => one.path.localeCompare(other.path));
}

function textOf(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

function holding(pattern: RegExp, some: readonly Source[]): string[] {
  return some.filter(({ text }) => pattern.test(text)).map(({ path }) => path);
}

describe('in no source', () => {
  it('nothing is evaluated as code', () => {
    const evaluating = /\beval\(|new Function\(|\bcompileFunction\(|from 'node:vm'/;
    expect(holding(evaluating, [...sources, ...scripts])).toEqual([]);
  });

  it('no program is started but the managed Redis, without a shell', () => {
    expect(holding(/child_process/, sources)).toEqual(['src/storage/connection/local-redis.ts']);
    expect(holding(/shell: true|\bexecSync\(|\bexecFile|\bspawnSync/, sources)).toEqual([]);
  });

  it('no pattern is made of anything but our own words', () => {
    // Names of two parameters, keys of the catalogue, the words of our pages, and types of credentials that an operator trusts.
    expect(holding(/new RegExp\(|\bRegExp\(/, sources)).toEqual([
      'src/oidc/refusal-log.ts',
      'src/storage/catalogue/entry.ts',
      'src/translation/article.ts',
      'src/wallet/certificates/trust-anchors.ts',
    ]);
  });

  it('no template is made of text', () => {
    expect(holding(/\bejs\.(render|renderFile)\(/, sources)).toEqual([]);
    for (const pattern of [/\bejs\.compile\(/, /\bejs\.compile\(readFileSync\(file, /]) {
      expect(holding(pattern, sources)).toEqual(['src/web/page/templates.ts']);
    }
  });

  it('chance that matters comes from node:crypto', () => {
    // How long an idle worker pauses need not be unguessable.
    expect(holding(/Math\.random\(/, [...sources, ...scripts])).toEqual(['src/storage/news/bell.ts']);
  });

  it('cryptography is Node’s, jose’s and Argon2’s', () => {
    const { dependencies } = JSON.parse(textOf('package.json'));
    const ours = Object.keys(dependencies).filter((name) =>
      /crypt|argon|jose|hash|cipher|sodium|noble|forge|elliptic|webauthn|otp/.test(name),
    );
    // bcrypt for passwords that come from elsewhere, WebAuthn on Node’s own, age for backups, and otplib for codes of apps.
    expect(ours).toEqual([
      '@node-rs/bcrypt',
      '@simplewebauthn/browser',
      '@simplewebauthn/server',
      'age-encryption',
      'argon2',
      'jose',
      'otplib',
    ]);
    expect(holding(/createCipheriv\(|createDecipheriv\(/, sources)).toEqual(['src/storage/sealed.ts']);
  });

  it('keys of ours have 128 bits of strength: RSA has 3,072, everything else 256', () => {
    expect(textOf('src/oidc/keys/make-signing-key.ts')).toContain('const rsaModulusLength = 3072;');
    expect(textOf('src/configuration/secrets.ts')).toContain('key.length === 32');
    expect(holding(/aes-(128|192)-|des-ede/, sources)).toEqual([]);
  });

  it('no script keeps anything in the browser', () => {
    expect(holding(/localStorage|sessionStorage|indexedDB|document\.cookie|caches\./, scripts)).toEqual([]);
  });
});

describe('on pages', () => {
  it('every field for a password hides it, and a password manager may fill it in', () => {
    expect(holding(/type: 'password'/, views)).toEqual(['views/partials/password.ejs']);
    const used = views
      .flatMap(({ text }) => text.split('\n'))
      .filter((row) => /include\('[./]*(partials\/)?password'/.test(row));
    expect(used.length).toBeGreaterThan(3);
    expect(used.filter((row) => !/autocomplete: '(current|new)-password'/.test(row))).toEqual([]);
    expect(holding(/onpaste|oncopy|name="[a-z_]*password"/, [...views, ...scripts])).toEqual([]);
  });

  it('every page of who is signed in has a way to sign out', () => {
    expect(textOf('views/layouts/page.ejs')).toMatch(/if \(signOutHref\)[\s\S]*href="<%= signOutHref %>"/);
    expect(textOf('src/web/page/page.ts')).toContain(
      "signOutHref: page.signedInAs ? '/fiok/kijelentkezes' : ''",
    );
  });
});

describe('of the protocol', () => {
  it('an authorization code lives a minute', () => {
    expect(lifetimes.AuthorizationCode).toBe(60);
  });

  it('a refresh token lives twelve hours, however often it is rotated', () => {
    const twelveHours = 12 * 60 * 60;
    expect(engineLives.RefreshToken).toBe(twelveHours);
    const { RefreshToken: life } = lifetimes;
    const beganAt = Math.floor(Date.now() / 1000) - (twelveHours - 60);
    const left = (life as (...given: unknown[]) => number)(
      undefined,
      { iiat: beganAt },
      { clientAuthMethod: 'private_key_jwt' },
    );
    expect(left).toBeLessThanOrEqual(60);
  });

  it('own pages ask for who is there, and for nothing else', () => {
    expect(textOf('src/relying-party/own-client.ts')).toContain("scope: 'openid',");
  });
});
