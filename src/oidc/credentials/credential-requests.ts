/**
 * Requests at the credential endpoint (OpenID4VCI 1.0 §8.2, §10), read before the engine reads them. Of proofs it knows less than wallets
 * send (`kid` and `x5c`, a credential for each attested key), so they are kept from it and verified by us once it found the token in
 * order; of encryption it knows nothing, so it is given the request in the clear, and its answer is encrypted on the way out.
 */
import type { Context, Middleware, Next } from 'koa';
import getRawBody from 'raw-body';
import { z } from 'zod';
import { encryptTo, type Recipient, readRecipient } from '../../wallet/encryption/recipient.ts';
import type { RequestKey } from '../../wallet/encryption/request-key.ts';
import { credentialConfigurationId } from '../../wallet/issuing/credential.ts';
import { handBodyToEngine } from '../engine/internals/read-bodies.ts';
import { type NotificationRefusal, notificationQuery } from './issuance-notifications.ts';

/** Ten proofs, each with certificates and an attestation of ten keys; encrypted, a third more. */
const largestBodyInBytes = 384 * 1024;

/** What is not the engine's to read. */
const ownPartsSchema = z.object({
  proofs: z.unknown().optional(),
  /** As before OpenID4VCI 1.0. */
  proof: z
    .object({ proof_type: z.string(), jwt: z.unknown(), attestation: z.unknown() })
    .partial()
    .optional(),
  credential_response_encryption: z.unknown().optional(),
});

type OwnParts = z.output<typeof ownPartsSchema>;
type Body = Readonly<Record<string, unknown>>;

export interface AskedCredential {
  /** Hostile. */
  readonly proofs: unknown;
  /** Set where it asks for nothing, and tells what became of what it got. */
  readonly notification?: SentNotification;
}

interface SentNotification {
  /** Hostile. */
  readonly sent: unknown;
  answered(refusal: NotificationRefusal | undefined): void;
}

export interface CredentialRequestParts {
  /** Of the credential endpoint. */
  readonly path: string;
  readonly requestKey: RequestKey;
  /** Whether a request, or an answer, in the clear is refused. */
  readonly isEncryptionRequired: boolean;
}

interface Refusal {
  readonly error: 'invalid_credential_request' | 'invalid_encryption_parameters';
  readonly sentence: string;
}

const asked = new WeakMap<Context['req'], AskedCredential>();

/** What the request before the engine asked for besides. */
export function askedCredential({ req }: Pick<Context, 'req'>): AskedCredential {
  return asked.get(req) ?? { proofs: undefined };
}

export function credentialRequests(parts: CredentialRequestParts): Middleware {
  return async (ctx, next) => {
    const isOurs = ctx.path === parts.path && ctx.method === 'POST';
    if (!isOurs || !ctx.is('application/json', 'application/jwt')) {
      await next();
      return;
    }
    if (ctx.query[notificationQuery] !== undefined) {
      await takeNotification(ctx, next);
      return;
    }
    const read = await readRequest(ctx, parts);
    if ('error' in read) {
      refuse(ctx, read);
      return;
    }
    await next();
    if (read.recipient && ctx.status === 200) {
      ctx.body = await encryptTo(read.recipient, JSON.stringify(ctx.body));
      ctx.set('Content-Type', 'application/jwt');
    }
  };
}

/** For the engine it is a request for the credential that there is, so that it looks at the token. */
async function takeNotification(ctx: Context, next: Next): Promise<void> {
  const text = await bodyOf(ctx);
  let refusal: NotificationRefusal | undefined;
  const sent = text === undefined ? undefined : objectIn(text);
  const answered = (found: NotificationRefusal | undefined): void => {
    refusal = found;
  };
  asked.set(ctx.req, { proofs: undefined, notification: { sent, answered } });
  handBodyToEngine(ctx, { credential_configuration_id: credentialConfigurationId });
  await next();
  if (ctx.status !== 200) {
    return;
  }
  if (refusal) {
    ctx.status = 400;
    ctx.body = { error: refusal };
  } else {
    ctx.body = null;
    ctx.status = 204;
  }
}

/** Hands the engine what is its own. @returns to whom the answer is encrypted, if to anybody */
async function readRequest(
  ctx: Context,
  parts: CredentialRequestParts,
): Promise<{ recipient: Recipient | undefined } | Refusal> {
  const text = await readText(ctx, parts);
  if (typeof text !== 'string') {
    return text;
  }
  const body = objectIn(text);
  const own = ownPartsSchema.safeParse(body);
  if (!body || !own.success) {
    return unreadable;
  }
  const recipient = recipientIn(own.data, parts);
  if (recipient && 'error' in recipient) {
    return recipient;
  }
  const { proof: _, proofs: __, credential_response_encryption: ___, ...rest } = body;
  asked.set(ctx.req, { proofs: own.data.proofs ?? proofsOf(own.data) });
  ctx.req.headers['content-type'] = 'application/json';
  handBodyToEngine(ctx, rest);
  return { recipient };
}

async function readText(
  ctx: Context,
  { requestKey, isEncryptionRequired }: CredentialRequestParts,
): Promise<string | Refusal> {
  const text = await bodyOf(ctx);
  if (text === undefined) {
    return unreadable;
  }
  if (!ctx.is('application/jwt')) {
    return isEncryptionRequired ? encryptionFault('the request must be encrypted') : text;
  }
  const plaintext = await requestKey.decrypt(text.trim());
  return plaintext
    ? Buffer.from(plaintext).toString('utf8')
    : encryptionFault('the request must be encrypted to the key, and as, credential_request_encryption says');
}

async function bodyOf(ctx: Context): Promise<string | undefined> {
  try {
    return await getRawBody(ctx.req, { limit: largestBodyInBytes, encoding: 'utf8' });
  } catch {
    return undefined;
  }
}

function objectIn(text: string): Body | undefined {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Never in the clear where a wallet asked otherwise: what we cannot do is refused before anything is issued. */
function recipientIn(
  { credential_response_encryption: parameters }: OwnParts,
  { isEncryptionRequired }: CredentialRequestParts,
): Recipient | Refusal | undefined {
  if (parameters === undefined) {
    return isEncryptionRequired
      ? encryptionFault('credential_response_encryption must be there: answers are encrypted here')
      : undefined;
  }
  const { jwk, enc, zip } = (objectOf(parameters) ?? {}) as Record<'jwk' | 'enc' | 'zip', unknown>;
  if (zip !== undefined) {
    return encryptionFault('zip of credential_response_encryption is not supported');
  }
  return (
    readRecipient(jwk, enc) ??
    encryptionFault(
      'credential_response_encryption must have a public P-256 jwk with alg ECDH-ES, and enc A128GCM or A256GCM',
    )
  );
}

function objectOf(value: unknown): Body | undefined {
  return typeof value === 'object' && value !== null ? (value as Body) : undefined;
}

function proofsOf({ proof }: OwnParts): unknown {
  switch (proof?.proof_type) {
    case 'jwt':
      return { jwt: [proof.jwt] };
    case 'attestation':
      return { attestation: [proof.attestation] };
    default:
      return undefined;
  }
}

const unreadable: Refusal = {
  error: 'invalid_credential_request',
  sentence: 'the body must be a JSON object, and not too large',
};

function encryptionFault(sentence: string): Refusal {
  return { error: 'invalid_encryption_parameters', sentence };
}

/** In the clear, as all refusals are (§8.3.1.2), and for a wallet that is a page to read: the engine, which allows that, does not see it. */
function refuse(ctx: Context, { error, sentence }: Refusal): void {
  ctx.status = 400;
  ctx.set('Access-Control-Allow-Origin', '*');
  ctx.set('Cache-Control', 'no-store');
  ctx.body = { error, error_description: sentence };
}
