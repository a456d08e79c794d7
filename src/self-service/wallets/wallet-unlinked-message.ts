/** Every contact of the owner is told that a wallet opens their account no more. */
import { type Account, recipientOf } from '../../accounts/account.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { LinkedWallet } from '../../wallet/subjects/wallet-subject-store.ts';

export async function tellWalletUnlinked(
  messages: MessageQueue,
  account: Account,
  { source }: LinkedWallet,
  now: Date,
): Promise<void> {
  await messages.tell(recipientOf(account), 'wallet-unlinked', now, {
    source: source[account.profile.locale],
  });
}
