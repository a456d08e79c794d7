/** What people with a role read who are not let in, in English. */
import { translationOf } from '../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'staff.needs-passkey.title': 'This needs a passkey',
  'staff.needs-passkey.text':
    'With your role you can come in with a passkey alone. Sign in again, and choose the passkey. If you have none yet, you can set one up in your account.',
  'staff.needs-passkey.set-up': 'Set up a passkey in my account',
  'staff.needs-passkey.again': 'Sign in again',
});
