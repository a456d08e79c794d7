/** Asking for a reset: whose name it is for, and the message with its code. */
import type { Context } from 'koa';
import { z } from 'zod';
import { usernameAsStored } from '../../accounts/username.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { LimitReached } from '../../errors.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { safeReturnAddress } from '../return-address.ts';
import { resetPageOf, showResetStart, showWhereResetStands } from './reset-pages.ts';
import { currentReset, isIn, type ResetParts } from './reset-parts.ts';

const nameSchema = z.object({
  username: z.string().trim().min(1, 'username.empty').max(64, 'username.too-long').prefault(''),
});

export async function submitResetStart(parts: ResetParts, ctx: Context, fields: Fields): Promise<void> {
  const checked = checkFields(nameSchema, fields);
  if ('errors' in checked) {
    await showResetStart(parts, ctx, checked.errors as FormError[], fields);
    return;
  }
  await ask(parts, ctx, usernameAsStored(checked.value.username), safeReturnAddress(fields.folytatas));
}

/** Another message for the reset under way. */
export async function submitResetAgain(parts: ResetParts, ctx: Context): Promise<void> {
  const stored = await currentReset(parts, ctx);
  await (isIn('asked', stored)
    ? ask(parts, ctx, stored.reset.username, stored.reset.returnTo)
    : showWhereResetStands(parts, ctx, stored));
}

/** Who asks is counted by address, whoever they ask for. */
async function ask(
  { devices, rateLimits, audit, reset, formTokens, now }: ResetParts,
  ctx: Context,
  username: string,
  returnTo: string | undefined,
): Promise<void> {
  const source = devices.attemptSourceOf(ctx, username);
  const wait = await rateLimits.countRequest(source.address);
  if (wait > 0) {
    throw new LimitReached(Math.ceil(wait / 1000));
  }
  await audit.record(securityEvents.passwordResetAsked(devices.triedName(username)));
  await reset.ask(username, formTokens.browserOf(ctx), source, returnTo, now());
  seeOther(ctx, resetPageOf.asked);
}
