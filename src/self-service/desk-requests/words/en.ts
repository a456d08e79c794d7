import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'desk-request.title': 'A request made at the government window',
  'desk-request.reset.text':
    'At the government window somebody asked us to remove the Ügyfélkapu+ of your account: every authenticator app and the cancellation code.',
  'desk-request.restore.text':
    'At the government window somebody asked that your suspended account be in use again. The old Ügyfélkapu+ is removed at the same time, and the old password is no longer valid.',
  'desk-request.second-account.text':
    'At the government window somebody asked that a second account may be registered with your data. This account does not change.',
  'desk-request.when': 'We will do this on {date}.',
  'desk-request.yours': 'If you asked for it, there is nothing to do. If you did not, cancel it.',
  'desk-request.button': 'I did not ask for this: cancel it',
  'desk-request.link': 'Look at it, or cancel it',
  'desk-request.cancelled.title': 'The request is cancelled',
  'desk-request.cancelled.text':
    'Nothing has changed in your account. If it was not you at the government window, somebody went there in your name: please tell the government window.',
  'desk-request.over.title': 'This request can no longer be cancelled',
  'desk-request.over.text':
    'The request was carried out, cancelled, or has expired. The history in your account tells you what happened.',
});
