/** The portal's English texts. */
import type { MessageKey } from './hu.ts';

export const en: Readonly<Record<MessageKey, string>> = {
  'layout.skip': 'Skip to main content',
  'layout.name': 'e-Ügyintézés',
  'layout.kind': 'sample portal',
  'layout.language': 'Language',
  'layout.menu': 'Menu',
  'layout.cases': 'Cases',
  'layout.my-data': 'My data',
  'layout.signed-in-as': 'Signed in as:',
  'layout.assurance': 'Assurance level:',
  'layout.sign-in': 'Sign in',
  'layout.sign-out': 'Sign out',
  'layout.error-prefix': 'Error:',
  'layout.error-title': 'There is a problem',
  'layout.sample':
    'Sample portal: not a site of the state, and it settles no real case. It was made to show signing in with Kapu. Please do not enter real personal data.',

  'assurance.low': 'low',
  'assurance.substantial': 'substantial',
  'assurance.high': 'high',
  'method.ugyfelkapu': 'Ügyfélkapu',
  'method.ugyfelkapu-plus': 'Ügyfélkapu+',
  'method.wallet': 'Digitális Állampolgár',
  'method.other': 'another way',
  'method.ugyfelkapu.how': 'user name and password',
  'method.ugyfelkapu-plus.how': 'password, then the code of the authenticator app',
  'method.wallet.how': 'digital wallet',

  'cases.title': 'Cases',
  'cases.lead': 'Choose a case and settle it from home.',
  'cases.sign-in-lead': 'To begin, sign in on the pages of Kapu. We never see your password.',
  'cases.greeting': 'Welcome, {name}!',
  'cases.list': 'Available cases',
  'cases.needs.low': 'Ügyfélkapu is enough',
  'cases.needs.substantial': 'Needs Ügyfélkapu+',
  'cases.sent': 'Cases you have sent',
  'cases.sent-at': 'sent: {when}',

  'case.ado.title': 'Draft tax return',
  'case.ado.summary': 'See the draft made for last year and accept it.',
  'case.ado.action': 'Accept the draft',
  'case.ado.facts.title': 'The draft',
  'case.ado.facts.year': 'Tax year',
  'case.ado.facts.income': 'Aggregate tax base',
  'case.ado.facts.tax': 'Tax calculated',
  'case.ado.facts.refund': 'Tax refund',

  'case.lakcim.title': 'Your address',
  'case.lakcim.summary': 'See the address on record, or report a new one.',
  'case.lakcim.action': 'Report the address',
  'case.lakcim.facts.title': 'Address on record',
  'case.lakcim.facts.address': 'Residence',
  'case.lakcim.facts.since': 'Reported on',
  'case.lakcim.form': 'New address',

  'case.anyakonyvi-kivonat.title': 'Birth certificate',
  'case.anyakonyvi-kivonat.summary': 'Ask for an extract of your birth certificate by post.',
  'case.anyakonyvi-kivonat.action': 'Ask for the extract',
  'case.anyakonyvi-kivonat.form': 'Your request',

  'case.erkolcsi-bizonyitvany.title': 'Certificate of good conduct',
  'case.erkolcsi-bizonyitvany.summary': 'Ask for an official certificate of good conduct.',
  'case.erkolcsi-bizonyitvany.action': 'Ask for the certificate',
  'case.erkolcsi-bizonyitvany.form': 'Your request',

  'case.back': 'Back to the cases',
  'case.sample': 'Sample: what you send reaches no office.',
  'case.sign-in': 'Sign in to open this case.',
  'case.step-up':
    'This case needs a code from your authenticator app too (assurance level “substantial”). After you press the button Kapu asks for the code; then we send what you entered here. If you do not have Ügyfélkapu+ yet, you can apply for it there.',
  'case.other-person':
    'Another person signed in on the pages of Kapu, so we did not send the case that was begun, and deleted what had been entered.',

  'field.postal-code': 'Postal code',
  'field.postal-code.hint': '4 digits, for example 1234',
  'field.locality': 'Town or village',
  'field.street': 'Street and house number',
  'field.purpose': 'What do you need it for?',
  'field.purpose.hint': 'For example: a new job',
  'error.postal-code': 'Enter the postal code, 4 digits.',
  'error.locality': 'Enter the town or village.',
  'error.street': 'Enter the street and house number.',
  'error.purpose': 'Enter what you need it for.',

  'sent.title': 'Sent',
  'sent.number': 'Case number: {number}',
  'sent.what': 'Case',
  'sent.when': 'Sent',
  'sent.assurance': 'Assurance level',
  'sent.next': 'There is nothing more to do. Until you sign out, the number is also on the page “Cases”.',

  'my-data.title': 'My data',
  'my-data.lead': 'This is what Kapu told us about you when you signed in.',
  'my-data.person': 'Personal data',
  'my-data.name': 'Full name',
  'my-data.birth-name': 'Birth name',
  'my-data.mothers-birth-name': 'Mother’s birth name',
  'my-data.place-of-birth': 'Place of birth',
  'my-data.birthdate': 'Date of birth',
  'my-data.email': 'E-mail address',
  'my-data.phone': 'Phone number',
  'my-data.not-given': 'not given',
  'my-data.unverified': '{value} (not verified)',
  'my-data.sign-in': 'How you signed in',
  'my-data.assurance': 'Assurance level',
  'my-data.method': 'Means of signing in',
  'my-data.auth-time': 'Time of signing in',
  'my-data.subject': 'Your identifier at this portal',
  'my-data.subject.note':
    'Kapu gives this identifier to this portal alone: another service gets another one, so that your data cannot be joined.',
  'my-data.step-up': 'Sign in with Ügyfélkapu+',
  'my-data.step-up.why':
    'Some cases need the assurance level “substantial”: your password, then the code of your authenticator app.',
  'my-data.details': 'For developers: what the ID token contains',
  'my-data.details.userinfo': 'Answer of the userinfo endpoint',
  'my-data.details.id-token': 'Claims of the ID token',

  'sign-out.title': 'Sign out',
  'sign-out.everywhere': 'Sign out everywhere',
  'sign-out.everywhere.why':
    'You leave Kapu too, and Kapu tells the other services that you entered with it. None of them lets you in again without the password. Choose this on a shared computer.',
  'sign-out.here': 'Sign out here',
  'sign-out.here.why':
    'You leave this portal alone. You stay signed in to Kapu, and other services will not ask for your password.',
  'sign-out.stay': 'Stay signed in',

  'notice.title': 'Notice',
  'notice.signed-out-here':
    'You have signed out of this portal. You are still signed in to Kapu: the next sign-in may need no password.',
  'notice.signed-out-everywhere':
    'You have signed out of this portal and, if you confirmed it on the pages of Kapu, of Kapu as well.',

  'problem.try-again': 'Sign in again',
  'problem.back': 'Back to the cases',
  'problem.return': 'Back to where you were',
  'problem.cancelled.title': 'You did not finish signing in',
  'problem.cancelled.text':
    'The sign-in was not completed on the pages of Kapu. Nothing is lost: you can try again any time.',
  'problem.too-low.title': 'This needs Ügyfélkapu+',
  'problem.too-low.text':
    'The sign-in did not reach the assurance level “substantial”. You can apply for Ügyfélkapu+ on the pages of Kapu any time; then try again.',
  'problem.sign-in-over.title': 'This sign-in is already over',
  'problem.sign-in-over.text':
    'It may have taken long, or the “back” button of the browser brought you here. Sign in again; you did nothing wrong.',
  'problem.sign-in-failed.title': 'Signing in did not succeed',
  'problem.sign-in-failed.text': 'It is not your fault. Try again in a few minutes.',
  'problem.provider-away.title': 'Kapu cannot be reached',
  'problem.provider-away.text':
    'Signing in needs the pages of Kapu, but they do not answer now. Try again a little later.',
  'problem.sign-in-needed.title': 'You need to sign in for this',
  'problem.sign-in-needed.text': 'We show your data to you alone, once you have signed in.',
  'problem.session-over.title': 'You are no longer signed in',
  'problem.session-over.text':
    'We signed you out for your security, or you signed out in another tab. Sign in again to continue.',
  'problem.foreign-form.title': 'We could not accept this form',
  'problem.foreign-form.text':
    'The form is outdated or did not come from this site. Open the page again and send it from there.',
  'problem.not-found.title': 'This page cannot be found',
  'problem.not-found.text': 'Check the address, or start from the list of cases.',
  'problem.fault.title': 'Something went wrong',
  'problem.fault.text': 'It is not your fault. Try again in a few minutes.',
};
