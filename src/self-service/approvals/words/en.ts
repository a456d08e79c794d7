import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'approvals.title': 'Requests awaiting your approval',
  'approvals.hint': 'What a service asks you to approve.',
  'approvals.text':
    'These services ask you to approve a sign-in that you started elsewhere, for example on the telephone or at a desk.',
  'approvals.none': 'No request awaits your approval.',
  'approvals.message': 'Message of the service',
  'approvals.asked': 'When it was asked',
  'approvals.until': 'You can decide until',
  'approvals.care':
    'Approve only if you started this yourself and see or hear the same message there. If you know nothing of it, refuse.',
  'approvals.not-identified':
    'This request needs a proven identity. Until you prove yours at a government window, you can only refuse the request.',
  'approvals.too-weak':
    'This request needs an Ügyfélkapu+. Until you apply for one, you can only refuse the request.',
  'approvals.too-old': 'This request needs a fresh sign-in. Sign out, sign in again, and approve it then.',
  'approvals.approve': 'Approve',
  'approvals.refuse': 'Refuse',
  'approvals.approved.heading': 'You approved the request',
  'approvals.approved.text': 'The service will know in a few seconds. Go on where you started.',
  'approvals.refused.heading': 'You refused the request',
  'approvals.refused.text': 'The service was told nothing about you.',
  'approvals.gone.heading': 'This can no longer be decided',
  'approvals.gone.text': 'The request has expired, or was already decided.',
});
