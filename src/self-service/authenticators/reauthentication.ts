/** Confirming with a code of the app before something is changed; the citizen then comes back to where they were going. */
import type { Context } from 'koa';
import { z } from 'zod';
import type { Account } from '../../accounts/account.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { codeError, statusOfRefusal } from '../../web/form/code-error.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { addressAfterObjection } from '../password/password-routes.ts';
import { reauthenticationAddress, type SignedIn } from '../session-guard.ts';
import { unlinkAddressPattern } from '../wallets/wallets-address.ts';
import type { AuthenticatorParts } from './authenticator-parts.ts';

const home = '/fiok';
/** The only places to which a confirmation leads on. */
const destinations = [
  addressAfterObjection,
  ...[
    'igenyles',
    'eszkozok',
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

const codeSchema = z.object({ code: z.string().max(64, 'code.format').prefault('') });

export function showReauthentication(
  { pages }: Pick<AuthenticatorParts, 'pages'>,
  ctx: Context,
  { profile }: Account,
  errors: FormError[] = [],
  status = 200,
): Promise<void> {
  const data = { address: `${reauthenticationAddress}?tovabb=${encodeURIComponent(destinationOf(ctx))}` };
  const page = { title: 'proof.title', status, errors, signedInAs: profile.username, data } as const;
  return pages.show(ctx, 'self-service/authenticators/reauthentication', page);
}

export async function submitReauthentication(
  parts: AuthenticatorParts,
  ctx: Context,
  signedIn: SignedIn,
  fields: Fields,
): Promise<void> {
  const { account } = signedIn;
  const checked = checkFields(codeSchema, fields);
  if ('errors' in checked) {
    await showReauthentication(parts, ctx, account, checked.errors as FormError[], 422);
    return;
  }
  const who = parts.devices.codeAttemptSourceOf(ctx, account.profile.username);
  const verdict = await parts.verifyCode(account.id, checked.value.code, who, parts.now());
  if (verdict.kind !== 'verified') {
    await parts.audit.record(securityEvents.codeRefused(account.id, verdict.kind));
    await showReauthentication(parts, ctx, account, [codeError('code', verdict)], statusOfRefusal(verdict));
    return;
  }
  await parts.sessionGuard.noteReauthentication(ctx, signedIn);
  seeOther(ctx, destinationOf(ctx));
}

export function destinationOf(ctx: Context): string {
  const { tovabb } = ctx.query;
  if (typeof tovabb === 'string' && unlinkAddressPattern.test(tovabb)) {
    return tovabb;
  }
  return destinations.find((known) => known === tovabb) ?? home;
}
