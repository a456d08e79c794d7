import { describe, expect, it } from '@jest/globals';
import { words } from '../../src/composition/words.ts';
import { parted } from '../../src/translation/parting.ts';

/** With a sign that is seen for the one that is not. */
const shown = (text: string): string => parted(text).replaceAll('\u00ad', '|');

describe('a long word', () => {
  it.each([
    ['by syllables', 'Bejelentkezések', 'Beje|lent|ke|zé|sek'],
    ['where a compound is joined', 'a kormányablakban', 'a kor|mány|ablak|ban'],
    ['behind a prefix', 'megerősítéséhez', 'meg|erősí|té|sé|hez'],
    ['but not within a doubled letter', 'visszavonhatja', 'vissza|von|hatja'],
    ['in a choice', '{n, plural, other {# szolgáltatások}}', '{n, plural, other {# szol|gál|ta|tá|sok}}'],
  ])('may be parted %s', (_, text, expected) => {
    expect(shown(text)).toBe(expected);
  });

  it.each([
    ['a short one', 'Folytatás, kipróbálom'],
    ['what is inserted', '{felhasznalonevek} {felhasznalonevek, number}'],
    ['the name of a choice', '{way, select, felhasznalonevek {x} other {y}}'],
    ['an address', 'https://kapu.example/elfelejtett-felhasznalonev'],
  ])('is left: %s', (_, text) => {
    expect(shown(text)).toBe(text);
  });
});

it('no piece of a Hungarian word is longer than a line in large letters', () => {
  const pieces = Object.values<string>(words.hu)
    .map((text) => text.replace(/\{\w+[,}]|\w+ \{|\S*[/@]\S*/g, ' '))
    .flatMap((text) => parted(text).split(/[^\p{L}]/u));
  expect(pieces.filter((piece) => piece.length > 11)).toEqual([]);
});
