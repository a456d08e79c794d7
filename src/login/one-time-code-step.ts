/**
 * A one-time code by e-mail or text message, where the deployment sends them. A look at the page sends nothing: mail scanners
 * and reloads look too. The code is spent before the sign-in moves on.
 */

import type { Context } from 'koa';
import { z } from 'zod';
import { recipientOf, verifiedChannelsOf } from '../accounts/account.ts';
import type { CodeChannel } from '../assurance/one-time-codes.ts';
import { securityEvents } from '../audit/security-events.ts';
import { RequestRefused } from '../errors.ts';
import { checkFields, type Fields } from '../web/form.ts';
import { timeOfDay } from '../web/instants.ts';
import type { FormError } from '../web/page.ts';
import { seeOther } from '../web/redirect.ts';
import type { PasswordVerified } from './login-attempt.ts';
import type { LoginParts } from './login-parts.ts';
import { channelsFor } from './next-step.ts';
import { createOneTimeCodePages, errorOf, statusOf, type Visit } from './one-time-code-pages.ts';
import type { SignIn } from './sign-in.ts';

export const oneTimeCodeActions = ['send', 'check'] as const;

export type OneTimeCodeAction = (typeof oneTimeCodeActions)[number];

export interface OneTimeCodeStep {
  show(ctx: Context, signIn: SignIn, attempt: PasswordVerified): Promise<void>;
  receive(
    ctx: Context,
    signIn: SignIn,
    attempt: PasswordVerified,
    action: OneTimeCodeAction,
    fields: Fields,
  ): Promise<void>;
}

type Parts = Pick<
  LoginParts,
  'attempts' | 'accounts' | 'oneTimeCodes' | 'formTokens' | 'devices' | 'signIns' | 'pages' | 'audit' | 'now'
>;

const checkSchema = z.object({ one_time_code: z.string().max(64, 'one-time-code.format').prefault('') });

export function createOneTimeCodeStep(parts: Parts): OneTimeCodeStep {
  const { oneTimeCodes, devices, signIns, audit, now } = parts;
  const { showChoice, showCode } = createOneTimeCodePages(parts.pages);

  /** Undefined where the citizen got an Ügyfélkapu+ meanwhile, elsewhere: its code is asked for, and the page is left. */
  async function visitOf(
    ctx: Context,
    signIn: SignIn,
    attempt: PasswordVerified,
  ): Promise<Visit | undefined> {
    const account = await parts.accounts.find(attempt.accountId);
    if (account?.status !== 'active' || (attempt.hasPlus && !account.hasPlus)) {
      throw new RequestRefused(410, 'sign-in-ended');
    }
    if (account.hasPlus && !attempt.hasPlus) {
      await parts.attempts.remember(signIn.uid, { ...attempt, hasPlus: true, pickedFactor: 'authenticator' });
      seeOther(ctx, signIn.address);
      return undefined;
    }
    const verified = verifiedChannelsOf(account.profile);
    return {
      signIn,
      attempt,
      account,
      code: { accountId: account.id, uid: signIn.uid, browser: parts.formTokens.browserOf(ctx) },
      channels: channelsFor(attempt, signIn.terms).filter((channel) => verified.includes(channel)),
    };
  }

  async function show(ctx: Context, signIn: SignIn, attempt: PasswordVerified): Promise<void> {
    const visit = await visitOf(ctx, signIn, attempt);
    if (!visit) {
      return;
    }
    const isChoosing = ctx.query.factor !== undefined;
    const sent = isChoosing ? undefined : await oneTimeCodes.find(visit.code);
    await (sent ? showCode(ctx, visit, sent) : showChoice(ctx, visit));
  }

  async function receive(
    ctx: Context,
    signIn: SignIn,
    attempt: PasswordVerified,
    action: OneTimeCodeAction,
    fields: Fields,
  ): Promise<void> {
    const visit = await visitOf(ctx, signIn, attempt);
    if (!visit) {
      return;
    }
    await (action === 'send' ? send(ctx, visit, fields) : check(ctx, visit, fields));
  }

  async function send(ctx: Context, visit: Visit, fields: Fields): Promise<void> {
    const { signIn, attempt, account, code } = visit;
    const channel = visit.channels.find((offered) => offered === fields.channel);
    if (!channel) {
      seeOther(ctx, signIn.address);
      return;
    }
    const addressee = {
      recipient: recipientOf(account),
      phone: account.profile.phone_number,
      service: signIn.serviceNameIn(account.profile.locale),
      timeOfDay,
    };
    const outcome = await oneTimeCodes.send(
      code,
      channel,
      addressee,
      devices.codeGuesserOf(ctx, attempt.username),
      now(),
    );
    if (outcome === 'too-soon' || outcome === 'too-many') {
      await showRefusal(ctx, visit, { field: '', message: `one-time-code.${outcome}` });
      return;
    }
    if (outcome === 'sent') {
      await audit.record(securityEvents.oneTimeCodeSent(account.id, channel));
    }
    seeOther(ctx, signIn.address);
  }

  /** Another message is not sent; the one before may still be used. */
  async function showRefusal(ctx: Context, visit: Visit, error: FormError): Promise<void> {
    const sent = await oneTimeCodes.find(visit.code);
    await (sent ? showCode(ctx, visit, sent, [error], 429) : showChoice(ctx, visit, [error], 429));
  }

  async function check(ctx: Context, visit: Visit, fields: Fields): Promise<void> {
    const { signIn, attempt, code } = visit;
    const sent = await oneTimeCodes.find(code);
    const checked = checkFields(checkSchema, fields);
    if (!sent || !visit.channels.includes(sent.channel)) {
      seeOther(ctx, signIn.address);
      return;
    }
    if ('errors' in checked) {
      await showCode(ctx, visit, sent, checked.errors as FormError[], 422);
      return;
    }
    const guesser = devices.codeGuesserOf(ctx, attempt.username);
    const verdict = await oneTimeCodes.verify(code, checked.value.one_time_code, guesser, now());
    if (verdict.kind === 'verified') {
      await finish(ctx, visit, verdict.channel);
    } else if (verdict.kind === 'none') {
      seeOther(ctx, signIn.address);
    } else {
      await audit.record(securityEvents.codeRefused(attempt.accountId, verdict.kind));
      await showCode(ctx, visit, sent, [errorOf(verdict)], statusOf(verdict));
    }
  }

  async function finish(ctx: Context, { signIn, attempt }: Visit, channel: CodeChannel): Promise<void> {
    const reached = signIn.terms.codes[channel];
    if (!reached) {
      throw new Error('a code of a channel that is switched off was verified');
    }
    await signIns.finish(ctx, signIn, attempt, { by: channel, reached });
  }

  return { show, receive };
}
