/** The proof of a reset: the code from the message, typed; or the message's link, in the browser that asked. */
import type { Context } from 'koa';
import { z } from 'zod';
import type { Account } from '../../accounts/account.ts';
import {
  mostWrongResetCodes,
  type ResetAsked,
  type StoredReset,
} from '../../accounts/recovery/password-reset-store.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { messageCodeField } from '../../one-time-codes/message-code.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import {
  resetPageOf,
  showLetIn,
  showResetCode,
  showResetLink,
  showResetOver,
  whenIn,
} from './reset-pages.ts';
import { currentReset, isIn, type ResetParts } from './reset-parts.ts';

const { asked: codePage, proven: passwordPage } = resetPageOf;

const codeSchema = z.object({
  reset_code: messageCodeField('contact-code.format', 'contact-code.empty'),
});

export function showCode(parts: ResetParts, ctx: Context): Promise<void> {
  return whenIn('asked', parts, ctx, ({ reset }) => showResetCode(parts, ctx, reset));
}

export function submitCode(parts: ResetParts, ctx: Context, fields: Fields): Promise<void> {
  return whenIn('asked', parts, ctx, (stored) => receiveCode(parts, ctx, stored, fields));
}

async function receiveCode(
  parts: ResetParts,
  ctx: Context,
  stored: StoredReset<ResetAsked>,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(codeSchema, fields);
  if ('errors' in checked) {
    await showResetCode(parts, ctx, stored.reset, checked.errors as FormError[]);
    return;
  }
  const browser = parts.formTokens.browserOf(ctx);
  const outcome = await parts.resets.checkCode(browser, stored, checked.value.reset_code, parts.now());
  if (outcome === 'right') {
    seeOther(ctx, passwordPage);
    return;
  }
  const tried = parts.devices.triedName(stored.reset.username);
  await parts.audit.record(
    securityEvents.passwordResetRefused(outcome === 'wrong' ? 'wrong-code' : 'moved', tried),
  );
  const left = mostWrongResetCodes - stored.reset.wrongCodes - 1;
  if (outcome === 'moved' || left <= 0) {
    seeOther(ctx, codePage);
    return;
  }
  const error: FormError = { field: 'reset_code', message: 'contact-code.wrong', values: { left } };
  await showResetCode(parts, ctx, stored.reset, [error]);
}

export async function showLink(parts: ResetParts, ctx: Context): Promise<void> {
  const stored = await currentReset(parts, ctx);
  const token = String(ctx.params.token);
  const isOurs = isIn('asked', stored) && parts.resets.knowsToken(stored.reset, token);
  const isElsewhere = !isOurs && (await ownerOfLink(parts, token)) !== undefined;
  await showResetLink(parts, ctx, isOurs ? 'here' : isElsewhere ? 'elsewhere' : 'nowhere');
}

export async function submitLink(parts: ResetParts, ctx: Context): Promise<void> {
  const stored = await currentReset(parts, ctx);
  const token = String(ctx.params.token);
  if (isIn('asked', stored) && parts.resets.knowsToken(stored.reset, token)) {
    const browser = parts.formTokens.browserOf(ctx);
    const outcome = await parts.resets.checkToken(browser, stored, token, parts.now());
    seeOther(ctx, outcome === 'right' ? passwordPage : codePage);
    return;
  }
  await letThisBrowserIn(parts, ctx, await ownerOfLink(parts, token));
}

async function ownerOfLink(
  { reset, resets, now }: Pick<ResetParts, 'reset' | 'resets' | 'now'>,
  token: string,
): Promise<Account | undefined> {
  const claim = resets.claimIn(token, now());
  return claim && reset.ownerOf(claim);
}

/** Whoever is here has read the owner's mail: this browser is known from now on, whatever strangers do to the door of the unknown. */
export async function letThisBrowserIn(
  parts: Pick<ResetParts, 'devices' | 'audit' | 'pages'>,
  ctx: Context,
  owner: Account | undefined,
  returnTo?: string,
): Promise<void> {
  if (!owner) {
    await showResetOver(parts, ctx);
    return;
  }
  parts.devices.remember(ctx, owner.profile.username, 'message');
  await parts.audit.record(securityEvents.browserLetIn(owner.id));
  await showLetIn(parts, ctx, returnTo);
}
