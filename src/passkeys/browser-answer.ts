/** What browsers answer (WebAuthn Level 3 §5.1: `RegistrationResponseJSON`, `AuthenticationResponseJSON`), as far as it is looked at. */
import { z } from 'zod';

/** Longer ones are refused unread: without attestation a registration has less than a kilobyte. */
const longestAnswer = 12_000;

function base64url(longest: number) {
  return z
    .string()
    .max(longest)
    .regex(/^[\w-]+$/);
}

/** Ids have at most 1023 bytes. */
const credentialId = base64url(1364);
const clientDataJSON = base64url(2048);

const head = { id: credentialId, rawId: credentialId, type: z.literal('public-key') } as const;

export const authenticationAnswerSchema = z.object({
  ...head,
  response: z.object({
    clientDataJSON,
    authenticatorData: base64url(2048),
    signature: base64url(1024),
    userHandle: base64url(88).nullish(),
  }),
});

export type AuthenticationAnswer = z.output<typeof authenticationAnswerSchema>;

export const registrationAnswerSchema = z.object({
  ...head,
  response: z.object({
    clientDataJSON,
    attestationObject: base64url(4096),
    transports: z
      .array(z.string().regex(/^[a-z-]{1,20}$/))
      .max(8)
      .catch([])
      .default([]),
  }),
});

export type RegistrationAnswer = z.output<typeof registrationAnswerSchema>;

/** @returns undefined for what is no such answer. */
export function parseAnswer<Schema extends z.ZodType>(
  schema: Schema,
  text: string | undefined,
): z.output<Schema> | undefined {
  if (text === undefined || text.length > longestAnswer) {
    return undefined;
  }
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** What the browser says that it was asked; nothing where it says nothing that can be read. */
export function clientDataIn(clientDataJSON: string): {
  challenge?: unknown;
  crossOrigin?: unknown;
  topOrigin?: unknown;
} {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8'));
    return typeof parsed === 'object' && parsed !== null ? parsed : {};
  } catch {
    return {};
  }
}
