import { expect, it } from '@jest/globals';
import { fill, sayArticles, words } from '../../src/notifications/words.ts';

it('a message says the article of what is filled in', () => {
  expect(fill('Belépett a(z) {service} oldalon.', { service: 'Ügyfélkapu' })).toBe(
    'Belépett az Ügyfélkapu oldalon.',
  );
  expect(fill('Belépett a(z) „{service}” oldalon.', { service: 'Kapu' })).toBe('Belépett a „Kapu” oldalon.');
});

it('as HTML too, where a value stands in markup', () => {
  const said = sayArticles('Belépett a(z) {service} oldalon.', { service: 'Kapu' });
  expect(said).toBe('Belépett a {service} oldalon.');
});

it('nobody’s name is rewritten, or filled in again', () => {
  expect(fill('Tisztelt {name}!', { name: 'a(z) {code}', code: '123' })).toBe('Tisztelt a(z) {code}!');
});

it('every language has every message', () => {
  expect(Object.keys(words.en.mails)).toEqual(Object.keys(words.hu.mails));
  expect(Object.keys(words.en.texts)).toEqual(Object.keys(words.hu.texts));
});
