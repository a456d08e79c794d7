/** Whose words are whose: a door says its own, and those of the rooms below it; and a page gives a message what it takes. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { words } from '../../src/composition/words.ts';
import { languages } from '../../src/web/languages.ts';

type Part = ReturnType<IntlMessageFormat['getAst']>[number];
type Texts = Readonly<Record<string, string>>;

const root = resolve(import.meta.dirname, '../..');
const files = [...filesUnder('src', '.ts'), ...filesUnder('views', '.ejs')].filter(
  ({ path }) => !/^(src\/demo|views\/(portal|sandbox|wallet))\/|\/words\//.test(path),
);
/** `src/login/words`, `src/self-service/contact/words` and so on. */
const folders = [...new Set(filesUnder('src', '.ts').map(({ path }) => dirname(path)))].filter(
  (folder) => folder.endsWith('/words') && !/^src\/(composition|notifications|demo)\//.test(folder),
);
const ownWords = new Map<string, Texts>();

beforeAll(async () => {
  for (const folder of folders) {
    const { hu } = await import(pathToFileURL(join(root, folder, 'hu.ts')).href);
    ownWords.set(folder, hu);
  }
});

function filesUnder(directory: string, ending: string): { path: string; text: string }[] {
  return readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => ({
      path: join(directory, name),
      text: readFileSync(join(root, directory, name), 'utf8'),
    }));
}

it('there are rooms with words', () => {
  expect(folders.length).toBeGreaterThan(15);
});

describe.each(folders)('%s', (folder) => {
  it('has a file for each language, and no other', () => {
    const names = readdirSync(join(root, folder)).sort();
    expect(names).toEqual(languages.map(({ lang }) => `${lang}.ts`).sort());
  });

  it('is part of what the pages say', () => {
    for (const [key, text] of Object.entries(ownWords.get(folder) ?? {})) {
      expect([key, words.hu[key as keyof typeof words.hu]]).toEqual([key, text]);
    }
  });
});

it('no two rooms have the same key', () => {
  const keys = [...ownWords.values()].flatMap((own) => Object.keys(own));
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
  expect(keys.sort()).toEqual(Object.keys(words.hu).sort());
});

/** Views of doors; partials and the layout are everybody's. */
const roomOfViews: Readonly<Record<string, string>> = {
  desk: 'desk-door',
  operator: 'operator-door',
  staff: 'staff-pages',
  device: 'oidc',
  'sign-out': 'oidc',
  errors: 'oidc',
  login: 'login',
  enrolling: 'enrolling',
  cancelling: 'cancelling',
  'self-service': 'self-service',
  'wallet-door': 'wallet-door',
};
const below: Readonly<Record<string, readonly string[]>> = {
  login: ['enrolling', 'cancelling', 'ending-notices', 'web'],
  'self-service': ['enrolling', 'cancelling', 'ending-notices', 'web'],
  enrolling: ['web'],
  cancelling: ['ending-notices', 'web'],
  'desk-door': ['staff-pages', 'web'],
  'operator-door': ['staff-pages', 'web'],
};

function roomOf(path: string): string | undefined {
  const [top, folder = ''] = path.split('/');
  return top === 'views' ? roomOfViews[folder] : folder;
}

it('a room says its own words, and those of rooms below it', () => {
  const roomOfKey = new Map(
    [...ownWords].flatMap(([folder, own]) => Object.keys(own).map((key) => [key, roomOf(folder)] as const)),
  );
  const strange = files.flatMap(({ path, text }) => {
    const room = roomOf(path);
    if (room === undefined || /^src\/(cli|audit|throttle|storage|composition)\//.test(path)) {
      return [];
    }
    const may = [room, ...(below[room] ?? ['web'])];
    const asked = [...text.matchAll(/'([a-z][\w+-]*(?:\.[\w+-]+)+)'/g)].map(([, key = '']) => key);
    return asked.flatMap((key) => {
      const whose = roomOfKey.get(key);
      return whose === undefined || may.includes(whose) ? [] : `${path}: ${key} of ${whose}`;
    });
  });
  expect(strange).toEqual([]);
});

describe('a view', () => {
  const views = files.filter(({ path }) => path.endsWith('.ejs'));

  it('gives each message the values that it takes', () => {
    const calls = views.flatMap(({ path, text }) =>
      [...text.matchAll(/\bt\('([^']+)'/g)].map((found) => ({
        path,
        key: found[1] ?? '',
        given: namesGiven(text.slice(found.index + found[0].length)),
      })),
    );
    expect(calls.length).toBeGreaterThan(300);
    const wrong = calls.filter(({ key, given }) => given.join() !== argumentsOf(key).join());
    expect(wrong).toEqual([]);
  });

  it('puts no sentence together: what stands before a value is a label, or a sentence of its own', () => {
    const joined = views.flatMap(({ path, text }) =>
      [...withoutTags(text).matchAll(/<%= t\('([^']+)'[^%]*%>\s*<%= (?!t\()/g)]
        .filter(([, key = '']) => !/[:.!?]$/.test(words.hu[key as keyof typeof words.hu]))
        .map(([found]) => `${path}: ${found}`),
    );
    expect(joined).toEqual([]);
  });

  it('writes no word of its own beside a value', () => {
    const beside = views.flatMap(({ path, text }) =>
      [...withoutTags(text).matchAll(/\p{L}\s*<%= |[^<]%>\s*\p{L}+/gu)]
        .filter(({ index }) => isText(withoutTags(text), index))
        .map(([found]) => `${path}: ${found}`),
    );
    expect(beside).toEqual([]);
  });
});

/** Elements within a line do not end a sentence; tags of states, and links, are no part of one. */
function withoutTags(view: string): string {
  return view
    .replace(/<strong class="govuk-tag[\s\S]*?<\/strong>|<a\b[\s\S]*?<\/a>/g, '<br>')
    .replace(/<\/?(?:strong|span|em|bdi|code|b)\b(?:[^<>]|<%[\s\S]*?%>)*?>/g, '')
    .replace(/<% [\s\S]*?%>/g, '');
}

/** Not within a tag, whose attributes and name are nobody's words. */
function isText(view: string, at: number): boolean {
  const before = view.slice(0, at).replace(/<%[\s\S]*?%>/g, '');
  return before.lastIndexOf('<') <= before.lastIndexOf('>');
}

/** @param call what follows the key in a call of `t` */
function namesGiven(call: string): string[] {
  const values = /^,\s*\{/.test(call) ? call.slice(call.indexOf('{') + 1) : '}';
  let depth = 0;
  let flat = '';
  for (const character of values) {
    depth += /[({[]/.test(character) ? 1 : /[)}\]]/.test(character) ? -1 : 0;
    if (depth < 0) {
      break;
    }
    flat += depth === 0 ? character : '';
  }
  return [...new Set([...flat.matchAll(/(?:^|,)\s*(\w+)/g)].map(([, name = '']) => name))].sort();
}

function argumentsOf(key: string): string[] {
  const message = words.hu[key as keyof typeof words.hu] ?? '';
  const parts = new IntlMessageFormat(message, 'hu', undefined, { ignoreTag: true }).getAst();
  return [...new Set(argumentsIn(parts))].sort();
}

function argumentsIn(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => {
    const own = 'value' in part && part.type !== 0 ? [part.value] : [];
    const chosen =
      'options' in part ? Object.values(part.options).flatMap(({ value }) => argumentsIn(value)) : [];
    return [...own, ...chosen];
  });
}
