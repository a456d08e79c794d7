import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { en as portalEn } from '../../demo/portal/words/en.ts';
import { hu as portalHu } from '../../demo/portal/words/hu.ts';
import { words as startPage } from '../../demo/provider/words.ts';
import { en as sandboxEn } from '../../demo/sandbox/words/en.ts';
import { hu as sandboxHu } from '../../demo/sandbox/words/hu.ts';
import { en as walletEn } from '../../demo/wallet/words/en.ts';
import { hu as walletHu } from '../../demo/wallet/words/hu.ts';
import { en } from '../../src/composition/words/en.ts';
import { hu } from '../../src/composition/words/hu.ts';
import { methods } from '../../src/login/login-progress.ts';
import { codeOverLines } from '../../src/web/form/form.ts';

interface File {
  readonly path: string;
  readonly text: string;
}

const root = resolve(import.meta.dirname, '../..');
const views = [...filesUnder('views', '.ejs'), ...filesUnder('demo/views', '.ejs')];
/** Rooms that speak to operators and programs have no part in what pages say. */
const sources = [...filesUnder('src', '.ts'), ...filesUnder('demo', '.ts')].filter(
  ({ path }) => !/^src\/(audit|clients|admin|cli)\/|\/(locales|words)\//.test(path),
);

const isPortal = ({ path }: File): boolean => /^demo\/(views\/)?portal\//.test(path);
const portalFiles = [...views, ...sources].filter(isPortal);
const isSandbox = ({ path }: File): boolean => /^demo\/(views\/)?sandbox\//.test(path);
const isWallet = ({ path }: File): boolean => /^demo\/(views\/)?wallet\//.test(path);
const walletFiles = [...views, ...sources].filter(isWallet);
const sandboxFiles = [...views, ...sources].filter(isSandbox);

/** Partials of the provider that another house shows too, with its own texts. */
function partialsOf(house: readonly File[]): File[] {
  return views.filter(({ path }) =>
    house.some(({ text }) => text.includes(`'${relative('views', path).replace('.ejs', '')}'`)),
  );
}

function filesUnder(directory: string, ending: string): File[] {
  return readdirSync(join(root, directory), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(root, directory, name))
    .map((path) => ({ path: relative(root, path), text: readFileSync(path, 'utf8') }))
    .sort((one, other) => one.path.localeCompare(other.path));
}

it('there are views to look at', () => {
  expect(views.length).toBeGreaterThan(30);
});

describe.each(views)('$path', ({ text }) => {
  it('writes nothing unescaped but other views', () => {
    const unescaped = [...text.matchAll(/<%-\s*([\s\S]*?)\s*-?%>/g)].map(([, expression = '']) => expression);
    expect(unescaped.filter((expression) => expression !== 'content' && !isInclude(expression))).toEqual([]);
    expect(text.split('<%-')).toHaveLength(unescaped.length + 1);
  });

  it('has nothing that the content security policy forbids', () => {
    const markup = text.replace(/<%[\s\S]*?%>/g, '');
    expect(markup).not.toMatch(/<style\b|\sstyle=|\son[a-z]+=|javascript:/i);
    expect(markup).not.toMatch(/<script\b(?![^>]*\bsrc=)/i);
    expect(markup).not.toMatch(/\b(?:src|href|action)="(?:https?:)?\/\//i);
  });

  it('sends every form by POST with a token', () => {
    const forms = [...text.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)];
    for (const [, attributes = '', body = ''] of forms) {
      expect(attributes).toContain('method="post"');
      const token = /include\('[^']*csrf'\)|name="_csrf"|name="xsrf"/;
      if (isReturnToRelyingParty(attributes)) {
        expect(body).not.toMatch(token);
      } else {
        expect(body).toMatch(token);
      }
    }
  });

  /** The only form that leaves us: it carries the answer, and must not carry a token of ours. */
  function isReturnToRelyingParty(attributes: string): boolean {
    return attributes.includes('action="<%= form.action %');
  }

  /** One call of `include`, whose closing parenthesis is the end. */
  function isInclude(expression: string): boolean {
    let depth = 0;
    const closings = [...expression].flatMap((character, at) => {
      depth += character === '(' ? 1 : character === ')' ? -1 : 0;
      return character === ')' && depth === 0 ? at : [];
    });
    return expression.startsWith('include(') && closings.join() === String(expression.length - 1);
  }
});

const houses = [
  {
    house: 'the provider',
    locales: { hu: { ...hu, ...startPage.hu }, en: { ...en, ...startPage.en } } as Record<
      string,
      Record<string, string>
    >,
    files: [...views, ...sources].filter((file) => ![isPortal, isSandbox, isWallet].some((is) => is(file))),
    shared: [] as File[],
  },
  {
    house: 'the portal',
    locales: { hu: portalHu, en: portalEn } as Record<string, Record<string, string>>,
    files: portalFiles,
    shared: partialsOf(portalFiles),
  },
  {
    house: 'the sandbox',
    locales: { hu: sandboxHu, en: sandboxEn } as Record<string, Record<string, string>>,
    files: sandboxFiles,
    shared: partialsOf(sandboxFiles),
  },
  {
    house: 'the wallet',
    locales: { hu: walletHu, en: walletEn } as Record<string, Record<string, string>>,
    files: walletFiles,
    shared: partialsOf(walletFiles),
  },
];

describe.each(houses)('the messages of $house', ({ locales, files, shared }) => {
  const keys = Object.keys(locales.hu ?? {});
  const everything = [...files, ...shared].map(({ text }) => text).join('\n');
  const literals = new Set(
    [...everything.matchAll(/'([a-z][\w+-]*(?:\.[\w+-]+)+)'/g)].map(([, key = '']) => key),
  );
  /** `method.${method}.title` stands for every key of that shape. */
  const shapes = [...everything.matchAll(/`([a-z-]+\.[^`\s]*\$\{[^`\s]*)`/g)].map(([, template = '']) =>
    shapeOf(template),
  );

  it.each(files.filter(({ text }) => /\bt\('/.test(text)))('exist where $path asks for them', ({ text }) => {
    const asked = [...text.matchAll(/\bt\('([^']+)'/g)].map(([, key = '']) => key);
    expect(asked.filter((key) => !keys.includes(key))).toEqual([]);
  });

  it('exist for every shape that is asked for', () => {
    expect(shapes.length).toBeGreaterThan(0);
    expect(shapes.filter((shape) => !keys.some((key) => shape.test(key)))).toEqual([]);
  });

  it('are all used', () => {
    const unused = keys.filter((key) => !literals.has(key) && !shapes.some((shape) => shape.test(key)));
    expect(unused).toEqual([]);
  });

  it('are the same in every language', () => {
    expect(Object.keys(locales.en ?? {})).toEqual(keys);
  });

  function shapeOf(template: string): RegExp {
    const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.+]/g, '\\$&'));
    return new RegExp(`^${parts.join('.+')}$`);
  }
});

describe('messages that are put together', () => {
  it('exist for every way of signing in', () => {
    for (const method of methods) {
      for (const part of ['title', 'text', 'sign-in']) {
        expect(hu).toHaveProperty([`method.${method}.${part}`]);
      }
    }
  });

  it('exist for every refusal, title and text', () => {
    const reasons = Object.keys(hu).flatMap((key) => /^refused\.(.+)\.title$/.exec(key)?.[1] ?? []);
    expect(reasons).toContain('sign-in-ended');
    for (const reason of reasons) {
      expect(hu).toHaveProperty([`refused.${reason}.text`]);
    }
  });
});

it('a field that shows a code on several lines is one that forms take with line breaks', () => {
  const fields = views.flatMap(({ text }) => [
    ...text.matchAll(/include\('[./]*partials\/input', \{ name: '([^']+)'[^\n]* rows: \d/g),
  ]);
  expect([...new Set(fields.map(([, name]) => name))]).toEqual([codeOverLines]);
});
