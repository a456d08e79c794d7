import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'new-password.title': 'Change the password',
  'new-password.advice':
    'A long sentence that is easy to remember is better than a few complicated characters. Choose one that you use nowhere else.',
  'new-password.current': 'Current password',
  'new-password.label': 'New password',
  'new-password.hint': 'At least {least} characters. Letters, digits, spaces, anything goes.',
  'new-password.consequence':
    'The change signs you out on every other device; we revoke the digital ID cards in your wallets and unlink linked wallets.',
  'new-password.button': 'Change it',
  'new-password.empty': 'Enter your new password.',
  'new-password.too-short': 'The new password must have at least {least} characters.',
  'new-password.too-long': 'The new password has at most 256 characters.',
  'new-password.own-name': 'The new password must not contain your user name or e-mail address.',
  'new-password.unchanged': 'The new password is the same as the current one. Choose another.',
  'new-password.breached':
    'This password is in the lists of passwords that became public, so it would be among the first to be tried. Choose another, and change it wherever else you use it.',
  'new-password.weak.guessable': 'This password is too easy to guess.',
  'new-password.weak.common': 'Very many people use this password, so it is too easy to guess.',
  'new-password.weak.keyboard': 'Keys that are next to each other on the keyboard are too easy to guess.',
  'new-password.weak.repeated': 'Repeated letters, digits and words are too easy to guess.',
  'new-password.weak.sequence':
    'Letters or digits in their order, such as abc or 1234, are too easy to guess.',
  'new-password.weak.date': 'Dates and years are too easy to guess.',
  'new-password.weak.word': 'A single common word is too easy to guess.',
  'new-password.weak.name': 'Names are too easy to guess.',
  'new-password.weak.personal':
    'The password contains something that others may know about you, such as a name, a place or date of birth. That is too easy to guess.',
  'new-password.strength.heading': 'How to make it stronger:',
  'new-password.strength.0': 'The password you chose is very weak.',
  'new-password.strength.1': 'The password you chose is weak.',
  'new-password.strength.2': 'The password you chose is almost strong enough.',
  'new-password.advice.words':
    'Choose four or five words that do not belong together. You need no special characters.',
  'new-password.advice.another-word': 'Add one or two less common words.',
  'new-password.advice.substitutions':
    'Digits and signs in the place of letters, such as @ for a, do not help.',
  'new-password.advice.reversed': 'A word that is written backwards is no stronger.',
  'new-password.advice.capitals': 'Capital letters alone help little.',
  'new-password.advice.dates': 'Avoid dates and years that have to do with you.',
  'new-password.advice.sequences': 'Avoid letters and digits in their order.',
  'new-password.advice.repeated': 'Avoid repetition.',
  'new-password.done.heading': 'Your password was changed',
  'new-password.done.text': 'You were signed out on every other device. We also send you an e-mail about it.',
});
