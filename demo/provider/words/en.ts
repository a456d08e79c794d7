import { translationOf } from '../../../src/translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'demo.contact.text':
    'The operator’s contacts will stand here: telephone number, e-mail address, and when somebody answers.',
  'demo.privacy.text':
    'The operator’s privacy notice will stand here. The sample system handles the data of made-up people only.',
  'demo.accessibility.text':
    'The operator’s accessibility statement will stand here, and where you can say what you cannot use.',

  'demo.staff': 'Clerks and operators',
  'demo.staff.text':
    'A clerk and an operator sign in to their pages with the password and the code shown here. A supervisor and an auditor need a passkey: sign in to My account with the code, and set one up there.',
  'demo.desk': 'Clerk’s desk',
  'demo.operator': 'Operator’s pages',

  'demo.title': 'Demonstration',
  'demo.lead': 'This is a sample system to try out. Sign in at the sample portal as a sample citizen.',
  'demo.portal': 'Sign in at the sample portal',
  'demo.citizens': 'Sample citizens',
  'demo.username': 'User name',
  'demo.password': 'Password',
  'demo.app': 'Authenticator app',
  'demo.no-app': 'No Ügyfélkapu+ yet: you can try applying for it. The code goes to the mailbox.',
  'demo.code': 'Current code',
  'demo.code-until': 'Valid for another',
  'demo.qr': 'QR code: {username}',
  'demo.scan': 'Scan it with your own authenticator app, or type the code shown here.',
  'demo.links': 'Other pages',
  'demo.account': 'My account',
  'demo.wallet': 'Sample wallet: a digital ID card on the phone',
  'demo.window-check': 'Window check: reading the digital ID card',
  'demo.sandbox': 'Sandbox for integrators: step by step, with faults',
  'demo.mailbox': 'Mailbox (e-mails sent by the system)',
  'demo.discovery': 'Discovery document (for integrators)',
});
