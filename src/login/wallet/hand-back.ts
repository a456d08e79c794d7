/**
 * The answer of a wallet comes back to the browser that asked: by the link of a wallet on this device, or by the code that another
 * device shows. Only that browser goes on.
 */
import type { Context } from 'koa';
import { z } from 'zod';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { HandBackVerdict } from '../../wallet/presentations/presentation-store.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { WalletStepParts } from '../login-parts.ts';
import type { WalletAsked } from '../login-progress.ts';
import { conclude } from './wallet-conclusion.ts';
import { showFailure, showHandBackCode } from './wallet-pages.ts';

const longestResponseCode = 128;
const codeSchema = z.object({
  hand_back_code: z
    .string()
    .max(64, 'wallet.code.format')
    .transform((typed) => typed.replace(/[\s-]/g, ''))
    .pipe(z.string().regex(/^\d{6}$/, 'wallet.code.format'))
    .prefault(''),
});

/** The code that another device shows was typed. */
export async function submitHandBackCode(
  parts: WalletStepParts,
  ctx: Context,
  interaction: LoginInteraction,
  asked: WalletAsked,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(codeSchema, fields);
  const presentation = await parts.wallets.presentations.find(asked.presentationId, parts.now());
  if (presentation?.state !== 'answered' || asked.flow !== 'cross-device') {
    seeOther(ctx, interaction.address);
    return;
  }
  if ('errors' in checked) {
    await showHandBackCode(parts, ctx, interaction, presentation, checked.errors as FormError[], 422);
    return;
  }
  const verdict = await handBack(parts, ctx, presentation.id, checked.value.hand_back_code, 'hand-back');
  if (verdict.kind === 'right') {
    await conclude(parts, ctx, interaction, asked, verdict.presentation.outcome);
    return;
  }
  const left = verdict.kind === 'wrong' ? verdict.triesLeft : 0;
  if (left === 0) {
    await showFailure(parts, ctx, interaction, verdict.kind === 'wrong' ? 'given-up' : 'over', 429);
    return;
  }
  const error: FormError = { field: 'hand_back_code', message: 'wallet.code.wrong', values: { left } };
  await showHandBackCode(parts, ctx, interaction, presentation, [error], 422);
}

/** The wallet on this device led the browser back. */
export async function completeOnSameDevice(
  parts: WalletStepParts,
  ctx: Context,
  interaction: LoginInteraction,
): Promise<void> {
  const { progress } = interaction;
  const given = String(ctx.query.response_code ?? '').slice(0, longestResponseCode);
  if (progress.state !== 'wallet-asked' || progress.flow !== 'same-device' || interaction.resumeAddress) {
    seeOther(ctx, interaction.address);
    return;
  }
  const verdict = await handBack(parts, ctx, progress.presentationId, given, 'response-code');
  if (verdict.kind === 'right') {
    await conclude(parts, ctx, interaction, progress, verdict.presentation.outcome);
    return;
  }
  await showFailure(parts, ctx, interaction, 'over', 403);
}

async function handBack(
  { wallets, formTokens, audit, now }: WalletStepParts,
  ctx: Context,
  id: string,
  given: string,
  by: 'hand-back' | 'response-code',
): Promise<HandBackVerdict> {
  const wrong = securityEvents.presentationRefused(`${by}-wrong`);
  const browser = formTokens.browserOf(ctx);
  const verdict = await wallets.presentations.handBack(id, browser, given, now(), wrong);
  if (verdict.kind === 'over') {
    await audit.record(securityEvents.presentationRefused(`${by}-over`));
  }
  return verdict;
}
