/** Giving back an account that the operator disabled: the way back is an activation code, since the password may be what was stolen. */
import type { Recorder } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { endingStep } from '../../endings/ending-step.ts';
import { createMessageQueue, messageQueue } from '../../notifications/message-queue.ts';
import { drawPaperCode } from '../../one-time-codes/paper-code.ts';
import { accountKey } from '../../storage/catalogue/account-keys.ts';
import { queueingRule } from '../../storage/outbox/outbox.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { type Account, recipientOf } from '../account.ts';
import {
  activationCodeHash,
  codeLifeInMilliseconds,
  groupsOfCode,
  type IssuedCode,
} from './activation-store.ts';

export type GivenBack =
  | { readonly kind: 'given-back'; readonly issued: IssuedCode }
  | { readonly kind: 'not-disabled' }
  | { readonly kind: 'being-erased' };

export type GiveBackAccount = (account: Account, now: Date, event: SecurityEvent) => Promise<GivenBack>;

const giveBackStep = endingStep<'enabled', number>(import.meta.dirname, 'give-back-account', queueingRule);

export function createGiveBackAccount(recorder: Recorder, sealer: Sealer, secrets: Secrets): GiveBackAccount {
  const messages = createMessageQueue(recorder.store, sealer);

  return async (account, now, enabled) => {
    const { id } = account;
    const code = drawPaperCode(groupsOfCode);
    const notice = messages.prepare(recipientOf(account), 'account-enabled', now);
    const endsAt = await giveBackStep(
      recorder,
      { act: 'given-back', accountId: id },
      [accountKey(id), messageQueue.stream],
      [activationCodeHash(secrets, id, code), codeLifeInMilliseconds, notice],
      { enabled },
    );
    if (endsAt <= 0) {
      return { kind: endsAt === 0 ? 'not-disabled' : 'being-erased' };
    }
    return { kind: 'given-back', issued: { code, endsAt: new Date(endsAt) } };
  };
}
