/** Confirming with a code of the app, or a passkey, before something is changed; the citizen then comes back to where they were going. */
import type { Context } from 'koa';
import { z } from 'zod';
import type { Account } from '../../accounts/account.ts';
import { passwordField } from '../../accounts/password/typed-password.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import {
  type AuthenticationAnswer,
  authenticationAnswerSchema,
  parseAnswer,
} from '../../passkeys/browser-answer.ts';
import type { Arrival } from '../../passkeys/passkey-verifier.ts';
import { codeError, lockOf, statusOfRefusal } from '../../web/form/code-error.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import { noteUnreadable, passkeyError, type ToldPasskeyRefusal } from '../../web/form/passkey-error.ts';
import type { FormError } from '../../web/page/page.ts';
import { onwardTo } from '../../web/request/lapsed-form.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { challengePlaceIn } from '../passkeys/passkey-parts.ts';
import { verifyAgain } from '../password/password-again.ts';
import { addressAfterObjection } from '../password/password-routes.ts';
import { reauthenticationAddress, type SignedIn } from '../session-guard.ts';
import { unlinkAddressPattern } from '../wallets/wallets-address.ts';
import type { AuthenticatorParts } from './authenticator-parts.ts';

const home = '/fiok';
export const byPasskeyAddress = `${reauthenticationAddress}/azonositokulcs`;
/** The only places to which a confirmation leads on. */
const destinations = [
  addressAfterObjection,
  ...[
    'igenyles',
    'eszkozok',
    'azonositokulcsok',
    'jelszo',
    'adataim',
    'tarcaim/uj',
    'tarcaim/ajanlat',
    'keresek',
    'fiok-megszuntetese',
    'elerhetoseg/email',
    'elerhetoseg/telefon',
  ].map((page) => `${home}/${page}`),
];

const titles = {
  code: 'proof.title',
  passkey: 'proof.title-by-passkey',
  password: 'proof.title-by-password',
} as const;

const passwordSchema = z.object({ password: passwordField('password.empty') });
const codeSchema = z.object({ code: z.string().max(64, 'code.format').prefault('') });

export function showReauthentication(
  { pages, passkeyOptions }: Pick<AuthenticatorParts, 'pages' | 'passkeyOptions'>,
  ctx: Context,
  signedIn: SignedIn,
  errors: FormError[] = [],
  status?: number,
  lockedUntil?: Date,
): Promise<void> {
  const { profile, hasApp, hasPasskey } = signedIn.account;
  const next = onwardTo(ctx, `?tovabb=${encodeURIComponent(destinationOf(ctx))}`);
  const options = passkeyOptions.toSignIn(challengePlaceIn(signedIn, 'reauthentication'), signedIn.arrivedAt);
  const passkey = hasPasskey ? { address: `${byPasskeyAddress}${next}`, options } : undefined;
  const by = hasApp ? 'code' : hasPasskey ? 'passkey' : 'password';
  const data = { address: `${reauthenticationAddress}${next}`, passkey, by };
  const page = {
    title: titles[by],
    status,
    errors,
    lockedUntil,
    signedInAs: profile.username,
    data,
  } as const;
  return pages.show(ctx, 'self-service/authenticators/reauthentication', page);
}

export async function submitReauthentication(
  parts: AuthenticatorParts,
  ctx: Context,
  signedIn: SignedIn,
  fields: Fields,
): Promise<void> {
  const { account } = signedIn;
  if (!account.hasPlus) {
    await submitPasswordInstead(parts, ctx, signedIn, fields);
    return;
  }
  const checked = checkFields(codeSchema, fields);
  if ('errors' in checked) {
    await showReauthentication(parts, ctx, signedIn, checked.errors as FormError[]);
    return;
  }
  const who = parts.devices.codeAttemptSourceOf(ctx, account.profile.username);
  const verdict = await parts.verifyCode(account.id, checked.value.code, who, parts.now());
  if (verdict.kind !== 'verified') {
    await parts.audit.record(securityEvents.codeRefused(account.id, verdict.kind));
    await parts.ownerNotices.codeRefused(account, true, verdict);
    const status = statusOfRefusal(verdict);
    await showReauthentication(parts, ctx, signedIn, [codeError('code', verdict)], status, lockOf(verdict));
    return;
  }
  await parts.sessionGuard.noteReauthentication(ctx, signedIn, 'code');
  seeOther(ctx, onwardTo(ctx, destinationOf(ctx)));
}

/** Of who has no second factor. */
async function submitPasswordInstead(
  parts: AuthenticatorParts,
  ctx: Context,
  signedIn: SignedIn,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(passwordSchema, fields);
  if ('errors' in checked) {
    await showReauthentication(parts, ctx, signedIn, checked.errors as FormError[]);
    return;
  }
  const again = await verifyAgain(parts, ctx, signedIn.account, 'password', checked.value.password);
  if (again.kind === 'refused') {
    await showReauthentication(parts, ctx, signedIn, [again.error]);
    return;
  }
  await parts.sessionGuard.notePassword(ctx, signedIn);
  seeOther(ctx, onwardTo(ctx, destinationOf(ctx)));
}

/** A passkey in place of the code. */
export async function submitPasskeyInstead(
  parts: AuthenticatorParts,
  ctx: Context,
  signedIn: SignedIn,
  fields: Fields,
): Promise<void> {
  const { account, arrivedAt } = signedIn;
  const answer = parseAnswer(authenticationAnswerSchema, fields.credential);
  const arrival = { place: challengePlaceIn(signedIn, 'reauthentication'), at: arrivedAt };
  const reason = answer ? await refusalIn(parts, ctx, account, answer, arrival) : 'invalid';
  if (reason !== undefined) {
    await parts.audit.record(securityEvents.passkeyRefused(reason, account.id));
    await showReauthentication(parts, ctx, signedIn, [passkeyError(reason)]);
    return;
  }
  await parts.sessionGuard.noteReauthentication(ctx, signedIn, 'passkey');
  seeOther(ctx, onwardTo(ctx, destinationOf(ctx)));
}

async function refusalIn(
  { passkeyVerifier }: AuthenticatorParts,
  ctx: Context,
  account: Account,
  answer: AuthenticationAnswer,
  arrival: Arrival,
): Promise<ToldPasskeyRefusal | undefined> {
  const verdict = await passkeyVerifier.verify(answer, arrival, account.id);
  noteUnreadable(ctx, verdict);
  return verdict.kind === 'refused' ? verdict.reason : undefined;
}

export function destinationOf(ctx: Context): string {
  const { tovabb } = ctx.query;
  if (typeof tovabb === 'string' && unlinkAddressPattern.test(tovabb)) {
    return tovabb;
  }
  return destinations.find((known) => known === tovabb) ?? home;
}
