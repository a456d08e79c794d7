/** What happened to the account in the last twelve months, and "Nem én voltam" beside whatever somebody else may have done. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { recipientOf } from '../accounts/account.ts';
import type { AccountStore } from '../accounts/account-store.ts';
import {
  type HistoryEntry,
  type HistoryEvent,
  type HistoryStore,
  historyIdPattern,
} from '../audit/history-store.ts';
import type { Proofs } from '../audit/proofs.ts';
import type { SecurityEvent } from '../audit/security-event.ts';
import { securityEvents } from '../audit/security-events.ts';
import { RequestRefused } from '../errors.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import type { CitizenAccess } from '../relying-party/citizen-access.ts';
import type { ObjectionStore } from '../totp/objection-store.ts';
import type { CredentialStore } from '../wallet/issuing/credential-store.ts';
import type { WalletSubjectStore } from '../wallet/wallet-subject-store.ts';
import type { ReadForm } from '../web/form.ts';
import { instantInWords } from '../web/instants.ts';
import { type Language, languageOf } from '../web/language.ts';
import type { Pages } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { addressAfterObjection } from './password-routes.ts';
import type { OwnPages, SignedIn } from './signed-in.ts';
import { tellOfUnlinking } from './unlinked-wallet.ts';

export interface HistoryParts {
  readonly ownPages: OwnPages;
  readonly accounts: AccountStore;
  readonly history: HistoryStore;
  readonly officeName: (office: string, language: Language) => string;
  readonly proofs: Pick<Proofs, 'offered' | 'prove'>;
  readonly objections: ObjectionStore;
  readonly access: CitizenAccess;
  readonly credentials: CredentialStore;
  readonly walletSubjects: WalletSubjectStore;
  readonly messages: MessageQueue;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

const address = '/fiok/naplo';
const entriesOnPage = 25;
/** What a stranger can have done, and the citizen can still do something about. */
const objectionable: readonly HistoryEvent[] = [
  'signed-in',
  'code.refused',
  'plus.activated',
  'password.changed',
  'password.reset',
  'wallet.issued',
  'wallet.linked',
];

export function historyRoutes(parts: HistoryParts): Middleware {
  const { ownPages, history, pages, readForm, now } = parts;
  const router = new Router({ prefix: address });

  router.get('/', async (ctx) => {
    await ownPages.whenSignedIn(ctx, address, (signedIn) => showHistory(ctx, signedIn));
  });

  router.get('/:id/igazolas', async (ctx) => {
    await ownPages.whenSignedIn(ctx, address, (signedIn) => download(ctx, signedIn));
  });

  router.get('/:id/nem-en-voltam', async (ctx) => {
    await ownPages.whenSignedIn(ctx, address, (signedIn) => askAbout(ctx, signedIn));
  });

  router.post('/:id/nem-en-voltam', async (ctx) => {
    await readForm(ctx);
    await ownPages.whenSignedIn(ctx, address, (signedIn) => object(ctx, signedIn));
  });

  async function showHistory(ctx: Context, { account }: SignedIn): Promise<void> {
    const { elotte } = ctx.query;
    const before = typeof elotte === 'string' && historyIdPattern.test(elotte) ? elotte : undefined;
    const [found, isProvable] = await Promise.all([
      history.list(account.id, entriesOnPage + 1, before),
      parts.proofs.offered(),
    ]);
    const shown = found.slice(0, entriesOnPage);
    const described = await Promise.all(shown.map((entry) => describe(entry, languageOf(ctx))));
    const entries = described.map((entry) => ({ ...entry, isProvable: isProvable(entry.id) }));
    await pages.show(ctx, 'self-service/history', {
      title: 'history.title',
      signedInAs: account.profile.username,
      data: {
        entries,
        olderThan: found.length > entriesOnPage ? shown.at(-1)?.id : undefined,
        isFirst: !before,
      },
    });
  }

  /** What proves to anybody, without us, that the entry stands in the log as it was written. */
  async function download(ctx: Context, { account }: SignedIn): Promise<void> {
    const { id = '' } = ctx.params;
    const proof = historyIdPattern.test(id) ? await parts.proofs.prove(account.id, id) : undefined;
    if (!proof) {
      throw new RequestRefused(404, 'not-found');
    }
    ctx.type = 'json';
    ctx.attachment(`kapu-igazolas-${id}.json`);
    ctx.body = `${JSON.stringify(proof, undefined, 2)}\n`;
  }

  async function askAbout(ctx: Context, { account }: SignedIn): Promise<void> {
    const entry = await describe(await entryOf(ctx, account.id), languageOf(ctx));
    await pages.show(ctx, 'self-service/history-objection', {
      title: 'history.objection.title',
      signedInAs: account.profile.username,
      data: { entry },
    });
  }

  /** What a thief added is blocked; whoever else is signed in is no more; the password is changed next. */
  async function object(ctx: Context, signedIn: SignedIn): Promise<void> {
    const { account } = signedIn;
    const { event, details } = await entryOf(ctx, account.id);
    const ended = securityEvents.sessionsEnded(account.id, 'objection');
    const endedAt = await endOthers(signedIn, event, details, ended);
    if (endedAt !== undefined) {
      await ownPages.outlive(ctx, signedIn, endedAt);
    }
    seeOther(ctx, addressAfterObjection);
  }

  /** Together with what the entry tells of. @returns the second at which the other sessions ended; undefined when this one did, too */
  function endOthers(
    signedIn: SignedIn,
    event: HistoryEvent,
    details: HistoryEntry['details'],
    ended: SecurityEvent,
  ): Promise<number | undefined> {
    switch (event) {
      case 'plus.activated':
        return freeze(signedIn, details.authenticator ?? '', ended);
      case 'wallet.issued':
        return revokeWallet(signedIn, details.issuance ?? '', ended);
      case 'wallet.linked':
        return unlinkWallet(signedIn, details.link ?? '', ended);
      default:
        return parts.accounts.endOtherSessions(signedIn.account, ended);
    }
  }

  async function unlinkWallet(
    { account }: SignedIn,
    linkId: string,
    ended: SecurityEvent,
  ): Promise<number | undefined> {
    const outcome = await parts.walletSubjects.unlink(account, linkId, ({ source }) => ({
      unlinked: securityEvents.walletUnlinked(account.id, source[account.profile.locale]),
      ended,
    }));
    if (outcome.kind === 'nothing-to-unlink') {
      return parts.accounts.endOtherSessions(account, ended);
    }
    await tellOfUnlinking(parts.messages, account, outcome.wallet, now());
    return outcome.endedAt;
  }

  async function revokeWallet(
    { account }: SignedIn,
    issuanceId: string,
    ended: SecurityEvent,
  ): Promise<number | undefined> {
    const outcome = await parts.credentials.revoke(account, issuanceId, now(), ({ walletId }) => ({
      revoked: securityEvents.walletRevoked(account.id, walletId),
      ended,
    }));
    return outcome.kind === 'revoked' ? outcome.endedAt : parts.accounts.endOtherSessions(account, ended);
  }

  async function freeze(
    { account }: SignedIn,
    authenticatorId: string,
    ended: SecurityEvent,
  ): Promise<number | undefined> {
    const frozen = securityEvents.authenticatorFrozen(account.id, 'session');
    const outcome = await parts.objections.freezeInSession(account, authenticatorId, now(), {
      frozen,
      ended,
    });
    if (outcome.kind !== 'frozen') {
      return parts.accounts.endOtherSessions(account, ended);
    }
    await parts.messages.tell(recipientOf(account), 'plus-frozen', now());
    return outcome.endedAt;
  }

  /** @throws RequestRefused with 404 for an entry that is not there, or that nothing can be done about. */
  async function entryOf(ctx: Context, accountId: string): Promise<HistoryEntry> {
    const { id = '' } = ctx.params;
    const entry = historyIdPattern.test(id) ? await history.find(accountId, id) : undefined;
    if (!entry || !objectionable.includes(entry.event)) {
      throw new RequestRefused(404, 'not-found');
    }
    return entry;
  }

  async function describe(entry: HistoryEntry, language: Language) {
    const { id, at, event, device, details, reason = '', office, staff } = entry;
    return {
      id,
      at: instantInWords(at, language),
      event,
      device,
      name: details.name ?? '',
      reason,
      purpose: details.purpose ?? '',
      ...about(details),
      /** Of a clerk: an office and a number, never a name. */
      office: office === undefined ? '' : parts.officeName(office, language),
      staff: staff ?? '',
      service: details.client ? await parts.access.nameOf(details.client, language) : '',
      canObject: objectionable.includes(event),
    };
  }

  return router.routes() as unknown as Middleware;
}

/** What an event of the desk was about: at most one of these. */
function about({ document, kind, role }: HistoryEntry['details']): Record<string, string> {
  return { document: document ?? '', kind: kind ?? '', role: role ?? '' };
}
