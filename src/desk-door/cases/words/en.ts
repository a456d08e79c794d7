import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'desk.case-over.title': 'This case is over',
  'desk.case-over.text':
    'Half an hour has passed, or the case was not opened by you. Please look the person up again.',
  'desk.case.title': 'Person: {name}',
  'desk.person.name': 'Full name',
  'desk.person.birth-name': 'Birth name',
  'desk.person.mother': 'Mother’s birth name',
  'desk.person.birth': 'Place and date of birth',
  'desk.status.active': 'Account in use',
  'desk.status.disabled': 'Disabled account',
  'desk.status.suspended': 'Suspended account',
  'desk.status.awaiting-activation': 'Awaits activation',
  'desk.has-plus': 'Has Ügyfélkapu+',
  'desk.has-no-plus': 'No Ügyfélkapu+',
  'desk.identified': 'Identified',
  'desk.identify.heading': 'Identify the person',
  'desk.identify.text':
    'Ask for their document. Compare the photograph with the person, and the data with those above. If anything differs, do not go on.',
  'desk.identify.missing':
    'Not all of their data came from a former system. Type what is missing from the document.',
  'desk.identify.person-known':
    'There is an account with these data already. Ask the person, and look that account up.',
  'desk.identify.moved': 'The account was changed meanwhile. Look at the data again.',
  'desk.identify.button': 'The photograph and the data match: continue',
  'desk.document.empty': 'Choose which document you saw.',
  'desk.tasks.heading': 'What does the person need?',
  'desk.tasks.none': 'There is nothing to do here for this account at present.',
  'desk.task.enrol': 'Apply for Ügyfélkapu+ with help',
  'desk.task.enrol.hint': 'The person applies on their own phone, and you confirm who they are.',
  'desk.task.activation-code': 'New activation code',
  'desk.task.activation-code.hint':
    'If the printed code was lost or has expired, or the account was given back.',
  'desk.task.unlock': 'Lift a lock',
  'desk.task.unlock.hint': 'If somebody tried wrong passwords or codes too often.',
  'desk.task.name': 'Change of name',
  'desk.task.name.hint': 'A new name, for example after a marriage. The account stays.',
  'desk.task.reset': 'Remove Ügyfélkapu+ because of a lost phone',
  'desk.task.reset.hint':
    'If both the phone and the cancellation code are lost. Another member of staff approves it.',
  'desk.task.suspend': 'Suspend the account',
  'desk.task.suspend.hint': 'At once, if misuse is suspected.',
  'desk.task.restore': 'Give back the suspended account',
  'desk.task.restore.hint': 'Another member of staff approves it.',
  'desk.task.second-account': 'Ask for a second account',
  'desk.task.second-account.hint':
    'Only if a law or a court demands it. Another member of staff approves it.',
  'desk.enrol.step-1':
    'The person signs in on their own phone or computer and starts the application for Ügyfélkapu+.',
  'desk.enrol.step-2': 'They choose “I am at the government window”, then read the 8 digits to you.',
  'desk.enrol.step-3': 'Type the code here.',
  'desk.pairing.label': 'The person’s code',
  'desk.pairing.hint': '8 digits on the person’s screen.',
  'desk.pairing.empty': 'Type the code on the person’s screen.',
  'desk.pairing.format': 'The code has 8 digits.',
  'desk.pairing.wrong': 'This code does not belong to this person, or was mistyped. Have it read again.',
  'desk.pairing.none': 'There is no valid code on the person’s screen now. Ask them to get a new one.',
  'desk.enrol.own-making':
    'You registered this account, or issued an activation code for it. A colleague can confirm the person.',
  'desk.enrol.button': 'Confirm the person',
  'desk.enrol.care':
    'Only the person may see the QR code, the password and the cancellation code. Do not look at them, write them down or photograph them.',
  'desk.activation-code.text': 'The new code makes the earlier one void. Print it and hand it over.',
  'desk.activation-code.button': 'Issue a new code',
  'desk.unlock.text':
    'We forget the wrong passwords and codes. The password and the Ügyfélkapu+ stay as they are.',
  'desk.unlock.button': 'Lift the lock',
  'desk.suspend.text':
    'Nobody can sign in to the account from this moment, and it is signed out everywhere. Only two people can give it back.',
  'desk.suspend.button': 'Suspend it',
  'desk.reason.label': 'Reason',
  'desk.reason.hint': 'Briefly. The person sees it too.',
  'desk.reason.empty': 'Write the reason.',
  'desk.reason.too-long': 'The reason can have 300 characters at most.',
  'desk.name.text': 'Copy the new name from the document. The birth name does not change.',
  'desk.name.button': 'Record the new name',
  'desk.name.empty': 'Type the name.',
  'desk.name.too-long': 'A name can have 100 characters at most.',
  'desk.name.invisible': 'The name holds a mark that cannot be seen. Type the name instead of copying it.',
  'desk.request.proposed': 'Awaits the approval of another member of staff.',
  'desk.request.approved': 'Approved; the person is being told.',
  'desk.request.announced': 'Approved, and the person was told. It is carried out after the wait.',
  'desk.done.enrol.title': 'Done: the person can go on',
  'desk.done.enrol.say':
    'Press Continue on your own screen. Scan the QR code with your app, and at the end write down or print the cancellation code.',
  'desk.done.unlock.title': 'The lock is lifted',
  'desk.done.unlock.say':
    'You can try to sign in again now. If you forgot your password, ask for a new one on the page Forgotten password.',
  'desk.done.suspend.title': 'The account is suspended',
  'desk.done.suspend.say':
    'Nobody can sign in to your account now. You can have it back in person, here, with your document.',
  'desk.done.name.title': 'The new name is recorded',
  'desk.done.name.say':
    'Your account, user name and password have not changed. The new name is given at your next sign-in.',
});
