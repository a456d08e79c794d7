/** The key as a QR code and by hand, and the proof that an app took it: the password again and a code. */
import type { Context } from 'koa';
import { z } from 'zod';
import { longestPassword } from '../accounts/verify-password.ts';
import type { KeyShown } from '../totp/enrolment.ts';
import type { StoredEnrolment } from '../totp/enrolment-store.ts';
import { findClock, isLearnable, minutesOff, type StrayCode } from '../totp/phone-clock.ts';
import { inGroupsOfFour, matchCode, otpauthUri, parseCode, stepAt } from '../totp/totp.ts';
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
  device_name: z.string().trim().max(40, 'enrol.device.too-long').prefault(''),
  password: z.string().min(1, 'password.empty').max(longestPassword, 'password.too-long').prefault(''),
  code: z.string().trim().min(1, 'code.empty').max(64, 'code.format').prefault(''),
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
    if ('errors' in checked) {
      await showKey(ctx, door, stored.enrolment, checked.errors as FormError[], fields.device_name);
      return;
    }
    const { password, code, device_name } = checked.value;
    const passwordErrors = await checkPassword(ctx, door, password);
    const proof = proveCode(stored.enrolment, code, now());
    if (proof.kind === 'stray') {
      await enrolments.noteStray(door.account.id, stored, proof.stray);
    }
    const errors = [...passwordErrors, ...errorsOf(proof)];
    if (proof.kind !== 'right' || errors.length > 0) {
      await showKey(ctx, door, stored.enrolment, errors, fields.device_name);
      return;
    }
    const name = withoutAddresses(device_name) || pages.translatorFor(ctx)('enrol.device.default');
    await enrolments.prove(door.account.id, stored, name, proof.step, proof.clockOffset);
    seeOther(ctx, door.address);
  }

  /** Password and code are both looked at, so that one look at the page mends both. */
  async function checkPassword(ctx: Context, { account }: EnrolDoor, password: string): Promise<FormError[]> {
    const { username } = account.profile;
    const guesser = parts.devices.guesserOf(ctx, username);
    const verdict = await parts.verifyPassword(username, password, guesser, now(), goneSignal(ctx));
    switch (verdict.kind) {
      case 'wrong':
      case 'suspended':
        return [{ field: 'password', message: 'password.wrong-again' }];
      case 'locked': {
        const values = { until: timeOfDay(verdict.until) };
        return [{ field: 'password', message: 'password.locked', values }];
      }
      default:
        return [];
    }
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

/** The name goes into an e-mail of ours: no addresses, and no marks that change how it reads. */
function withoutAddresses(deviceName: string): string {
  return deviceName.replace(/[^\p{L}\p{M}\p{N}'’()+&,#-]+/gu, ' ').trim();
}

type CodeProof =
  | { kind: 'right'; step: number; clockOffset?: number }
  /** Right by a wrong clock that can be learnt: the next code is awaited too. */
  | { kind: 'stray'; stray: StrayCode; refusal: CodeRefusal }
  | { kind: 'refused'; refusal: CodeRefusal };

function errorsOf(proof: CodeProof): FormError[] {
  return proof.kind === 'right' ? [] : [codeError('code', proof.refusal)];
}

/** The key is on the page, so there is nothing to guess: a stray clock may be named at once. */
function proveCode(enrolment: KeyShown, typed: string, now: Date): CodeProof {
  const code = parseCode(typed);
  if (code === undefined) {
    return { kind: 'refused', refusal: { kind: 'format' } };
  }
  const match = matchCode(enrolment.secretKey, code, now);
  switch (match.kind) {
    case 'current':
      return { kind: 'right', step: match.step };
    case 'none':
      return { kind: 'refused', refusal: { kind: 'wrong-for-key' } };
    default:
      return considerClock(enrolment, match.step, match.kind === 'just-expired', now);
  }
}

function considerClock(
  { authenticatorId, stray: last }: KeyShown,
  step: number,
  isJustExpired: boolean,
  at: Date,
): CodeProof {
  const stray = { authenticatorId, step, offset: step - stepAt(at), at };
  const finding = findClock(last && { ...last, authenticatorId, at: new Date(last.at) }, stray);
  if (finding.kind === 'learnable') {
    return { kind: 'right', step, clockOffset: finding.offset };
  }
  const minutes = minutesOff(stray.offset);
  if (!isLearnable(stray.offset)) {
    return { kind: 'refused', refusal: { kind: 'clock', minutes } };
  }
  const refusal: CodeRefusal = isJustExpired ? { kind: 'just-expired' } : { kind: 'clock-next', minutes };
  return { kind: 'stray', stray, refusal };
}
