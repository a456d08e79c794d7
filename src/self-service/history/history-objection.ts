/** "Nem én voltam" beside an entry: what a thief added is blocked, whoever else is signed in is no more, and a new password comes next. */
import type { Context } from 'koa';
import { type Account, recipientOf } from '../../accounts/account.ts';
import type { HistoryEvent } from '../../audit/events/event-names.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { type HistoryEntry, historyIdPattern } from '../../audit/history/history-store.ts';
import { type AlsoEnds, endingsInWords, withEnded } from '../../ending-notices/ending-notices.ts';
import type { Act } from '../../endings/endings.ts';
import { RequestRefused } from '../../errors.ts';
import { type Reading, valueIn } from '../../storage/sealed-record.ts';
import type { KnownIssuance } from '../../wallet/issuing/credential-store.ts';
import { languageOf } from '../../web/language.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { MessageKey } from '../../web/translate.ts';
import { addressAfterObjection } from '../password/password-routes.ts';
import type { SignedIn } from '../session-guard.ts';
import { tellWalletUnlinked } from '../wallets/wallet-unlinked-message.ts';
import { canObjectTo, entryInWords } from './entry-in-words.ts';
import type { HistoryParts } from './history-parts.ts';

/** The second at which the other sessions ended; undefined when this one ended, too. */
type EndedAt = Promise<number | undefined>;

export async function showObjection(
  parts: Pick<HistoryParts, 'history' | 'officeName' | 'access' | 'endingNotices' | 'pages'>,
  ctx: Context,
  { account }: SignedIn,
): Promise<void> {
  const language = languageOf(ctx);
  const objected = await entryOf(parts, ctx, account.id);
  const entry = await entryInWords(parts, objected, language);
  const ends = await parts.endingNotices.of(actOf(objected), account);
  await parts.pages.show(ctx, 'self-service/history/objection', {
    title: 'history.objection.title',
    signedInAs: account.profile.username,
    data: { entry, consequences: consequencesOf(objected), ends: endingsInWords(ends, language) },
  });
}

export async function submitObjection(parts: HistoryParts, ctx: Context, signedIn: SignedIn): Promise<void> {
  const { account } = signedIn;
  const entry = await entryOf(parts, ctx, account.id);
  const also = await parts.endingNotices.of(actOf(entry), account);
  const event = withEnded(securityEvents.sessionsEnded(account.id, 'objection'), also);
  const endedAt = await endOthers(parts, account, entry, event, also);
  if (endedAt !== undefined) {
    await parts.sessionGuard.keepThisSession(ctx, signedIn, endedAt);
  }
  // Whoever else was signed in is out, also where what the entry tells of cannot be undone: that is not passed over.
  valueIn(await cardOf(parts, account, entry));
  seeOther(ctx, addressAfterObjection);
}

/** @throws RequestRefused with 404 for an entry that is not there, or that nothing can be done about. */
async function entryOf(
  { history }: Pick<HistoryParts, 'history'>,
  ctx: Context,
  accountId: string,
): Promise<HistoryEntry> {
  const { id = '' } = ctx.params;
  const entry = historyIdPattern.test(id) ? await history.find(accountId, id) : undefined;
  if (!entry || !canObjectTo(entry)) {
    throw new RequestRefused(404, 'not-found');
  }
  return entry;
}

/** What is undone at once. */
const undone: Partial<Record<HistoryEvent, MessageKey>> = {
  'plus.activated': 'history.objection.freezes',
  'plus.imported': 'history.objection.freezes',
  'passkey.added': 'history.objection.freezes',
  'wallet.issued': 'history.objection.revokes',
  'wallet.linked': 'history.objection.unlinks',
};

/** What remains for the owner to do, once nobody else is in. */
const remaining: Partial<Record<HistoryEvent, MessageKey>> = {
  'plus.cancelled': 'history.objection.apply-again',
  'authenticator.forgotten': 'history.objection.set-up-again',
  'passkey.removed': 'history.objection.set-up-again',
  // Each took a code that was sent to the owner.
  'password.reset': 'history.objection.mailbox',
  'browser.let-in': 'history.objection.mailbox',
  'contact.changed': 'history.objection.contact',
  'wallet.unlinked': 'history.objection.link-again',
  'closing.requested': 'history.objection.keep-account',
};

function consequencesOf({ event }: HistoryEntry): MessageKey[] {
  const [first, last] = [undone[event], remaining[event]];
  return [
    ...(first ? [first] : []),
    'history.objection.signs-out',
    'history.objection.password',
    ...(last ? [last] : []),
  ];
}

/** What the owner does who objects to the entry. */
function actOf({ event }: HistoryEntry): Act {
  switch (event) {
    case 'plus.activated':
    case 'plus.imported':
    case 'passkey.added':
      return 'authenticator-blocked-in-session';
    case 'wallet.issued':
      return 'card-revoked';
    case 'wallet.linked':
      return 'wallet-unlinked';
    default:
      return 'sign-in-objected';
  }
}

/** Ends the other sessions, together with what the entry tells of. */
function endOthers(
  parts: HistoryParts,
  account: Account,
  { event, details }: HistoryEntry,
  ended: SecurityEvent,
  also: readonly AlsoEnds[],
): EndedAt {
  switch (event) {
    case 'plus.activated':
    case 'plus.imported':
    case 'passkey.added':
      return freeze(parts, account, details.authenticator ?? '', ended, also);
    case 'wallet.issued':
      return revokeWallet(parts, account, details.issuance ?? '', ended);
    case 'wallet.linked':
      return unlinkWallet(parts, account, details.link ?? '', ended);
    default:
      return parts.accounts.endOtherSessions(account, ended);
  }
}

async function freeze(
  { objections, accounts, messages, endingNotices, now }: HistoryParts,
  account: Account,
  authenticatorId: string,
  ended: SecurityEvent,
  also: readonly AlsoEnds[],
): EndedAt {
  const frozen = securityEvents.authenticatorFrozen(account.id, authenticatorId, 'session');
  const outcome = await objections.freezeInSession(account, authenticatorId, now(), { frozen, ended });
  if (outcome.kind !== 'frozen') {
    return accounts.endOtherSessions(account, ended);
  }
  await messages.tell(recipientOf(account), 'plus-frozen', now(), endingNotices.inMail(also, account));
  return outcome.endedAt;
}

async function revokeWallet(
  { credentials, accounts, now }: HistoryParts,
  account: Account,
  issuanceId: string,
  ended: SecurityEvent,
): EndedAt {
  const outcome = await credentials.revoke(account, issuanceId, now(), ({ walletId }) => ({
    revoked: securityEvents.walletRevoked(account.id, walletId),
    ended,
  }));
  return outcome.kind === 'revoked' ? outcome.endedAt : accounts.endOtherSessions(account, ended);
}

async function cardOf(
  { credentials }: Pick<HistoryParts, 'credentials'>,
  account: Account,
  { event, details }: HistoryEntry,
): Promise<Reading<KnownIssuance>> {
  return event === 'wallet.issued' ? credentials.find(account.id, details.issuance ?? '') : { kind: 'gone' };
}

async function unlinkWallet(
  { walletSubjects, accounts, messages, now }: HistoryParts,
  account: Account,
  linkId: string,
  ended: SecurityEvent,
): EndedAt {
  const outcome = await walletSubjects.unlink(account, linkId, ({ source }) => ({
    unlinked: securityEvents.walletUnlinked(account.id, source[account.profile.locale]),
    ended,
  }));
  if (outcome.kind === 'nothing-to-unlink') {
    return accounts.endOtherSessions(account, ended);
  }
  await tellWalletUnlinked(messages, account, outcome.wallet, now());
  return outcome.endedAt;
}
