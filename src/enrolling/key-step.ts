/** The key as a QR code and by hand, and the proof that an app took it: the password again and a code. */
import type { Context } from 'koa';
import { z } from 'zod';
import { passwordField, type TypedPassword } from '../accounts/password/typed-password.ts';
import type { KeyShown } from '../totp/enrolment/enrolment.ts';
import type { StoredEnrolment } from '../totp/enrolment/enrolment-store.ts';
import { inGroupsOfFour, otpauthUri } from '../totp/totp.ts';
import { codeError } from '../web/form/code-error.ts';
import { withoutAddresses } from '../web/form/device-name.ts';
import { checkFields, type Fields } from '../web/form/form.ts';
import { lockedError } from '../web/form/locked-error.ts';
import { timeOfDay } from '../web/page/dates-and-times.ts';
import type { FormError } from '../web/page/page.ts';
import { qrPath } from '../web/page/qr-code.ts';
import { seeOther } from '../web/request/redirect.ts';
import { goneSignal } from '../web/request/request-context.ts';
import { type EnrolDoor, type EnrolParts, showEnrolPage } from './enrol-door.ts';
import { proveCode } from './key-proof.ts';

const proofSchema = z.object({
  device_name: z.string().trim().max(40, 'enrol.device.too-long').prefault(''),
  password: passwordField('password.empty'),
  code: z.string().trim().min(1, 'code.empty').max(64, 'code.format').prefault(''),
});

export function showKey(
  parts: Pick<EnrolParts, 'pages' | 'pairings' | 'serviceName'>,
  ctx: Context,
  door: EnrolDoor,
  { secretKey, expiresAt }: KeyShown,
  errors: FormError[] = [],
  deviceName = '',
): Promise<void> {
  const { username } = door.account.profile;
  const uri = otpauthUri(parts.serviceName, username, secretKey);
  const data = {
    qr: qrPath(uri),
    otpauth: uri,
    keyGroups: inGroupsOfFour(secretKey),
    accountName: username,
    deviceName,
    expiresAt: timeOfDay(new Date(expiresAt)),
    passkeyInstead: door.applicant === 'unproven' ? `${door.address}?azonositokulcs` : undefined,
  };
  const status = errors.length > 0 ? 422 : 200;
  return showEnrolPage(parts, ctx, door, 'key', { title: 'enrol.key.title', status, errors, data });
}

export async function submitKeyProof(
  parts: EnrolParts,
  ctx: Context,
  door: EnrolDoor,
  stored: StoredEnrolment<KeyShown>,
  fields: Fields,
): Promise<void> {
  const { enrolments, pages, now } = parts;
  const checked = checkFields(proofSchema, fields);
  if ('errors' in checked) {
    const errors = checked.errors as FormError[];
    await showKey(parts, ctx, door, stored.enrolment, errors, fields.device_name);
    return;
  }
  const { password, code, device_name } = checked.value;
  const passwordErrors = await checkPassword(parts, ctx, door, password);
  const proof = proveCode(stored.enrolment, code, now());
  if (proof.kind === 'drifted') {
    await enrolments.noteDrifted(door.account.id, stored, proof.code);
  }
  const codeErrors = proof.kind === 'right' ? [] : [codeError('code', proof.refusal)];
  const errors = [...passwordErrors, ...codeErrors];
  if (proof.kind !== 'right' || errors.length > 0) {
    await showKey(parts, ctx, door, stored.enrolment, errors, fields.device_name);
    return;
  }
  const name = withoutAddresses(device_name) || pages.translatorFor(ctx)('enrol.device.default');
  await enrolments.prove(door.account.id, stored, name, proof.step, proof.clockOffset);
  seeOther(ctx, door.address);
}

/** Password and code are both looked at, so that one look at the page mends both. */
export async function checkPassword(
  { devices, verifyPassword, now }: Pick<EnrolParts, 'devices' | 'verifyPassword' | 'now'>,
  ctx: Context,
  { account }: EnrolDoor,
  password: TypedPassword,
): Promise<FormError[]> {
  const { username } = account.profile;
  const source = devices.attemptSourceOf(ctx, username);
  const verdict = await verifyPassword(username, password, source, now(), goneSignal(ctx));
  switch (verdict.kind) {
    case 'wrong':
    case 'suspended':
      return [{ field: 'password', message: 'password.wrong-again' }];
    case 'locked':
      return [lockedError('password', 'password.locked', verdict.until)];
    default:
      return [];
  }
}
