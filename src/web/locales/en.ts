import type { MessageKey } from './hu.ts';

/** Everything that a citizen reads, in English. The names of the services stay Hungarian. */
export const en: Record<MessageKey, string> = {
  'layout.skip': 'Skip to main content',
  'layout.error-prefix': 'Error:',
  'layout.error-title': 'There is a problem',
  'layout.language': 'Language',
  'layout.warning': 'Warning:',
  'layout.signing-in-to': 'You are signing in to:',
  'layout.signed-in-as': 'Signed in as:',
  'layout.sign-out': 'Sign out',
  'layout.demo': 'Demonstration system – not a service of the state. Please do not enter real personal data.',
  'password.show': 'Show password',
  'password.hide': 'Hide password',
  'copy.copy': 'Copy',
  'copy.copied': 'Copied to the clipboard',
  'print.print': 'Print',

  'action.continue': 'Continue',
  'action.save': 'Save',
  'action.finish': 'Finish',
  'action.sign-in': 'Sign in',
  'action.back-to-service': 'Back to the service',
  'action.cancel': 'Cancel',

  'method.title': 'How do you want to sign in?',
  'method.ugyfelkapu-plus.title': 'Ügyfélkapu+',
  'method.ugyfelkapu-plus.text':
    'User name and password, then the code in your authenticator app. This is the safer way.',
  'method.ugyfelkapu-plus.sign-in': 'Sign in with Ügyfélkapu+',
  'method.ugyfelkapu.title': 'Ügyfélkapu',
  'method.ugyfelkapu.text': 'User name and password only. For those who do not have Ügyfélkapu+ yet.',
  'method.ugyfelkapu.sign-in': 'Sign in with Ügyfélkapu',
  'method.deadline':
    'You can sign in with a password alone {days, plural, =0 {today for the last time} one {for # more day, until {lastDay}} other {for # more days, until {lastDay}}}. After that only Ügyfélkapu+ is accepted, so apply in time.',
  'closed.title': 'A password alone is no longer accepted',
  'closed.text':
    'Your password is right, but signing in needs Ügyfélkapu+, and it can no longer be applied for on this page.',
  'closed.help':
    'At the government window they help you set it up in person. Bring your identity document and your phone. Your account still exists.',
  'method.other': 'Sign in another way',

  'username.label': 'User name',
  'username.empty': 'Enter your user name.',
  'username.too-long': 'A user name has at most 64 characters.',
  'password.label': 'Password',
  'password.empty': 'Enter your password.',
  'password.too-long': 'A password has at most 256 characters.',
  'password.wrong': 'The user name or the password is not right. Check both of them.',
  'password.wrong-again': 'The password is not right.',
  'password.rests':
    'Your authenticator app was blocked, and a new password was set by e-mail. If that was not you, somebody reads your e-mails. So nobody can enter your account until {until}. At the government window they help you sooner in person.',
  'password.locked':
    'For your security we are not accepting passwords until {until}. Your account still exists, and you do not need to visit an office.',

  'code.title': 'Enter the authentication code',
  'code.intro': 'Open the authenticator app on your phone and find the {service} account.',
  'code.step-up':
    'This step needs a higher assurance level. You have already given your password; we only ask for the authentication code.',
  'code.label': 'Authentication code',
  'code.hint': '6 digits that change every 30 seconds. Spaces do not matter.',
  'code.help': 'I cannot enter the code',
  'code.help.wait': 'If the code is about to expire, wait for the next one and enter that. There is time.',
  'code.help.clock':
    'If the clock of your phone is not exact, enter the next code too: from two codes in a row we can tell the difference. If that does not help, switch on automatic date and time on your phone.',
  'code.help.lost':
    'If your phone is lost or you have a new one, you can cancel your Ügyfélkapu+ with the cancellation code and then apply again.',
  'code.help.cancel': 'Cancel Ügyfélkapu+ with the cancellation code',
  'code.empty': 'Enter the 6-digit code shown in your authenticator app.',
  'code.format': 'The code must be 6 digits. Spaces do not matter.',
  'code.just-expired':
    'That code expired just now. You did nothing wrong: wait for the new code and enter that one.',
  'code.used': 'That code has been used already. Wait for the next one (at most 30 seconds).',
  'code.clock':
    'The clock of your phone is about {minutes, plural, one {# minute} other {# minutes}} {direction, select, fast {fast} other {slow}}. Switch on automatic time setting.',
  'code.clock-next':
    'The clock of your phone is about {minutes, plural, one {# minute} other {# minutes}} {direction, select, fast {fast} other {slow}}. That is all right: wait for the next code and enter it too, with your password.',
  'code.clock-put-back':
    'The clock of your phone has been put back. For your security wait until {until}, then enter two codes in a row. You did nothing wrong.',
  'code.wrong':
    'That code is not right. {left, plural, =0 {For your security we accept no code for a few minutes.} one {You have # try left.} other {You have # tries left.}}',
  'code.wrong-for-key':
    'That code is not right. Enter the code that the app shows for the account that you have just scanned.',
  'code.locked':
    'For your security we are not accepting codes until {until}. Your account still exists, and you do not need to visit an office.',
  'code.exhausted':
    'Too many wrong codes were entered, so we no longer accept codes from this authenticator app. Sign in on a device that you used before, or cancel it with the cancellation code and apply for Ügyfélkapu+ again.',
  'code.no-plus': 'This Ügyfélkapu+ was cancelled in the meantime. Start signing in again.',

  'one-time-code.choose.title': 'Where shall we send the code?',
  'one-time-code.choose.text':
    'Besides your password you need a code that works once. We send it only if you ask for it.',
  'one-time-code.to': 'We send it to: {contact}',
  'one-time-code.by-email.title': 'By e-mail',
  'one-time-code.by-email.button': 'Send me the code by e-mail',
  'one-time-code.by-email.sent-title': 'Look at your e-mail',
  'one-time-code.by-email.sent':
    'We have sent a code to {contact}. It may take a few minutes; look into your spam folder too.',
  'one-time-code.by-sms.title': 'By text message',
  'one-time-code.by-sms.button': 'Send me the code by text message',
  'one-time-code.by-sms.notice':
    'A text message is less safe than an authenticator app: somebody else could take over your number.',
  'one-time-code.by-sms.sent-title': 'Look at your phone',
  'one-time-code.by-sms.sent': 'We have sent a code by text message to {contact}. It may take a few minutes.',
  'one-time-code.instead.application.title': 'Ügyfélkapu+',
  'one-time-code.instead.application.text':
    'It is safer, and next time you need not wait for a message: an app on your phone shows the code. It is free, can be done at home, and takes only a few minutes.',
  'one-time-code.instead.application.button': 'Apply for Ügyfélkapu+',
  'one-time-code.instead.app.title': 'With the authenticator app',
  'one-time-code.instead.app.text':
    'If you have your phone at hand, the code in the authenticator app is the fastest way.',
  'one-time-code.instead.app.button': 'Enter the code of the authenticator app',
  'one-time-code.compare': 'Enter the code only if the message shows the same three digits.',
  'one-time-code.label': 'The code from the message',
  'one-time-code.hint': '8 digits. Valid until {until}.',
  'one-time-code.nobody':
    'Do not give the code to anyone: our staff never ask for it, neither by telephone nor in a letter.',
  'one-time-code.other': 'Get the code another way',
  'one-time-code.other-than-plus': 'I would rather get a one-time code',
  'one-time-code.empty': 'Enter the 8-digit code from the message.',
  'one-time-code.format': 'The code has 8 digits. Spaces do not matter.',
  'one-time-code.wrong':
    'The code is not right. {left, plural, =0 {We no longer accept this code: ask for a new one in a few minutes.} one {Always enter the one you received last. You have # try left.} other {Always enter the one you received last. You have # tries left.}}',
  'one-time-code.expired': 'This code has expired. You did nothing wrong: ask for a new code.',
  'one-time-code.worn-out':
    'There were too many wrong tries, so we no longer accept this code. Ask for a new code.',
  'one-time-code.exhausted':
    'Too many wrong codes have come in, so we do not accept codes for this account from unknown devices now. Sign in on a device that you have used before.',
  'one-time-code.too-soon':
    'We send a new code once a minute, and at most five times for one sign-in. Wait a little, and see whether the last one has arrived.',
  'one-time-code.too-many':
    'We have sent many codes for this account today, so we are not sending more now. You can ask again tomorrow, or sign in on a device that you have used before. If you did not ask for these codes, change your password.',

  'enrol.step': 'Step {step} of 4',
  'enrol.start.title': 'Apply for Ügyfélkapu+',
  'enrol.start.lead':
    'Ügyfélkapu+ puts a second lock on your account beside your password: a code that only your phone shows.',
  'enrol.start.further':
    'You will be able to sign in with the codes of the other device too. Your present device stays, and at the end you get a new cancellation code.',
  'enrol.start.needed':
    'This sign-in needs Ügyfélkapu+. You can apply for it now, and then go on to the service.',
  'enrol.start.facts': 'It is free, can be done at home, and takes only a few minutes.',
  'enrol.start.need.heading': 'What you need',
  'enrol.start.need.app':
    'an authenticator app on your phone, such as Google Authenticator, Microsoft Authenticator or Authy',
  'enrol.start.need.password': 'your password',
  'enrol.start.need.paper': 'pen and paper or a printer, to keep the cancellation code',
  'enrol.start.no-phone': 'I do not have a smartphone',
  'enrol.start.no-phone.text':
    'You can use an authenticator on a computer too, such as the totp.app page or the Verifyr program. Install from trusted sources only: there are fake apps in the stores.',
  'enrol.start.courage':
    'If it does not succeed at first, do not be discouraged: you can start again at any time, nothing breaks.',
  'enrol.start.continue': 'Continue to apply for Ügyfélkapu+',
  'enrol.key.title': 'Connect your phone to your account',
  'enrol.key.open': 'Open the authenticator app on your phone.',
  'enrol.key.no-app': 'I do not have an authenticator app yet',
  'enrol.key.no-app.text':
    'Find Google Authenticator, Microsoft Authenticator or Authy in the official store of your phone and install it. Each is free. Then go on here.',
  'enrol.key.scan': 'In the app, choose to add a new account, then to scan a QR code.',
  'enrol.key.qr': 'QR code for the authenticator app',
  'enrol.key.same-device': 'The app is on this device: open it',
  'enrol.key.cannot-scan': 'I cannot scan the code',
  'enrol.key.by-hand':
    'In the app, choose to enter a key by hand (time based, account name: {account}) and type this secret key:',
  'enrol.key.read': 'Enter your password and the code that the app shows now.',
  'enrol.key.expires':
    'You can finish the application until {until}. Until then the QR code and the key stay the same, even if you reload the page.',
  'enrol.device.label': 'Name of the device (optional)',
  'enrol.device.hint': 'So that you recognise it later, for example: Anna’s phone.',
  'enrol.device.default': 'Authenticator app',
  'enrol.device.too-long': 'The name of the device has at most 40 characters.',
  'enrol.save.title': 'The code is right',
  'enrol.save.text':
    'This device is connected: {device}. When you press Save, we show you a cancellation code.',
  'enrol.save.why':
    'With the cancellation code you can cancel Ügyfélkapu+ if your phone is lost. We show it only once, so have paper or a printer ready.',
  'enrol.cancellation-code.title': 'Save the cancellation code',
  'enrol.cancellation-code.once':
    'We show this code only now. Write it down, print it or download it, and keep it in a safe place that is not your phone.',
  'enrol.cancellation-code.label': 'Cancellation code',
  'enrol.cancellation-code.note':
    'With it you can cancel Ügyfélkapu+ if your phone is lost. Nobody can sign in with it. Do not give it to anyone.',
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
  'contact-code.session': 'Session identifier',
  'contact-code.compare': 'Enter the code only if the e-mail shows these same three digits.',
  'contact-code.why':
    'A password can fall into other hands. This tells us that it is really you who applies for Ügyfélkapu+.',
  'contact-code.label': 'The code from the e-mail',
  'contact-code.hint': '8 digits.',
  'contact-code.empty': 'Enter the 8-digit code from the e-mail.',
  'contact-code.format': 'The code has 8 digits. Spaces do not matter.',
  'contact-code.wrong':
    'That code is not right. Always enter the one you received last. {left, plural, one {You have # try left.} other {You have # tries left.}}',
  'contact-code.resend': 'Send me a new code',
  'contact-code.too-soon':
    'We send a new code once a minute and at most five times. Wait a little, and look in the spam folder too.',
  'objection.title': 'Was it not you?',
  'objection.text':
    'If you did not add the new authenticator app to your account, you can block it here. Everything signed in with it then ends.',
  'objection.button': 'It wasn’t me: block it',
  'objection.done.title': 'Blocked',
  'objection.done.text':
    'The new authenticator app can no longer be used, and you were signed out everywhere. Somebody else may know your password, so change it and apply for a new Ügyfélkapu+.',
  'objection.unknown.title': 'This link is no longer valid',
  'objection.unknown.text':
    'The link has expired, or the authenticator app was removed meanwhile. Look at your account or contact the help desk.',
  'enrol.expired.title': 'The application has expired',
  'enrol.expired.text':
    'There are 30 minutes to apply, so that nobody else can use a key left on a screen. Nothing is lost: start again and we show a new QR code.',
  'enrol.expired.old': 'You can delete the account that appeared in your app before; it no longer works.',
  'enrol.expired.again': 'Start again',
  'enrol.file.heading': '{service} – cancellation code',
  'enrol.file.explanation':
    'With this code you can cancel Ügyfélkapu+ if your phone is lost. Nobody can sign in with it. Do not give it to anyone.',

  'account.title': 'My account',
  'account.greeting': 'Welcome, {name}!',
  'account.another-ready.heading': 'The other device is set up',
  'account.another-ready.text':
    'From now on you can sign in with the codes of the new device too. Your previous cancellation code is void; only the new one works.',
  'account.ready.heading': 'Your Ügyfélkapu+ is ready',
  'account.ready.text': 'Next time we ask for the code in your authenticator app after your password.',
  'account.plus.heading': 'Ügyfélkapu+',
  'account.plus.active': 'Switched on',
  'account.plus.inactive': 'Not yet',
  'account.plus.why':
    'With a password alone, anyone who gets hold of it can sign in. Ügyfélkapu+ prevents that.',
  'account.plus.device': 'Device',
  'account.plus.since': 'In use since',
  'account.plus.cancel': 'Cancel Ügyfélkapu+',
  'account.plus.last-used': 'Last used',
  'account.plus.another': 'Set up on another device',
  'account.plus.devices': 'Manage devices',
  'account.plus.drill': 'Try out the cancellation code',
  'proof.title': 'Confirm with a code',
  'proof.text': 'This change needs a fresh authentication code. We do not ask again for five minutes.',
  'devices.title': 'Authenticator devices',
  'devices.remove': 'Remove',
  'devices.frozen': 'Blocked',
  'devices.removed.heading': 'The device was removed',
  'devices.removed.text': 'We no longer accept its codes. You can delete its entry in the app as well.',
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
  'account.data.heading': 'My data',
  'account.data.name': 'Name borne',
  'account.data.username': 'User name',
  'account.data.email': 'E-mail address',
  'account.data.phone': 'Phone number',
  'account.data.none': 'not given',
  'account.not-signed-in.title': 'You did not sign in',
  'account.not-signed-in.text':
    'Signing in was not finished: you stopped, or it took too long. Nothing is wrong; you can start again at any time.',
  'account.open': 'Open my account',

  'account.data.change': 'Change',
  'account.control.heading': 'Security and data',
  'account.waiting.heading': 'An application for Ügyfélkapu+ is under way',
  'account.waiting.text': 'If you did not begin it, stop it and change your password.',
  'account.waiting.link': 'Look at the application',

  'sessions.title': 'Where are you signed in?',
  'sessions.hint': 'Devices and times; sign out of one of them or everywhere.',
  'sessions.text':
    'You are signed in on these devices now. If you do not know one of them, sign it out and change your password.',
  'sessions.this': 'this device',
  'sessions.unknown-device': 'Unknown device',
  'sessions.signed-in-at': 'Signed in',
  'sessions.last-seen-at': 'Last used',
  'sessions.everywhere.heading': 'Sign out everywhere',
  'sessions.everywhere.text':
    'You will be signed out everywhere, on this device too. Services get no more data about you until you sign in again. We also tell the services that you have entered to sign you out. Some cannot do that yet: sign out there separately.',
  'sessions.everywhere.button': 'Sign out everywhere',
  'sessions.ended.title': 'You are signed out everywhere',
  'sessions.ended.text':
    'You are no longer signed in to your account on any device. The services are being told too.',
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
  'services.revoke.text':
    'After that the service can ask for no more data about you. We cannot take back what it already has. If you sign in there again, it is given data again.',
  'services.revoked.heading': 'Access revoked',
  'services.revoked.text':
    'From now on the service is given no data about you until you sign in there again.',
  'consent.title': 'May we hand over your data?',
  'consent.text': '{service} is an external service. We hand over your data to it only if you consent.',
  'consent.claims': 'It asks for these data',
  'consent.no-claims':
    'It asks for no personal data. It is given only an identifier by which it will know you next time.',
  'consent.resources': 'It asks for access to these in your name',
  'consent.always':
    'You can revoke the access at any time in My account, under Services. If you do not consent, you return to the service and nothing is handed over.',
  'consent.give': 'I consent',
  'consent.refuse': 'I do not consent',

  'return.title': 'Returning to the service',
  'return.text': 'Continue to return to the service.',

  'claim.name': 'Name borne',
  'claim.family_name': 'Family name',
  'claim.given_name': 'Given name',
  'claim.preferred_username': 'User name',
  'claim.locale': 'Language',
  'claim.email': 'E-mail address',
  'claim.email_verified': 'Whether the e-mail address is confirmed',
  'claim.phone_number': 'Phone number',
  'claim.phone_number_verified': 'Whether the phone number is confirmed',
  'claim.birth_family_name': 'Family name at birth',
  'claim.birth_given_name': 'Given name at birth',
  'claim.mothers_birth_name': 'Mother’s birth name',
  'claim.place_of_birth': 'Place of birth',
  'claim.birthdate': 'Date of birth',

  'history.title': 'Activity history',
  'history.hint': 'What happened to your account in the last 12 months.',
  'history.text':
    'What happened in the last 12 months, the newest first. If one of these was not you, say so here.',
  'history.none': 'Nothing happened in the last 12 months.',
  'history.older': 'Older entries',
  'history.newest': 'Back to the newest',
  'history.signed-in': 'Signed in: {service}',
  'history.code.refused': 'Wrong authentication code after the right password',
  'history.plus.activated': 'New authenticator device: {name}',
  'history.plus.cancelled': 'Ügyfélkapu+ cancelled',
  'history.authenticator.frozen': 'Authenticator device blocked',
  'history.authenticator.forgotten': 'Authenticator device removed',
  'history.password.changed': 'Password changed',
  'history.password.reset': 'New password by “Forgotten password”',
  'history.account.activated': 'Account activated',
  'history.contact.changed': 'Contact data changed',
  'history.sessions.ended': 'Signed out everywhere',
  'history.session.ended': 'Another device signed out',
  'history.access.revoked': 'Access revoked: {service}',
  'history.data.downloaded': 'Data downloaded',
  'history.closing.requested': 'Closing of the account requested',
  'history.closing.withdrawn': 'Closing of the account withdrawn',
  'history.desk.data-viewed': 'A clerk looked at your data, reason: {reason}',
  'history.objection.link': 'It wasn’t me',
  'history.objection.title': 'Was it not you?',
  'history.objection.text': 'If you did not do this, somebody else knows your password. If you go on:',
  'history.objection.freezes': 'we block this authenticator device, if another one remains',
  'history.objection.signs-out': 'we sign out every other device',
  'history.objection.password': 'we ask you to change your password',
  'history.objection.done.heading': 'You are signed out on every other device',
  'history.objection.done.text': 'Now change your password, because somebody else may know it.',
  'history.objection.mine': 'It was me after all',

  'data.title': 'Download my data',
  'data.hint': 'Everything that we keep about you, in one file.',
  'data.text':
    'The file holds everything that we keep about you: your personal data, devices, sign-ins, services and history. No password, code or secret key is in it. Its format is JSON, which other programs can read.',
  'data.care': 'Download it to your own computer only: whoever opens it can read your personal data.',
  'data.button': 'Download my data',

  'closing.title': 'Close the account',
  'closing.hint': 'The whole account with all its data.',
  'closing.lead': 'This ends not only Ügyfélkapu+ but your whole account.',
  'closing.grace':
    'The account remains for 30 more days. Until then you can sign in and take the closing back at any time.',
  'closing.erased': 'After 30 days we erase all your data and cannot bring it back.',
  'closing.services':
    'What services (such as offices) already know about you remains with them: ask them about it.',
  'closing.consequence': 'You will be signed out on every other device at once.',
  'closing.button': 'Close my account',
  'closing.keep': 'No, keep my account',
  'closing.pending.heading': 'Your account ends on this day: {date}',
  'closing.pending.text':
    'Until then you can take this back at any time. After that all your data are erased.',
  'closing.withdraw': 'Keep my account',
  'closing.withdrawn.heading': 'Your account is kept',
  'closing.withdrawn.text':
    'You took the closing back, and nothing will be erased. We also send you an e-mail about it.',

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
  'contact.codes.sent': 'We sent a code to {contact}.',
  'contact.codes.sent-old': 'We sent another code to {contact}. It may take a few minutes.',
  'contact.codes.compare': 'Enter the codes only if the messages show these same three digits.',
  'contact.codes.new': 'The code sent to your new contact ({contact})',
  'contact.codes.old': 'The code sent to your current contact ({contact})',
  'contact.codes.confirm': 'Confirm',
  'contact.codes.abandon': 'Cancel',
  'contact.done.heading': 'Your contact data were changed',
  'contact.done.text': 'We also send you a message about it.',

  'new-password.title': 'Change the password',
  'new-password.advice':
    'A long sentence that is easy to remember is better than a few complicated characters. Choose one that you use nowhere else.',
  'new-password.current': 'Current password',
  'new-password.label': 'New password',
  'new-password.hint': 'At least {least} characters. Letters, digits, spaces, anything goes.',
  'new-password.consequence': 'The change signs you out on every other device.',
  'new-password.button': 'Change it',
  'new-password.empty': 'Enter your new password.',
  'new-password.too-short': 'The new password must have at least {least} characters.',
  'new-password.too-long': 'The new password has at most 256 characters.',
  'new-password.own-name': 'The new password must not contain your user name or e-mail address.',
  'new-password.wrong-current': 'The current password is not right.',
  'new-password.unchanged': 'The new password is the same as the current one. Choose another.',
  'new-password.breached':
    'This password is in the lists of passwords that became public, so it would be among the first to be tried. Choose another, and change it wherever else you use it.',
  'new-password.weak.guessable': 'This password is too easy to guess.',
  'new-password.weak.common': 'Very many people use this password, so it is too easy to guess.',
  'new-password.weak.keyboard': 'Keys that are next to each other on the keyboard are too easy to guess.',
  'new-password.weak.repeated': 'Repeated letters, digits and words are too easy to guess.',
  'new-password.weak.sequence':
    'Letters or digits in their order, such as abc or 1234, are too easy to guess.',
  'new-password.weak.date': 'Dates and years are too easy to guess.',
  'new-password.weak.word': 'A single common word is too easy to guess.',
  'new-password.weak.name': 'Names are too easy to guess.',
  'new-password.weak.personal':
    'The password contains something that others may know about you, such as a name, a place or date of birth. That is too easy to guess.',
  'new-password.strength.heading': 'How to make it stronger:',
  'new-password.strength.0': 'The password you chose is very weak.',
  'new-password.strength.1': 'The password you chose is weak.',
  'new-password.strength.2': 'The password you chose is almost strong enough.',
  'new-password.advice.words':
    'Choose four or five words that do not belong together. You need no special characters.',
  'new-password.advice.another-word': 'Add one or two less common words.',
  'new-password.advice.substitutions':
    'Digits and signs in the place of letters, such as @ for a, do not help.',
  'new-password.advice.reversed': 'A word that is written backwards is no stronger.',
  'new-password.advice.capitals': 'Capital letters alone help little.',
  'new-password.advice.dates': 'Avoid dates and years that have to do with you.',
  'new-password.advice.sequences': 'Avoid letters and digits in their order.',
  'new-password.advice.repeated': 'Avoid repetition.',
  'new-password.done.heading': 'Your password was changed',
  'new-password.done.text': 'You were signed out on every other device. We also send you an e-mail about it.',
  'reset.title': 'Forgotten password',
  'reset.back': 'Back to sign-in',
  'reset.lead':
    'Enter your user name. We send a code to the e-mail address that you confirmed before. With the code you can set a new password.',
  'reset.button': 'Send me a code',
  'reset.no-email': 'I have no confirmed e-mail address, or do not know my user name',
  'reset.no-email.text':
    'You can get help in person at a government window. Take your identity document with you. Your account is kept.',
  'reset.code.title': 'Look at your e-mail',
  'reset.code.sent':
    'If there is such an account and it has a confirmed e-mail address, we have sent the code. It may take a few minutes; look at the spam folder as well. The code is valid for 15 minutes.',
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
  'reset.over.title': 'This request is no longer valid',
  'reset.over.text':
    'The 15 minutes are over, a wrong code was entered several times, or you began in another browser.',
  'reset.over.done':
    'If you have just set your new password, you can sign in with it. If not, ask for a new code.',
  'reset.over.again': 'Ask for a new code',
  'activation.offer': 'Did you get an activation code?',
  'activation.title': 'Activate your account',
  'activation.lead':
    'Enter your user name and the one-time activation code that you got for your account. Then you choose a password.',
  'activation.label': 'Activation code',
  'activation.hint': '12 characters in groups of four. Hyphens and small letters do not matter.',
  'activation.empty': 'Enter the activation code.',
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

  'cancellation-code.label': 'Cancellation code',
  'cancellation-code.hint': '28 characters in groups of four. Hyphens and small letters do not matter.',
  'cancellation-code.empty': 'Enter the cancellation code.',
  'cancellation-code.wrong':
    'The cancellation code is not right. Check that you enter the one you received last.',
  'cancel.title': 'Cancel Ügyfélkapu+',
  'cancel.lead':
    'Do this if your phone is lost or you change to a new one. Your account remains, and you can apply again afterwards.',
  'cancel.consequence': 'Cancelling signs you out on every device.',
  'cancel.no-code': 'I do not have my cancellation code',
  'cancel.no-code.text':
    'Without the code Ügyfélkapu+ cannot be cancelled on this page, so that nobody else can do it either. Please contact the help desk.',
  'cancel.button': 'Cancel Ügyfélkapu+',
  'cancel.keep': 'Keep it and go back',
  'cancelled.title': 'Your Ügyfélkapu+ was cancelled',
  'cancelled.text':
    'Your account remains, and you were signed out everywhere. We also send you an e-mail about it.',
  'cancelled.next': 'You can apply for a new Ügyfélkapu+ at any time.',
  'cancelled.again': 'Apply for Ügyfélkapu+',

  'sign-out.title': 'Do you want to sign out?',
  'sign-out.text':
    'You will be signed out of {service}: no service will let you in again without the password. We also tell the services where you are signed in to sign you out. Some cannot do that yet: sign out there separately.',
  'sign-out.yes': 'Sign out',
  'sign-out.no': 'Stay signed in',
  'sign-out.continue': 'You are no longer signed in here. Continue to return to the service.',
  'signed-out.title': 'You are signed out',
  'signed-out.text': 'If this is not your own computer, close the browser as well.',

  'refused.request-id': 'If you ask for help, give this reference: {id}',
  'refused.body-too-large.title': 'Too much data was sent',
  'refused.body-too-large.text': 'The form sent more than we accept. Go back and shorten what you typed.',
  'refused.content-type.title': 'Unknown format',
  'refused.content-type.text': 'This request was not sent by a form of ours. Go back and try again.',
  'refused.malformed-body.title': 'The form is damaged',
  'refused.malformed-body.text': 'We could not read the form. Go back and fill it in again.',
  'refused.foreign-form.title': 'The form is out of date',
  'refused.foreign-form.text':
    'The form came from an old or a foreign page, so we did not accept it. Go back, reload the page and send it once more. Allow cookies.',
  'refused.foreign-host.title': 'Unknown address',
  'refused.foreign-host.text': 'We have no service at this address. Check the address bar of your browser.',
  'refused.not-found.title': 'Page not found',
  'refused.not-found.text':
    'The page that you are looking for does not exist or has moved. Check the address.',
  'refused.sign-in-ended.title': 'This sign-in has ended',
  'refused.sign-in-ended.text':
    'The sign-in has expired, is finished, or went on in another window. Nothing is wrong: go back to the service you came from and sign in again.',

  'refused.too-long.title': 'The address is too long',
  'refused.too-long.text': 'The address is longer than we accept. Go back to the service you came from.',
  'refused.too-many.title': 'Too many requests',
  'refused.too-many.text': 'Very many requests are coming from this network. Wait a minute and try again.',

  'error.unavailable.title': 'We cannot serve you right now',
  'error.unavailable.text':
    'The service has stopped for a moment. You did nothing wrong and nothing is lost. Wait a few seconds and try again.',
  'error.unavailable.again': 'Try again',
  'error.unavailable.form': 'Go back and send the form again.',
  'error.broken.title': 'An unexpected error happened',
  'error.broken.text': 'The error was recorded. Please try again in a few minutes.',
  'error.engine.title': 'The request of the service is not right',
  'error.engine.text':
    'The service you came from sent a request that we cannot fulfil. You cannot correct this here: go back to the service, and tell them if it happens again.',
  'error.engine.details': 'Details for the operator',
  'error.engine.code': 'Error code',
  'error.engine.description': 'Description',

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
  'demo.mailbox': 'Mailbox (e-mails sent by the system)',
  'demo.discovery': 'Discovery document (for integrators)',
};
