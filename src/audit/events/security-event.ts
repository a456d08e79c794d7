/**
 * What a security event says: who did what to whom, on whose authority, from where in coarse form, and with what outcome. The events
 * themselves are beside this file, one typed function each; event-names.ts lists all of their names.
 */
import { z } from 'zod';

const actorSchema = z.discriminatedUnion('kind', [
  /** The account's owner, or whoever passes for them. */
  z.strictObject({ kind: z.literal('citizen') }),
  /** A person with a role at the desk, by staff number: citizens take proofs of such events home. */
  z.strictObject({ kind: z.literal('clerk'), id: z.string(), office: z.string() }),
  /** At the terminal; with a staff number, on the operator's pages. */
  z.strictObject({ kind: z.literal('operator'), id: z.string().optional() }),
  /** A program with access of its own. */
  z.strictObject({ kind: z.literal('client'), id: z.string() }),
  z.strictObject({ kind: z.literal('system') }),
]);

export type Actor = z.output<typeof actorSchema>;

/** What allowed it, or was shown to be allowed it. */
export const authorities = [
  'none',
  'password',
  'authentication-code',
  'passkey',
  'one-time-code',
  'session',
  'wallet',
  'message-link',
  'message-code',
  'activation-code',
  'cancellation-code',
  'terminal',
  'access-token',
  'desk-role',
  'operator-role',
  'two-persons',
  'time',
] as const;

export type Authority = (typeof authorities)[number];

export const recordedEventSchema = z.strictObject({
  event: z.string(),
  actor: actorSchema,
  /** Whom it concerns. */
  account: z.string().optional(),
  authority: z.enum(authorities),
  /** Why, in the words of who did it. */
  reason: z.string().optional(),
  outcome: z.enum(['done', 'refused']),
  origin: z.strictObject({ device: z.string(), network: z.string(), request: z.string().optional() }),
  /** What it was about: a relying party, an authenticator. No secret, and no personal data that the kind of event does not need. */
  details: z.record(z.string(), z.string()),
  /** By the clock of the node. */
  at: z.iso.datetime(),
});

/** As it is kept. */
export type RecordedEvent = z.output<typeof recordedEventSchema>;

/** An event that is to be recorded. Made where something is about to be done, and written in the step that does it. */
export type SecurityEvent = Omit<RecordedEvent, 'at'> & {
  /** True where the account's owner is to read of it. */
  readonly isForOwner: boolean;
};
