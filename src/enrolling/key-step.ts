/**
 * The key as a QR code and by hand, and the proof that an app took it: a code, and the password where it was given long ago. What proves it is
 * shown the törlőkód.
 */
import type { Context } from 'koa';
import { z } from 'zod';
import type { KeyShown } from '../totp/enrolment/enrolment.ts';
import type { StoredEnrolment } from '../totp/enrolment/enrolment-store.ts';
import { inGroupsOfFour, otpauthUri } from '../totp/totp.ts';
import { codeError } from '../web/form/code-error.ts';
import { deviceNameField } from '../web/form/device-name.ts';
import { checkEachField, type Fields } from '../web/form/form.ts';
import { languageOf } from '../web/language.ts';
import { timeOfDay } from '../web/page/dates-and-times.ts';
import type { FormError } from '../web/page/page.ts';
import { qrPath } from '../web/page/qr-code.ts';
import { seeOther } from '../web/request/redirect.ts';
import { appNames } from './app-names.ts';
import { checkAskedPassword } from './asked-password.ts';
import { revealCancellationCode } from './cancellation-code-step.ts';
import { type EnrolDoor, type EnrolParts, showEnrolPage } from './enrol-door.ts';
import { proveCode } from './key-proof.ts';

const proofSchema = z.object({
  device_name: deviceNameField,
  code: z.string().trim().min(1, 'code.empty').max(64, 'code.format').prefault(''),
});

export async function showKey(
  parts: Pick<EnrolParts, 'pages' | 'pairings' | 'serviceName' | 'apps'>,
  ctx: Context,
  door: EnrolDoor,
  { secretKey, expiresAt }: KeyShown,
  errors: FormError[] = [],
  deviceName = '',
): Promise<void> {
  const { username } = door.account.profile;
  const uri = otpauthUri(parts.serviceName, username, secretKey);
  const data = {
    qr: await qrPath(uri),
    otpauth: uri,
    keyGroups: inGroupsOfFour(secretKey),
    accountName: username,
    deviceName,
    expiresAt: timeOfDay(new Date(expiresAt), languageOf(ctx)),
    apps: parts.apps,
    appNames: appNames(parts.apps, languageOf(ctx)),
    passkeyInstead: door.applicant === 'unproven' ? `${door.address}?azonositokulcs` : undefined,
  };
  await showEnrolPage(parts, ctx, door, 'key', { title: 'enrol.key.title', errors, data });
}

export async function submitKeyProof(
  parts: EnrolParts,
  ctx: Context,
  door: EnrolDoor,
  stored: StoredEnrolment<KeyShown>,
  fields: Fields,
): Promise<void> {
  const { enrolments, pages, now } = parts;
  const { values, errors } = checkEachField(proofSchema, fields);
  const { device_name: name, code } = values;
  // Each is looked at, whatever is wrong with the others: one look at the page mends them all.
  const passwordErrors = await checkAskedPassword(parts, ctx, door, fields);
  const proof = code === undefined ? undefined : proveCode(stored.enrolment, code, now());
  if (proof?.kind === 'drifted') {
    await enrolments.noteDrifted(door.account.id, stored, proof.code);
  }
  const codeErrors = proof && proof.kind !== 'right' ? [codeError('code', proof.refusal)] : [];
  const wrong = inOrderOfPage([...(errors as FormError[]), ...passwordErrors, ...codeErrors]);
  if (proof?.kind !== 'right' || wrong.length > 0) {
    await showKey(parts, ctx, door, stored.enrolment, wrong, fields.device_name);
    return;
  }
  const device = name || pages.translatorFor(ctx)('enrol.device.default');
  await enrolments.prove(door.account.id, stored, device, proof.step, proof.clockOffset);
  await showCodeOfProven(parts, ctx, door);
}

/** The törlőkód comes at once. Where another tab was faster, the page of where the application stands. */
export async function showCodeOfProven(parts: EnrolParts, ctx: Context, door: EnrolDoor): Promise<void> {
  const stored = await parts.enrolments.find(door.account.id);
  if (stored?.enrolment.state === 'proven') {
    await revealCancellationCode(parts, ctx, door, { ...stored, enrolment: stored.enrolment });
  } else {
    seeOther(ctx, door.address);
  }
}

function inOrderOfPage(errors: readonly FormError[]): FormError[] {
  const order = ['password', 'code', 'device_name'];
  return errors.toSorted((one, other) => order.indexOf(one.field) - order.indexOf(other.field));
}
