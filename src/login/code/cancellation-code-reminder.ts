/**
 * Once a year a citizen is reminded by e-mail to try the törlőkód out, at a sign-in with a code. It goes on beside the sign-in,
 * and nothing that happens to it is the sign-in's trouble.
 */
import type { Context } from 'koa';
import { recipientOf } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import { writeBeforeAnswer } from '../../storage/request/store-request.ts';
import type { AuthenticatorStore } from '../../totp/authenticators/authenticator-store.ts';
import { logOf } from '../../web/request/request-context.ts';

export type RemindOfCancellationCode = (ctx: Context, accountId: string) => Promise<void>;

export interface CancellationCodeReminderParts {
  readonly authenticators: Pick<AuthenticatorStore, 'takeTryOutReminder'>;
  readonly accounts: AccountStore;
  readonly messages: MessageQueue;
  readonly now: () => Date;
}

export function createRemindOfCancellationCode({
  authenticators,
  accounts,
  messages,
  now,
}: CancellationCodeReminderParts): RemindOfCancellationCode {
  async function remindIfDue(accountId: string): Promise<void> {
    const account = (await authenticators.takeTryOutReminder(accountId, now()))
      ? await accounts.find(accountId)
      : undefined;
    if (account) {
      await messages.tell(recipientOf(account), 'cancellation-code-reminder', now());
    }
  }

  return (ctx, accountId) =>
    writeBeforeAnswer(
      remindIfDue(accountId).catch((error: Error) =>
        logOf(ctx).warn({ reason: error.message }, 'the reminder of the drill was not sent'),
      ),
    );
}
