/** The first page of an activation: user name and activation code. */

import type { Context } from 'koa';
import { z } from 'zod';
import { typedLengthOfActivationCode } from '../../accounts/recovery/activation-store.ts';
import { usernameAsStored } from '../../accounts/username.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import { lockedError } from '../../web/form/locked-error.ts';
import { paperCodeField } from '../../web/form/paper-code-field.ts';
import type { FormError } from '../../web/page/page.ts';
import { seeOther } from '../../web/request/redirect.ts';
import { safeReturnAddress } from '../return-address.ts';
import { type ActivationParts, activationPasswordAddress } from './activation-parts.ts';

const codeSchema = z.object({
  username: z.string().trim().min(1, 'username.empty').max(64, 'username.too-long').prefault(''),
  activation_code: paperCodeField(typedLengthOfActivationCode, {
    empty: 'activation.empty',
    short: 'activation.too-short',
    long: 'activation.too-long',
  }),
});

export function showActivationCode(
  { pages }: Pick<ActivationParts, 'pages'>,
  ctx: Context,
  errors: FormError[] = [],
  fields: Fields = {},
): Promise<void> {
  const data = {
    username: fields.username?.slice(0, 64) ?? '',
    signIn: safeReturnAddress(fields.folytatas ?? ctx.query.folytatas) ?? '',
  };
  return pages.show(ctx, 'self-service/without-session/activation', {
    title: 'activation.title',
    errors,
    data,
  });
}

export async function submitActivationCode(
  parts: ActivationParts,
  ctx: Context,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(codeSchema, fields);
  if ('errors' in checked) {
    await showActivationCode(parts, ctx, checked.errors as FormError[], fields);
    return;
  }
  const username = usernameAsStored(checked.value.username);
  const source = parts.devices.attemptSourceOf(ctx, username);
  const code = checked.value.activation_code;
  const verdict = await parts.activation.verifyCode(username, code, source, parts.now());
  if (verdict.kind === 'right') {
    const { accountId, codeHash } = verdict;
    const returnTo = safeReturnAddress(fields.folytatas);
    const given = { state: 'code-given', accountId, codeHash, returnTo } as const;
    await parts.activations.remember(parts.formTokens.browserOf(ctx), given);
    seeOther(ctx, activationPasswordAddress);
    return;
  }
  await parts.audit.record(securityEvents.activationRefused(verdict.kind, parts.devices.triedName(username)));
  await showActivationCode(parts, ctx, [errorOf(verdict)], fields);
}

function errorOf(refusal: { kind: 'wrong' | 'expired' } | { kind: 'locked'; until: Date }): FormError {
  switch (refusal.kind) {
    case 'wrong':
      return { field: 'username', message: 'activation.wrong' };
    case 'expired':
      return { field: 'activation_code', message: 'activation.expired' };
    case 'locked':
      return lockedError('username', 'activation.locked', refusal.until);
  }
}
