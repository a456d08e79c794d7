/**
 * The citizen's passkeys: the list, adding one after a fresh second factor, another name, and removing one. This file: what these pages work
 * with.
 */
import type { EndingNotices } from '../../ending-notices/ending-notices.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { ChallengePlace } from '../../passkeys/passkey-challenge.ts';
import type { PasskeyOptions } from '../../passkeys/passkey-options.ts';
import type { PasskeyStore } from '../../passkeys/passkey-store.ts';
import type { PasskeyVerifier } from '../../passkeys/passkey-verifier.ts';
import type { AuthenticatorStore } from '../../totp/authenticators/authenticator-store.ts';
import type { ObjectionStore } from '../../totp/authenticators/objection-store.ts';
import type { ReadForm } from '../../web/form/form.ts';
import type { Pages } from '../../web/page/page.ts';
import type { SessionGuard, SignedIn } from '../session-guard.ts';

export interface PasskeyPageParts {
  readonly issuer: string;
  readonly sessionGuard: SessionGuard;
  readonly authenticators: AuthenticatorStore;
  readonly passkeys: PasskeyStore;
  readonly passkeyOptions: PasskeyOptions;
  readonly passkeyVerifier: PasskeyVerifier;
  readonly objections: ObjectionStore;
  readonly messages: MessageQueue;
  readonly endingNotices: EndingNotices;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

export const passkeysAddress = '/fiok/azonositokulcsok';

/** A challenge of these pages dies with the session, and with the next code or passkey in it. */
export function challengePlaceIn(
  { account, session }: SignedIn,
  purpose: 'registration' | 'reauthentication',
): ChallengePlace {
  return { purpose, of: `${account.id} ${session.sid} ${session.codeGivenAt}` };
}
