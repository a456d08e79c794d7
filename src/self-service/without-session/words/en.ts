import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'objection.title': 'Was it not you?',
  'objection.text':
    'If you did not set up the new authenticator (an app or a passkey), you can block it here. This signs you out everywhere, too.',
  'objection.button': 'It wasn’t me: block it',
  'objection.was-me': 'If it was you after all, there is nothing to do: you can close this page.',
  'objection.done.title': 'Blocked',
  'objection.done.text':
    'The new authenticator cannot be used, and you were signed out everywhere. Somebody else may know your password: sign in and change it. If no other authenticator of yours is left, apply for the Ügyfélkapu+ again.',
  'objection.sign-in.text':
    'If it was not you, you can sign everybody out of your account from here. Then set a new password.',
  'objection.sign-in.button': 'It wasn’t me: sign everybody out',
  'objection.sign-in.done.title': 'Everybody is signed out',
  'objection.sign-in.done.text': 'If somebody else may know your password, set a new one now.',
  'objection.unknown.title': 'This link is no longer valid',
  'objection.unknown.text':
    'The link has expired, or the authenticator was removed meanwhile. Look at your account. If you cannot sign in, you can get help in person at a government window.',

  'reset.back': 'Back to sign-in',
  'reset.lead':
    'Enter your user name. We send a code to the e-mail address that you confirmed before. With the code you can set a new password.',
  'reset.button': 'Send me a code',
  'reset.no-email': 'I have no confirmed e-mail address',
  'reset.no-email.text':
    'You can get help in person at a government window. Take your identity document with you. Your account is kept.',
  'reset.code.title': 'Look at your e-mail',
  'reset.code.sent':
    'If there is such an account and it has a confirmed e-mail address, we have sent the code. It may take a few minutes; look at the spam folder as well.',
  'reset.code.until': 'The code is valid until {until}.',
  'reset.code.none':
    'If no e-mail comes, check your user name or ask for a new code. We send only a few messages a day.',
  'reset.code.other-name': 'Enter another user name',
  'reset.link.title': 'Set a new password',
  'reset.link.text':
    'You are in the right place: this is the browser in which you asked for a new password. You can set it on the next page.',
  'reset.elsewhere.title': 'Go back to where you asked for the new password',
  'reset.elsewhere.text':
    'This link works only in the browser in which you asked for the new password. Open that page and enter the code from the e-mail there.',
  'reset.elsewhere.again': 'If that page is gone, or the code has expired, ask for a new code here.',
  'reset.elsewhere.warning':
    'If you did not ask for a new password, do not give the code to anyone. Your password has not changed.',
  'reset.password.title': 'Set a new password',
  'reset.password.factor':
    'Your Ügyfélkapu+ stays as it is: if you have one, signing in still needs the code from the app.',
  'reset.sign-out': 'Sign me out on every device',
  'reset.sign-out.hint': 'Leave it ticked if somebody else may know your old password.',
  'reset.done.title': 'Your new password is set',
  'reset.done.text': 'Sign in with it from now on. We also send you an e-mail about it.',
  'reset.done.next': 'You are not signed in yet: now give your user name and your new password.',
  'reset.keep': 'Do you know your password?',
  'reset.keep.text':
    'If you are here only because we did not accept your password or your code in this browser, you need not choose a new one.',
  'reset.keep.button': 'Keep my password',
  'reset.let-in.title': 'You can sign in with this browser',
  'reset.let-in.text': 'Your password has not changed. What others try does not hold you up here any more.',
  'reset.let-in.next': 'You are not signed in yet: now give your user name and your password.',
  'reset.let-in.button': 'I want to sign in here',
  'reset.elsewhere.let-in': 'Do you only want to sign in?',
  'reset.elsewhere.let-in.text':
    'If we did not accept your password or your code in this browser because others were guessing, you can sign in from here. Your password stays, and you need no new code.',
  'reset.over.title': 'This request is no longer valid',
  'reset.over.text':
    'The 15 minutes are over, a wrong code was entered several times, or you began in another browser.',
  'reset.over.done':
    'If you have just set your new password, you can sign in with it. If not, ask for a new code.',
  'reset.over.again': 'Ask for a new code',

  'forgotten-username.lead':
    'Enter your e-mail address. If you confirmed this address before, we send your user name there.',
  'forgotten-username.label': 'E-mail address',
  'forgotten-username.hint': 'The address that you gave for your account.',
  'forgotten-username.button': 'Send it to this address',
  'forgotten-username.empty': 'Enter your e-mail address.',
  'forgotten-username.format': 'That is not an e-mail address. It looks like this: name@example.com',
  'forgotten-username.no-email': 'I have no confirmed e-mail address, or cannot reach it',
  'forgotten-username.no-email.text':
    'You can get help in person at a government window. Take your identity document with you. Your account is kept; do not ask for another one.',
  'forgotten-username.sent.title': 'Look at your e-mail',
  'forgotten-username.sent':
    'If this e-mail address was confirmed for an account, we have sent the user name there. It may take a few minutes; look at the spam folder as well.',
  'forgotten-username.none':
    'If no e-mail comes, you may have given another address for your account. We send only a few messages a day to one address.',
  'forgotten-username.other': 'Enter another e-mail address',

  'activation.title': 'Activate your account',
  'activation.lead':
    'Enter your user name and the one-time activation code that you got for your account. Then you choose a password.',
  'activation.label': 'Activation code',
  'activation.hint': '12 characters in groups of four. Hyphens and small letters do not matter.',
  'activation.empty': 'Enter the activation code.',
  'activation.too-short':
    'An activation code has 12 characters. You entered {count}: {left, plural, one {# is} other {# are}} missing. Check whether you left out a group or a letter.',
  'activation.too-long':
    'An activation code has 12 characters. You entered {count}: {many, plural, one {# is} other {# are}} too many. Enter the code alone, nothing else.',
  'activation.wrong': 'The user name or the activation code is not right. Check both.',
  'activation.expired':
    'The activation code was valid for 5 days and has expired. Ask for a new one where you got it.',
  'activation.no-code': 'I have no activation code',
  'activation.no-code.text':
    'You get the activation code where your account was made, for example at a government window. It is valid for five days; if it has expired or is lost, ask for a new one.',
  'activation.password.title': 'Choose a password',
  'activation.password.text': 'The code is right. You will sign in with this password.',
  'activation.button': 'Activate my account',
  'activation.done.title': 'Your account is active',
  'activation.done.text': 'From now on you sign in with your user name and your new password.',
  'activation.over.title': 'Begin the activation again',
  'activation.over.text': 'The time is over, another code was given out, or you began in another browser.',
  'activation.over.done': 'If you have just set your password, you can sign in with it.',
  'activation.over.again': 'Begin again',
});
