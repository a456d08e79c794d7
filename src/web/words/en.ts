import { translationOf } from '../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'layout.skip': 'Skip to main content',
  'layout.error-prefix': 'Error:',
  'layout.error-title': 'There is a problem',
  'layout.language': 'Language',
  'layout.warning': 'Warning:',
  'layout.signing-in-to': 'You are signing in to:',
  'layout.came-from': 'You came from:',
  'layout.signed-in-as': 'Signed in as:',
  'layout.sign-out': 'Sign out',
  'lapsed-form.heading': 'This has not been done yet',
  'lapsed-form.text':
    'For your protection you had to prove again who you are. What you asked for before was not done: if you still want it, ask for it once more on this page.',
  'layout.help': 'Help',
  'layout.contact': 'Contact',
  'layout.privacy': 'Privacy notice',
  'layout.accessibility': 'Accessibility statement',
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
  'action.back-to-account': 'Back to my account',

  'username.label': 'User name',
  'username.empty': 'Enter your user name.',
  'username.too-long': 'A user name has at most 64 characters.',

  'password.label': 'Password',
  'password.empty': 'Enter your password.',
  'password.too-long': 'A password has at most 256 characters.',
  'password.unreadable':
    'There is an invisible control character in the password, which cannot be typed. Enter it again.',
  'password.emptied': 'For your security the page does not keep the password: enter it again.',
  'password.wrong': 'The user name or the password is not right. Check both of them.',
  'password.wrong-again': 'The password is not right.',
  'password.other-name': 'Sign in with another user name',
  'password.locked':
    'For your security we are not accepting passwords until {until}. Then you can try again. Your account still exists, and you do not need to visit an office.',

  'let-in-by-message.text':
    'If you are sure that you typed it right, others’ guesses may be why we do not let you in with this browser.',
  'let-in-by-message.link': 'Get in with a code sent by e-mail',

  'passkey.sign-in': 'Sign in with a passkey',
  'passkey.confirm': 'Confirm with a passkey',
  'passkey.needs-script':
    'A passkey can only be used in a browser that supports passkeys and in which JavaScript is switched on.',
  'passkey.failed':
    'That did not work. You may have cancelled it, the time may be over, or this device may have no passkey for this account. Try again, or choose another way.',
  'passkey.refused.unknown':
    'We do not know this passkey: it may have been removed or blocked. Choose another one, or sign in another way.',
  'passkey.refused.expired': 'Too much time has passed. Try again.',
  'passkey.refused.invalid': 'We could not verify the passkey. Try again, or choose another way.',
  'passkey.refused.replayed': 'This answer was used before. Try again.',
  'passkey.refused.cloned':
    'This passkey may have been copied, so we do not accept it. Sign in another way, and remove it.',
  'passkey.refused.other-account':
    'This passkey belongs to another account. Choose the one that belongs to this account.',
  'passkey.refused.account':
    'This account cannot be used to sign in at present. If you do not know why, please contact the government window.',

  'code.title': 'Enter the authentication code',
  'code.label': 'Authentication code',
  'code.hint': 'Digits that change every 30 seconds. Spaces do not matter.',
  'code.empty': 'Enter the code shown in your authenticator app.',
  'code.format': 'The code is digits only. Enter all of them; spaces do not matter.',
  'code.just-expired':
    'That code expired just now. You did nothing wrong: wait for the new code and enter that one.',
  'code.used': 'That code has been used already. Wait for the next one (at most 30 seconds).',
  'code.clock':
    'The clock of your phone is about {minutes, plural, one {# minute} other {# minutes}} {direction, select, fast {fast} other {slow}}. Switch on automatic time setting.',
  'code.clock-next':
    'The clock of your phone is about {minutes, plural, one {# minute} other {# minutes}} {direction, select, fast {fast} other {slow}}. That is all right: wait for the next code and enter it too.',
  'code.clock-put-back':
    'The clock of your phone has been put back. For your security wait until {until}, then enter two codes in a row. You did nothing wrong.',
  'code.wrong':
    'That code is not right. {left, plural, =0 {For your security nobody can sign in with a code for a few minutes. Then you can try again.} one {Wait for the next one and enter that. You have # try left.} other {Wait for the next one and enter that. You have # tries left.}}',
  'code.wrong-for-key':
    'That code is not right. Enter the code that the app shows for the account that you have just added.',
  'code.wrong-locks':
    'That code is not right. For your security nobody can sign in with a code until {until}. Then you can try again. Your account still exists, and you do not need to visit an office.',
  'code.clock-locks':
    'The clock of your phone is about {minutes} minutes {direction, select, fast {fast} other {slow}}. Switch on automatic time. For your security nobody can sign in with a code until {until}. Then you can try again.',
  'code.time-left': 'You can try again in:',
  'code.again': 'Try again',
  'lapse.may-try': 'You can try again now.',
  'lapse.left': 'Time left:',
  'lapse.minute-left': 'One minute is left. If it runs out, you can ask for another one.',
  'lapse.over': 'It has run out. Ask for another one.',
  'code.locked':
    'For your security nobody can sign in with a code until {until}. Then you can try again. Your account still exists, and you do not need to visit an office.',
  'code.exhausted':
    'Too many wrong codes were entered, so we no longer accept codes of the authenticator app in this browser. Sign in on a device that you used before or with a passkey, or cancel it with the cancellation code and apply for Ügyfélkapu+ again.',
  'code.no-plus': 'This Ügyfélkapu+ was cancelled in the meantime. Start signing in again.',

  'device-name.too-long': 'The name of the device has at most 40 characters.',
  'device-name.address':
    'The name of the device must hold no web or e-mail address. If you write a full stop, put a space after it.',
  'activation.locked':
    'For your security we are not accepting activation codes until {until}. Then you can try again. Your code is not lost, and you do not need to visit an office.',

  'contact-code.session': 'Check number',
  'contact-code.compare': 'Enter the code only if the e-mail shows these same three digits.',
  'contact-code.label': 'The code from the e-mail',
  'contact-code.hint': '8 digits.',
  'contact-code.empty': 'Enter the 8-digit code from the e-mail.',
  'contact-code.format': 'The code has 8 digits. Spaces do not matter.',
  'contact-code.wrong':
    'That code is not right. Always enter the one you received last. {left, plural, one {You have # try left.} other {You have # tries left.}}',
  'contact-code.resend': 'Send me a new code',
  'contact-code.too-soon':
    'We send a new code once a minute and at most five times. Wait a little, and look in the spam folder too.',

  'account.title': 'My account',
  'account.data.email': 'E-mail address',
  'account.data.none': 'not given',
  'account.not-signed-in.title': 'You did not sign in',
  'account.not-signed-in.text':
    'Signing in was not finished: you stopped, or it took too long. Nothing is wrong; you can start again at any time.',
  'account.open': 'Open my account',

  'consent.claims': 'It asks for these data',
  'consent.no-claims':
    'It asks for no personal data. It is given only an identifier by which it will know you next time.',
  'consent.resources': 'It asks for access to these in your name',

  'claim.name': 'Full name',
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
  'claim.middle_name': 'Middle name',
  'claim.nickname': 'Nickname',
  'claim.profile': 'Profile page',
  'claim.picture': 'Picture',
  'claim.website': 'Website',
  'claim.gender': 'Gender',
  'claim.zoneinfo': 'Time zone',
  'claim.address': 'Address',
  'claim.updated_at': 'When the data were last changed',

  'new-password.wrong-current': 'The current password is not right.',

  'reset.title': 'Forgotten password',
  'forgotten-username.title': 'Forgotten user name',

  'help-line.call': 'If you are stuck, call us: {telephone}',
  'help-line.reference': 'If you ask for help, give this number:',
  'help-line.new-tab': '(opens in a new tab)',
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
  'refused.unreadable.title': 'An entry cannot be read at the moment',
  'refused.unreadable.text':
    'What you asked for needs an entry that cannot be read at the moment. The others are not affected, and the error was recorded. If this does not pass, tell the help line.',
  'refused.wrong-method.title': 'This address cannot be opened like this',
  'refused.wrong-method.text':
    'It is reached from another page alone, for instance by sending a form. Start again on the page you came from.',

  'error.unavailable.title': 'We cannot serve you right now',
  'error.unavailable.text':
    'The service has stopped for a moment. You did nothing wrong and nothing is lost. Wait a few seconds and try again.',
  'error.unavailable.again': 'Try again',
  'error.unavailable.form': 'Go back and send the form again.',
  'unreadable.some':
    '{count, plural, one {# entry} other {# entries}} cannot be read at the moment, so {count, plural, one {it is} other {they are}} not shown here. The others are not affected. If this does not pass, tell the help line.',
  'unreadable.one': 'Entry {number} that cannot be read',
  'unreadable.name': 'its name cannot be read',
  'error.broken.title': 'An unexpected error happened',
  'error.broken.text': 'The error was recorded. Please try again in a few minutes.',

  'desk.role.clerk': 'Clerk',
  'desk.role.supervisor': 'Supervisor',
  'desk.role.auditor': 'Auditor',
  'desk.role.operator': 'Operator',
  'desk.purpose.legend': 'Why are you looking at their data?',
  'desk.purpose.hint': 'The person sees this in their activity history.',
  'desk.purpose.asked-in-person': 'The person asked in person',
  'desk.purpose.enrolment': 'Application for Ügyfélkapu+',
  'desk.purpose.lost-device': 'Lost phone or cancellation code',
  'desk.purpose.name': 'Change of name',
  'desk.purpose.theft': 'Suspected misuse',
  'desk.purpose.other': 'Other',
  'desk.purpose.request': 'Deciding on a request',
  'identification.label': 'Identity check',
  'identification.nobody': 'Not done yet',
  'identification.desk': '{document} shown at a government window ({date})',
  'identification.declaration': 'As confirmed by an earlier register ({date})',
  'identification.wallet': 'By a digital wallet, issuer: {source} ({date})',
  'identification.at-desk':
    'Go to any government window with your identity card, passport or driving licence. The clerk checks it, and it counts at once.',
  'desk.document.number': 'Number of the document',
  'desk.document.number.hint': 'Letters and digits as the document has them. For example: 123456AB',
  'desk.document.number.format': 'Enter the number of the document: 4 to 24 letters and digits.',
  'desk.document.legend': 'Which document did you see?',
  'desk.document.id-card': 'Identity card',
  'desk.document.passport': 'Passport',
  'desk.document.driving-licence': 'Driving licence',
  'desk.proposal.reset': 'Removal of Ügyfélkapu+',
  'desk.proposal.restore': 'Giving back a suspended account',
  'desk.proposal.second-account': 'Registering a second account',

  'return.title': 'Returning to the service',
  'return.text': 'Continue to return to the service.',

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
  'new-password.own-name': 'The new password must not contain your user name or e-mail address.',
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
});
