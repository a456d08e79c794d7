/**
 * A new account: its citizen proves by the activation code that it is theirs, and sets the password. Guesses are counted with the wrong
 * passwords of the same user name, before anything is looked at; a name that nobody has, a wrong code and a code that was used are one answer.
 */
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { AttemptSource } from '../../throttle/failures/attempt-source.ts';
import { type Account, recipientOf } from '../account.ts';
import { nobody } from '../account-record.ts';
import type { AccountStore } from '../account-store.ts';
import type { Requester } from '../password/hash-queue.ts';
import type { PasswordAttempts } from '../password/password-attempts.ts';
import type { PasswordHasher } from '../password/password-hash.ts';
import { judgementFor } from '../password/password-rules.ts';
import type { TypedPassword } from '../password/typed-password.ts';
import type { Activation, ActivationStore } from './activation-store.ts';

export type ActivationVerdict =
  | { kind: 'right'; accountId: string; codeHash: string }
  /** Said only to those who have the right code. */
  | { kind: 'expired' }
  | { kind: 'wrong' }
  | { kind: 'locked'; until: Date };

export interface AccountActivation {
  /** @param username normalised. Spends nothing. */
  verifyCode(username: string, code: string, source: AttemptSource, now: Date): Promise<ActivationVerdict>;
  /** Whose account it is; undefined when it was activated, disabled or given another code meanwhile. */
  ownerOf(activation: Activation & { state: 'code-given' }): Promise<Account | undefined>;
  /** @param owner as the password was judged for. @returns false when somebody else was faster, or the code is over. */
  setPassword(
    owner: Account,
    codeHash: string,
    chosen: { readonly password: TypedPassword; readonly requester: Requester },
    now: Date,
    event: SecurityEvent,
  ): Promise<boolean>;
}

export interface ActivationParts {
  readonly accounts: AccountStore;
  readonly activations: ActivationStore;
  readonly attempts: PasswordAttempts;
  readonly hasher: PasswordHasher;
  readonly messages: MessageQueue;
}

export function createAccountActivation(parts: ActivationParts): AccountActivation {
  const { accounts, activations, attempts } = parts;

  return {
    async verifyCode(username, code, source, now) {
      const accountId = (await accounts.findId(username)) ?? nobody;
      const tried = { username, accountId };
      // Worn out or not: of a code of 60 bits strangers' guesses are no danger, and a newcomer has no known browser.
      const permit = await attempts.begin(tried, source, now);
      if (permit.kind === 'locked') {
        return { kind: 'locked', until: permit.until };
      }
      const outcome = await activations.checkCode(accountId, code);
      if (outcome === 'wrong') {
        return { kind: 'wrong' };
      }
      // Also when it is late: whoever has the code does not guess.
      await attempts.succeeded(tried, source, permit);
      return outcome === 'expired'
        ? { kind: 'expired' }
        : { kind: 'right', accountId, codeHash: activations.hashesOf(accountId, code) };
    },

    async ownerOf({ accountId }) {
      const account = await accounts.find(accountId);
      return account?.status === 'awaiting-activation' ? account : undefined;
    },

    async setPassword(owner, codeHash, chosen, now, event) {
      const hash = await parts.hasher.hash(chosen.password, chosen.requester);
      const password = { hash, judged: judgementFor(owner) };
      if (!(await activations.activate(owner.id, codeHash, password, event))) {
        return false;
      }
      await parts.messages.tell(recipientOf(owner), 'account-activated', now);
      return true;
    },
  };
}
