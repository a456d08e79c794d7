/**
 * A passkey: alone, in place of name and password; after the password, in place of the code; or for a session that is to show more. The
 * challenge is spent before the sign-in moves on.
 */
import type { Context } from 'koa';
import { type Account, lacksData } from '../../accounts/account.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import {
  type AuthenticationAnswer,
  authenticationAnswerSchema,
  parseAnswer,
} from '../../passkeys/browser-answer.ts';
import type { PasskeyVerdict } from '../../passkeys/passkey-verifier.ts';
import type { Fields } from '../../web/form/form.ts';
import { noteUnreadable, passkeyError, type ToldPasskeyRefusal } from '../../web/form/passkey-error.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { LoginParts } from '../login-parts.ts';
import { isEnded, type LoginProgress, type PasswordVerified, passwordOf } from '../login-progress.ts';
import { channelsFor } from '../next-step.ts';
import { beginAgain } from '../revoked-login.ts';
import { challengePlaceOf, isPasskeyTaken, passkeyFormOf } from './passkey-form.ts';

type PasskeyParts = Pick<
  LoginParts,
  | 'accounts'
  | 'progressStore'
  | 'passkeyVerifier'
  | 'passkeyOptions'
  | 'interactions'
  | 'pages'
  | 'audit'
  | 'now'
>;

/** What was refused, and what the browser tells the authenticator of it. */
interface Refusal {
  readonly reason: ToldPasskeyRefusal;
  readonly credentialId: string;
}

export async function showPasskey(
  parts: Pick<LoginParts, 'pages' | 'passkeyOptions'>,
  ctx: Context,
  interaction: LoginInteraction,
  refusal?: Refusal,
): Promise<void> {
  const { address, serviceName, progress, isStepUp } = interaction;
  const passkey = passkeyFormOf(parts, interaction);
  const errors: FormError[] = refusal ? [passkeyError(refusal.reason)] : [];
  const data = {
    address,
    passkey,
    isStepUp,
    isDemanded: interaction.terms.needsPasskey === true,
    instead: insteadOf(interaction, progress),
    unknown: refusal?.reason === 'unknown' ? unknownIn(passkey?.options, refusal.credentialId) : undefined,
  };
  await parts.pages.show(ctx, 'login/passkey/passkey', {
    title: 'passkey.title',
    serviceName,
    errors,
    data,
  });
}

/** What else there is. */
function insteadOf(
  { terms }: LoginInteraction,
  progress: LoginProgress,
): 'code' | 'one-time-code' | 'methods' | undefined {
  if (terms.needsPasskey) {
    return undefined;
  }
  if (progress.state !== 'password-verified') {
    return 'methods';
  }
  if (progress.hasApp) {
    return 'code';
  }
  return channelsFor(progress, terms).length > 0 ? 'one-time-code' : undefined;
}

/** For the authenticator, which may drop it (WebAuthn Level 3 §5.1.10.1). */
function unknownIn(options: object | undefined, credentialId: string): object | undefined {
  return options && 'rpId' in options ? { rpId: options.rpId, credentialId } : undefined;
}

const answers = new WeakMap<Fields, { readonly answer: AuthenticationAnswer | undefined }>();

/** Parsed once. */
function answerIn(fields: Fields): AuthenticationAnswer | undefined {
  const known = answers.get(fields) ?? { answer: parseAnswer(authenticationAnswerSchema, fields.credential) };
  answers.set(fields, known);
  return known.answer;
}

/** The passkey, and whose it says that it is. */
export function lookUpPasskeyAtOnce(
  { accounts, passkeyVerifier }: Pick<PasskeyParts, 'accounts' | 'passkeyVerifier'>,
  fields: Fields,
): void {
  const answer = answerIn(fields);
  const claimed = answer && passkeyVerifier.claimedAccount(answer);
  if (answer && claimed !== undefined) {
    passkeyVerifier.lookUpAtOnce(answer);
    accounts.findOnce(claimed).catch(() => {});
  }
}

export async function submitPasskey(
  parts: PasskeyParts,
  ctx: Context,
  interaction: LoginInteraction,
  fields: Fields,
): Promise<void> {
  if (!isPasskeyTaken(interaction)) {
    seeOther(ctx, interaction.address);
    return;
  }
  const answer = answerIn(fields);
  if (!answer) {
    await refuse(parts, ctx, interaction, { reason: 'invalid', credentialId: '' });
    return;
  }
  const before = passwordOf(interaction.progress);
  const [account, verdict] = await judge(parts, interaction, answer, before);
  noteUnreadable(ctx, verdict);
  if (before && before.accountId === account?.id && isEnded(before, account)) {
    await beginAgain(parts, ctx, interaction);
    return;
  }
  const reason = refusalOf(verdict, account, parts.now());
  await (account && reason === undefined
    ? signIn(parts, ctx, interaction, account, before)
    : refuse(parts, ctx, interaction, { reason: reason ?? 'unknown', credentialId: answer.id }, account?.id));
}

/** The account that the passkey names nearly always is the one. The engine goes on with it as it was found here. */
async function judge(
  { accounts, passkeyVerifier }: PasskeyParts,
  interaction: LoginInteraction,
  answer: AuthenticationAnswer,
  before: PasswordVerified | undefined,
): Promise<[Account | undefined, PasskeyVerdict]> {
  const arrival = { place: challengePlaceOf(interaction), at: interaction.arrivedAt };
  const claimed = passkeyVerifier.claimedAccount(answer);
  const [named, verdict] = await Promise.all([
    claimed === undefined ? undefined : accounts.findOnce(claimed),
    passkeyVerifier.verify(answer, arrival, before?.accountId),
  ]);
  const { accountId } = verdict;
  const isNamed = accountId === undefined || accountId === claimed;
  return [isNamed ? named : await accounts.findOnce(accountId), verdict];
}

function refusalOf(
  verdict: PasskeyVerdict,
  account: Account | undefined,
  now: Date,
): ToldPasskeyRefusal | undefined {
  if (verdict.kind === 'refused') {
    return verdict.reason;
  }
  const isResting = account?.waitsUntil !== undefined && now < account.waitsUntil;
  return account?.status !== 'active' || isResting ? 'account' : undefined;
}

async function signIn(
  { interactions }: PasskeyParts,
  ctx: Context,
  interaction: LoginInteraction,
  account: Account,
  before: PasswordVerified | undefined,
): Promise<void> {
  const { id: accountId, profile, sessionsEndedAt, hasPlus } = account;
  const missing = lacksData(profile) && { lacksData: true as const };
  const who = before ?? { accountId, username: profile.username, sessionsEndedAt, hasPlus, ...missing };
  await interactions.finish(ctx, interaction, who, { by: 'passkey', reached: 'substantial' }, account);
}

async function refuse(
  parts: PasskeyParts,
  ctx: Context,
  interaction: LoginInteraction,
  refusal: Refusal,
  accountId?: string,
): Promise<void> {
  await parts.audit.record(securityEvents.passkeyRefused(refusal.reason, accountId));
  await showPasskey(parts, ctx, interaction, refusal);
}
