/** What is recorded of each grant type, and of each event that the engine emits. */
import { nothing, type Recorded } from './recorded.ts';

/** Others are in the log of the node (refusal-log.ts), and guesses have records of their own. */
const refused: Recorded = ['client.refused'];
const underGrant = nothing(
  'within a grant whose beginning is recorded; what was given when stands among the services of the account',
);

export const recordedByGrantTypes: Readonly<Record<string, Recorded>> = {
  authorization_code: ['signed-in', 'session.continued', 'grant.reused'],
  implicit: ['signed-in', 'session.continued'],
  refresh_token: ['grant.reused'],
  client_credentials: nothing(
    'a program for itself, without data of anybody: what it then changes is recorded (client.*)',
  ),
  'urn:ietf:params:oauth:grant-type:device_code': ['device.let-in', 'grant.reused'],
  'urn:openid:params:grant-type:ciba': ['approval.given', 'grant.reused'],
  'urn:ietf:params:oauth:grant-type:pre-authorized_code': [
    'wallet.issued',
    'wallet.refused',
    'wallet.notified',
  ],
};

export const recordedByEngineEvents: Readonly<Record<string, Recorded>> = {
  'assign.client': nothing('a client was found; nothing has happened yet'),
  'authorization.accepted': nothing('nothing has gone out yet: authorization.success follows'),
  'authorization.success': ['signed-in', 'session.continued'],
  'backchannel.success': nothing('a logout was queued, for a sign-out that is recorded'),
  'backchannel.error': nothing(
    'a logout could not be queued; the sign-out is recorded, and the log of the node has the fault',
  ),
  'device_authorization.success': nothing('a device asks; who lets it in is recorded (device.let-in)'),
  'end_session.success': ['signed-out', 'service.signed-out'],
  'grant.revoked': ['signed-out', 'service.signed-out', 'grant.reused', 'grant.given-back'],
  'grant.success': underGrant,
  'interaction.started': nothing('a page is shown'),
  'interaction.ended': ['signed-in', 'consent.given'],
  'pushed_authorization_request.success': nothing('a program asks; what comes of it is recorded'),
  'registration_create.success': ['client.added'],
  'registration_update.success': ['client.changed'],
  'registration_delete.success': ['client.removed'],
  server_error: nothing('a fault, in the log of the node'),
  // Of records: what is written or used up on the way of one of the above.
  consumed: underGrant,
  saved: underGrant,
  issued: underGrant,
  destroyed: ['signed-out', 'service.signed-out', 'grant.reused', 'grant.given-back'],
  '*.error': refused,
};

/** What is recorded by nobody's command, route or request: tasks of nodes, and what belongs to one that is named elsewhere. */
export const recordedByTasks: Readonly<Record<string, string>> = {
  'account.erased': 'the day has come (erasure-task.ts)',
  'desk.request-announced': 'the workflow of the desk',
  'desk.request-expired': 'the workflow of the desk',
  'desk.request-took-effect': 'the workflow of the desk',
  'desk.owner-told': 'the workflow of the desk',
  'wallets.revoked': 'follows the end of an account, or of its Ügyfélkapu+',
  'wallets.unlinked': 'follows the end of an account, or of its Ügyfélkapu+',
};
