/** The key as a QR code and by hand, and the proof that an app took it: the password again and a code. */
import type { Context } from 'koa';
import { z } from 'zod';
import { longestPassword } from '../accounts/verify-password.ts';
import type { KeyShown } from '../totp/enrolment.ts';
import type { StoredEnrolment } from '../totp/enrolment-store.ts';
import { inGroupsOfFour, matchCode, otpauthUri, parseCode } from '../totp/totp.ts';
import { type CodeRefusal, codeError } from '../web/code-error.ts';
import { checkFields, type Fields } from '../web/form.ts';
import { timeOfDay } from '../web/instants.ts';
import type { FormError } from '../web/page.ts';
import { qrPath } from '../web/qr-code.ts';
import { seeOther } from '../web/redirect.ts';
import { goneSignal } from '../web/request-context.ts';
import type { EnrolDoor, EnrolParts, ShowEnrolPage } from './enrol-door.ts';

export interface KeyStep {
  show(ctx: Context, door: EnrolDoor, enrolment: KeyShown): Promise<void>;
  prove(ctx: Context, door: EnrolDoor, stored: StoredEnrolment<KeyShown>, fields: Fields): Promise<void>;
}

const proofSchema = z.object({
  device_name: z.string().trim().max(40, 'enrol.device.too-long').default(''),
  password: z.string().min(1, 'password.empty').max(longestPassword, 'password.too-long').default(''),
  code: z.string().trim().min(1, 'code.empty').max(64, 'code.format').default(''),
});

export function createKeyStep(parts: EnrolParts, showPage: ShowEnrolPage): KeyStep {
  const { enrolments, pages, now } = parts;

  async function prove(
    ctx: Context,
    door: EnrolDoor,
    stored: StoredEnrolment<KeyShown>,
    fields: Fields,
  ): Promise<void> {
    const checked = checkFields(proofSchema, fields);
    const { errors, step } =
      'errors' in checked
        ? { errors: checked.errors as FormError[], step: undefined }
        : await checkProof(ctx, door, stored.enrolment, checked.value);
    if (step === undefined || 'errors' in checked) {
      await showKey(ctx, door, stored.enrolment, errors, fields.device_name);
      return;
    }
    const name = checked.value.device_name || pages.translatorFor(ctx)('enrol.device.default');
    await enrolments.prove(door.account.id, stored, name, step);
    seeOther(ctx, door.address);
  }

  /** Password and code are both looked at, so that one look at the page mends both. */
  async function checkProof(
    ctx: Context,
    { account }: EnrolDoor,
    { secretKey }: KeyShown,
    { password, code }: z.output<typeof proofSchema>,
  ): Promise<{ errors: FormError[]; step: number | undefined }> {
    const { username } = account.profile;
    const guesser = parts.devices.guesserOf(ctx, username);
    const verdict = await parts.verifyPassword(username, password, guesser, now(), goneSignal(ctx));
    const proof = proveCode(secretKey, code, now());
    const errors: FormError[] = [];
    if (verdict.kind === 'wrong') {
      errors.push({ field: 'password', message: 'password.wrong-again' });
    } else if (verdict.kind === 'locked') {
      errors.push({
        field: 'password',
        message: 'password.locked',
        values: { until: timeOfDay(verdict.until) },
      });
    }
    if ('refusal' in proof) {
      errors.push(codeError('code', proof.refusal));
    }
    return { errors, step: errors.length === 0 && 'step' in proof ? proof.step : undefined };
  }

  function showKey(
    ctx: Context,
    door: EnrolDoor,
    { secretKey, expiresAt }: KeyShown,
    errors: FormError[],
    deviceName = '',
  ): Promise<void> {
    const uri = otpauthUri(parts.serviceName, door.account.profile.username, secretKey);
    const data = {
      qr: qrPath(uri),
      otpauth: uri,
      keyGroups: inGroupsOfFour(secretKey),
      accountName: door.account.profile.username,
      deviceName,
      expiresAt: timeOfDay(new Date(expiresAt)),
    };
    const status = errors.length > 0 ? 422 : 200;
    return showPage(ctx, door, 'key', { title: 'enrol.key.title', status, errors, data });
  }

  return { show: (ctx, door, enrolment) => showKey(ctx, door, enrolment, []), prove };
}

/** The key is on the page, so there is nothing to guess: a stray clock may be named at once. */
function proveCode(secretKey: string, typed: string, now: Date): { step: number } | { refusal: CodeRefusal } {
  if (typed.trim() === '') {
    return { refusal: { kind: 'empty' } };
  }
  const code = parseCode(typed);
  if (code === undefined) {
    return { refusal: { kind: 'format' } };
  }
  const match = matchCode(secretKey, code, now);
  switch (match.kind) {
    case 'current':
      return { step: match.step };
    case 'just-expired':
      return { refusal: { kind: 'just-expired' } };
    case 'clock':
      return { refusal: { kind: 'clock', minutes: match.minutes } };
    case 'none':
      return { refusal: { kind: 'wrong-for-key' } };
  }
}
