/** The two pages of a one-time code: where to send it, and what was sent. */
import type { Context } from 'koa';
import type { Account } from '../../accounts/account.ts';
import type { CodeChannel } from '../../assurance/code-channels.ts';
import type { SentOneTimeCode } from '../../one-time-codes/one-time-code-record.ts';
import type { CodeSignIn } from '../../one-time-codes/one-time-code-store.ts';
import type { OneTimeCodeVerdict } from '../../one-time-codes/one-time-code-verifier.ts';
import { lockedError } from '../../web/form/locked-error.ts';
import { languageOf } from '../../web/language.ts';
import { timeOfDay } from '../../web/page/dates-and-times.ts';
import { maskedEmail, maskedPhone } from '../../web/page/masked-contact.ts';
import type { FormError, Pages } from '../../web/page/page.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { PasswordVerified } from '../login-progress.ts';

/** One citizen at this step, as a request finds them. */
export interface Visit {
  readonly interaction: LoginInteraction;
  readonly progress: PasswordVerified;
  readonly account: Account;
  readonly code: CodeSignIn;
  /** Where a code may be sent. */
  readonly channels: readonly CodeChannel[];
}

interface PageParts {
  readonly pages: Pages;
}

export async function showChannels(
  { pages }: PageParts,
  ctx: Context,
  visit: Visit,
  errors: FormError[] = [],
  status = 200,
): Promise<void> {
  const { interaction, progress, channels } = visit;
  const data = {
    address: interaction.address,
    channels: channels.map((channel) => ({
      channel,
      contact: contactOf(visit, channel),
      title: `one-time-code.by-${channel}.title`,
      button: `one-time-code.by-${channel}.button`,
    })),
    instead: insteadOf(interaction, progress),
  };
  await pages.show(ctx, 'login/code/one-time-code-choose', {
    title: 'one-time-code.choose.title',
    serviceName: interaction.serviceName,
    errors,
    status,
    data,
  });
}

export async function showSentCode(
  { pages }: PageParts,
  ctx: Context,
  visit: Visit,
  { channel, sessionIdentifier, expiresAt }: SentOneTimeCode,
  errors: FormError[] = [],
  status = 200,
): Promise<void> {
  const { interaction, progress, channels } = visit;
  const data = {
    address: interaction.address,
    channel,
    sessionIdentifier,
    contact: contactOf(visit, channel),
    until: timeOfDay(new Date(expiresAt), languageOf(ctx)),
    hasChoice: channels.length > 1 || insteadOf(interaction, progress) !== undefined,
  };
  await pages.show(ctx, 'login/code/one-time-code', {
    title: `one-time-code.by-${channel}.sent-title`,
    lapsesAt: new Date(expiresAt),
    serviceName: interaction.serviceName,
    errors,
    status,
    data,
  });
}

/** What else the citizen may do here: give the app's code, apply for it, or nothing. */
function insteadOf(
  { terms }: LoginInteraction,
  { hasPlus }: PasswordVerified,
): 'app' | 'application' | undefined {
  if (hasPlus) {
    return 'app';
  }
  return terms.offer.passwordOpens === 'application' ? 'application' : undefined;
}

function contactOf({ account: { profile } }: Visit, channel: CodeChannel): string {
  return channel === 'email' ? maskedEmail(profile.email ?? '') : maskedPhone(profile.phone_number ?? '');
}

export type Refusal = Exclude<OneTimeCodeVerdict, { kind: 'verified' | 'none' }>;

export function errorOf(refusal: Refusal): FormError {
  const field = 'one_time_code';
  switch (refusal.kind) {
    case 'wrong':
      return { field, message: 'one-time-code.wrong', values: { left: refusal.attemptsLeft } };
    case 'locked':
      return lockedError(field, 'code.locked', refusal.until);
    default:
      return { field, message: `one-time-code.${refusal.kind}` };
  }
}

/** 422: understood, but not accepted; 429 while nothing is accepted. */
export function statusOf({ kind }: Refusal): number {
  return kind === 'locked' || kind === 'exhausted' ? 429 : 422;
}
