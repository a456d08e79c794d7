import { describe, expect, it } from '@jest/globals';
import { passwordField, readPassword } from '../../../src/accounts/password/typed-password.ts';
import { passwordOf } from '../../support/typed-password.ts';

describe('what is typed as a password', () => {
  it.each([
    ['a sentence', 'öt vörös egér 12'],
    ['spaces before, after and in between', '  két  szó '],
    ['a tab', '\tkét\tszó\t'],
    ['65 letters', 'a'.repeat(65)],
    ['256 letters', 'é'.repeat(256)],
    ['256 letters with their accents beside them', 'é'.repeat(256).normalize('NFD')],
    ['256 letters of two units each', '😀'.repeat(256)],
    ['256 letters that are longer when normalised', '…'.repeat(256)],
    ['letters of every alphabet', 'пароль密碼كلمة'],
    ['one letter', 'a'],
  ])('is taken as it is: %s', (_, text) => {
    expect(readPassword(text)).toEqual({
      kind: 'typed',
      password: { text: text.normalize('NFKC'), asTyped: text },
    });
  });

  it.each([
    ['nothing', '', 'empty'],
    ['257 letters', 'é'.repeat(257), 'too-long'],
    ['257 letters of two units each', '😀'.repeat(257), 'too-long'],
    ['a zero character', 'két\0szó', 'unreadable'],
    ['a line break', 'két\nszó', 'unreadable'],
    ['an escape', '\u001b[31m', 'unreadable'],
    ['a control character beyond ASCII', 'két\u0085szó', 'unreadable'],
    ['half a surrogate', 'két\ud83dszó', 'unreadable'],
    ['what stands for bytes that are no UTF-8', 'két\ufffdszó', 'unreadable'],
  ] as const)('is refused: %s', (_, text, kind) => {
    expect(readPassword(text)).toEqual({ kind });
  });

  it('is the same text from whatever keyboard', () => {
    expect(passwordOf('árvíztűrő'.normalize('NFD')).text).toBe(passwordOf('árvíztűrő'.normalize('NFC')).text);
    expect(passwordOf('ｊｅｌｓｚó').text).toBe('jelszó');
    expect(passwordOf('két\u00a0szó').text).toBe('két szó');
  });
});

describe('the field of a form', () => {
  const field = passwordField('new-password.empty');

  it.each([
    [undefined, 'new-password.empty'],
    ['', 'new-password.empty'],
    ['a'.repeat(257), 'password.too-long'],
    ['két\0szó', 'password.unreadable'],
  ])('says why it does not take %j', (text, message) => {
    expect(field.safeParse(text).error?.issues).toMatchObject([{ message }]);
  });

  it('gives what was typed', () => {
    expect(field.parse(' két szó')).toEqual(passwordOf(' két szó'));
  });
});
