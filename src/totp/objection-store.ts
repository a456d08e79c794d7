/**
 * "Nem én voltam": every contact of a citizen gets a link with each new authenticator; whoever opens it and confirms freezes the
 * authenticator and ends its sessions. Tokens are random, kept as hashes, and valid for 240 hours.
 */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { type Recorder, recordedStep } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/security-event.ts';
import { endingSessions } from '../storage/account-endings.ts';
import { accountKey, plusKey } from '../storage/account-keys.ts';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import { countingAuthenticators } from './authenticator-store.ts';

const objectionSchema = z.strictObject({ accountId: z.string(), authenticatorId: z.string() });

export type Objection = z.output<typeof objectionSchema>;

/** `frozen` by this very request, or `before`; `unknown` when the authenticator is gone. */
export type FreezeOutcome = 'frozen' | 'before' | 'unknown' | 'last';

export interface ObjectionStore {
  /** @returns the token for the link. */
  prepare(objection: Objection): Promise<string>;
  find(token: string): Promise<Objection | undefined>;
  /** For whoever has the link. Asking twice changes nothing more. */
  freeze(objection: Objection, now: Date, event: SecurityEvent): Promise<Exclude<FreezeOutcome, 'last'>>;
  /** For a session, which may be stolen: the last one in use stays, or no code would be asked for any more. Whoever asks ends the sessions. */
  freezeUnlessLast(objection: Objection, now: Date, event: SecurityEvent): Promise<FreezeOutcome>;
}

const lifeInSeconds = 240 * 60 * 60;
const freezeAuthenticator = recordedStep<'frozen', number>(
  import.meta.dirname,
  'freeze-authenticator',
  endingSessions,
  countingAuthenticators,
);

const outcomes = new Map<number, FreezeOutcome>([
  [1, 'frozen'],
  [2, 'before'],
  [0, 'unknown'],
  [-1, 'last'],
]);

export function createObjectionStore(recorder: Recorder): ObjectionStore {
  const { store } = recorder;
  const keyOf = (token: string): string => `objection:{${hashOfIdentifier(token)}}`;

  async function freeze(
    { accountId, authenticatorId }: Objection,
    now: Date,
    which: 'any' | 'unless-last',
    frozen: SecurityEvent,
  ): Promise<FreezeOutcome> {
    const keys = [plusKey(accountId), accountKey(accountId)];
    const args = [authenticatorId, now.toISOString(), which];
    const reply = await freezeAuthenticator(recorder, keys, args, { frozen });
    return outcomes.get(reply) ?? 'unknown';
  }

  return {
    async prepare(objection) {
      const token = randomBytes(32).toString('base64url');
      await store.set(keyOf(token), JSON.stringify(objection), 'EX', lifeInSeconds);
      return token;
    },

    async find(token) {
      const kept = await store.get(keyOf(token));
      return kept ? objectionSchema.parse(JSON.parse(kept)) : undefined;
    },

    async freeze(objection, now, event) {
      const outcome = await freeze(objection, now, 'any', event);
      return outcome === 'last' ? 'unknown' : outcome;
    },

    freezeUnlessLast: (objection, now, event) => freeze(objection, now, 'unless-last', event),
  };
}
