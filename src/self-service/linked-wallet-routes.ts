/** "Tárcáim": what was issued to which wallet, which wallets of other issuers are linked, and unlinking one after a fresh code. */
import { Router } from '@koa/router';
import type { Context, Middleware } from 'koa';
import { securityEvents } from '../audit/security-events.ts';
import type { RegisteredWallet } from '../configuration/wallet-issuer-settings.ts';
import { RequestRefused } from '../errors.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import type { CredentialStore } from '../wallet/issuing/credential-store.ts';
import type { LinkedWallet, WalletSubjectStore } from '../wallet/wallet-subject-store.ts';
import { nameIn } from '../web/client-name.ts';
import type { ReadForm } from '../web/form.ts';
import { instantInWords } from '../web/instants.ts';
import { type Language, languageOf } from '../web/language.ts';
import type { Pages } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import { leadToPage } from './form-address.ts';
import { issuanceInWords } from './issuance-in-words.ts';
import type { OwnPages, SignedIn } from './signed-in.ts';
import { tellOfUnlinking } from './unlinked-wallet.ts';
import { walletsAddress } from './wallet-routes.ts';

export interface LinkedWalletParts {
  readonly ownPages: OwnPages;
  readonly credentials: CredentialStore;
  readonly subjects: WalletSubjectStore;
  readonly messages: MessageQueue;
  /** Wallets that credentials are issued to; undefined where none are issued. */
  readonly registered: readonly RegisteredWallet[] | undefined;
  /** Whether wallets are a way in. */
  readonly canLink: boolean;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}

/** The page that asks before a wallet is unlinked. */
export const unlinkAddressPattern = /^\/fiok\/tarcaim\/[0-9a-f-]{36}\/levalasztas$/;

export function linkedWalletRoutes(parts: LinkedWalletParts): Middleware {
  const { ownPages, subjects, registered, pages, readForm, now } = parts;
  const router = new Router({ prefix: walletsAddress });

  router.get('/', async (ctx) => {
    await ownPages.whenSignedIn(ctx, walletsAddress, (signedIn) => showWallets(ctx, signedIn));
  });

  router.get('/:id/levalasztas', async (ctx) => {
    await ownPages.whenProven(ctx, ctx.path, (signedIn) => askToUnlink(ctx, signedIn));
  });

  router.post('/:id/levalasztas', async (ctx) => {
    await readForm(ctx);
    await ownPages.whenProven(ctx, ctx.path, (signedIn) => unlink(ctx, signedIn));
  });

  router.get('/:id', (ctx) => leadToPage(ctx, walletsAddress));

  async function showWallets(ctx: Context, { account }: SignedIn): Promise<void> {
    const language = languageOf(ctx);
    const [issued, linked] = await Promise.all([
      registered ? parts.credentials.list(account.id) : [],
      subjects.linked(account.id),
    ]);
    await pages.show(ctx, 'self-service/wallets', {
      title: 'wallets.title',
      signedInAs: account.profile.username,
      data: {
        isIssuing: registered !== undefined,
        issued: issued.map((issuance) => issuanceInWords(issuance, registered ?? [], language, now())),
        isRevoked: ctx.query.visszavonva !== undefined,
        showsLinked: parts.canLink || linked.length > 0,
        linked: linked.map((wallet) => linkInWords(wallet, language)),
        isUnlinked: ctx.query.levalasztva !== undefined,
      },
    });
  }

  async function askToUnlink(ctx: Context, { account }: SignedIn): Promise<void> {
    const wallet = (await subjects.linked(account.id)).find(({ id }) => id === ctx.params.id);
    if (!wallet) {
      throw new RequestRefused(404, 'not-found');
    }
    await pages.show(ctx, 'self-service/wallet-unlink', {
      title: 'wallets.unlink.title',
      signedInAs: account.profile.username,
      data: { wallet: linkInWords(wallet, languageOf(ctx)) },
    });
  }

  async function unlink(ctx: Context, signedIn: SignedIn): Promise<void> {
    const { account } = signedIn;
    const outcome = await subjects.unlink(account, String(ctx.params.id), ({ source }) => ({
      unlinked: securityEvents.walletUnlinked(account.id, source[account.profile.locale]),
    }));
    if (outcome.kind === 'nothing-to-unlink') {
      seeOther(ctx, walletsAddress);
      return;
    }
    await tellOfUnlinking(parts.messages, account, outcome.wallet, now());
    if (outcome.endedAt !== undefined) {
      await ownPages.outlive(ctx, signedIn, outcome.endedAt);
    }
    seeOther(ctx, `${walletsAddress}?levalasztva`);
  }

  return router.routes() as unknown as Middleware;
}

function linkInWords({ id, source, at }: LinkedWallet, language: Language) {
  return { id, source: nameIn(source, language), at: instantInWords(at, language) };
}
