import { translationOf } from '../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'cancellation-code.label': 'Cancellation code',
  'cancellation-code.hint': '28 characters in groups of four. Hyphens and small letters do not matter.',
  'cancellation-code.empty': 'Enter the cancellation code.',
  'cancellation-code.too-short':
    'A cancellation code has 28 characters. You entered {count}: {left, plural, one {# is} other {# are}} missing. Check whether you left out a group or a letter.',
  'cancellation-code.too-long':
    'A cancellation code has 28 characters. You entered {count}: {many, plural, one {# is} other {# are}} too many. Enter the code alone, nothing else.',
  'cancellation-code.wrong':
    'The cancellation code is not right. Check that you enter the one you received last.',

  'cancellation-code.wrong-one':
    'This is not the valid cancellation code. Look for the one with this date: {date}. If you have it in your hand, compare it character by character.',

  'cancel.back': 'Back to sign-in',
  'cancel.help': 'My phone is lost',
  'cancel.whose': 'For this account: {username}.',
  'cancel.title': 'Cancel Ügyfélkapu+',
  'cancel.lead':
    'Do this if your phone is lost or you change to a new one. Your account remains, and you can apply again afterwards.',
  'cancel.consequence': 'Cancelling signs you out on every device.',
  'cancel.no-code': 'I do not have my cancellation code',
  'cancel.no-code.text':
    'Without the code Ügyfélkapu+ cannot be cancelled on this page, so that nobody else can do it either. At the government window they help you in person. Bring your identity document.',
  'cancel.button': 'Cancel Ügyfélkapu+',
  'cancel.keep': 'Keep it and go back',

  'cancelled.title': 'Your Ügyfélkapu+ was cancelled',
  'cancelled.text':
    'Your account remains, and you were signed out everywhere. We also send you an e-mail about it.',
  'cancelled.next': 'You can apply for a new Ügyfélkapu+ at any time.',
  'cancelled.again': 'Apply for Ügyfélkapu+',
});
