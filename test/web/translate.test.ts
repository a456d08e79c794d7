import { describe, expect, it } from '@jest/globals';
import { IntlMessageFormat } from 'intl-messageformat';
import { words as startPage } from '../../demo/provider/words.ts';
import { pageTranslator, words } from '../../src/composition/words.ts';
import type { Language } from '../../src/web/language.ts';
import type { MessageKey } from '../../src/web/translate.ts';

type Part = ReturnType<IntlMessageFormat['getAst']>[number];

const locales = { hu: { ...words.hu, ...startPage.hu }, en: { ...words.en, ...startPage.en } };
const translator = pageTranslator(startPage);
const keys = Object.keys(locales.hu) as MessageKey[];
const languages: Language[] = ['hu', 'en'];

/** A value for every placeholder that a message has. */
const sampleValues = {
  by: '04821-37055',
  count: 14,
  field: 'redirect_uris.0',
  message: 'must be https',
  from: '2026. november 1.',
  ids: 'portal, posta',
  number: '04821-37055',
  office: 'Északi kormányablak',
  to: '2026. november 7.',
  what: 'Útlevél',
  account: 'minta.anna',
  address: 'https://kapu.example/',
  contact: 'm***@minta.example',
  day: '2027. április 1.',
  days: 12,
  failures: 7,
  hours: 24,
  device: 'Anna telefonja',
  direction: 'fast',
  least: 15,
  lastDay: '2027. március 31.',
  date: '2027. március 31.',
  left: 3,
  many: 2,
  minutes: 5,
  name: 'Minta Anna',
  reason: 'az ügyfél kérte',
  service: 'Kapu',
  since: '2026. november 29.',
  source: 'Minta Hivatal',
  document: 'Útlevél',
  times: 4,
  step: 2,
  telephone: '+36 1 000 0000',
  time: '09:15',
  until: '10:30',
  username: 'minta.anna',
};

function partsOf(language: Language, key: MessageKey): Part[] {
  return new IntlMessageFormat(locales[language][key], language, undefined, { ignoreTag: true }).getAst();
}

/** The names of the placeholders, also inside of a choice. */
function placeholdersIn(parts: readonly Part[]): string[] {
  return parts.flatMap((part) => {
    const own = 'value' in part && part.type !== 0 ? [part.value] : [];
    const chosen =
      'options' in part ? Object.values(part.options).flatMap(({ value }) => placeholdersIn(value)) : [];
    return [...own, ...chosen];
  });
}

function placeholdersOf(language: Language, key: MessageKey): string[] {
  return [...new Set(placeholdersIn(partsOf(language, key)))].sort();
}

it('both languages have the same keys, in the same order', () => {
  expect(Object.keys(locales.en)).toEqual(keys);
});

it('every message has the same placeholders in both languages', () => {
  const differing = keys.filter(
    (key) => placeholdersOf('en', key).join() !== placeholdersOf('hu', key).join(),
  );
  expect(differing).toEqual([]);
});

it('every placeholder that is used has a sample here, and every sample is used', () => {
  const used = new Set(keys.flatMap((key) => placeholdersOf('hu', key)));
  expect([...used].sort()).toEqual(Object.keys(sampleValues).sort());
});

describe.each(languages)('in %s', (language) => {
  const t = translator(language);

  it('every message is a text', () => {
    for (const key of keys) {
      const text = t(key, sampleValues);
      expect(text).toMatch(/^\S(.*\S)?$/);
      expect(text).not.toMatch(/[{}]|undefined|\[object/);
    }
  });

  it('every message shows its values', () => {
    for (const key of keys) {
      // `direction` chooses between texts and is not shown itself.
      const shown = placeholdersOf(language, key).filter((name) => name !== 'direction');
      for (const name of shown) {
        expect(t(key, sampleValues)).toContain(String(sampleValues[name as keyof typeof sampleValues]));
      }
    }
  });

  it('no message has markup or straight quotation marks', () => {
    expect(keys.filter((key) => /<[a-z/]|&[a-z]+;|"/i.test(locales[language][key]))).toEqual([]);
  });

  it('a fast clock is not called a slow one', () => {
    const [fast, slow] = ['fast', 'slow'].map((direction) => t('code.clock', { minutes: 5, direction }));
    expect(fast).not.toBe(slow);
  });
});

describe('a message', () => {
  it('is shown in the language of the page', () => {
    expect(translator('hu')('action.sign-in')).toBe('Bejelentkezés');
    expect(translator('en')('action.sign-in')).toBe('Sign in');
  });

  it('without one of its values is a fault, not a page with a hole', () => {
    // @ts-expect-error: the compiler knows what a message takes.
    expect(() => translator('hu')('code.locked')).toThrow();
    // @ts-expect-error: nor may it be another value.
    expect(() => translator('hu')('code.locked', { other: 'x' })).toThrow();
  });

  it('that does not exist is a fault', () => {
    expect(() => translator('hu')('no.such.message' as MessageKey)).toThrow('no.such.message');
  });

  it('leaves its values as they are: the page escapes them', () => {
    const name = `<b>Anna</b> & {name} 'x'`;
    expect(translator('hu')('account.greeting', { name })).toBe(`Üdvözöljük, ${name}!`);
  });

  it('says how many tries are left as people say it', () => {
    const [hungarian, english] = [translator('hu'), translator('en')];
    expect(hungarian('code.wrong', { left: 4 })).toContain('Még 4 próbálkozása van.');
    expect(hungarian('code.wrong', { left: 1 })).toContain('Még 1 próbálkozása van.');
    expect(hungarian('code.wrong', { left: 0 })).toContain('most néhány percig nem lehet kóddal belépni');
    expect(english('code.wrong', { left: 4 })).toMatch(/4 (tries|attempts)/);
    expect(english('code.wrong', { left: 1 })).toMatch(/1 (try|attempt)\b|one (try|attempt)\b/);
    expect(english('code.wrong', { left: 0 })).not.toMatch(/\b0\b/);
  });

  it('says the article of what it names', () => {
    const t = translator('hu');
    expect(t('code.intro', { service: 'Ügyfélkapu' })).toContain('keresse meg az Ügyfélkapu fiókot');
    expect(t('code.intro', { service: 'Kapu' })).toContain('keresse meg a Kapu fiókot');
    expect(t('oversight.look-ups.shown', { many: 50 })).toBe('Az 50 legkiugróbb látható.');
    expect(t('oversight.look-ups.shown', { many: 60 })).toBe('A 60 legkiugróbb látható.');
    expect(t('oversight.look-ups.shown', { many: 1000 })).toMatch(/^Az 1/);
  });

  it('leaves no article undecided', () => {
    for (const key of keys) {
      expect(translator('hu')(key, sampleValues)).not.toMatch(/a\(z\)|\p{Co}/iu);
    }
  });

  it('says how many days are left as people say it', () => {
    const [hungarian, english] = [translator('hu'), translator('en')];
    const key = keys.find((name) => placeholdersOf('hu', name).includes('days')) ?? raise();
    const say = (t: typeof hungarian, days: number): string => t(key, { days, lastDay: 'X. 31.' });
    expect(say(hungarian, 0)).toContain('ma utoljára jelentkezhet be');
    expect(say(hungarian, 1)).toContain('még 1 napig jelentkezhet be (az utolsó nap: X. 31.)');
    expect(say(hungarian, 12)).toContain('még 12 napig jelentkezhet be (az utolsó nap: X. 31.)');
    expect(say(english, 0)).toContain('today for the last time');
    expect(say(english, 1)).toContain('1 more day, until X. 31.');
    expect(say(english, 12)).toContain('12 more days, until X. 31.');
  });

  function raise(): never {
    throw new Error('no message tells the days');
  }
});
