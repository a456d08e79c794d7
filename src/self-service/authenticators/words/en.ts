import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'proof.title': 'Confirm with a code',
  'proof.text': 'This change needs a fresh authentication code. We do not ask again for five minutes.',
  'proof.title-by-password': 'Give your password again',
  'proof.text-by-password':
    'Please confirm with your password that it is you. We will not ask again for five minutes.',
  'proof.title-by-passkey': 'Confirm with your passkey',
  'proof.text-by-passkey':
    'This change needs you to confirm that it is you. We do not ask again for five minutes.',

  'devices.title': 'Authenticator devices',
  'devices.remove': 'Remove',
  'devices.since': 'In use since {since}',
  'devices.last-used': 'Last used: {since}',
  'devices.frozen': 'Blocked',
  'devices.no-cancellation-code':
    'You have no cancellation code, because your authenticator app came from a former system. If you lose your phone, only the government window can help. Add another device: you will then get a cancellation code too.',
  'devices.removed.heading': 'The device was removed',
  'devices.removed.text':
    'We no longer accept its codes, and every other device was signed out. You can delete its entry in the app as well.',
  'devices.last':
    'This is your last device, so it cannot be removed here. Set up another one first, or cancel Ügyfélkapu+ with the cancellation code.',

  'drill.title': 'Try out the cancellation code',
  'drill.text':
    'Here you can check that the cancellation code you kept is right. Trying it cancels nothing, and the code stays valid.',
  'drill.button': 'Try it',
  'drill.due.heading': 'Do you still have your cancellation code?',
  'drill.due.text':
    'You have not tried it out for at least a year. Find it and check that it is right: you will need this code if your phone is lost.',
  'drill.right.heading': 'The cancellation code is right',
  'drill.right.text': 'Put it back in a safe place.',
});
