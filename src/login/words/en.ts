import { translationOf } from '../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
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

  'not-identified.title': 'You have to prove your identity for this',
  'not-identified.text':
    'You are signed in, but this service is only for people who were identified. Your identity has not been checked for that yet.',
  'not-identified.desk': 'At a government window',
  'not-identified.wallet': 'With a digital wallet',
  'not-identified.wallet.text':
    'If you have a digital wallet and an Ügyfélkapu+, link the two. You will need your password and the code of your authenticator app as well.',
  'not-identified.wallet.link': 'Prove it with my digital wallet',

  'personal-data.title': 'Add your missing data',
  'personal-data.text':
    'Your account came from a former system, which did not have all of your data. Please add them now; you are asked only once.',
  'personal-data.document': 'Type them exactly as they are in your identity document.',
  'personal-data.family_name': 'Family name',
  'personal-data.given_name': 'Given name',
  'personal-data.birth_family_name': 'Family name at birth',
  'personal-data.birth_given_name': 'Given name at birth',
  'personal-data.mothers_birth_name': 'Mother’s birth name',
  'personal-data.place_of_birth': 'Place of birth',
  'personal-data.birthdate': 'Date of birth',
  'personal-data.birthdate.hint': 'For example: 1956-03-14',
  'personal-data.birthdate.wrong': 'Type the date of birth like this: 1956-03-14',
  'personal-data.birthdate-future': 'The date of birth cannot be in the future.',
  'personal-data.birthdate-early': 'The date of birth cannot be before 1900.',
  'personal-data.empty': 'Fill in: {name}.',
  'personal-data.too-long': '{name}: 100 characters at most.',
  'personal-data.invisible': '{name}: it has a character that cannot be seen. Type it again, do not copy it.',
  'personal-data.not-identified':
    'This does not prove your identity yet. If a service asks for that, take your document to a government window.',
  'personal-data.button': 'Save and continue',

  'passkey.title': 'Sign in with your passkey',
  'passkey.text':
    'A passkey is on your phone, on your computer or on a security key. You use it with your fingerprint, your face or a PIN, without a password or an authentication code.',
  'passkey.demanded':
    'This service only lets you sign in with a passkey. If you have none yet, you can set one up in your account.',
  'passkey.set-up': 'Set up a passkey in my account',
  'passkey.code-instead': 'Sign in with an authentication code',
  'passkey.without-script':
    'You cannot use it here now. Switch JavaScript on and load the page again; or begin the sign-in again in another browser or on another device; or choose another way below.',
  'passkey.without-script-or-other-way':
    'You cannot use it here now. Switch JavaScript on and load the page again; or begin the sign-in again in another browser or on another device.',
  'passkey.help': 'Can you not use your passkey?',
  'passkey.help.other-device':
    'If it is on another device, choose that in the window of your browser: your phone will read a QR code.',
  'passkey.help.lost':
    'If you lost it and have no other one, cancel your Ügyfélkapu+ with the cancellation code and apply for a new one. Without that code the government window will help.',

  'after-application.title': 'Have a second way into your account',
  'after-application.lead':
    'Your Ügyfélkapu+ is ready. If you lose or replace your phone, only what is not lost with it will help:',
  'after-application.paper':
    'the cancellation code that you were just given: keep it on paper, away from your phone. With it you can cancel Ügyfélkapu+ and apply for it again.',
  'after-application.device': 'the authenticator app on another device as well, such as a tablet.',
  'after-application.passkey':
    'a passkey on another device or on a security key, or one that your password manager carries to your other devices.',
  'after-application.later': 'You can set up the last two in your account at any time.',
  'after-application.make': 'Set up a passkey now',
  'after-application.only-there':
    'You can also set up a passkey now. Your browser asks where to keep it: if it is on your phone alone, it is lost together with the phone.',
  'after-application.go-on': 'Continue to the service',
  'passkey.offer.title': 'Next time you can sign in without a code',
  'passkey.offer.lead':
    'You are signed in. If this device is yours, you can set up a passkey on it: next time you sign in with your fingerprint, your face or a PIN, without password and code.',
  'passkey.offer.why':
    'No fake page can get hold of it. If it is on this device alone, it is lost together with the device, unless your password manager carries it to your other devices.',
  'passkey.offer.make': 'Set it up on this device',
  'passkey.offer.later': 'Not now, continue to the service',
  'passkey.offer.shared': 'Others use this device, too',
  'passkey.offer.shared.hint': 'Tick this, and we will not offer it here again.',

  'method.other': 'Sign in another way',

  'method.digitalis-allampolgar.title': 'Digitális Állampolgár',
  'method.digitalis-allampolgar.text':
    'With the digital wallet on your phone. You need neither a user name nor a password.',

  'wallet.instead': 'Sign in with a digital wallet',
  'wallet.choice.title': 'Where is your digital wallet?',
  'wallet.choice.same-device.title': 'On this device',
  'wallet.choice.same-device.text':
    'The wallet is on the phone or computer on which you are reading this page.',
  'wallet.choice.same-device.button': 'Open it on this device',
  'wallet.choice.cross-device.title': 'On another device',
  'wallet.choice.cross-device.text':
    'The wallet is on your phone, but you are not using your phone now. You will scan a QR code with it.',
  'wallet.choice.cross-device.button': 'Scan with my phone',
  'wallet.data': 'We ask the wallet for these data: family name, given name, date of birth and identifier.',
  'wallet.until': 'The request is valid until {until}.',
  'wallet.look-again': 'I have approved it on my phone',
  'wallet.again': 'Start again',
  'wallet.same-device.title': 'Open your digital wallet',
  'wallet.same-device.text':
    'In the wallet, check which service you are signing in to, and approve. The wallet then leads you back here.',
  'wallet.same-device.open': 'Open the wallet',
  'wallet.cross-device.title': 'Scan the code with your phone',
  'wallet.cross-device.scan': 'Open the digital wallet on your phone and scan this QR code with it.',
  'wallet.cross-device.qr': 'QR code for the digital wallet',
  'wallet.cross-device.approve': 'On your phone, check which service you are signing in to, and approve.',
  'wallet.cross-device.type':
    'Your phone then shows a code of six digits. Press the button below and enter the code.',
  'wallet.cross-device.warning':
    'Only scan a QR code that you asked for yourself. Whoever sends you one wants to sign in as you.',
  'wallet.code.title': 'Enter the code that your phone shows',
  'wallet.code.text': 'The wallet approved the sign-in. Your phone now shows a code of six digits.',
  'wallet.code.label': 'Code of six digits',
  'wallet.code.hint': 'You can enter it with or without the space. It is valid until {until}.',
  'wallet.code.format': 'The code has six digits.',
  'wallet.code.wrong':
    'That is not the code on your phone. You have {left, plural, one {# more try} other {# more tries}}.',
  'wallet.code.none': 'I see no code on my phone',
  'wallet.code.none.text':
    'If no code appeared on your phone, start again. If somebody else asks you for the code, do not tell it.',
  'wallet.failed.declined.title': 'The wallet did not approve the sign-in',
  'wallet.failed.declined.text':
    'The request was declined in the wallet, or it holds no suitable credential.',
  'wallet.failed.invalid.title': 'We cannot accept the wallet’s answer',
  'wallet.failed.invalid.text':
    'The answer was faulty. Please try again. If you see this once more, sign in another way.',
  'wallet.failed.expired.title': 'The credential in your wallet has expired',
  'wallet.failed.expired.text': 'Ask whoever issued it for a new one, or sign in another way.',
  'wallet.failed.revoked.title': 'The credential was revoked',
  'wallet.failed.revoked.text':
    'The credential in your wallet can no longer be used. Ask whoever issued it for a new one, or sign in another way.',
  'wallet.failed.untrusted.title': 'We do not accept this credential',
  'wallet.failed.untrusted.text':
    'Whoever issued the credential in your wallet is not among the accepted issuers. Please sign in another way.',
  'wallet.failed.status-unknown.title': 'We cannot check the credential now',
  'wallet.failed.status-unknown.text':
    'We could not find out whether your credential is still valid. Try again in a few minutes, or sign in another way.',
  'wallet.failed.over.title': 'The time is over',
  'wallet.failed.over.text':
    'A request is valid for two minutes and can be used once. Start again, or sign in another way.',
  'wallet.failed.given-up.title': 'Too many wrong codes',
  'wallet.failed.given-up.text':
    'A wrong code was entered three times, so this request was deleted. If you start again, you get a new code.',
  'wallet.failed.other-person.title': 'This wallet belongs to another account',
  'wallet.failed.other-person.text':
    'This sign-in was begun with a different account. Continue with the wallet or the authentication code of that account.',
  'wallet.failed.not-enough.title': 'This wallet is not enough here',
  'wallet.failed.not-enough.text':
    'This step needs a higher assurance level than this credential gives. Please sign in another way.',
  'wallet.failed.account.title': 'This wallet cannot be used to sign in now',
  'wallet.failed.account.text':
    'The account of this wallet cannot be used, or all of its sign-ins were ended meanwhile. Try again, or sign in another way.',
  'wallet.unknown.title': 'This wallet is not linked to any account yet',
  'wallet.unknown.text': 'The credential is valid. It was issued by: {source}. It proves these data:',
  'wallet.unknown.link.title': 'Do you have an account?',
  'wallet.unknown.link.text':
    'You can link it to your wallet. For that you sign in once, now, with your password and authentication code. Next time the wallet is enough.',
  'wallet.unknown.link.button': 'Link it to my account',
  'wallet.unknown.no-identifier':
    'This credential holds no identifier by which we could recognise your account. Please sign in another way.',
  'wallet.claim.family_name': 'Family name',
  'wallet.claim.given_name': 'Given name',
  'wallet.claim.birthdate': 'Date of birth',
  'wallet.different-person.title': 'The wallet and the account differ',
  'wallet.different-person.text':
    'The wallet has another name or date of birth than the account, so the two cannot be linked. If your data have changed, the government window helps you.',

  'password.rests':
    'Your authenticator app was blocked, and a new password was set by e-mail. If that was not you, somebody reads your e-mails. So nobody can enter your account until {until}. At the government window they help you sooner in person.',
  'password.suspended':
    'For your safety this account is suspended. Go to a government window with your identity document: there you can have it back.',

  'replace-password.title': 'Choose a new password',
  'replace-password.chosen-beside-code':
    'You chose your present password beside the code of an authenticator app. Now that it protects your account alone, it has to be longer. After that the sign-in goes on.',
  'replace-password.never-judged':
    'We have never checked your present password: we do not know whether it is long enough and hard to guess. Choose another one. After that the sign-in goes on.',
  'replace-password.button': 'Save and sign in',

  'code.intro': 'Open the authenticator app on your phone and find the {service} account.',
  'code.whose': 'For this account:',
  'code.not-me': 'That is not me',
  'code.not-me.sign-out': 'That is not me, sign them out',
  'code.step-up':
    'This step needs a higher assurance level. You have already given your password; we only ask for the authentication code.',
  'code.help': 'I cannot enter the code',
  'code.help.wait': 'If the code is about to expire, wait for the next one and enter that. There is time.',
  'code.help.clock':
    'If the clock of your phone is not exact, enter the next code too: from two codes in a row we can tell the difference. If that does not help, switch on automatic date and time on your phone.',
  'code.help.lost':
    'If your phone is lost or you have a new one, you can cancel your Ügyfélkapu+ with the cancellation code and then apply again.',
  'code.help.cancel': 'Cancel Ügyfélkapu+ with the cancellation code',

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
  'one-time-code.empty': 'Enter the 8-digit code from the message.',
  'one-time-code.format': 'The code has 8 digits. Spaces do not matter.',
  'one-time-code.wrong':
    'The code is not right. {left, plural, =0 {We no longer accept this code: ask for a new one in a few minutes.} one {Always enter the one you received last. You have # try left.} other {Always enter the one you received last. You have # tries left.}}',
  'one-time-code.expired': 'This code has expired. You did nothing wrong: ask for a new code.',
  'one-time-code.worn-out':
    'There were too many wrong tries, so we no longer accept this code. Ask for a new code.',
  'one-time-code.exhausted':
    'Too many wrong codes have come in, so nobody can sign in to this account with a code from an unknown device now. Sign in on a device that you have used before.',
  'one-time-code.too-soon':
    'We send a new code once a minute, and at most five times for one sign-in. Wait a little, and see whether the last one has arrived.',
  'one-time-code.too-many':
    'We have sent many codes for this account today, so we are not sending more now. You can ask again tomorrow, or sign in on a device that you have used before. If you did not ask for these codes, change your password.',

  'consent.title': 'May we hand over your data?',
  'consent.text': '{service} is an external service. We hand over your data to it only if you consent.',
  'consent.always':
    'You can revoke the access at any time in My account, under Services. If you do not consent, you return to the service and nothing is handed over.',
  'consent.how-long':
    'If you consent, the service may ask us for these data for at most {hours} hours. What it has got by then stays with it.',
  'consent.choose': 'I would not hand over all of it',
  'consent.choose.legend': 'Select what we should not hand over',
  'consent.of-service': 'What the service itself says',
  'consent.policy': 'Privacy notice',
  'consent.terms': 'Terms of use',
  'consent.give': 'I consent',
  'consent.refuse': 'I do not consent',

  'activation.offer': 'Did you get an activation code?',
});
