/** The end of a reset: a new password, and whether whoever is signed in stays. The second factor stays as it is. */
import type { Context } from 'koa';
import { z } from 'zod';
import { provenRequester } from '../../accounts/password/hash-queue.ts';
import { shortestPassword } from '../../accounts/password/password-rules.ts';
import { passwordField } from '../../accounts/password/typed-password.ts';
import type { ResetProven, StoredReset } from '../../accounts/recovery/password-reset-store.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import { errorOfNewPassword, strengthShown } from '../../web/form/new-password-error.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import {
  resetPageOf,
  showResetDone,
  showResetOver,
  showResetPassword,
  showWhereResetStands,
} from './reset-pages.ts';
import { currentReset, isIn, type ResetParts } from './reset-parts.ts';

const passwordSchema = z.object({ new_password: passwordField('new-password.empty') });

export async function showNewPassword(parts: ResetParts, ctx: Context): Promise<void> {
  const stored = await currentReset(parts, ctx);
  const owner = isIn('proven', stored) ? await parts.reset.ownerOf(stored.reset.claim) : undefined;
  await (owner
    ? showResetPassword(parts, ctx, shortestPassword(owner))
    : showWhereResetStands(parts, ctx, stored));
}

export async function submitNewPassword(parts: ResetParts, ctx: Context, fields: Fields): Promise<void> {
  const stored = await currentReset(parts, ctx);
  await (isIn('proven', stored)
    ? receiveNewPassword(parts, ctx, stored, fields)
    : showWhereResetStands(parts, ctx, stored));
}

async function receiveNewPassword(
  parts: ResetParts,
  ctx: Context,
  stored: StoredReset<ResetProven>,
  fields: Fields,
): Promise<void> {
  const owner = await parts.reset.ownerOf(stored.reset.claim);
  if (!owner) {
    await showResetOver(parts, ctx);
    return;
  }
  const least = shortestPassword(owner);
  const endsSessions = fields.sign_out !== undefined;
  const checked = checkFields(passwordSchema, fields);
  if ('errors' in checked) {
    await showResetPassword(parts, ctx, least, { errors: checked.errors as FormError[], endsSessions });
    return;
  }
  const { new_password: chosen } = checked.value;
  const fault = await parts.judgeNewPassword(owner, chosen);
  if (fault) {
    const errors = [errorOfNewPassword(fault, least)];
    await showResetPassword(parts, ctx, least, { errors, endsSessions, strength: strengthShown(fault) });
    return;
  }
  const event = securityEvents.passwordReset(owner.id, endsSessions);
  const password = { password: chosen, requester: provenRequester(ctx.ip) };
  if (await parts.reset.setPassword(owner, password, endsSessions, parts.now(), event)) {
    await parts.resets.finish(parts.formTokens.browserOf(ctx), stored, parts.now());
  } else {
    await parts.audit.record(securityEvents.passwordResetRefused('moved'));
  }
  seeOther(ctx, resetPageOf.done);
}

export async function showDone(parts: ResetParts, ctx: Context): Promise<void> {
  const stored = await currentReset(parts, ctx);
  await (isIn('done', stored)
    ? showResetDone(parts, ctx, stored.reset.returnTo)
    : showWhereResetStands(parts, ctx, stored));
}
