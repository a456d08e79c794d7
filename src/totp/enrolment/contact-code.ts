/** The code that is sent to the citizen's verified address before the key of an application is shown. Kept as a keyed hash. */
import type { Secrets } from '../../configuration/secrets.ts';
import { type CodeToSend, drawMessageCode, parseMessageCode } from '../../one-time-codes/message-code.ts';
import { indexHash, isIndexHash } from '../../storage/index-key.ts';
import type { ContactCodeSent, Enrolment } from './enrolment.ts';
import { type Beginning, keyShown } from './enrolment-record.ts';

/** Good as long as its application. */
export type ContactCodeToSend = CodeToSend & { readonly expiresAt: Date };

const purpose = 'contact-code';

/** An application that awaits the code, and the code to send. */
export function awaitContactCode(
  secrets: Secrets,
  accountId: string,
  beginning: Beginning,
  timesSent: number,
  now: Date,
): { enrolment: ContactCodeSent; toSend: ContactCodeToSend } {
  const { code, sessionIdentifier } = drawMessageCode();
  const enrolment: ContactCodeSent = {
    state: 'contact-code-sent',
    ...beginning,
    contactCodeHash: indexHash(secrets, purpose, `${accountId}\0${code}`),
    sessionIdentifier,
    sentAt: now.toISOString(),
    timesSent,
    wrongCodes: 0,
  };
  return { enrolment, toSend: { code, sessionIdentifier, expiresAt: new Date(beginning.expiresAt) } };
}

/** Where the application goes with what was typed: on to its key, or one wrong try further. */
export function judgeContactCode(
  secrets: Secrets,
  accountId: string,
  enrolment: ContactCodeSent,
  typed: string,
  now: Date,
): { isRight: boolean; next: Enrolment } {
  const code = parseMessageCode(typed) ?? '';
  return isIndexHash(secrets, enrolment.contactCodeHash, purpose, `${accountId}\0${code}`)
    ? { isRight: true, next: keyShown(enrolment, now) }
    : { isRight: false, next: { ...enrolment, wrongCodes: enrolment.wrongCodes + 1 } };
}
