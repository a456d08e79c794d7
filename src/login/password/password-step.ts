/** The first step: user name and password. The answer is the same for a name that nobody has. */
import type { Context } from 'koa';
import { z } from 'zod';
import { type Account, lacksData, verifiedChannelsOf } from '../../accounts/account.ts';
import { mustBeReplaced } from '../../accounts/password/password-rules.ts';
import { passwordField } from '../../accounts/password/typed-password.ts';
import { usernameAsStored } from '../../accounts/username.ts';
import type { PasswordMethod } from '../../assurance/cutover-calendar.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import { lockedError } from '../../web/form/locked-error.ts';
import { keptInstant } from '../../web/page/dates-and-times.ts';
import type { FormError } from '../../web/page/page.ts';
import { goneSignal } from '../../web/request/request-context.ts';
import type { LoginInteraction } from '../login-interaction.ts';
import type { LoginParts } from '../login-parts.ts';
import { isLinking, methods, type PasswordVerified } from '../login-progress.ts';
import { passkeyFormOf } from '../passkey/passkey-form.ts';
import { goOnAfterPassword } from './after-password.ts';

type PasswordParts = Pick<
  LoginParts,
  | 'accounts'
  | 'progressStore'
  | 'audit'
  | 'devices'
  | 'now'
  | 'pages'
  | 'interactions'
  | 'verifyPassword'
  | 'passkeyOptions'
  | 'wallets'
>;

const formSchema = z.object({
  username: z.string().trim().min(1, 'username.empty').max(64, 'username.too-long').prefault(''),
  password: passwordField('password.empty'),
  method: z.enum(methods).catch('ugyfelkapu-plus'),
});

interface Shown {
  readonly username?: string | undefined;
  /** Where it is not the errors' own. */
  readonly status?: number;
  /** Whether its owner may open the door to this browser with a message. */
  readonly offersMessage?: boolean;
}

export async function showPassword(
  parts: Pick<LoginParts, 'pages' | 'passkeyOptions'>,
  ctx: Context,
  interaction: LoginInteraction,
  method: PasswordMethod = methodOf(interaction),
  errors: FormError[] = [],
  { username = interaction.loginHint, status, offersMessage = false }: Shown = {},
): Promise<void> {
  const data = {
    address: interaction.address,
    method,
    username,
    offersMessage,
    canChangeMethod: interaction.terms.offer.methods.length > 1,
    passkey: passkeyFormOf(parts, interaction),
  };
  await parts.pages.show(ctx, 'login/password/password', {
    title: `method.${method}.sign-in`,
    serviceName: interaction.serviceName,
    errors,
    status,
    data,
  });
}

/** A wallet is linked with a code, which only an Ügyfélkapu+ has. */
function methodOf({ progress, terms: { picked, offer } }: LoginInteraction): PasswordMethod {
  const method = isLinking(progress) ? 'ugyfelkapu-plus' : (picked ?? offer.methods[0]);
  return method === 'ugyfelkapu' ? method : 'ugyfelkapu-plus';
}

/** Whose name it is; whoever verifies the password hears of a failure. */
export function lookUpAtOnce({ accounts }: Pick<PasswordParts, 'accounts'>, fields: Fields): void {
  const checked = checkFields(formSchema, fields);
  if (!('errors' in checked)) {
    accounts.findId(usernameAsStored(checked.value.username)).catch(() => {});
  }
}

export async function submitPassword(
  parts: PasswordParts,
  ctx: Context,
  interaction: LoginInteraction,
  fields: Fields,
): Promise<void> {
  const method =
    methods.find((known) => known === fields.method && interaction.terms.offer.methods.includes(known)) ??
    'ugyfelkapu-plus';
  const typed = fields.username?.slice(0, 64);
  const refuse = (error: FormError, shown: Shown = {}): Promise<void> =>
    showPassword(parts, ctx, interaction, method, [error], { username: typed, ...shown });

  const checked = checkFields(formSchema, fields);
  if ('errors' in checked) {
    const errors = checked.errors as FormError[];
    await showPassword(parts, ctx, interaction, method, errors, { username: typed });
    return;
  }
  const username = usernameAsStored(checked.value.username);
  const source = parts.devices.attemptSourceOf(ctx, username);
  const { password } = checked.value;
  const isUnknown = source.knownDevice === undefined;
  const verdict = await parts.verifyPassword(username, password, source, parts.now(), goneSignal(ctx));
  switch (verdict.kind) {
    case 'verified': {
      const { account, failuresBefore } = verdict;
      await parts.audit.record(securityEvents.passwordVerified(account.id));
      if (account.waitsUntil && parts.now() < account.waitsUntil) {
        const values = { until: keptInstant(account.waitsUntil, 'instantInWords') };
        await refuse({ field: 'username', message: 'password.rests', values }, { status: 403 });
        return;
      }
      const verified = {
        ...passwordVerified(account, username, method, interaction.arrivedAt),
        ...(failuresBefore > 0 && { failuresBefore }),
      };
      await goOnAfterPassword(parts, ctx, interaction, verified, account);
      return;
    }
    case 'suspended':
      await refuse({ field: 'username', message: 'password.suspended' }, { status: 403 });
      return;
    case 'wrong':
      await refuse({ field: 'username', message: 'password.wrong' }, { offersMessage: isUnknown });
      return;
    case 'locked':
      await refuse(lockedError('username', 'password.locked', verdict.until), { offersMessage: isUnknown });
  }
}

function passwordVerified(
  account: Account,
  username: string,
  method: PasswordMethod,
  at: Date,
): PasswordVerified {
  const { id: accountId, hasPlus, hasApp, hasPasskey, sessionsEndedAt, profile, passwordHash } = account;
  const channels = verifiedChannelsOf(profile);
  return {
    state: 'password-verified',
    accountId,
    username,
    sessionsEndedAt,
    method,
    hasPlus,
    hasApp,
    hasPasskey,
    channels,
    passwordGivenAt: Math.floor(at.getTime() / 1000),
    ...(lacksData(profile) && { lacksData: true as const }),
    ...(mustBeReplaced(account) && { passwordToReplace: hashOfIdentifier(passwordHash) }),
  };
}
