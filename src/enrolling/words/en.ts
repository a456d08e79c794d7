import { translationOf } from '../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'one-time-code.other-than-plus': 'I would rather get a one-time code',

  'enrol.step': 'Step {step} of 3',
  'enrol.step-further': 'Step {step} of 2',
  'enrol.start.title': 'Apply for Ügyfélkapu+',
  'enrol.start.lead':
    'Ügyfélkapu+ puts a second lock on your account beside your password: a code that only your phone shows.',
  'enrol.start.further':
    'You will be able to sign in with the codes of the other device too. Your present device stays, and at the end you get a new cancellation code.',
  'enrol.start.needed':
    'This sign-in needs Ügyfélkapu+. You can apply for it now, and then go on to the service.',
  'enrol.start.facts': 'It is free, can be done at home, and takes only a few minutes.',
  'enrol.start.need.heading': 'What you need',
  'enrol.start.need.app': 'an authenticator app on your phone, such as {what}',
  'enrol.start.need.mailbox':
    'your e-mail: the next page asks for a code that we send to this address: {contact}',
  'enrol.start.need.password': 'your password',
  'enrol.start.need.paper': 'pen and paper or a printer, to keep the cancellation code',
  'enrol.start.no-phone': 'I do not have a smartphone',
  'enrol.start.no-phone.text':
    'Instead of an app you can set up a passkey, if your computer unlocks with a fingerprint, your face or a PIN, or if you have a security key: you can choose it during the application. You can use an authenticator on a computer too, such as the totp.app page or the Verifyr program. Install from trusted sources only: there are fake apps in the stores.',
  'enrol.start.courage':
    'If it does not succeed at first, do not be discouraged: you can start again at any time, nothing breaks.',
  'enrol.start.continue': 'Continue to apply for Ügyfélkapu+',
  'enrol.key.title': 'Connect your phone to your account',
  'enrol.key.app': 'Have an authenticator app on your phone.',
  'enrol.key.no-app': 'I do not have an authenticator app yet',
  'enrol.key.no-app.text':
    'Find {what} in the official store of your phone and install it. Each is free. Then go on here.',
  'enrol.key.no-app.links':
    'Install one of these from here, from the official store of your phone. Each is free. Then go on here.',
  'enrol.key.fakes':
    'There are fake apps too. If one asks for money or for your password here, do not use it.',
  'enrol.key.open-here': 'Open the key in the app and save it there. Then come back to this page.',
  'enrol.key.open-here.button': 'Open it in the app',
  'enrol.key.open-here.nothing':
    'If nothing happens, there is no such app on this device yet, or the browser does not let it open. Install one and try again, or type the key by hand.',
  'enrol.key.elsewhere': 'The app is on another device',
  'enrol.key.scan':
    'Open the app on your phone. In the app, choose to add a new account, then to scan a QR code.',
  'enrol.passkey.instead': 'Set up a passkey instead of an app',
  'enrol.passkey.title': 'Set up a passkey',
  'enrol.passkey.lead':
    'A passkey can take the place of the authenticator app: you sign in with your fingerprint, your face or a PIN, and type no code.',
  'enrol.passkey.button': 'Set up the passkey',
  'enrol.passkey.app-instead': 'I would rather use an authenticator app',
  'enrol.key.qr': 'QR code for the authenticator app',
  'enrol.key.same-device': 'The app is on this device: open it',
  'enrol.key.cannot-scan': 'I type the key by hand',
  'enrol.key.by-hand':
    'In the app, choose to enter a key by hand (time based, account name: {account}) and type this secret key:',
  'enrol.key.read': 'Enter the code that the app shows now.',
  'enrol.key.read-with-password': 'Enter your password and the code that the app shows now.',
  'enrol.key.next':
    'The next page shows you the cancellation code, once. With it you can cancel Ügyfélkapu+ if your phone is lost: have paper or a printer at hand.',
  'enrol.key.expires':
    'You can finish the application by {until}. Until then the QR code and the key stay the same, even if you reload the page.',
  'enrol.device.label': 'Name of the device (optional)',
  'enrol.device.hint': 'So that you recognise it later, for example: Anna’s phone.',
  'enrol.device.default': 'Authenticator app',
  'enrol.cancellation-code.title': 'Save the cancellation code',
  'enrol.cancellation-code.once':
    'We show this code only now. Write it down, print it or download it, and keep it in a safe place that is not your phone.',
  'enrol.cancellation-code.label': 'Cancellation code',
  'enrol.cancellation-code.note':
    'With it you can cancel Ügyfélkapu+ if your phone is lost. Nobody can sign in with it. Do not give it to anyone.',
  'enrol.cancellation-code.initials': 'Whose it is: {name}',
  'enrol.cancellation-code.made': 'Made on: {date}',
  'enrol.cancellation-code.device': 'With this device: {device}',
  'enrol.cancellation-code.latest':
    'Only the latest cancellation code is valid, for all your devices. Throw away those of an earlier date.',
  'enrol.cancellation-code.where': 'When you need it, enter it on this page: {address}',
  'enrol.cancellation-code.download': 'Download',
  'enrol.cancellation-code.replaces':
    'This is a new cancellation code. As soon as you finish, your previous one is void.',
  'enrol.last-four.title': 'Did you keep the cancellation code?',
  'enrol.last-four.label': 'The last four characters of the cancellation code',
  'enrol.last-four.hint': 'So we know that you have saved the cancellation code.',
  'enrol.last-four.saved': 'I have saved the cancellation code',
  'enrol.last-four.empty': 'Enter the last four characters of the cancellation code.',
  'enrol.last-four.wrong':
    'These are not the last four characters of the cancellation code. Look at what you wrote down or saved.',
  'enrol.last-four.shown-once':
    'The cancellation code was shown already. If you did not save it, ask for another one: the previous one is then void.',
  'enrol.last-four.new': 'Show me a new cancellation code',
  'enrol.elsewhere.title': 'The application is under way in another browser',
  'enrol.elsewhere.text':
    'For your security we show the secret key only in the browser where the application began. Continue there, or start again here.',
  'enrol.elsewhere.warning':
    'If you did not begin it, somebody knows your password. Stop the application and change your password soon.',
  'enrol.elsewhere.waiting':
    'The application is waiting there, and can go on after {until}. You need do nothing until then.',
  'enrol.elsewhere.waits-anew':
    'If you start again here, the wait begins anew, and you can go on only after {until}.',
  'enrol.elsewhere.restart': 'Start again here',
  'enrol.elsewhere.abandon': 'Stop the application',
  'enrol.waiting.title': 'The application is waiting',
  'enrol.waiting.text':
    'Your account has no confirmed e-mail address, so you can go on after {time} on {day}, in this same browser.',
  'enrol.waiting.why':
    'If somebody else knew your password, this gives you time to notice and stop it. If you would rather not wait, they help you in person at the government window.',
  'enrol.too-many-messages.title': 'We send no more codes today',
  'enrol.too-many-messages.text':
    'Many codes were sent to this address today. You can apply again tomorrow. If you did not ask for them, somebody knows your password: change it soon.',
  'enrol.too-many-messages.help':
    'If a password no longer opens your account, or you do not want to wait, they help you in person at the government window.',

  'contact-code.title': 'Look at your e-mail',
  'contact-code.sent':
    'We sent a code to this address: {contact}. It may take a few minutes; look in the spam folder too.',
  'contact-code.until': 'The code is good until {until}.',
  'contact-code.why':
    'A password can fall into other hands. This tells us that it is really you who is applying for Ügyfélkapu+.',

  'enrol.expired.title': 'The application has expired',
  'enrol.expired.text':
    'There are 30 minutes to apply, so that nobody else can use a key left on a screen. Nothing is lost: start again and we show a new QR code.',
  'enrol.ended.title': 'The application has ended',
  'enrol.ended.text':
    'Since it was begun, the sign-ins of your account were ended or its authenticator devices changed. An application from before is then void too, so that nobody else can finish it. If it is you who applies, start again.',
  'enrol.expired.old': 'You can delete the account that appeared in your app before; it no longer works.',
  'enrol.expired.again': 'Start again',
  'enrol.file.heading': '{service} – cancellation code',
  'enrol.file.explanation':
    'With this code you can cancel Ügyfélkapu+ if your phone is lost. Nobody can sign in with it. Do not give it to anyone.',

  'account.plus.another': 'Set up on another device',

  'enrol.window.offer': 'I am at the government window',
  'enrol.window.offer.text':
    'If you are sitting in front of a clerk now, they can confirm by your document who you are, and you can go on at once.',
  'enrol.window.button': 'Show me a code for the clerk',
  'enrol.window.title': 'Read this code to the clerk',
  'enrol.window.text': 'The clerk types the code and tells you when it is done. Then press Continue here.',
  'enrol.window.label': 'Your code',
  'enrol.window.until': 'Valid until {until}, and only once.',
  'enrol.window.care': 'Tell it only to the clerk in front of you. We never ask for it by telephone.',
  'enrol.window.not-yet.heading': 'Not just yet',
  'enrol.window.not-yet':
    'The clerk has not typed the code yet. Wait until they tell you, then press Continue again.',
  'enrol.window.alone': 'I would rather go on alone',
  'passkeys.add.text':
    'You will have to unlock the device that keeps the passkey. Do not set one up on a computer that others use as well.',
  'passkeys.name.label': 'What shall it be called? (optional)',
  'passkeys.name.hint': 'You will know it by this in the list, for example “Computer at work”.',
  'passkeys.name.default': 'Passkey',
  'passkeys.refused.expired': 'Too much time has passed. Try again.',
  'passkeys.refused.invalid': 'The passkey could not be set up. Try again, or use another device.',
  'passkeys.refused.replayed': 'This answer was used before. Try again.',
  'passkeys.refused.known': 'This passkey is set up already.',
  'passkeys.refused.moved':
    'Something about your account has changed meanwhile. Sign in again, and try once more.',
  'passkeys.refused.too-many': 'You cannot have more passkeys than these. Remove one first.',
});
