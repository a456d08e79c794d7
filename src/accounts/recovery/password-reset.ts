/**
 * A forgotten password: a code to the citizen's verified address, typed in the browser that asked, lets them set a new one. It signs nobody
 * in and leaves the second factor as it is.
 *
 * A stranger who asks learns nothing: for a name that nobody has, an account that is disabled or has no verified address, and one
 * that got its messages of the day, the same is read, counted, written and queued, the last to nobody.
 *
 * In this folder: how somebody who has no password comes to one: a forgotten password (code or link by e-mail), or to the user
 * name, and the activation of a new account (a code on paper).
 */
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import type { Further } from '../../notifications/message-kinds.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { VerifiedContact } from '../../notifications/verified-contact.ts';
import type { AttemptSource } from '../../throttle/failures/attempt-source.ts';
import type { RateLimits } from '../../throttle/windows/rate-limits.ts';
import { type Account, recipientOf, verifiedContactOf } from '../account.ts';
import { nobody } from '../account-record.ts';
import type { AccountStore } from '../account-store.ts';
import type { Requester } from '../password/hash-queue.ts';
import type { PasswordAttempts } from '../password/password-attempts.ts';
import type { PasswordHasher } from '../password/password-hash.ts';
import { judgementFor } from '../password/password-rules.ts';
import type { TypedPassword } from '../password/typed-password.ts';
import type { PasswordResetStore, ResetClaim } from './password-reset-store.ts';

export interface PasswordReset {
  /** @param username normalised. @param returnTo where the citizen goes on afterwards. */
  ask(
    username: string,
    browser: string,
    source: AttemptSource,
    returnTo: string | undefined,
    now: Date,
  ): Promise<void>;
  /** Whose password it is; undefined when the account has changed since. */
  ownerOf(claim: ResetClaim): Promise<Account | undefined>;
  /** @param owner as the password was judged for. @param more what the mail says besides. @returns false when somebody else was faster, or the account has changed since. */
  setPassword(
    owner: Account,
    chosen: { readonly password: TypedPassword; readonly requester: Requester },
    endsSessions: boolean,
    now: Date,
    event: SecurityEvent,
    more: Further,
  ): Promise<boolean>;
}

export interface PasswordResetParts {
  readonly issuer: string;
  readonly accounts: AccountStore;
  readonly resets: PasswordResetStore;
  readonly attempts: PasswordAttempts;
  readonly hasher: PasswordHasher;
  readonly messages: MessageQueue;
  readonly rateLimits: RateLimits;
}

export const resetLinkPath = '/jelszo-hivatkozas';

export function createPasswordReset(parts: PasswordResetParts): PasswordReset {
  const { accounts, resets, messages } = parts;

  return {
    async ask(username, browser, source, returnTo, now) {
      const id = (await accounts.findId(username)) ?? nobody;
      // Apart from the codes of an application, which need the password: whoever asks here needs nothing.
      const [account, mayWrite] = await Promise.all([
        accounts.find(id),
        parts.rateLimits.mayWriteOfReset(id, source),
      ]);
      const contact = account && mayWrite ? contactOf(account) : undefined;
      const claim = account && contact ? resets.claimOn(account, contact.email) : undefined;
      const { code, token, sessionIdentifier } = await resets.begin(
        browser,
        { username, claim, returnTo },
        now,
      );
      const link = `${parts.issuer}${resetLinkPath}/${token}`;
      const more = { code, sessionIdentifier };
      await (contact
        ? messages.tellWithLink(contact, 'password-reset-code', link, now, more)
        : messages.tellNobody('password-reset-code', now, { ...more, link }));
    },

    async ownerOf(claim) {
      const account = await accounts.find(claim.accountId);
      return account && resets.stillFits(claim, account) ? account : undefined;
    },

    async setPassword(owner, chosen, endsSessions, now, event, more) {
      const hash = await parts.hasher.hash(chosen.password, chosen.requester);
      const password = { hash, judged: judgementFor(owner) };
      if (!(await accounts.resetPassword(owner, password, endsSessions, event))) {
        return false;
      }
      await parts.attempts.forgetStrangers(owner.profile.username);
      await messages.tell(recipientOf(owner), 'password-reset', now, more);
      return true;
    },
  };
}

/** Where a code may be sent: nobody is written to at an address that was never confirmed. */
function contactOf(account: Account): VerifiedContact | undefined {
  return account.status === 'active' ? verifiedContactOf(account) : undefined;
}
