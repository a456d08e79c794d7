/** The words of the help page, in English. */
import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'help.title': 'Help',
  'help.topics': 'What do you need help with?',
  'help.never-ask':
    'Our staff never ask for your password, your authentication code or your cancellation code.',

  'help.app.title': 'I need an authenticator app',
  'help.app.first':
    'An authenticator app is free. It shows a new code, digits alone, on your phone every 30 seconds, and needs no internet for that.',
  'help.app.then':
    'Install it from your phone’s own store alone, and look at the name of its maker too: there are fake apps. Do not use one that asks for money or for your password here.',
  'help.app.such': 'Any of them will do, such as {what}.',

  'help.code.title': 'My code is not accepted',
  'help.code.first':
    'A code is shown for 30 seconds and can be used once. Wait for the next one and type that. If your app has several accounts, type the code of this one: {service}.',
  'help.code.then':
    'If that does not pass either, the clock of your phone may be wrong: switch on automatic time there. After five wrong codes nobody can sign in with a code for a few minutes. Then you can try again.',

  'help.new-phone.title': 'I have a new phone',
  'help.new-phone.first':
    'While you still have the old phone, sign in with it and set up the new one too: in your account, with the link “Set up on another device”.',
  'help.new-phone.then':
    'Remove the app from the old phone only after you signed in with the new one. Then you can remove the old device in your account.',
  'help.new-phone.link': 'Open my authenticator devices',

  'help.lost-phone.title': 'I lost my phone',
  'help.lost-phone.first':
    'Cancel the Ügyfélkapu+ with your cancellation code. Then sign in with your password and apply again on your new phone.',
  'help.lost-phone.then':
    'If you do not have the cancellation code either, you will be helped in person at a government window (kormányablak). Take your identity document with you. Your account stays.',
  'help.lost-phone.link': 'Cancel with the cancellation code',

  'help.forgotten-name.title': 'I forgot my user name',
  'help.forgotten-name.first': 'If you have a verified e-mail address, we send your user name there.',
  'help.forgotten-name.then':
    'If not, it is found by the data of your document at a government window (kormányablak).',

  'help.fake.title': 'I see a fake page or app',
  'help.fake.first':
    'Before you type your password or a code, look at the address bar of your browser. The address of this service is: {address}',
  'help.fake.then':
    'If you typed it elsewhere, change your password as soon as you can, and sign out from all devices in your account. We never ask for a code by telephone, e-mail or message.',
});
