/**
 * "Nem én voltam": every contact of a citizen gets a link with each new authenticator; whoever opens it and confirms freezes the
 * authenticator and ends its sessions. Tokens are random, kept as hashes, and valid for ten days.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type { Recorder } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { endingStep } from '../../endings/ending-step.ts';
import type { KeptLink } from '../../notifications/message-queue.ts';
import { plusKey } from '../../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { objectionKey } from '../../storage/catalogue/sign-in-keys.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import { type AskingSession, countingAuthenticators } from './authenticator-store.ts';

/** Without an authenticator: to a sign-in, or to guesses. Sessions end by it, and a new password comes next. */
const objectionSchema = z.strictObject({ accountId: z.string(), authenticatorId: z.string().optional() });

export type Objection = z.output<typeof objectionSchema>;
export type ObjectionToAuthenticator = Objection & { readonly authenticatorId: string };

/** `frozen` by this very request, or `before`; `unknown` when the authenticator is gone. */
export type FreezeOutcome = 'frozen' | 'before' | 'unknown';

/** `last`: the one in use that stays. */
export type FreezeInSessionOutcome =
  /** The second at which the others ended; undefined when the asking session ended with them. */
  | { readonly kind: 'frozen'; readonly endedAt: number | undefined }
  | { readonly kind: 'before' | 'unknown' | 'last' };

export interface FreezeInSessionEvents {
  readonly frozen: SecurityEvent;
  readonly ended: SecurityEvent;
}

export interface ObjectionStore {
  /** @returns the token for a link whose meaning is kept by the step that sends it. */
  draw(objection: Objection): { readonly token: string; readonly kept: KeptLink };
  /** @returns the token for the link. */
  prepare(objection: Objection): Promise<string>;
  find(token: string): Promise<Objection | undefined>;
  /** For whoever has the link. Asking twice changes nothing more. */
  freeze(objection: ObjectionToAuthenticator, now: Date, event: SecurityEvent): Promise<FreezeOutcome>;
  /**
   * For a session, which may be stolen: the last one in use stays, or no code would be asked for any more. Every other session ends in the
   * same step.
   */
  freezeInSession(
    account: AskingSession,
    authenticatorId: string,
    now: Date,
    events: FreezeInSessionEvents,
  ): Promise<FreezeInSessionOutcome>;
}

const { lifeInSeconds } = objectionKey;
const freezeAuthenticator = endingStep<'frozen', [number, number], 'ended'>(
  import.meta.dirname,
  'freeze-authenticator',
  countingAuthenticators,
);

const outcomes = new Map<number, FreezeInSessionOutcome['kind']>([
  [1, 'frozen'],
  [2, 'before'],
  [0, 'unknown'],
  [-1, 'last'],
]);

export function createObjectionStore(recorder: Recorder): ObjectionStore {
  const { store } = recorder;
  const keyOf = (token: string): StoreKey => objectionKey(hashOfIdentifier(token));

  function draw(objection: Objection): { token: string; kept: KeptLink } {
    const token = randomBytes(32).toString('base64url');
    return { token, kept: { key: keyOf(token), value: JSON.stringify(objection), lifeInSeconds } };
  }

  async function freeze(
    { accountId, authenticatorId }: ObjectionToAuthenticator,
    now: Date,
    whose: 'all' | number,
    events: { readonly frozen: SecurityEvent; readonly ended?: SecurityEvent },
  ) {
    const act = whose === 'all' ? 'authenticator-blocked' : 'authenticator-blocked-in-session';
    const args = [authenticatorId, now.toISOString(), whose];
    const keys = [plusKey(accountId)];
    const [reply, endedAt] = await freezeAuthenticator(recorder, { act, accountId }, keys, args, events);
    return { kind: outcomes.get(reply) ?? 'unknown', endedAt: endedAt || undefined };
  }

  return {
    draw,

    async prepare(objection) {
      const { token, kept } = draw(objection);
      await store.set(kept.key, kept.value, 'EX', kept.lifeInSeconds);
      return token;
    },

    async find(token) {
      const kept = await store.get(keyOf(token));
      return kept ? objectionSchema.parse(JSON.parse(kept)) : undefined;
    },

    async freeze(objection, now, frozen) {
      const { kind } = await freeze(objection, now, 'all', { frozen });
      return kind === 'last' ? 'unknown' : kind;
    },

    async freezeInSession({ id: accountId, sessionsEndedAt }, authenticatorId, now, events) {
      const { kind, endedAt } = await freeze({ accountId, authenticatorId }, now, sessionsEndedAt, events);
      return kind === 'frozen' ? { kind, endedAt } : { kind };
    },
  };
}
