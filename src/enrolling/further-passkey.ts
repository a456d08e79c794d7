/** One more passkey, for whoever gave a code or used a passkey just now: on their own pages, or on the way to a service. Its owner is told at once. */
import type { Context } from 'koa';
import { z } from 'zod';
import { type Account, recipientOf, verifiedContactOf } from '../accounts/account.ts';
import { securityEvents } from '../audit/events/security-events.ts';
import type { MessageQueue } from '../notifications/message-queue.ts';
import { nameOfAuthenticator } from '../passkeys/authenticator-names.ts';
import { parseAnswer, registrationAnswerSchema } from '../passkeys/browser-answer.ts';
import { type NewPasskey, passkeyIdOf } from '../passkeys/passkey.ts';
import type { Arrival, PasskeyVerifier } from '../passkeys/passkey-verifier.ts';
import type { ObjectionStore } from '../totp/authenticators/objection-store.ts';
import { deviceNameField } from '../web/form/device-name.ts';
import { checkFields, type Fields } from '../web/form/form.ts';
import type { FormError, Pages } from '../web/page/page.ts';

export interface FurtherPasskeyParts {
  readonly issuer: string;
  readonly passkeyVerifier: PasskeyVerifier;
  readonly objections: ObjectionStore;
  readonly messages: MessageQueue;
  readonly pages: Pages;
  readonly now: () => Date;
}

const nameSchema = z.object({ name: deviceNameField });

/** What a form says of a passkey. */
export function passkeyNameIn(fields: Fields): { name: string } | { errors: FormError[] } {
  const checked = checkFields(nameSchema, fields);
  return 'errors' in checked ? { errors: checked.errors as FormError[] } : checked.value;
}

/** @returns what was wrong; nothing where it was added */
export async function addFurtherPasskey(
  parts: FurtherPasskeyParts,
  ctx: Context,
  account: Account,
  arrival: Arrival,
  fields: Fields,
): Promise<FormError[]> {
  const named = passkeyNameIn(fields);
  if ('errors' in named) {
    return named.errors;
  }
  const answer = parseAnswer(registrationAnswerSchema, fields.credential);
  if (!answer) {
    return [{ field: '', message: 'passkeys.refused.invalid' }];
  }
  const usual = parts.pages.translatorFor(ctx)('passkeys.name.default');
  const verdict = await parts.passkeyVerifier.register(
    account,
    answer,
    arrival,
    (aaguid) => named.name || nameOfAuthenticator(aaguid) || usual,
    ({ credentialId, name }) => securityEvents.passkeyAdded(account.id, passkeyIdOf(credentialId), name),
  );
  if (verdict.kind === 'refused') {
    return [{ field: '', message: `passkeys.refused.${verdict.reason}` }];
  }
  await tellAdded(parts, account, verdict.passkey);
  return [];
}

/** At once, with the link by which the owner stops what they did not ask for, where the address is known to be theirs. */
async function tellAdded(
  { objections, issuer, messages, now }: FurtherPasskeyParts,
  account: Account,
  { credentialId, name: device }: NewPasskey,
): Promise<void> {
  const contact = verifiedContactOf(account);
  if (!contact) {
    await messages.tell(recipientOf(account), 'passkey-added-without-link', now(), { device });
    return;
  }
  const objection = { accountId: account.id, authenticatorId: passkeyIdOf(credentialId) };
  const token = await objections.prepare(objection);
  await messages.tellWithLink(contact, 'passkey-added', `${issuer}/nem-en-voltam/${token}`, now(), {
    device,
  });
}
