/** The pages of a sign-in with a wallet: where it is, waiting for it, what it sends back, and why it was not enough. */
import type { Context } from 'koa';
import type { WalletFlow } from '../../assurance/wallet-assurance.ts';
import type { Presentation, VerifiedPresentation } from '../../wallet/presentations/presentation.ts';
import type { WalletRequests } from '../../wallet/presentations/request-object.ts';
import { languageOf } from '../../web/language.ts';
import { nameIn } from '../../web/page/client-name.ts';
import { dateInWords, timeOfDay } from '../../web/page/dates-and-times.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import { qrPath } from '../../web/page/qr-code.ts';
import { allowAsking } from '../../web/request/security-headers.ts';
import type { MessageKey } from '../../web/translate.ts';
import type { LoginInteraction } from '../login-interaction.ts';

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

interface PageParts {
  readonly pages: Pages;
}

export async function showFlows(
  { pages }: PageParts,
  ctx: Context,
  { address, serviceName }: LoginInteraction,
  flows: readonly WalletFlow[],
): Promise<void> {
  await pages.show(ctx, 'login/wallet/choice', {
    title: 'wallet.choice.title',
    serviceName,
    data: { address, flows },
  });
}

export async function showWaiting(
  { pages, wallets }: PageParts & { wallets: { requests: Pick<WalletRequests, 'addressFor'> } },
  ctx: Context,
  { address, serviceName }: LoginInteraction,
  { id, flow, expiresAt }: Presentation,
): Promise<void> {
  allowAsking(ctx);
  const walletAddress = wallets.requests.addressFor(id);
  await pages.show(ctx, `login/wallet/${flow}`, {
    title: flow === 'same-device' ? 'wallet.same-device.title' : 'wallet.cross-device.title',
    serviceName,
    lapsesAt: new Date(expiresAt),
    data: {
      address,
      walletAddress,
      qr: await qrPath(walletAddress),
      until: timeOfDay(new Date(expiresAt), languageOf(ctx)),
    },
  });
}

/** The wallet answered on another device: its code is to be typed. */
export async function showHandBackCode(
  { pages }: PageParts,
  ctx: Context,
  { address, serviceName }: LoginInteraction,
  { expiresAt }: Presentation,
  errors: FormError[] = [],
  status = 200,
): Promise<void> {
  await pages.show(ctx, 'login/wallet/code', {
    title: 'wallet.code.title',
    serviceName,
    errors,
    status,
    lapsesAt: new Date(expiresAt),
    data: { address, until: timeOfDay(new Date(expiresAt), languageOf(ctx)) },
  });
}

export async function showFailure(
  { pages }: PageParts,
  ctx: Context,
  { address, serviceName }: LoginInteraction,
  failure: WalletFailure,
  status: number,
): Promise<void> {
  await pages.show(ctx, 'login/wallet/failed', {
    title: `wallet.failed.${failure}.title`,
    serviceName,
    status,
    data: { address, text: `wallet.failed.${failure}.text` },
  });
}

export async function showUnknown(
  { pages }: PageParts,
  ctx: Context,
  { address, serviceName }: LoginInteraction,
  { claims, sourceName, subject }: VerifiedPresentation,
): Promise<void> {
  const t = pages.translatorFor(ctx);
  const rows = Object.entries(shownClaims).flatMap(([claim, key]) =>
    claims[claim] ? [{ key: t(key), value: inWords(ctx, claim, claims[claim]) }] : [],
  );
  await pages.show(ctx, 'login/wallet/unknown', {
    title: 'wallet.unknown.title',
    serviceName,
    data: { address, rows, source: nameIn(sourceName, languageOf(ctx)), canLink: subject !== undefined },
  });
}

/** The account whose password was given is of somebody else than the wallet's. */
export async function showDifferentPerson(
  { pages }: PageParts,
  ctx: Context,
  { address, serviceName }: LoginInteraction,
): Promise<void> {
  await pages.show(ctx, 'login/wallet/different-person', {
    title: 'wallet.different-person.title',
    serviceName,
    status: 403,
    data: { address },
  });
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
