import { translationOf } from '../../../translation/words.ts';
import { hu } from './hu.ts';

export const en = translationOf(hu, {
  'desk.request-over.title': 'This request no longer awaits a decision',
  'desk.request-over.text': 'Somebody else decided on it in the meantime, or it has expired.',
  'desk.propose.reset.text':
    'Ask for this only if the person has neither the phone nor the cancellation code. With the code they can do it at home.',
  'desk.propose.restore.text':
    'The account will be in use again. The old password and Ügyfélkapu+ do not stay valid, since somebody else may have had access to them.',
  'desk.propose.second-account.text':
    'One person has one account. Ask for this only if a law or a court decision demands the second one, and write down which. If the person forgot the user name, you can find it.',
  'desk.propose.reset.say':
    'A colleague approves it. Then you are told on every contact and have time to cancel it. When the wait is over you can apply for a new Ügyfélkapu+.',
  'desk.propose.restore.say':
    'A colleague approves it. Then you are told on every contact. When the wait is over, come back with your document: you get an activation code, with which you set a new password.',
  'desk.propose.second-account.say':
    'A colleague approves it. Then you are told on every contact of the account that you have, and have time to cancel it. When the wait is over, come back with your document: there are thirty days to register.',
  'desk.propose.button': 'Send for approval',
  'desk.propose.own-making':
    'You registered this account, or issued an activation code for it. A colleague can ask for the removal.',
  'desk.proposal.whom': 'Whose account',
  'desk.proposal.by': 'Proposed by, and when',
  'desk.proposal.document': 'Document seen',
  'desk.proposal.reason': 'Reason',
  'desk.decision.own-proposal': 'You recorded this yourself. Another supervisor has to decide on it.',
  'desk.decision.own-account': 'This is your own account. Another supervisor has to decide on it.',
  'desk.decision.own-making':
    'You registered this account, or issued an activation code for it. Another supervisor has to decide.',
  'desk.decision.other-office': 'This is a request of another office.',
  'desk.approve.reset.text':
    'The person is told, and has {hours} hours to cancel it. If they do not, the request is carried out by itself: all their authenticators and the cancellation code are removed, and they are signed out everywhere. Then they can apply for Ügyfélkapu+ again.',
  'desk.approve.restore.text':
    'The person is told, and has {hours} hours to cancel it. If they do not, the request is carried out by itself: the old password and Ügyfélkapu+ are no longer valid. The person then has to come back with their document: they get an activation code here.',
  'desk.approve.second-account.text':
    'The person is told on the contacts of the account that they have, and has {hours} hours to cancel it. If they do not, they can be registered with these data once more within thirty days: for that they have to come back with their document. Their present account does not change.',
  'desk.approve.heading': 'If you approve',
  'desk.refuse.heading': 'If you refuse',
  'desk.refuse.text':
    'The request is not carried out, and nothing about the account changes. The person is told so. Why, you tell your colleague yourself, who can propose a new one.',
  'desk.proposal.until': 'To be decided by',
  'desk.approve.button': 'Approve',
  'desk.refuse.button': 'Refuse',
  'desk.task.cancel-request': 'Cancel the request under way',
  'desk.task.cancel-request.hint': 'If the person did not ask for it, or no longer wants it.',
  'desk.cancel-request.what': 'What it is about',
  'desk.cancel-request.where': 'How far it has come',
  'desk.cancel-request.text':
    'Ask whether the person really wants to cancel it. Nothing changes in their account, and their history says that a clerk cancelled it.',
  'desk.cancel-request.button': 'Cancel it, as the person asks',
  'desk.done.cancel-request.title': 'The request is cancelled',
  'desk.done.cancel-request.say':
    'The request will not be carried out, and your account stays as it is. If you did not ask for it, somebody went there in your name: look at the history in your account.',
  'desk.done.proposed.title': 'Sent for approval',
  'desk.done.proposed.say':
    'A colleague decides on it; you need not wait for that here. Whatever they decide, you are told.',
  'desk.done.approved.title': 'You approved the request',
  'desk.done.approved.say':
    'The person was told. They can cancel it during the wait; after that it is carried out by itself.',
  'desk.done.refused.title': 'You refused the request',
  'desk.done.refused.say':
    'The request will not be carried out, and the person is told so. Tell your colleague why you refused it.',
});
