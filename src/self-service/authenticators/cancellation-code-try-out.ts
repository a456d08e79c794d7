/** Trying the törlőkód out: whether the paper is still there and still readable. It cancels nothing. */
import type { Context } from 'koa';
import { z } from 'zod';
import type { Account } from '../../accounts/account.ts';
import { cancellationCodeField, wrongCancellationCode } from '../../cancelling/cancel-plus.ts';
import { hashesOfCancellationCode } from '../../totp/cancellation/cancellation-code.ts';
import { checkFields, type Fields } from '../../web/form/form.ts';
import type { FormError } from '../../web/page/page.ts';
import type { AuthenticatorParts } from './authenticator-parts.ts';

const tryOutSchema = z.object({
  cancellation_code: cancellationCodeField,
});

export function showTryOut(
  { pages }: Pick<AuthenticatorParts, 'pages'>,
  ctx: Context,
  { profile }: Account,
  errors: FormError[] = [],
  { isRight = false, typed = '' } = {},
): Promise<void> {
  return pages.show(ctx, 'self-service/authenticators/cancellation-code-try-out', {
    title: 'drill.title',
    errors,
    signedInAs: profile.username,
    data: { isRight, typedCode: typed.slice(0, 64) },
  });
}

export async function submitTryOut(
  parts: Pick<AuthenticatorParts, 'authenticators' | 'indexKeys' | 'pages' | 'now'>,
  ctx: Context,
  account: Account,
  fields: Fields,
): Promise<void> {
  const checked = checkFields(tryOutSchema, fields);
  if ('errors' in checked) {
    await showTryOut(parts, ctx, account, checked.errors as FormError[], { typed: fields.cancellation_code });
    return;
  }
  const hashes = hashesOfCancellationCode(parts.indexKeys, account.id, checked.value.cancellation_code);
  const isRight = await parts.authenticators.tryOutCancellationCode(account.id, hashes, parts.now());
  if (isRight) {
    await showTryOut(parts, ctx, account, [], { isRight });
    return;
  }
  const wanted = await parts.authenticators.cancellationCodeMadeAt(account.id);
  const errors = [wrongCancellationCode(wanted)];
  await showTryOut(parts, ctx, account, errors, { typed: checked.value.cancellation_code });
}
