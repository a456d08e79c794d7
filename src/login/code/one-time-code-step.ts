/**
 * A one-time code by e-mail or text message, where the deployment sends them. A look at the page sends nothing: mail scanners
 * and reloads look too. The code is spent before the sign-in moves on.
 */
import type { Context } from 'koa';
import { z } from 'zod';
import { recipientOf } from '../../accounts/account.ts';
import type { CodeChannel } from '../../assurance/code-channels.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import { briefTimeOfDay, timeOfDay } from '../../web/page/dates-and-times.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { asPicked, pickedBefore } from '../chosen-factor.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { PasswordVerified } from '../login-progress.ts';
import { nextStep } from '../next-step.ts';
import { beginAgain, isRevoked } from '../revoked-login.ts';
import { errorOf, showChannels, showSentCode, statusOf, type Visit } from './one-time-code-pages.ts';
import { type OneTimeCodeParts, visitOf } from './one-time-code-visit.ts';

const oneTimeCodeActions = ['send', 'check'] as const;

const checkSchema = z.object({ one_time_code: z.string().max(64, 'one-time-code.format').prefault('') });

export async function showOneTimeCode(
  parts: OneTimeCodeParts,
  ctx: Context,
  interaction: LoginInteraction,
  progress: PasswordVerified,
): Promise<void> {
  const visit = await visitOf(parts, ctx, interaction, progress);
  if (!visit) {
    return;
  }
  const isChoosing = ctx.query.factor !== undefined;
  const sent = isChoosing ? undefined : await parts.oneTimeCodes.find(visit.code);
  await (sent ? showSentCode(parts, ctx, visit, sent) : showChannels(parts, ctx, visit));
}

/** @param given the action, as the form's address says it */
export async function submitOneTimeCode(
  parts: OneTimeCodeParts,
  ctx: Context,
  interaction: LoginInteraction,
  given: string | undefined,
  fields: Fields,
): Promise<void> {
  if (await isRevoked(parts, interaction)) {
    await beginAgain(parts, ctx, interaction);
    return;
  }
  const action = oneTimeCodeActions.find((known) => known === given);
  const progress = asPicked(interaction, 'one-time-code');
  if (!action || !progress || nextStep(progress, interaction.terms) !== 'one-time-code') {
    seeOther(ctx, interaction.address);
    return;
  }
  if (progress.pickedFactor !== pickedBefore(interaction)) {
    await parts.progressStore.remember(interaction.uid, progress);
  }
  const visit = await visitOf(parts, ctx, interaction, progress);
  if (visit) {
    await (action === 'send' ? send(parts, ctx, visit, fields) : check(parts, ctx, visit, fields));
  }
}

async function send(parts: OneTimeCodeParts, ctx: Context, visit: Visit, fields: Fields): Promise<void> {
  const { interaction, progress, account, code } = visit;
  const channel = visit.channels.find((offered) => offered === fields.channel);
  if (!channel) {
    seeOther(ctx, interaction.address);
    return;
  }
  const addressee = {
    recipient: recipientOf(account),
    phone: account.profile.phone_number,
    service: interaction.serviceNameIn(account.profile.locale),
    timeOfDay: (instant: Date) =>
      (channel === 'sms' ? briefTimeOfDay : timeOfDay)(instant, account.profile.locale),
  };
  const who = parts.devices.codeAttemptSourceOf(ctx, progress.username);
  const outcome = await parts.oneTimeCodes.send(code, channel, addressee, who, parts.now());
  if (outcome === 'too-soon' || outcome === 'too-many') {
    await showNotSent(parts, ctx, visit, { field: '', message: `one-time-code.${outcome}` });
    return;
  }
  if (outcome === 'sent') {
    await parts.audit.record(securityEvents.oneTimeCodeSent(account.id, channel));
  }
  seeOther(ctx, interaction.address);
}

/** Another message is not sent; the one before may still be used. */
async function showNotSent(
  parts: Pick<OneTimeCodeParts, 'oneTimeCodes' | 'pages'>,
  ctx: Context,
  visit: Visit,
  error: FormError,
): Promise<void> {
  const sent = await parts.oneTimeCodes.find(visit.code);
  await (sent
    ? showSentCode(parts, ctx, visit, sent, [error], 429)
    : showChannels(parts, ctx, visit, [error], 429));
}

async function check(parts: OneTimeCodeParts, ctx: Context, visit: Visit, fields: Fields): Promise<void> {
  const { interaction, progress, code } = visit;
  const sent = await parts.oneTimeCodes.find(code);
  const checked = checkFields(checkSchema, fields);
  if (!sent || !visit.channels.includes(sent.channel)) {
    seeOther(ctx, interaction.address);
    return;
  }
  if ('errors' in checked) {
    await showSentCode(parts, ctx, visit, sent, checked.errors as FormError[], 422);
    return;
  }
  const who = parts.devices.codeAttemptSourceOf(ctx, progress.username);
  const verdict = await parts.oneTimeCodes.verify(code, checked.value.one_time_code, who, parts.now());
  if (verdict.kind === 'verified') {
    await finish(parts, ctx, visit, verdict.channel);
  } else if (verdict.kind === 'none') {
    seeOther(ctx, interaction.address);
  } else {
    await parts.audit.record(securityEvents.codeRefused(progress.accountId, verdict.kind));
    await parts.ownerNotices.codeRefused(visit.account, who.knownDevice !== undefined, verdict);
    await showSentCode(parts, ctx, visit, sent, [errorOf(verdict)], statusOf(verdict));
  }
}

async function finish(
  { interactions }: Pick<OneTimeCodeParts, 'interactions'>,
  ctx: Context,
  { interaction, progress, account }: Visit,
  channel: CodeChannel,
): Promise<void> {
  const reached = interaction.terms.codes[channel];
  if (!reached) {
    throw new Error('a code of a channel that is switched off was verified');
  }
  await interactions.finish(ctx, interaction, progress, { by: channel, reached }, account);
}
