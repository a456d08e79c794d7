import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'account.greeting': 'Welcome, {name}!',
  'account.another-ready.heading': 'The other device is set up',
  'account.another-ready.text':
    'From now on you can sign in with the codes of the new device too. Your previous cancellation code is void; only the new one works.',
  'account.ready.heading': 'Your Ügyfélkapu+ is ready',
  'second-way.heading': 'Have a second way into your account',
  'second-way.text': 'If you lose or replace your phone, with this you can still sign in:',
  'second-way.device': 'Set it up on another device too, such as a tablet',
  'second-way.passkey': 'Set up a passkey on another device or on a security key',
  'second-way.text-by-passkey':
    'If you lose or replace the device that keeps your passkey, with this you can still sign in:',
  'second-way.app': 'Set up an authenticator app',
  'second-way.another-passkey': 'Set up a passkey on another device, too',
  'second-way.wallet': 'Connect a digital wallet on another device to my account',
  'second-way.only-there':
    'What is on your phone alone is lost with it, a passkey too, unless your password manager carries it to your other devices. Keep the cancellation code on paper, away from your phone: if nothing else is left, you can cancel Ügyfélkapu+ with it and apply again.',
  'account.ready.text': 'Next time we ask for the code in your authenticator app after your password.',
  'account.ready-by-passkey.text': 'From now on you sign in with your passkey. You need no password for it.',
  'account.plus.heading': 'Ügyfélkapu+',
  'account.plus.active': 'Switched on',
  'account.plus.inactive': 'Not yet',
  'account.plus.why':
    'With a password alone, anyone who gets hold of it can sign in. Ügyfélkapu+ prevents that.',
  'account.plus.device': 'Device',
  'account.plus.since': 'In use since',
  'account.plus.cancel': 'Cancel Ügyfélkapu+',
  'account.plus.last-used': 'Last used',
  'account.plus.devices': 'Manage devices',
  'account.plus.drill': 'Try out the cancellation code',
  'account.data.heading': 'My data',
  'account.data.name': 'Full name',
  'account.data.username': 'User name',
  'account.barely-identified': 'Your identity has not been checked as thoroughly as some services demand.',
  'account.data.phone': 'Phone number',

  'account.data.change': 'Change',
  'account.control.heading': 'Security and data',
  'account.waiting.heading': 'An application for Ügyfélkapu+ is under way',
  'account.waiting.text': 'If you did not begin it, stop it and change your password.',
  'account.waiting.link': 'Look at the application',

  'sessions.title': 'Where are you signed in?',
  'sessions.hint': 'Devices and times; sign out of one of them or everywhere.',
  'sessions.text':
    'You are signed in on these devices now. If you do not know one of them, sign it out and change your password.',
  'sessions.most':
    'You can be signed in at no more than twenty places at a time. If there would be more, the sign-in that has not been used for the longest time ends.',
  'sessions.only-here':
    'On this device you are now signed in to the pages of your account alone. Services will ask you to sign in again.',
  'sessions.this': 'this device',
  'sessions.unknown-device': 'Unknown device',
  'sessions.signed-in-at': 'Signed in',
  'sessions.last-seen-at': 'Last used',
  'sessions.place': 'From where',
  'sessions.services': 'Services',
  'sessions.everywhere.heading': 'Sign out everywhere',
  'sessions.everywhere.text':
    'You will be signed out everywhere, on this device too. Services get no more data about you until you sign in again. We also tell the services that you have entered to sign you out. Some cannot do that yet: sign out there separately.',
  'sessions.everywhere.button': 'Sign out everywhere',
  'sessions.others.text':
    'What it led to is not known either. If you end it, you are signed out everywhere else; here you stay signed in.',
  'sessions.others.button': 'Sign out everywhere else',
  'sessions.ended.title': 'You are signed out everywhere',
  'sessions.ended.text':
    'You are no longer signed in to your account on any device. The services are being told too. We also send you an e-mail about it.',
  'sessions.ended.advice': 'If you fear that somebody else knows your password, sign in and change it.',

  'services.title': 'Services',
  'services.hint': 'Where you signed in, and which service was given what.',
  'services.text':
    'You signed in to these services. For each you can see what it was told about you, and when.',
  'services.none': 'You have not signed in to any service yet.',
  'services.first': 'First signed in',
  'services.last': 'Last signed in',
  'services.given': 'What was it given?',
  'services.given.text': 'We handed over these data. The times show when each was last handed over.',
  'services.given.nothing':
    'It was given no personal data, only an identifier that tells nothing about you at any other service.',
  'services.open': 'Open the service',
  'services.revoke': 'Revoke access',
  'services.change.text':
    'If you want to change what we may hand over to an external service, revoke its access: at the next sign-in you choose item by item.',
  'services.revoke.text':
    'After that the service can ask for no more data about you. We cannot take back what it already has. If you sign in there again, it is given data again.',
  'services.revoked.heading': 'Access revoked',
  'services.revoked.text':
    'From now on the service is given no data about you until you sign in there again.',

  'data.read.title': 'All my data',
  'data.read.button': 'Read my data',
  'data.read.text':
    'This is how it was at {date}. You can print it, or save it as a PDF file from your browser. Numbers and ids that are for programs alone are in the file that you can download.',
  'data.read.person': 'Personal data',
  'data.read.account': 'The account was made',
  'data.read.external-id': 'External id',
  'data.read.closes': 'The account will be erased',
  'data.read.yes': 'yes',
  'data.read.no': 'no',
  'data.read.sessions': 'Sign-ins',
  'data.read.given': 'It was given',
  'data.read.wallets': 'Cards issued to wallets',
  'data.read.issued': 'Issued',
  'data.read.expires': 'Expires',
  'data.read.revoked': 'Revoked',
  'data.read.none': 'There are none.',
  'data.read.history.some': 'The latest {count} entries. The whole history is in the file.',
  'data.title': 'Download my data',
  'data.hint': 'Everything that we keep about you: on a page to read, or in a file.',
  'data.text':
    'Everything that we keep about you: your personal data, devices, sign-ins, services and history. No password, code or secret key is in it. You can read and print it here, or download it as a file (JSON) that other programs can read.',
  'data.care': 'Download it to your own computer only: whoever opens it can read your personal data.',
  'data.too-often.heading': 'You have downloaded your data several times today',
  'data.too-often.text': 'You can download them five times a day at most. Try again tomorrow.',
  'data.button': 'Download my data',
});
