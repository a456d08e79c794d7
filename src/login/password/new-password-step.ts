/**
 * A right password that may not stand alone, since it was chosen beside a code, or came with an import: another one is chosen before the
 * sign-in goes on (NIST SP 800-63B-4 §3.1.1.2).
 */
import type { Context } from 'koa';
import { z } from 'zod';
import { type Account, recipientOf } from '../../accounts/account.ts';
import { provenRequester } from '../../accounts/password/hash-queue.ts';
import {
  judgementFor,
  type NewPasswordFault,
  shortestPassword,
} from '../../accounts/password/password-rules.ts';
import { passwordField, type TypedPassword } from '../../accounts/password/typed-password.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { endingsInWords, withEnded } from '../../ending-notices/ending-notices.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import { errorOfNewPassword, type StrengthShown, strengthShown } from '../../web/form/new-password-error.ts';
import { languageOf } from '../../web/language.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { goneSignal } from '../../web/request/request-context.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { LoginParts } from '../login-parts.ts';
import { isEnded, type PasswordVerified } from '../login-progress.ts';
import { nextStep } from '../next-step.ts';
import { beginAgain, goOnWithPlus } from '../revoked-login.ts';
import { goOnAfterPassword } from './after-password.ts';

type NewPasswordParts = Pick<
  LoginParts,
  | 'accounts'
  | 'progressStore'
  | 'interactions'
  | 'wallets'
  | 'pages'
  | 'hasher'
  | 'judgeNewPassword'
  | 'messages'
  | 'endingNotices'
  | 'now'
>;

const formSchema = z.object({ new_password: passwordField('new-password.empty') });

/** One citizen at this step. */
interface Visit {
  readonly interaction: LoginInteraction;
  readonly progress: PasswordVerified;
  readonly account: Account;
}

export async function showNewPassword(
  parts: NewPasswordParts,
  ctx: Context,
  interaction: LoginInteraction,
): Promise<void> {
  const visit = await visitOf(parts, ctx, interaction);
  if (visit) {
    await showForm(parts, ctx, visit);
  }
}

export async function submitNewPassword(
  parts: NewPasswordParts,
  ctx: Context,
  interaction: LoginInteraction,
  fields: Fields,
): Promise<void> {
  const visit = await visitOf(parts, ctx, interaction);
  if (!visit) {
    return;
  }
  const checked = checkFields(formSchema, fields);
  if ('errors' in checked) {
    await showForm(parts, ctx, visit, checked.errors as FormError[]);
    return;
  }
  const { new_password: chosen } = checked.value;
  const fault = await faultOf(parts, ctx, visit, chosen);
  if (fault) {
    const errors = [errorOfNewPassword(fault, shortestPassword(visit.account))];
    await showForm(parts, ctx, visit, errors, strengthShown(fault));
    return;
  }
  await replace(parts, ctx, visit, chosen);
}

/** @returns undefined where the step is not this one any more, and the page is left. */
async function visitOf(
  parts: Pick<NewPasswordParts, 'accounts' | 'progressStore'>,
  ctx: Context,
  interaction: LoginInteraction,
): Promise<Visit | undefined> {
  const { progress, terms, address } = interaction;
  if (progress.state !== 'password-verified' || nextStep(progress, terms) !== 'new-password') {
    seeOther(ctx, address);
    return undefined;
  }
  const account = await parts.accounts.find(progress.accountId);
  // Also where a reset kept the sessions: whoever waits here knew the password of before.
  if (!account || isEnded(progress, account) || !isStillStored(progress, account)) {
    await beginAgain(parts, ctx, interaction);
    return undefined;
  }
  if (account.hasPlus) {
    await goOnWithPlus(parts, ctx, interaction, progress, account);
    return undefined;
  }
  return { interaction, progress, account };
}

function isStillStored({ passwordToReplace }: PasswordVerified, { passwordHash }: Account): boolean {
  return passwordToReplace === hashOfIdentifier(passwordHash);
}

/** The password so far was given, so the hash may be asked whether this is the same: nobody learns anything. */
async function faultOf(
  { judgeNewPassword, hasher }: Pick<NewPasswordParts, 'judgeNewPassword' | 'hasher'>,
  ctx: Context,
  { account }: Visit,
  chosen: TypedPassword,
): Promise<NewPasswordFault | undefined> {
  const fault = await judgeNewPassword(account, chosen);
  if (fault) {
    return fault;
  }
  const isSame = await hasher.verify(account.passwordHash, chosen, provenRequester(ctx.ip), goneSignal(ctx));
  return isSame ? { kind: 'unchanged' } : undefined;
}

/** Ends what was signed in with the password of before; this sign-in goes on. */
async function replace(
  parts: NewPasswordParts,
  ctx: Context,
  { interaction, progress, account }: Visit,
  chosen: TypedPassword,
): Promise<void> {
  const password = {
    hash: await parts.hasher.hash(chosen, provenRequester(ctx.ip)),
    judged: judgementFor(account),
  };
  const ended = await parts.endingNotices.of('password-changed', account);
  const event = withEnded(securityEvents.passwordChanged(account.id), ended);
  const endedAt = await parts.accounts.changePassword(account, password, event);
  if (endedAt === undefined) {
    await beginAgain(parts, ctx, interaction);
    return;
  }
  const more = parts.endingNotices.inMail(ended, account);
  await parts.messages.tell(recipientOf(account), 'password-changed', parts.now(), more);
  const { passwordToReplace: _, ...rest } = progress;
  await goOnAfterPassword(parts, ctx, interaction, { ...rest, sessionsEndedAt: endedAt }, account);
}

async function showForm(
  { pages, endingNotices }: Pick<NewPasswordParts, 'pages' | 'endingNotices'>,
  ctx: Context,
  { interaction, account }: Visit,
  errors: FormError[] = [],
  strength?: StrengthShown,
): Promise<void> {
  const ends = await endingNotices.of('password-changed', account);
  await pages.show(ctx, 'login/password/new-password', {
    title: 'replace-password.title',
    serviceName: interaction.serviceName,
    errors,
    data: {
      address: interaction.address,
      username: account.profile.username,
      least: shortestPassword(account),
      strength,
      isImported: account.passwordJudged === 'never',
      ends: endingsInWords(ends, languageOf(ctx)),
    },
  });
}
