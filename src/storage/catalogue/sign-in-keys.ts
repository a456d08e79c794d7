/** What a browser's errand leaves before somebody is signed in, and our own pages' sessions. */
import { atMost, entry, hours, minutes } from './entry.ts';

export const loginAttemptKey = entry({
  pattern: 'login:{<hash>}',
  type: 'string',
  holds: 'a sign-in whose password was right, that asked a wallet, or whose wallet is nobody’s yet',
  of: 'browser',
  sealed: 'sealed',
  lives: atMost(hours(1)),
  causedBy: ['nobody'],
});

export const activationKey = entry({
  pattern: 'activation:{<hash>}',
  type: 'string',
  holds: 'whose activation code a browser gave, before the password is set; where it goes on afterwards',
  of: 'browser',
  sealed: 'sealed',
  lives: atMost(minutes(15)),
  causedBy: ['nobody'],
});

export const passwordResetKey = entry({
  pattern: 'password-reset:{<hash>}',
  type: 'hash',
  holds: 'a forgotten password under way: hashes of what was sent, wrong codes, for whom; with its version',
  of: 'browser',
  sealed: 'sealed',
  lives: atMost(minutes(15)),
  causedBy: ['nobody'],
});

/** Challenges are kept by nobody until they are answered (passkeys/passkey-challenge.ts). */
export const passkeyChallengeKey = entry({
  pattern: 'passkey-challenge:{<hash>}',
  type: 'string',
  holds: 'that a passkey, of whatever account, answered this challenge',
  of: 'account',
  sealed: 'not: a mark',
  lives: atMost(hours(1)),
  causedBy: ['citizen'],
});

/** Which authenticator the link of a message freezes. */
export const objectionKey = entry({
  pattern: 'objection:{<hash>}',
  type: 'string',
  holds:
    'which authenticator a *Nem én voltam* link would freeze, or of which account it would end the sessions',
  of: 'account',
  sealed: 'not: ids that say nothing, under the hash of the link’s secret',
  lives: atMost(hours(240)),
  causedBy: ['nobody', 'citizen'],
});

const session = { type: 'string', of: 'browser', sealed: 'sealed', lives: atMost(minutes(15)) } as const;
/** A session of the provider lasts no longer, and none of ours comes from it afterwards. */
const ended = { type: 'string', of: 'browser', sealed: 'not: a mark', lives: atMost(hours(12)) } as const;

/** Of the citizen's own pages (`own`), of the desk and of the operator's pages. */
export const ownSiteKeys = {
  own: {
    session: entry({
      ...session,
      pattern: 'own-session:{<hash>}',
      holds: 'a session of our own pages',
      causedBy: ['citizen'],
    }),
    ended: entry({
      ...ended,
      pattern: 'own-ended:{<hash>}',
      holds: 'that a session of the provider ended: none of our own pages comes from it any more',
      causedBy: ['citizen', 'node'],
    }),
  },
  desk: {
    session: entry({
      ...session,
      pattern: 'desk-session:{<hash>}',
      holds: 'a session of the desk',
      causedBy: ['clerk'],
    }),
    ended: entry({
      ...ended,
      pattern: 'desk-ended:{<hash>}',
      holds: 'that a session of the provider ended: none of the desk comes from it any more',
      causedBy: ['citizen', 'clerk', 'node'],
    }),
  },
  operator: {
    session: entry({
      ...session,
      pattern: 'operator-session:{<hash>}',
      holds: 'a session of the operator’s pages',
      causedBy: ['operator'],
    }),
    ended: entry({
      ...ended,
      pattern: 'operator-ended:{<hash>}',
      holds: 'that a session of the provider ended: none of the operator’s pages comes from it any more',
      causedBy: ['citizen', 'operator', 'node'],
    }),
  },
} as const;
