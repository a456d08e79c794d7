/** "Tárcáim" where we issue credentials: revoking what was issued to a wallet, and the way to an offer to another wallet. */
import { Router } from '@koa/router';
import type { Context } from 'koa';
import { recipientOf } from '../../accounts/account.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { type EndingNotices, endingsInWords } from '../../ending-notices/ending-notices.ts';
import { RequestRefused } from '../../errors.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import { valueIn } from '../../storage/sealed-record.ts';
import type { ReadForm } from '../../web/form/form.ts';
import { languageOf } from '../../web/language.ts';
import { type Door, forPeople } from '../../web/request/door.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { SessionGuard, SignedIn } from '../session-guard.ts';
import { issuanceInWords, walletName } from './issuance-in-words.ts';
import {
  addWalletAddress,
  type OfferParts,
  openOfferAddress,
  showOffer,
  showWalletChoice,
  submitWalletChoice,
} from './wallet-offer.ts';
import { walletsAddress } from './wallets-address.ts';

export interface WalletParts extends OfferParts {
  readonly sessionGuard: SessionGuard;
  readonly messages: MessageQueue;
  readonly endingNotices: EndingNotices;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

async function showRevocation(
  {
    credentials,
    wallets,
    endingNotices,
    pages,
    now,
  }: Pick<WalletParts, 'credentials' | 'wallets' | 'endingNotices' | 'pages' | 'now'>,
  ctx: Context,
  { account }: SignedIn,
): Promise<void> {
  const issuance = valueIn(await credentials.find(account.id, String(ctx.params.id)));
  if (!issuance || issuance.revokedAt) {
    throw new RequestRefused(404, 'not-found');
  }
  const language = languageOf(ctx);
  const ends = await endingNotices.of('card-revoked', account);
  await pages.show(ctx, 'self-service/wallets/revoke', {
    title: 'wallets.revoke.title',
    signedInAs: account.profile.username,
    data: {
      issuance: issuanceInWords(issuance, wallets, language, now()),
      ends: endingsInWords(ends, language),
    },
  });
}

async function submitRevocation(
  { issuer, wallets, sessionGuard, credentials, messages, now }: WalletParts,
  ctx: Context,
  signedIn: SignedIn,
): Promise<void> {
  const { account } = signedIn;
  const outcome = await credentials.revoke(account, String(ctx.params.id), now(), ({ walletId }) => ({
    revoked: securityEvents.walletRevoked(account.id, walletId),
  }));
  if (outcome.kind === 'nothing-to-revoke') {
    seeOther(ctx, walletsAddress);
    return;
  }
  if (outcome.kind === 'unreadable') {
    throw outcome.failure;
  }
  const { walletId } = outcome.issuance;
  await messages.tell(recipientOf(account), 'wallet-revoked', now(), {
    wallet: walletName(walletId, wallets, account.profile.locale),
    wallets: `${issuer}${walletsAddress}`,
  });
  if (outcome.endedAt !== undefined) {
    await sessionGuard.keepThisSession(ctx, signedIn, outcome.endedAt);
  }
  seeOther(ctx, `${walletsAddress}?visszavonva`);
}

export function walletRoutes(parts: WalletParts): Door {
  const { sessionGuard, readForm } = parts;
  const router = new Router();

  router.get(addWalletAddress, (ctx) =>
    sessionGuard.whenReauthenticated(ctx, addWalletAddress, (signedIn) =>
      showWalletChoice(parts, ctx, signedIn),
    ),
  );
  router.post(addWalletAddress, async (ctx) => {
    const fields = await readForm(ctx);
    await sessionGuard.whenReauthenticated(ctx, addWalletAddress, (signedIn) =>
      submitWalletChoice(parts, ctx, signedIn, fields),
    );
  });
  router.get(openOfferAddress, (ctx) =>
    sessionGuard.whenReauthenticated(ctx, openOfferAddress, (signedIn) => showOffer(parts, ctx, signedIn)),
  );

  router.get(`${walletsAddress}/:id/visszavonas`, (ctx) =>
    sessionGuard.whenSignedIn(ctx, walletsAddress, (signedIn) => showRevocation(parts, ctx, signedIn)),
  );
  router.post(`${walletsAddress}/:id/visszavonas`, async (ctx) => {
    await readForm(ctx);
    await sessionGuard.whenSignedIn(ctx, walletsAddress, (signedIn) =>
      submitRevocation(parts, ctx, signedIn),
    );
  });

  return forPeople(router);
}
