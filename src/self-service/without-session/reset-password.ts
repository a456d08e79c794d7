/** The end of a reset: a new password, and whether whoever is signed in stays. The second factor stays as it is. */
import type { Context } from 'koa';
import { z } from 'zod';
import type { Account } from '../../accounts/account.ts';
import { provenRequester } from '../../accounts/password/hash-queue.ts';
import { shortestPassword } from '../../accounts/password/password-rules.ts';
import { passwordField } from '../../accounts/password/typed-password.ts';
import type { ResetProven, StoredReset } from '../../accounts/recovery/password-reset-store.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { withEnded } from '../../ending-notices/ending-notices.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import { errorOfNewPassword, strengthShown } from '../../web/form/new-password-error.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { letThisBrowserIn } from './reset-code.ts';
import {
  resetPageOf,
  showResetDone,
  showResetOver,
  showResetPassword,
  showWhereResetStands,
  whenIn,
} from './reset-pages.ts';
import { currentReset, isIn, type ResetParts } from './reset-parts.ts';

const passwordSchema = z.object({ new_password: passwordField('new-password.empty') });

export async function showNewPassword(parts: ResetParts, ctx: Context): Promise<void> {
  const stored = await currentReset(parts, ctx);
  const owner = isIn('proven', stored) ? await parts.reset.ownerOf(stored.reset.claim) : undefined;
  await (owner
    ? showResetPassword(parts, ctx, owner, await endingsOf(parts, owner))
    : showWhereResetStands(parts, ctx, stored));
}

export function submitNewPassword(parts: ResetParts, ctx: Context, fields: Fields): Promise<void> {
  return whenIn('proven', parts, ctx, (stored) => receiveNewPassword(parts, ctx, stored, fields));
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
  const endsSessions = fields.sign_out !== undefined;
  const shown = { ...(await endingsOf(parts, owner)), endsSessions };
  const checked = checkFields(passwordSchema, fields);
  if ('errors' in checked) {
    await showResetPassword(parts, ctx, owner, { ...shown, errors: checked.errors as FormError[] });
    return;
  }
  const { new_password: chosen } = checked.value;
  const fault = await parts.judgeNewPassword(owner, chosen);
  if (fault) {
    const errors = [errorOfNewPassword(fault, shortestPassword(owner))];
    await showResetPassword(parts, ctx, owner, { ...shown, errors, strength: strengthShown(fault) });
    return;
  }
  const ended = endsSessions ? [...shown.ends, ...shown.endsIfSignedOut] : shown.ends;
  const event = withEnded(securityEvents.passwordReset(owner.id, endsSessions), ended);
  const more = parts.endingNotices.inMail(ended, owner);
  const password = { password: chosen, requester: provenRequester(ctx.ip) };
  if (await parts.reset.setPassword(owner, password, endsSessions, parts.now(), event, more)) {
    await parts.resets.finish(parts.formTokens.browserOf(ctx), stored, parts.now());
  } else {
    await parts.audit.record(
      securityEvents.passwordResetRefused('moved', parts.devices.triedName(owner.profile.username)),
    );
  }
  seeOther(ctx, resetPageOf.done);
}

/** What ends in any case, and what only with the sessions. Whoever is here has read the owner's mail. */
async function endingsOf({ endingNotices }: Pick<ResetParts, 'endingNotices'>, owner: Account) {
  const [ends, all] = await Promise.all([
    endingNotices.of('password-reset-kept', owner),
    endingNotices.of('password-reset', owner),
  ]);
  const isInAnyCase = (thing: string): boolean => ends.some((one) => one.thing === thing);
  return { ends, endsIfSignedOut: all.filter(({ thing }) => !isInAnyCase(thing)) };
}

/** Who knows the password, and came because strangers had worn out the door: nothing is changed, and this browser is known. */
export function keepPassword(parts: ResetParts, ctx: Context): Promise<void> {
  return whenIn('proven', parts, ctx, async (stored) => {
    const owner = await parts.reset.ownerOf(stored.reset.claim);
    await parts.resets.finish(parts.formTokens.browserOf(ctx), stored, parts.now());
    await letThisBrowserIn(parts, ctx, owner, stored.reset.returnTo);
  });
}

export function showDone(parts: ResetParts, ctx: Context): Promise<void> {
  return whenIn('done', parts, ctx, ({ reset }) => showResetDone(parts, ctx, reset.returnTo));
}
