/** "Tárcáim": what was issued to which wallet, which wallets of other issuers are linked, and unlinking one after a fresh code. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { RegisteredWallet } from '../../configuration/wallet-issuer-settings.ts';
import { type EndingNotices, endingsInWords } from '../../ending-notices/ending-notices.ts';
import { RequestRefused } from '../../errors.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import { nothingListed } from '../../storage/due/each-in-turn.ts';
import type { CredentialStore } from '../../wallet/issuing/credential-store.ts';
import type { LinkedWallet, WalletSubjectStore } from '../../wallet/subjects/wallet-subject-store.ts';
import type { ReadForm } from '../../web/form/form.ts';
import { type Language, languageOf } from '../../web/language.ts';
import { nameIn } from '../../web/page/client-name.ts';
import { instantInWords } from '../../web/page/dates-and-times.ts';
import type { Pages } from '../../web/page/page.ts';
import { countUnreadable } from '../../web/page/unreadable.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { redirectToPage } from '../form-page-redirect.ts';
import type { SessionGuard, SignedIn } from '../session-guard.ts';
import { issuanceInWords } from './issuance-in-words.ts';
import { tellWalletUnlinked } from './wallet-unlinked-message.ts';
import { walletsAddress } from './wallets-address.ts';

export interface LinkedWalletParts {
  readonly sessionGuard: SessionGuard;
  readonly credentials: CredentialStore;
  readonly subjects: WalletSubjectStore;
  readonly messages: MessageQueue;
  readonly endingNotices: EndingNotices;
  /** Wallets that credentials are issued to; undefined where none are issued. */
  readonly registered: readonly RegisteredWallet[] | undefined;
  /** Whether wallets are a way in. */
  readonly canLink: boolean;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

async function showWallets(
  parts: Pick<LinkedWalletParts, 'credentials' | 'subjects' | 'registered' | 'canLink' | 'pages' | 'now'>,
  ctx: Context,
  { account }: SignedIn,
): Promise<void> {
  const { credentials, subjects, registered, canLink, pages, now } = parts;
  const language = languageOf(ctx);
  const [issued, linked] = await Promise.all([
    registered ? credentials.list(account.id) : nothingListed,
    subjects.linked(account.id),
  ]);
  await pages.show(ctx, 'self-service/wallets/wallets', {
    title: 'wallets.title',
    signedInAs: account.profile.username,
    data: {
      isIssuing: registered !== undefined,
      issued: issued.readable.map((issuance) => issuanceInWords(issuance, registered ?? [], language, now())),
      unreadable: countUnreadable(ctx, issued.unreadable),
      isRevoked: ctx.query.visszavonva !== undefined,
      showsLinked: canLink || linked.length > 0,
      linked: linked.map((wallet) => linkInWords(wallet, language)),
      isUnlinked: ctx.query.levalasztva !== undefined,
    },
  });
}

async function showUnlinking(
  { subjects, endingNotices, pages }: Pick<LinkedWalletParts, 'subjects' | 'endingNotices' | 'pages'>,
  ctx: Context,
  { account }: SignedIn,
): Promise<void> {
  const wallet = (await subjects.linked(account.id)).find(({ id }) => id === ctx.params.id);
  if (!wallet) {
    throw new RequestRefused(404, 'not-found');
  }
  const language = languageOf(ctx);
  const ends = await endingNotices.of('wallet-unlinked', account);
  await pages.show(ctx, 'self-service/wallets/unlink', {
    title: 'wallets.unlink.title',
    signedInAs: account.profile.username,
    data: { wallet: linkInWords(wallet, language), ends: endingsInWords(ends, language) },
  });
}

async function submitUnlinking(
  { subjects, messages, sessionGuard, now }: LinkedWalletParts,
  ctx: Context,
  signedIn: SignedIn,
): Promise<void> {
  const { account } = signedIn;
  const outcome = await subjects.unlink(account, String(ctx.params.id), ({ source }) => ({
    unlinked: securityEvents.walletUnlinked(account.id, source[account.profile.locale]),
  }));
  if (outcome.kind === 'nothing-to-unlink') {
    seeOther(ctx, walletsAddress);
    return;
  }
  await tellWalletUnlinked(messages, account, outcome.wallet, now());
  if (outcome.endedAt !== undefined) {
    await sessionGuard.keepThisSession(ctx, signedIn, outcome.endedAt);
  }
  seeOther(ctx, `${walletsAddress}?levalasztva`);
}

function linkInWords({ id, source, at }: LinkedWallet, language: Language) {
  return { id, source: nameIn(source, language), at: instantInWords(at, language) };
}

export function linkedWalletRoutes(parts: LinkedWalletParts): Door {
  const { sessionGuard, readForm } = parts;
  const router = new Router({ prefix: walletsAddress });

  router.get('/', (ctx) =>
    sessionGuard.whenSignedIn(ctx, walletsAddress, (signedIn) => showWallets(parts, ctx, signedIn)),
  );
  router.get('/:id/levalasztas', (ctx) =>
    sessionGuard.whenReauthenticated(ctx, ctx.path, (signedIn) => showUnlinking(parts, ctx, signedIn)),
  );
  router.post('/:id/levalasztas', async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenReauthenticated(ctx, ctx.path, (signedIn) =>
      submitUnlinking(parts, ctx, signedIn),
    );
  });
  router.get('/:id', (ctx) => redirectToPage(ctx, walletsAddress));

  return forPeople(router);
}
