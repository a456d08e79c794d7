import { translationOf } from '../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'desk.title': 'Clerk’s desk',
  'desk.nothing-here': 'There is nothing to do here in this role.',
  'desk.back': 'Back to the first page',
  'desk.back-to-person': 'Back to the person',
  'desk.next-person': 'Next person',
  'desk.say': 'Tell the person',
  'desk.no-role.title': 'This page is for clerks',
  'desk.no-role.text':
    'You have no access to the clerk’s desk at present. If this is a mistake, please tell the operator.',
  'desk.not-allowed.title': 'You may not do this',
  'desk.not-allowed.text':
    'Your role does not allow it, or another member of staff has to decide. The attempt was recorded.',
  'desk.look-up.heading': 'Look somebody up',
  'desk.look-up.username': 'The person’s user name',
  'desk.look-up.hint': 'Exactly as the person says it. One cannot search by name or birth data.',
  'desk.look-up.button': 'Look up',
  'desk.look-up.empty': 'Enter the person’s user name.',
  'desk.look-up.unknown': 'There is no such user name. Ask for it letter by letter.',
  'desk.look-up.own': 'You cannot work on your own account here. Ask a colleague.',
  'desk.look-up.too-many':
    'You have reached the number of look-ups for this hour. Try later, or tell your supervisor.',
  'desk.purpose.empty': 'Choose why you are looking at the data.',
  'desk.note.label': 'Note',
  'desk.note.hint': 'Needed for “Other”. The person sees this as well.',
  'desk.note.empty': 'Write briefly why you are looking at the data.',
  'desk.note.too-long': 'The note can have 200 characters at most.',
  'desk.forgotten.heading': 'Forgotten the user name?',
  'desk.forgotten.text': 'You can find it by all data of the person’s document, and print it for them.',
  'desk.newcomer.heading': 'No account yet?',
  'desk.newcomer.text': 'Register the person by their document. They get the activation code in print.',
  'desk.proposals.text':
    'The oldest comes first. Whose account it is about, and why, is shown when you open a request. That you opened it is recorded.',
  'desk.proposals.unreadable':
    '{many, plural, one {# proposal cannot be shown, as its record cannot be read. Please tell the operator.} other {# proposals cannot be shown, as their records cannot be read. Please tell the operator.}}',
  'desk.proposals.by': 'Proposed by {by}, {date}',
  'desk.proposals.document': 'Document seen: {document}',
  'desk.proposals.until': 'To be decided by {until}',
  'desk.proposals.heading':
    '{many, plural, one {# request awaits approval} other {# requests await approval}}',
});
