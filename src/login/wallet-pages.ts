/** The pages of a sign-in with a wallet: where it is, waiting for it, what it sends back, and why it was not enough. */
import type { Context } from 'koa';
import type { WalletFlow } from '../assurance/wallets.ts';
import type { Presentation, VerifiedPresentation } from '../wallet/presentation.ts';
import type { WalletRequests } from '../wallet/request-object.ts';
import { nameIn } from '../web/client-name.ts';
import { dateInWords, timeOfDay } from '../web/instants.ts';
import { languageOf } from '../web/language.ts';
import type { FormError, Pages } from '../web/page.ts';
import { qrPath } from '../web/qr-code.ts';
import { allowAsking } from '../web/security-headers.ts';
import type { MessageKey } from '../web/translate.ts';
import type { SignIn } from './sign-in.ts';

/** Why a wallet did not sign anybody in, as people are told. */
export const walletFailures = [
  'declined',
  'invalid',
  'expired',
  'revoked',
  'untrusted',
  'status-unknown',
  'over',
  'given-up',
  'other-person',
  'not-enough',
  'account',
] as const;

export type WalletFailure = (typeof walletFailures)[number];

export interface WalletPages {
  showChoice(ctx: Context, signIn: SignIn, flows: readonly WalletFlow[]): Promise<void>;
  showWaiting(ctx: Context, signIn: SignIn, presentation: Presentation): Promise<void>;
  /** The wallet answered on another device: its code is to be typed. */
  showCode(
    ctx: Context,
    signIn: SignIn,
    presentation: Presentation,
    errors?: FormError[],
    status?: number,
  ): Promise<void>;
  showFailure(ctx: Context, signIn: SignIn, failure: WalletFailure, status: number): Promise<void>;
  showUnknown(ctx: Context, signIn: SignIn, proven: VerifiedPresentation): Promise<void>;
  /** The account whose password was given is of somebody else than the wallet's. */
  showDifferentPerson(ctx: Context, signIn: SignIn): Promise<void>;
}

export function createWalletPages(pages: Pages, requests: Pick<WalletRequests, 'addressFor'>): WalletPages {
  return {
    async showChoice(ctx, { address, serviceName }, flows) {
      await pages.show(ctx, 'login/wallet-choice', {
        title: 'wallet.choice.title',
        serviceName,
        data: { address, flows },
      });
    },

    async showWaiting(ctx, { address, serviceName }, { id, flow, expiresAt }) {
      allowAsking(ctx);
      const walletAddress = requests.addressFor(id);
      await pages.show(ctx, `login/wallet-${flow}`, {
        title: flow === 'same-device' ? 'wallet.same-device.title' : 'wallet.cross-device.title',
        serviceName,
        data: { address, walletAddress, qr: qrPath(walletAddress), until: timeOfDay(new Date(expiresAt)) },
      });
    },

    async showCode(ctx, { address, serviceName }, { expiresAt }, errors = [], status = 200) {
      await pages.show(ctx, 'login/wallet-code', {
        title: 'wallet.code.title',
        serviceName,
        errors,
        status,
        data: { address, until: timeOfDay(new Date(expiresAt)) },
      });
    },

    async showFailure(ctx, { address, serviceName }, failure, status) {
      await pages.show(ctx, 'login/wallet-failed', {
        title: `wallet.failed.${failure}.title`,
        serviceName,
        status,
        data: { address, text: `wallet.failed.${failure}.text` },
      });
    },

    async showUnknown(ctx, { address, serviceName }, { claims, sourceName, subject }) {
      const t = pages.translatorFor(ctx);
      const rows = Object.entries(shownClaims).flatMap(([claim, key]) =>
        claims[claim] ? [{ key: t(key), value: inWords(ctx, claim, claims[claim]) }] : [],
      );
      await pages.show(ctx, 'login/wallet-unknown', {
        title: 'wallet.unknown.title',
        serviceName,
        data: { address, rows, source: nameIn(sourceName, languageOf(ctx)), canLink: subject !== undefined },
      });
    },

    async showDifferentPerson(ctx, { address, serviceName }) {
      await pages.show(ctx, 'login/wallet-different-person', {
        title: 'wallet.different-person.title',
        serviceName,
        status: 403,
        data: { address },
      });
    },
  };
}

/** The identifier is for machines. */
const shownClaims: Record<string, MessageKey> = {
  family_name: 'wallet.claim.family_name',
  given_name: 'wallet.claim.given_name',
  birthdate: 'wallet.claim.birthdate',
};

function inWords(ctx: Context, claim: string, value: string): string {
  const isDay = claim === 'birthdate' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
  return isDay ? dateInWords(new Date(`${value}T12:00:00Z`), languageOf(ctx)) : value;
}
