/**
 * What is done to oidc-provider beyond its documented interface stands in src/oidc/engine, one file each, and nowhere else. Each says
 * of which version it speaks, why it is there, and which test would fail if an upgrade undid it.
 */
import { globSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

const engineFolder = 'src/oidc/engine';
const engineVersion = JSON.parse(readFileSync('node_modules/oidc-provider/package.json', 'utf8')).version;

const engineFiles = sourcesIn(engineFolder);
const otherFiles = sourcesIn('src').filter(
  (file) => !file.startsWith(`${engineFolder}/`) && !file.startsWith('src/demo/'),
);

function sourcesIn(folder: string): string[] {
  return globSync(`${folder}/**/*.ts`).sort();
}

/** Without comments: those may speak of anything. */
function codeOf(file: string): string {
  return readFileSync(file, 'utf8')
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .replace(/^\s*\/\/.*$/gm, '');
}

/** The opening comment, in one line. */
function commentOf(file: string): string {
  const [, comment = ''] = /^\/\*\*([\s\S]*?)\*\//.exec(readFileSync(file, 'utf8')) ?? [];
  return comment;
}

const signs: readonly [sign: string, pattern: RegExp][] = [
  ['imports a file of the engine', /['"]oidc-provider\/lib\//],
  ['changes a class', /(?<!\bObject)\.prototype\b(?!\.\w+\.call\()/],
  ['replaces a function of a model', /\bprovider\.[A-Z]\w*\.\w+\s*=[^=]/],
  ['reads or writes its HTML', /<title>Submitting|name=\\?"(xsrf|logout)\\?"|op\.\w+Form/],
  ['reads what it keeps in a session', /\bsession\??\.state\b|\.authorizations\s*=[^=]|persistsLogout/],
  ['asks for its current request', /\bProvider\.ctx\b/],
  ['uses a mark of its clients', /\bnoManage\b/],
  ['hands over a body', /\breq\.body\b/],
  ['sets an option of Koa', /\bmaxIpsCount\b/],
];

it.each(signs)('nothing but src/oidc/engine %s', (_sign, pattern) => {
  expect(otherFiles.filter((file) => pattern.test(codeOf(file)))).toEqual([]);
});

it('whoever knows the engine changes no object in place but in src/oidc/engine', () => {
  const changes = /\bObject\.(assign\((?!\s*\{)|setPrototypeOf|getPrototypeOf|definePropert)/;
  const knowing = otherFiles.filter(
    (file) => /^src\/(oidc|composition)\//.test(file) || codeOf(file).includes("from 'oidc-provider'"),
  );
  expect(knowing.filter((file) => changes.test(codeOf(file)))).toEqual([]);
});

it('the engine’s internals that are touched are these; a new one is written down here as well', () => {
  expect(engineFiles.map((file) => file.slice(engineFolder.length + 1))).toEqual([
    'internals/client-keys.ts',
    'internals/current-request.ts',
    'internals/device-code-errors.ts',
    'internals/max-age-of-zero.ts',
    'internals/methods-of-routes.ts',
    'internals/modules.d.ts',
    'internals/poll-intervals.ts',
    'internals/read-bodies.ts',
    'internals/refused-claims.ts',
    'internals/self-sending-forms.ts',
    'internals/session-state.ts',
    'internals/unmanaged-clients.ts',
    'patches/clients/client-key-refresh.ts',
    'patches/clients/client-secrets.ts',
    'patches/clients/harmless-json.ts',
    'patches/clients/known-clients.ts',
    'patches/clients/offered-response-modes.ts',
    'patches/forwarded-addresses.ts',
    'patches/grants/offline-access.ts',
    'patches/grants/owners-in-values.ts',
    'patches/grants/ping-delivery.ts',
    'patches/grants/poll-pace.ts',
    'patches/grants/pre-authorized-code-use.ts',
    'patches/grants/refresh-successors.ts',
    'patches/grants/used-with-tokens.ts',
    'patches/grants/user-code-attempts.ts',
    'patches/id-token-hints.ts',
    'patches/logout-tokens.ts',
    'patches/names-of-ed25519.ts',
    'patches/replay-detection.ts',
    'patches/signing-keys.ts',
    'patches/tokens-at-sign-out.ts',
    'patches/told-acr.ts',
    'patches/unique-nonces.ts',
    'patches/unsaved-sessions.ts',
  ]);
});

describe.each(engineFiles.filter((file) => !file.endsWith('.d.ts')))('%s', (file) => {
  const comment = commentOf(file);

  it('speaks of the version that is installed: after an upgrade, read it again and say so', () => {
    expect(comment).toContain(`oidc-provider ${engineVersion}:`);
  });

  it('says why', () => {
    expect(comment).toMatch(/\n \* Why: \S/);
  });

  it('names a test that is there', () => {
    const held = [...comment.matchAll(/\n \* Held by: (\S+), "(.+)"/g)];
    expect(held).not.toEqual([]);
    for (const [, test = '', title = ''] of held) {
      expect(readFileSync(test, 'utf8')).toContain(title);
    }
  });
});
