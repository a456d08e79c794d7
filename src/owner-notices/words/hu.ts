/** Why an owner is told, in Hungarian. */
import { hungarian } from '../../translation/words.ts';

export const hu = hungarian({
  'unusual.browser': 'Ebben a böngészőben korábban nem jelentkeztek be a fiókjába.',
  'unusual.failures': 'Előtte {failures} alkalommal hibás jelszót vagy kódot írtak be.',
  'unusual.absence': 'Az előző bejelentkezés ideje: {since}.',
  'locked.password': 'jelszó',
  'locked.code': 'hitelesítő kód',
  'locked.unknown': 'Olyan böngészőből jött, amelyben még nem jelentkeztek be a fiókjába.',
  'locked.known': 'Olyan böngészőből jött, amelyben már bejelentkeztek a fiókjába.',
});
