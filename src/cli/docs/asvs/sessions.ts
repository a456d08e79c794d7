/** V7 Session Management, with level 3. */
import { type Chapter, decided, met, said, test } from './requirement.ts';

export const sessions: Chapter = {
  '7.1.1': met('documented: how long sessions last, and why', said('inventories', 'Sessions')),
  '7.1.2': met(
    'documented: how many sessions at once',
    said('inventories', 'Sessions'),
    test(
      'flows/own-account-again',
      'lets twenty sessions of one citizen go on: a further one ends the one that was not used for longest, which its owner reads',
    ),
  ),
  '7.1.3': met('documented: how sessions of services hang together with ours', said('integrators', 'Logout')),
  '7.2.1': met(
    'sessions are verified here, not in the browser',
    test('flows/hostile-input', 'refuses a missing form token, a made-up one, and one of another browser'),
  ),
  '7.2.2': met(
    'sessions are made anew for each sign-in',
    test('flows/intruder', 'is out when the owner signs out, though the cookie was exchanged for another'),
  ),
  '7.2.3': met(
    'ids of sessions have 128 bits of chance',
    test('docs/asvs-sources', 'chance that matters comes from node:crypto'),
  ),
  '7.2.4': met(
    'a sign-in, also a second one, has another id',
    test('flows/clocks-of-nodes', 'is out, too, who gave one more code on our own pages there'),
  ),
  '7.3.1': met(
    'sessions that nobody uses end',
    test('flows/browser-apps', 'has a refresh token that dies of an hour without use, where no key binds it'),
    said('inventories', 'Sessions'),
  ),
  '7.3.2': met(
    'sessions end after twelve hours whatever is done',
    test('flows/intruder', 'does not make it last longer by saying again and again that it was not them'),
  ),
  '7.4.1': decided(
    'a session that ended opens nothing more',
    'Sessions, opaque and refresh tokens end at once, everywhere. A JWT for an API that its operator registered with that format is good until it expires (ten minutes unless registered otherwise): whoever wants it called back takes opaque ones (decision 8).',
    'APIs that take JWTs',
  ),
  '7.4.2': met(
    'an account that is out of use has no session',
    test(
      'accounts/account-store',
      'closes the account and ends its sessions, at this second of the store’s clock',
    ),
  ),
  '7.4.3': met(
    'a changed factor ends the other sessions',
    test(
      'flows/password',
      'a new password ends every other session and token, keeps this one, and is told to its owner',
    ),
    test(
      'flows/reset',
      'end with the reset if asked: own pages, prompt=none, tokens, refresh, step-up, the change of the password',
    ),
    test(
      'flows/thief-undone',
      'is told of by name, in a mail and in the history, and ends whatever else was signed in',
    ),
  ),
  '7.4.4': met(
    'every page of who is signed in leads out',
    test('docs/asvs-sources', 'every page of who is signed in has a way to sign out'),
  ),
  '7.4.5': met(
    'operators end the sessions of one or of all',
    test('cli/account-states', 'of one citizen are ended, of others not'),
    test(
      'cli/account-states',
      'of everybody are ended, and again by a command that is given again; who was not there is not written to',
    ),
  ),
  '7.5.1': decided(
    'a full sign-in before what decides about signing in is changed',
    'Who has an Ügyfélkapu+ gives a fresh code, or a passkey, in a session that began with the password; who has none gives the password anew. A change of contacts needs the code at the old one, too, and a new password the old. The password besides the code would be asked of a browser into which it was typed within the last twelve hours.',
    'who has an Ügyfélkapu+ and leaves both their browser and their phone to somebody',
  ),
  '7.5.2': decided(
    'sessions are seen, and ended after one factor anew',
    'Ending asks for nothing: whoever sees a stranger in the list must not first find their phone (decision 17). Nothing is gained by it but that somebody signs in again.',
    'nobody: a thief can sign the owner out, who notices',
  ),
  '7.5.3': met(
    'one more factor before what matters most',
    test(
      'flows/own-account-again',
      'asks who has a password alone for it anew before contacts, all data and authenticators, after five minutes',
    ),
  ),
  '7.6.1': met(
    'services and provider agree on how long a sign-in counts',
    test('flows/protocol', 'with prompt=login or a passed max_age asks for password and code again'),
  ),
  '7.6.2': decided(
    'no session without somebody doing something',
    'Who is signed in goes on to another service of the state without typing: that is what the service is for. It is in the history with the service and the browser; a service that wants an act says `prompt=login` or `max_age`.',
    'the relying party that does not ask',
  ),
};
