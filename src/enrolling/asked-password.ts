/** The password once more, with the proof of an application, where it was given long ago. Steps do not know whether: they ask here. */
import type { Context } from 'koa';
import { z } from 'zod';
import { passwordField, type TypedPassword } from '../accounts/password/typed-password.ts';
import { checkFields, type Fields } from '../web/form/form.ts';
import { passwordRefusal } from '../web/form/password-refusal.ts';
import type { FormError } from '../web/page/page.ts';
import { goneSignal } from '../web/request/request-context.ts';
import type { EnrolDoor, EnrolParts } from './enrol-door.ts';

type PasswordParts = Pick<EnrolParts, 'devices' | 'verifyPassword' | 'now'>;

const formSchema = z.object({ password: passwordField('password.empty') });

/** @returns what is wrong with it; nothing where it is right, or not asked for */
export async function checkAskedPassword(
  parts: PasswordParts,
  ctx: Context,
  door: EnrolDoor,
  fields: Fields,
): Promise<FormError[]> {
  if (!door.asksPassword) {
    return [];
  }
  const checked = checkFields(formSchema, fields);
  return 'errors' in checked
    ? (checked.errors as FormError[])
    : checkPassword(parts, ctx, door, checked.value.password);
}

async function checkPassword(
  { devices, verifyPassword, now }: PasswordParts,
  ctx: Context,
  { account }: EnrolDoor,
  password: TypedPassword,
): Promise<FormError[]> {
  const { username } = account.profile;
  const source = devices.attemptSourceOf(ctx, username);
  const verdict = await verifyPassword(username, password, source, now(), goneSignal(ctx));
  return verdict.kind === 'verified' ? [] : [passwordRefusal('password', verdict)];
}
