/** The code from the authenticator app. It is spent before the sign-in moves on. */
import type { Context } from 'koa';
import { z } from 'zod';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { CodeVerdict } from '../../totp/verify-code.ts';
import { codeError, lockOf, statusOfRefusal } from '../../web/form/code-error.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import { lockedError } from '../../web/form/locked-error.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { LoginParts } from '../login-parts.ts';
import { isEnded, type PasswordVerified } from '../login-progress.ts';
import { channelsFor, flowsFor } from '../next-step.ts';
import { offerWay } from '../passkey/offer-way.ts';
import { passkeyFormOf } from '../passkey/passkey-form.ts';
import { isPasskeyOffered } from '../passkey/passkey-offer.ts';
import { beginAgain } from '../revoked-login.ts';

type CodeParts = Pick<
  LoginParts,
  | 'accounts'
  | 'progressStore'
  | 'verifyCode'
  | 'remindOfCancellationCode'
  | 'devices'
  | 'passkeyOptions'
  | 'passkeys'
  | 'sharedComputer'
  | 'interactions'
  | 'pages'
  | 'audit'
  | 'ownerNotices'
  | 'now'
>;

const formSchema = z.object({ code: z.string().max(64, 'code.format').prefault('') });

/** Also when it is loaded again while nothing is looked at; which is read only where this browser was told so, and may be over by now. */
export async function showCodeStep(
  parts: Pick<LoginParts, 'pages' | 'passkeyOptions' | 'authenticators' | 'devices' | 'now'>,
  ctx: Context,
  interaction: LoginInteraction,
  progress: PasswordVerified,
): Promise<void> {
  if (!parts.pages.lockTold(ctx)) {
    await showCode(parts, ctx, interaction, progress);
    return;
  }
  const source = parts.devices.codeAttemptSourceOf(ctx, progress.username);
  const until = await parts.authenticators.findCodeLock(progress.accountId, source, parts.now());
  const errors = until ? [lockedError('code', 'code.locked', until)] : [];
  await showCode(parts, ctx, interaction, progress, errors, { lockedUntil: until ?? null });
}

async function showCode(
  parts: Pick<LoginParts, 'pages' | 'passkeyOptions'>,
  ctx: Context,
  interaction: LoginInteraction,
  progress: PasswordVerified,
  errors: FormError[] = [],
  {
    status = 200,
    lockedUntil,
    offersMessage = false,
  }: { status?: number; lockedUntil?: Date | null | undefined; offersMessage?: boolean } = {},
): Promise<void> {
  const data = {
    address: interaction.address,
    isStepUp: interaction.isStepUp,
    username: progress.username,
    offersMessage,
    passkey: progress.hasPasskey ? passkeyFormOf(parts, interaction) : undefined,
    canBeSentCode: channelsFor(progress, interaction.terms).length > 0,
    hasWallets: !progress.toLink && flowsFor(progress, interaction.terms).length > 0,
  };
  await parts.pages.show(ctx, 'login/code/code', {
    title: 'code.title',
    serviceName: interaction.serviceName,
    errors,
    lockedUntil,
    status,
    data,
  });
}

/** Nothing that is typed here is looked at for a while, or any more. */
function isOver(verdict: CodeVerdict): boolean {
  return (
    verdict.kind === 'exhausted' ||
    ('attemptsLeft' in verdict && verdict.attemptsLeft === 0) ||
    verdict.kind === 'locked'
  );
}

export async function submitCode(
  parts: CodeParts,
  ctx: Context,
  interaction: LoginInteraction,
  fields: Fields,
): Promise<void> {
  const { progress } = interaction;
  const isAsked =
    progress.state === 'password-verified' &&
    progress.hasApp &&
    progress.hasPlus &&
    !interaction.terms.needsPasskey;
  if (!isAsked) {
    seeOther(ctx, interaction.address);
    return;
  }
  const checked = checkFields(formSchema, fields);
  if ('errors' in checked) {
    await showCode(parts, ctx, interaction, progress, checked.errors as FormError[], { status: 422 });
    return;
  }
  const source = parts.devices.codeAttemptSourceOf(ctx, progress.username);
  const [verdict, account] = await Promise.all([
    parts.verifyCode(progress.accountId, checked.value.code, source, parts.now()),
    parts.accounts.findOnce(progress.accountId),
  ]);
  if (isEnded(progress, account)) {
    await beginAgain(parts, ctx, interaction);
    return;
  }
  if (verdict.kind === 'verified') {
    if (verdict.mayBeReminded) {
      await parts.remindOfCancellationCode(ctx, progress.accountId);
    }
    const isOffered =
      !progress.toLink && (await isPasskeyOffered(parts, ctx, interaction, progress.accountId, fields));
    const way = isOffered ? offerWay : undefined;
    const { failuresBefore } = verdict;
    const proof = { by: 'authenticator', reached: 'substantial', failuresBefore } as const;
    await parts.interactions.finish(ctx, interaction, progress, proof, account, way);
    return;
  }
  await parts.audit.record(securityEvents.codeRefused(progress.accountId, verdict.kind));
  if (account) {
    await parts.ownerNotices.codeRefused(account, source.knownDevice !== undefined, verdict);
  }
  await showCode(parts, ctx, interaction, progress, [codeError('code', verdict)], {
    status: statusOfRefusal(verdict),
    lockedUntil: lockOf(verdict),
    offersMessage: source.knownDevice === undefined && isOver(verdict),
  });
}
