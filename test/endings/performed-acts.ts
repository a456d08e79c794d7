/** Every act of the table of endings, as the store does it whose step it is. */
import { deskEvents } from '../../src/audit/events/desk-events.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { proposalOf, propose } from '../../src/desk/dual-authorization/request.ts';
import type { DeskPerson } from '../../src/desk/staff/role.ts';
import type { Act } from '../../src/endings/endings.ts';
import { accountKey, contactChangeKey, deskRequestKey } from '../../src/storage/catalogue/account-keys.ts';
import { type Everything, now, passkeyId, type Stores } from './account-of-everything.ts';

const newPassword = { hash: 'new', judged: 'alone' } as const;
const day = 24 * 60 * 60 * 1000;
const clerk: DeskPerson = { accountId: 'clerk', staffNumber: '1', role: 'clerk', office: 'office' };

type Perform = (stores: Stores, everything: Everything) => Promise<unknown>;

export const performed = {
  'password-changed': ({ accounts }, { account }) =>
    accounts.changePassword(account, newPassword, securityEvents.passwordChanged(account.id)),
  'password-reset': ({ accounts }, { account }) =>
    accounts.resetPassword(account, newPassword, true, securityEvents.passwordReset(account.id, true)),
  'password-reset-kept': ({ accounts }, { account }) =>
    accounts.resetPassword(account, newPassword, false, securityEvents.passwordReset(account.id, false)),
  'signed-out-everywhere': ({ accounts }, { account: { id } }) =>
    accounts.endSessions(id, securityEvents.sessionsEnded(id, 'asked')),
  'sign-in-objected': ({ accounts }, { account }) =>
    accounts.endOtherSessions(account, securityEvents.sessionsEnded(account.id, 'objection')),
  'session-ended': ({ revocations }, { account, session: { uid, grantId } }) =>
    revocations.endSession(uid, [grantId], securityEvents.sessionEnded(account.id)),
  'authenticator-removed': ({ authenticators }, { account }) =>
    authenticators.forget(account, 'one', securityEvents.authenticatorForgotten(account.id, 'one', 'one')),
  'passkey-removed': ({ authenticators }, { account }) =>
    authenticators.forget(
      account,
      passkeyId,
      securityEvents.passkeyRemoved(account.id, passkeyId, 'key'),
      'passkey-removed',
    ),
  'authenticator-blocked': ({ objections }, { account: { id } }) =>
    objections.freeze(
      { accountId: id, authenticatorId: 'one' },
      now,
      securityEvents.authenticatorFrozen(id, 'one'),
    ),
  'authenticator-blocked-in-session': ({ objections }, { account }) =>
    objections.freezeInSession(account, 'one', now, {
      frozen: securityEvents.authenticatorFrozen(account.id, 'one', 'session'),
      ended: securityEvents.sessionsEnded(account.id, 'objection'),
    }),
  'plus-cancelled': ({ authenticators }, { account: { id } }) =>
    authenticators.cancel(id, ['right'], {
      cancelled: securityEvents.plusCancelled(id, 'public'),
      refused: securityEvents.cancellationRefused(id),
    }),
  'plus-cancelled-at-desk': cancelAtDesk,
  'card-revoked': ({ credentials }, { account, cards: [card = ''] }) =>
    credentials.revoke(account, card, now, () => ({
      revoked: securityEvents.walletRevoked(account.id, 'wallet'),
    })),
  'wallet-unlinked': ({ subjects }, { account, links: [link = ''] }) =>
    subjects.unlink(account, link, () => ({ unlinked: securityEvents.walletUnlinked(account.id, 'Tárca') })),
  suspended: ({ desk }, { account }) =>
    desk.suspend(account, now, deskEvents.suspended(clerk, account.id, 'id-card', 'lost')),
  disabled: ({ accounts }, { account: { id } }) => accounts.disable(id, securityEvents.accountDisabled(id)),
  'given-back': async ({ recorder, giveBack }, { account }) => {
    await recorder.store.hset(accountKey(account.id), 'status', 'disabled');
    await giveBack(account, now, securityEvents.accountEnabled(account.id, 'mistaken'));
  },
  'closing-requested': ({ closings }, { account: { id } }) =>
    closings.request(id, now, securityEvents.closingRequested(id)),
  'closing-withdrawn': async ({ recorder, closings }, { account: { id } }) => {
    await recorder.store.hset(accountKey(id), 'closes_at', now.getTime() + day);
    await closings.withdraw(id, securityEvents.closingWithdrawn(id));
  },
  erased: async ({ closings }, { account: { id } }) => {
    await closings.request(id, now, securityEvents.closingRequested(id));
    await closings.eraseDue(new Date(now.getTime() + 31 * day));
  },
  'contact-changed': async (stores, { account: { id } }) => {
    const confirm = await beginContactChange(stores, id);
    await confirm();
  },
  'role-changed': async ({ roles }, { account: { id } }) => {
    await roles.revoke(id, deskEvents.roleRevoked(id));
  },
} satisfies Record<Act, Perform>;

/** Two people at the desk agreed, the owner was told, and the delay is over. */
async function cancelAtDesk({ recorder, requests }: Stores, { account: { id, profile } }: Everything) {
  await recorder.store.del(deskRequestKey(id));
  const proposed = propose('reset', clerk, 'id-card', 'lost phone', 7, now);
  await requests.propose(id, undefined, proposed, deskEvents.requestProposed(clerk, id, proposed));
  const at = now.toISOString();
  const approved = { ...proposalOf(proposed), approvedBy: 'supervisor', approvedAt: at };
  const stored = await requests.find(id);
  const announced = { ...approved, state: 'announced', takesEffectAt: at } as const;
  await requests.move(stored as never, announced, deskEvents.requestAnnounced(id, 'reset'));
  const due = await requests.find(id);
  await requests.takeEffect(due as never, profile, now, deskEvents.requestTookEffect(id, 'reset'));
}

const browser = 'browser';

/** @returns what the one does who has both codes. */
export async function beginContactChange({ recorder, changes }: Stores, accountId: string) {
  await recorder.store.del(contactChangeKey(accountId));
  const wanted = { channel: 'email', value: `new.${accountId}@minta.example`, old: 'sms' } as const;
  const codes = await changes.begin(accountId, browser, wanted, now);
  if (codes === undefined || codes === 'too-soon') {
    throw new Error('no change began');
  }
  const typed = { newCode: codes.newCode, oldCode: codes.oldCode ?? '' };
  const event = securityEvents.contactChanged(accountId, 'email');
  return (of: Stores = { changes } as Stores) => of.changes.confirm(accountId, browser, typed, now, event);
}
