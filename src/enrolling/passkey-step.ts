/**
 * A passkey in place of an app, as the first second factor: the one that the browser made for this application, and the password where it was
 * given long ago. What proves it is shown the törlőkód.
 */
import type { Context } from 'koa';
import { z } from 'zod';
import { nameBorne } from '../accounts/account.ts';
import { nameOfAuthenticator } from '../passkeys/authenticator-names.ts';
import { parseAnswer, registrationAnswerSchema } from '../passkeys/browser-answer.ts';
import { passkeyIdOf } from '../passkeys/passkey.ts';
import type { ChallengePlace } from '../passkeys/passkey-challenge.ts';
import type { MadePasskey } from '../passkeys/passkey-verifier.ts';
import type { KeyShown } from '../totp/enrolment/enrolment.ts';
import type { StoredEnrolment } from '../totp/enrolment/enrolment-store.ts';
import { deviceNameField } from '../web/form/device-name.ts';
import { checkEachField, type Fields } from '../web/form/form.ts';
import type { FormError } from '../web/page/page.ts';
import { checkAskedPassword } from './asked-password.ts';
import { type EnrolDoor, type EnrolParts, showEnrolPage } from './enrol-door.ts';
import { showCodeOfProven } from './key-step.ts';

const proofSchema = z.object({ name: deviceNameField });

/** Where the page of the key leads to whoever would rather have a passkey. */
export const passkeyInstead = 'azonositokulcs';

/** A challenge is of one application. */
function challengePlaceOf({ authenticatorId }: KeyShown): ChallengePlace {
  return { purpose: 'registration', of: `application ${authenticatorId}` };
}

/** @param refused id of a passkey that came to nothing, which its authenticator may drop */
export function showPasskeyInstead(
  parts: Pick<EnrolParts, 'pages' | 'pairings' | 'passkeyOptions' | 'now'>,
  ctx: Context,
  door: EnrolDoor,
  enrolment: KeyShown,
  errors: FormError[] = [],
  refused?: string,
): Promise<void> {
  const { id, profile } = door.account;
  const owner = { id, username: profile.username, displayName: nameBorne(profile) };
  const options = parts.passkeyOptions.toRegister(owner, [], challengePlaceOf(enrolment), parts.now());
  const data = {
    options,
    appInstead: door.address,
    unknown:
      refused !== undefined && 'rp' in options
        ? { rpId: (options.rp as { id: string }).id, credentialId: refused }
        : undefined,
  };
  return showEnrolPage(parts, ctx, door, 'passkey', { title: 'enrol.passkey.title', errors, data });
}

export async function submitPasskeyProof(
  parts: EnrolParts,
  ctx: Context,
  door: EnrolDoor,
  stored: StoredEnrolment<KeyShown>,
  fields: Fields,
): Promise<void> {
  const answer = parseAnswer(registrationAnswerSchema, fields.credential);
  const refuse = (errors: FormError[]): Promise<void> =>
    showPasskeyInstead(parts, ctx, door, stored.enrolment, errors, answer?.id);
  const { values, errors } = checkEachField(proofSchema, fields);
  const { name } = values;
  const passwordErrors = await checkAskedPassword(parts, ctx, door, fields);
  const unread: FormError[] = answer ? [] : [{ field: '', message: 'passkeys.refused.invalid' }];
  const wrong = [...passwordErrors, ...(errors as FormError[]), ...unread];
  if (!answer || wrong.length > 0) {
    await refuse(wrong);
    return;
  }
  const arrival = { place: challengePlaceOf(stored.enrolment), at: parts.now() };
  const usual = parts.pages.translatorFor(ctx)('passkeys.name.default');
  const made = await parts.passkeyVerifier.judgeRegistration(
    answer,
    arrival,
    (aaguid) => name || nameOfAuthenticator(aaguid) || usual,
  );
  if (made.kind === 'refused') {
    await refuse([{ field: '', message: `passkeys.refused.${made.reason}` }]);
    return;
  }
  await parts.enrolments.proveByPasskey(door.account.id, stored, made.passkey.name, writtenDown(made));
  await showCodeOfProven(parts, ctx, door);
}

function writtenDown({ passkey, state }: MadePasskey) {
  return { id: passkeyIdOf(passkey.credentialId), record: JSON.stringify(passkey), ...state };
}
