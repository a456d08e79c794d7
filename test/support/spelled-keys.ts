/**
 * What the compiler cannot hold: a source that makes a key of Redis other than by the catalogue. Type-safe code cannot, but for casts, for
 * libraries that take any text, and for scripts in Lua.
 */
import { globSync, readFileSync } from 'node:fs';
import { catalogue } from '../../src/storage/catalogue/catalogue.ts';

/** May make keys: the catalogue itself. */
const catalogueFiles = /^src\/storage\/(catalogue\/[\w-]+|account-keys)\.ts$/;

/** May take a name that was read from Redis for a key: it is the value of a pointer or an index, or of a walk through all. */
const readersBack: Readonly<Record<string, string>> = {
  'src/oidc/records/adapter.ts': 'pointers hold keys of records',
  'src/oidc/records/end-record.ts': 'the index of a grant holds keys of its tokens',
  'src/oidc/sign-out/citizen-revocation-store.ts': 'the pointer of a session holds the key of its record',
  'src/cli/reseal/reseal-records.ts': 'walks through all that is kept',
  'src/storage/backup/put-back.ts': 'takes away all that it has put back',
};

/**
 * May finish keys that the catalogue begins, where only the step itself finds what belongs in their place. What stands for the beginning is put in
 * by the TypeScript beside it.
 */
const begunByCatalogue: Readonly<Record<string, string>> = {
  // Ids of the passkeys of an Ügyfélkapu+ that goes.
  'src/endings/passkey-claims.lua': "'<passkey-owner>' .. id",
};

/** May connect, and hand the connection over as a `Store`. */
const connecting = ['src/storage/connection/open-store.ts', 'src/storage/redis.ts'];

export interface SpelledKey {
  readonly path: string;
  readonly fault: string;
}

/** All of `src/`. @param root of the repository */
export function spelledKeysUnder(root: string): SpelledKey[] {
  return globSync('src/**/*.{ts,lua}', { cwd: root }).flatMap((path) =>
    spelledKeysIn(path, readFileSync(`${root}/${path}`, 'utf8')),
  );
}

export function spelledKeysIn(path: string, source: string): SpelledKey[] {
  if (catalogueFiles.test(path)) {
    return [];
  }
  const begun = begunByCatalogue[path];
  const faults = path.endsWith('.lua')
    ? [
        ...faultsOfFields(source.replace(/--.*$/gm, '')),
        ...faultsInLua(begun === undefined ? source : source.replaceAll(begun, 'KEYS[1]')),
      ]
    : faultsInTypeScript(path, source);
  return faults.map((fault) => ({ path, fault }));
}

/** How keys begin: `oidc:{Session:`, `wrong-from:`; words that are no key elsewhere. */
const heads = [...new Set(catalogue.map(({ pattern }) => pattern.split('<')[0] ?? ''))].filter((head) =>
  /[:{-]/.test(head),
);

function faultsInTypeScript(path: string, source: string): string[] {
  const code = withoutComments(source);
  const spelled = heads.filter((head) =>
    [`'${head}`, `"${head}`, `\`${head}`].some((begins) => isSpelled(code, begins, head)),
  );
  return [
    ...spelled.map((head) => `spells a key that begins with ${head}`),
    ...faultsOfFields(code),
    ...(/\bas (unknown as )?(StoreKey|KeyPattern)\b/.test(code) ? ['casts a text into a key'] : []),
    ...(/\bas never\b/.test(code) && /-store\.ts$/.test(path) ? ['casts what the compiler refuses'] : []),
    ...(/\bkeyReadBack\b/.test(code) && !readersBack[path] ? ['takes a text for a key'] : []),
    ...(/keyPrefix:(?! keysAreWhole\b)/.test(code) ? ['has a limiter put its own prefix before keys'] : []),
    ...(/from 'ioredis'/.test(code) && !path.startsWith('src/storage/') ? ['knows the bare ioredis'] : []),
    ...(/\bconnectToRedis\b/.test(code) && !connecting.includes(path) ? ['connects by itself'] : []),
  ];
}

/** Of an authenticator in the record of an Ügyfélkapu+ (plus-fields.ts); those whose names mean nothing else. */
function faultsOfFields(code: string): string[] {
  const spelled = code.match(/['"`^](passkey|frozen|begun_on|backed_up):(?! )/);
  return spelled ? [`spells a field that begins with ${spelled[1]}:`] : [];
}

/** A word without places stands alone: `'desk-staff'`, not `'desk-staff-number'`; `'username: is taken'` is for people. */
function isSpelled(code: string, begins: string, head: string): boolean {
  return /[:{]$/.test(head)
    ? code.includes(begins) && code.split(begins).some((after, at) => at > 0 && !after.startsWith(' '))
    : code.includes(begins + begins[0]);
}

function withoutComments(source: string): string {
  return source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
}

/** Commands whose first argument is no key, and where the key stands. */
const keyless = ['TIME', 'PUBLISH'];
const keyStandsLater: Readonly<Record<string, RegExp>> = {
  XREADGROUP: /^'GROUP', .*'STREAMS', KEYS\[\d\]/,
  XINFO: /^'STREAM', KEYS\[\d\]/,
};

function faultsInLua(source: string): string[] {
  const code = source.replace(/--.*$/gm, '');
  return [...code.matchAll(/redis\.p?call\('([A-Z]+)'(?:, *(.*))?/g)].flatMap(
    ([, command = '', rest = '']) => {
      const isFine =
        keyless.includes(command) || (keyStandsLater[command]?.test(rest) ?? isGiven(rest, code));
      return isFine ? [] : [`${command} of a key that the script was not given: ${rest.split(',')[0]}`];
    },
  );
}

/** One of KEYS, or a name that never stands for anything else. */
function isGiven(rest: string, code: string): boolean {
  if (/^(KEYS\[[^\]]+\]|unpack\(KEYS)(?! *\.\.)/.test(rest)) {
    return true;
  }
  const [, name = ''] = /^(?:unpack\()?([a-z_.]+) *(?=[,)])/.exec(rest) ?? [];
  const field = name.split('.').at(-1);
  const values = [...code.matchAll(new RegExp(`\\b${field}\\b[^=\\n]* = ([^=].*)`, 'g'))].map(
    ([, value]) => value,
  );
  const isParameter = new RegExp(`function \\w+\\(.*\\b${field}\\b`).test(code);
  return (
    name !== '' && (values.length > 0 || isParameter) && values.every((value) => value?.includes('KEYS'))
  );
}
