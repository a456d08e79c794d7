/**
 * Signing in with a wallet (OpenID4VP). The request and the answer travel by the wallet's own way (wallet-door); here is the browser that asked,
 * and only it goes on: with what the wallet's link brought back, or with the code that the phone shows.
 */
import type { Context } from 'koa';
import { walletFlows } from '../../assurance/wallet-assurance.ts';
import type { Answered } from '../../wallet/presentations/presentation.ts';
import type { Fields } from '../../web/form/form.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { WalletStepParts } from '../login-parts.ts';
import { passwordOf, type WalletAsked } from '../login-progress.ts';
import { flowsFor } from '../next-step.ts';
import { submitHandBackCode } from './hand-back.ts';
import { isSamePerson } from './link-wallet.ts';
import { goBackTo, walletFailureOf } from './wallet-conclusion.ts';
import {
  showDifferentPerson,
  showFailure,
  showFlows,
  showHandBackCode,
  showUnknown,
  showWaiting,
} from './wallet-pages.ts';

const walletActions = ['start', 'confirm', 'leave', 'again', 'link'] as const;

type WalletAction = (typeof walletActions)[number];

export async function showWallet(
  parts: WalletStepParts,
  ctx: Context,
  interaction: LoginInteraction,
): Promise<void> {
  const { progress } = interaction;
  if (progress.state === 'wallet-unknown') {
    await showUnknown(parts, ctx, interaction, progress.proven);
  } else if (progress.state === 'wallet-asked') {
    await showAsked(parts, ctx, interaction, progress);
  } else {
    await showFlows(parts, ctx, interaction, flowsFor(progress, interaction.terms));
  }
}

async function showAsked(
  parts: WalletStepParts,
  ctx: Context,
  interaction: LoginInteraction,
  { presentationId }: WalletAsked,
): Promise<void> {
  const presentation = await parts.wallets.presentations.find(presentationId, parts.now());
  switch (presentation?.state) {
    case 'requested':
    case 'request-fetched':
      return showWaiting(parts, ctx, interaction, presentation);
    case 'answered':
      return showAnswered(parts, ctx, interaction, presentation);
    case 'given-up':
      return showFailure(parts, ctx, interaction, 'given-up', 200);
    default:
      return showFailure(parts, ctx, interaction, 'over', 200);
  }
}

/** On the same device the wallet brings the browser back by itself; what it brings is not on this page. */
async function showAnswered(
  parts: Pick<WalletStepParts, 'pages' | 'wallets'>,
  ctx: Context,
  interaction: LoginInteraction,
  presentation: Answered,
): Promise<void> {
  if (presentation.outcome.kind !== 'verified') {
    await showFailure(parts, ctx, interaction, walletFailureOf(presentation.outcome), 200);
  } else if (presentation.flow === 'cross-device') {
    await showHandBackCode(parts, ctx, interaction, presentation);
  } else {
    await showWaiting(parts, ctx, interaction, presentation);
  }
}

/** @param given the action, as the form's address says it */
export async function submitWallet(
  parts: WalletStepParts,
  ctx: Context,
  interaction: LoginInteraction,
  given: string | undefined,
  fields: Fields,
): Promise<void> {
  const { progress } = interaction;
  const action = walletActions.find((known) => known === given);
  if (!action) {
    seeOther(ctx, interaction.address);
  } else if (action === 'start') {
    await start(parts, ctx, interaction, fields);
  } else if (action === 'link') {
    await link(parts, ctx, interaction);
  } else if (action === 'confirm' && progress.state === 'wallet-asked') {
    await submitHandBackCode(parts, ctx, interaction, progress, fields);
  } else {
    await leave(parts, ctx, interaction, action);
  }
}

async function start(
  { wallets, progressStore, formTokens, now }: WalletStepParts,
  ctx: Context,
  interaction: LoginInteraction,
  fields: Fields,
): Promise<void> {
  const { uid, progress, address } = interaction;
  const flow = walletFlows.find((known) => known === fields.device);
  if (!flow || !flowsFor(progress, interaction.terms).includes(flow)) {
    seeOther(ctx, `${address}?method=digitalis-allampolgar`);
    return;
  }
  const service = { hu: interaction.serviceNameIn('hu'), en: interaction.serviceNameIn('en') };
  const browser = formTokens.browserOf(ctx);
  const { id } = await wallets.presentations.begin({ flow, uid, browser, service }, now());
  await progressStore.remember(uid, {
    state: 'wallet-asked',
    presentationId: id,
    flow,
    before: passwordOf(progress),
  });
  seeOther(ctx, address);
}

/** Back to before a wallet was asked; `again` asks where it is. */
async function leave(
  parts: Pick<WalletStepParts, 'wallets' | 'progressStore'>,
  ctx: Context,
  interaction: LoginInteraction,
  action: WalletAction,
): Promise<void> {
  const { progress } = interaction;
  if (progress.state === 'wallet-asked') {
    await parts.wallets.presentations.forget(progress.presentationId);
  }
  if (progress.state === 'wallet-asked' || progress.state === 'wallet-unknown') {
    await goBackTo(parts, interaction, progress.before);
  }
  seeOther(
    ctx,
    action === 'again' ? `${interaction.address}?method=digitalis-allampolgar` : interaction.address,
  );
}

/** From here on the person must prove that an account is theirs; the code makes the wallet its own. */
async function link(
  parts: Pick<WalletStepParts, 'accounts' | 'progressStore' | 'pages'>,
  ctx: Context,
  interaction: LoginInteraction,
): Promise<void> {
  const { progress } = interaction;
  if (progress.state === 'wallet-unknown' && progress.proven.subject) {
    const { before, proven } = progress;
    const account = before && (await parts.accounts.find(before.accountId));
    if (account && !isSamePerson(account, proven.claims)) {
      await showDifferentPerson(parts, ctx, interaction);
      return;
    }
    const linking = before ? { ...before, toLink: proven } : { ...progress, isLinking: true };
    await parts.progressStore.remember(interaction.uid, linking);
  }
  seeOther(ctx, interaction.address);
}

/** For the script of the page, which has nothing to do but wait. */
export async function tellWalletStatus(
  { wallets, now }: Pick<WalletStepParts, 'wallets' | 'now'>,
  ctx: Context,
  { progress }: LoginInteraction,
): Promise<void> {
  const presentation =
    progress.state === 'wallet-asked'
      ? await wallets.presentations.find(progress.presentationId, now())
      : undefined;
  const isWaiting = presentation?.state === 'requested' || presentation?.state === 'request-fetched';
  ctx.body = { state: isWaiting ? 'waiting' : 'changed' };
}
