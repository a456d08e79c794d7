/** Why an owner is told, in English. */
import { translationOf } from '../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'unusual.browser': 'Nobody had signed in to your account with this browser before.',
  'unusual.failures': 'Before that, a wrong password or code was entered {failures} times.',
  'unusual.absence': 'The previous sign-in was on {since}.',
  'locked.password': 'password',
  'locked.code': 'code',
  'locked.unknown': 'It came from a browser in which nobody has signed in to your account before.',
  'locked.known': 'It came from a browser in which somebody has signed in to your account before.',
});
