import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'contact.email.title': 'Change the e-mail address',
  'contact.email.label': 'New e-mail address',
  'contact.email.hint': 'An address that only you read.',
  'contact.email.empty': 'Enter your new e-mail address.',
  'contact.email.format': 'That is not an e-mail address. It looks like this: name@example.com',
  'contact.sms.title': 'Change the phone number',
  'contact.sms.label': 'New phone number',
  'contact.sms.hint': 'A mobile number, for example: +36 30 123 4567',
  'contact.sms.empty': 'Enter your new phone number.',
  'contact.sms.format': 'That is not a phone number. It looks like this: +36 30 123 4567',
  'contact.current': 'At present: {contact}',
  'contact.both-sides':
    'We send two codes: one to your new contact and one to {contact}. You need to enter both.',
  'contact.new-side': 'We send a code to your new contact for you to enter.',
  'contact.send': 'Send me the code',
  'contact.send-both': 'Send me the codes',
  'contact.same': 'That is confirmed already. Enter another one.',
  'contact.unproven':
    'Your account has neither a confirmed contact nor Ügyfélkapu+, so you cannot add a new one here: somebody else may know your password. Apply for Ügyfélkapu+ first, or ask in person at the government window.',
  'contact.too-many': 'We have sent many codes today. Try again tomorrow.',
  'contact.worn-out':
    'The code was wrong five times, so you need to start again. Wait a minute and ask for a new code.',
  'contact.old-lost': 'I can no longer reach the old one',
  'contact.old-lost.text':
    'For your protection this step cannot be left out here, so that nobody else can take your account. You can ask for the change in person at the government window.',
  'contact.codes.title': 'Enter the codes',
  'contact.codes.title-one': 'Enter the code',
  'contact.codes.until-one': 'The code is good until {until}. Nothing changes until you have entered it.',
  'contact.codes.sent': 'We sent a code to {contact}. It may take a few minutes to arrive.',
  'contact.codes.sent-old': 'We sent another code to {contact}.',
  'contact.codes.until': 'The codes are good until {until}. Nothing changes until you have entered both.',
  'contact.codes.compare': 'Enter what you were sent only if the message shows these same three digits.',
  'contact.codes.new': 'The code sent to your new contact ({contact})',
  'contact.codes.old': 'The code sent to your current contact ({contact})',
  'contact.codes.confirm': 'Confirm',
  'contact.codes.abandon': 'Leave it as it is',
  'contact.done.heading': 'Your contact data were changed',
  'contact.done.text':
    'We also tell you by e-mail; if you changed your e-mail address, at the old address too.',
});
