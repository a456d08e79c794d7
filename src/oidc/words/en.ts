import { translationOf } from '../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'device.code.title': 'Sign in on another device',
  'device.code.text':
    'Enter the code that you see on the screen of the other device, for example a television.',
  'device.code.label': 'Code shown on the other device',
  'device.code.hint': 'Eight letters, for example: BCDF-GHJK. Small letters will do, and so will no hyphen.',
  'device.code.care':
    'Enter it only if you started signing in yourself and see the code on the screen of the other device. If somebody gave you the code by telephone, e-mail or message, do not enter it: it may be a fraud.',
  'device.code.empty': 'Enter the code.',
  'device.code.unknown': 'There is no such code. Look at the screen of the other device again.',
  'device.code.expired': 'This code has expired. Ask for a new one on the other device.',
  'device.code.used': 'This code was already used. Ask for a new one on the other device.',
  'device.code.too-many': 'Too many wrong codes came from here. Wait a quarter of an hour and try again.',
  'device.confirm.title': 'Did you start signing in?',
  'device.confirm.text':
    'On another device, somebody wants to sign in to this service in your name: {service}.',
  'device.confirm.service': 'Service',
  'device.confirm.code': 'Code shown on the other device',
  'device.confirm.begun': 'When it was started',
  'device.confirm.device': 'On what device it was started',
  'device.confirm.device-unknown': 'Unknown device',
  'device.confirm.address': 'From what network address',
  'device.confirm.care':
    'If you did not start this, or somebody gave you the code, refuse. Otherwise somebody else signs in in your name.',
  'device.confirm.yes': 'I started this, continue',
  'device.confirm.no': 'It wasn’t me, refuse',
  'device.done.title': 'The other device is signed in',
  'device.done.text': 'Go back to the other device. In a few seconds you can go on there: {service}',
  'device.done.sign-out': 'If you sign out in this browser, the other device is signed out as well.',
  'device.done.end': 'You can end this at any time on the page Services',
  'device.refused.title': 'The other device was not signed in',
  'device.refused.text': 'Signing in was refused. The other device was told nothing about you.',
  'device.refused.care':
    'If somebody sent or told you the code, be careful: it may be a fraud. Do not give them your password or any code.',

  'sign-out.title': 'Do you want to sign out?',
  'sign-out.text':
    'You will be signed out of {service}: no service will let you in again without the password. We also tell the services where you are signed in to sign you out. Some cannot do that yet: sign out there separately.',
  'sign-out.yes': 'Sign out',
  'sign-out.no': 'Stay signed in',
  'sign-out.continue': 'You are no longer signed in here. Continue to return to the service.',

  'signed-out.title': 'You are signed out',
  'signed-out.text': 'If this is not your own computer, close the browser as well.',

  'sign-in-ended.text':
    'The sign-in ran out, was finished, or went on in another window. No harm is done, and nothing is lost: go back to the service and sign in again.',
  'sign-in-ended.back': 'Back to {service}',
  'no-cookies.title': 'Your browser takes no cookies',
  'no-cookies.text':
    'Signing in needs cookies: by them we know on the next page that it is still you. Your browser keeps none at present, so the sign-in cannot begin.',
  'no-cookies.how':
    'Allow cookies for this site in the settings of your browser, or open the service in another browser. We use cookies for signing in and for the language only, never to track you.',

  'error.engine.title': 'The request of the service is not right',
  'error.engine.text':
    'The service you came from sent a request that we cannot fulfil. You cannot correct this here: go back to the service, and tell them if it happens again.',
  'error.engine.details': 'Details for the operator',
  'error.engine.code': 'Error code',
  'error.engine.description': 'Description',
});
