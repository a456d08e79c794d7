import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'closing.title': 'Close the account',
  'closing.hint': 'The whole account with all its data.',
  'closing.lead': 'This ends not only Ügyfélkapu+ but your whole account.',
  'closing.grace':
    'The account remains for 30 more days. Until then you can sign in and withdraw your request at any time.',
  'closing.erased': 'After 30 days we erase all your data and cannot bring it back.',
  'closing.services':
    'What services (such as offices) already know about you remains with them: ask them about it.',
  'closing.not-back':
    'This ends at once, and does not come back if you keep your account after all: you will have to ask for it again.',
  'closing.consequence': 'You will be signed out on every other device at once.',
  'closing.button': 'Close my account',
  'closing.keep': 'No, keep my account',
  'closing.pending.heading': 'Your account ends on this day: {date}',
  'closing.pending.text':
    'Until then you can withdraw your request at any time. After that all your data are erased.',
  'closing.withdraw': 'Keep my account',
  'closing.withdrawn.heading': 'Your account is kept',
  'closing.withdrawn.text':
    'You withdrew your request, and your data will not be erased. What ended when you asked for it does not come back: the history says what it was. We also send you an e-mail about it.',
});
