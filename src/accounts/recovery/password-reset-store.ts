/**
 * Forgotten passwords under way, one a browser, sealed. Whatever is sent is worth something in that browser alone: the record lies under
 * a hash of the browser's unguessable id, and nothing else leads to it.
 */
import { randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Secrets } from '../../configuration/secrets.ts';
import { parseMessageCode } from '../../one-time-codes/message-code.ts';
import type { ErrandKey } from '../../storage/catalogue/entry.ts';
import { passwordResetKey } from '../../storage/catalogue/sign-in-keys.ts';
import { indexHash, isIndexHash } from '../../storage/index-key.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord } from '../../storage/sealed-record.ts';
import { readVersioned } from '../../storage/versioned-record.ts';
import { moveErrand } from '../../throttle/errands/errands.ts';
import type { Account } from '../account.ts';

/** For whom, as the account was at that time. */
const claimSchema = z.strictObject({
  accountId: z.string(),
  /** Changes with the password. */
  passwordMark: z.string(),
  email: z.string(),
});

const lasting = { returnTo: z.string().optional(), expiresAt: z.iso.datetime() };

const askedSchema = z.strictObject({
  state: z.literal('asked'),
  username: z.string(),
  /** Absent where nobody was written to: then no code is right. */
  claim: claimSchema.optional(),
  codeHash: z.string(),
  linkHash: z.string(),
  sessionIdentifier: z.string(),
  wrongCodes: z.number().int(),
  ...lasting,
});
const provenSchema = z.strictObject({ state: z.literal('proven'), claim: claimSchema, ...lasting });
const doneSchema = z.strictObject({ state: z.literal('done'), ...lasting });

const resetSchema = z.discriminatedUnion('state', [askedSchema, provenSchema, doneSchema]);

export type ResetClaim = z.output<typeof claimSchema>;
export type ResetAsked = z.output<typeof askedSchema>;
export type ResetProven = z.output<typeof provenSchema>;
export type Reset = z.output<typeof resetSchema>;

export interface StoredReset<State extends Reset = Reset> {
  readonly version: number;
  readonly reset: State;
}

/** What the citizen is sent. */
export interface ResetProof {
  /** Eight digits. */
  readonly code: string;
  /** Sealed, for the link. */
  readonly token: string;
  /** Three digits, also on the page. */
  readonly sessionIdentifier: string;
}

export interface PasswordResetStore {
  find(browser: string, now: Date): Promise<StoredReset | undefined>;
  /** Begins a reset; what this browser asked for before is void. */
  begin(
    browser: string,
    asked: Pick<ResetAsked, 'username' | 'claim' | 'returnTo'>,
    now: Date,
  ): Promise<ResetProof>;
  /** Counts the try and compares in one move, so that parallel guesses cannot pass the limit. */
  checkCode(
    browser: string,
    stored: StoredReset<ResetAsked>,
    typed: string,
    now: Date,
  ): Promise<'right' | 'wrong' | 'moved'>;
  checkToken(
    browser: string,
    stored: StoredReset<ResetAsked>,
    token: string,
    now: Date,
  ): Promise<'right' | 'wrong' | 'moved'>;
  /** Whose mail the link was in, for a day and in any browser; undefined where the account has changed since, as far as the link tells. */
  claimIn(token: string, now: Date): ResetClaim | undefined;
  /** True when the link would be right; changes nothing. */
  knowsToken(asked: ResetAsked, token: string): boolean;
  finish(browser: string, stored: StoredReset<ResetProven>, now: Date): Promise<void>;
  claimOn(account: Account, email: string): ResetClaim;
  /** True when neither password nor address changed since. */
  stillFits(claim: ResetClaim, account: Account): boolean;
}

/** What the link says: in the browser that asked it leads to a new password; in any other it says who reads the owner's mail. */
const linkSchema = z.strictObject({ claim: claimSchema, until: z.iso.datetime() });
const linkPlace = 'password-reset-link';
/** As long as the messages of a day are counted: whoever has used them up has sent the owner a way in. */
const linkLifeInMilliseconds = 24 * 60 * 60 * 1000;
const claimOfNobody = {
  accountId: '0'.repeat(36),
  passwordMark: '0'.repeat(43),
  email: 'nobody@nowhere.example',
};

/** From asking to the proof, and again from there to the new password. */
const { lifeInSeconds } = passwordResetKey;
export const mostWrongResetCodes = 5;

interface ResetParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly secrets: Secrets;
}

export function createPasswordResetStore(store: Store, sealer: Sealer, secrets: Secrets): PasswordResetStore {
  const parts: ResetParts = { store, sealer, secrets };
  // Of a browser's id, which nobody can guess.
  const keyOf = (browser: string): ErrandKey => passwordResetKey(hashOfIdentifier(browser));

  return {
    find: (browser, now) => findReset(parts, keyOf(browser), now),

    begin: (browser, asked, now) => beginReset(parts, keyOf(browser), asked, now),

    checkCode(browser, stored, typed, now) {
      const key = keyOf(browser);
      const isRight = isIndexHash(
        secrets,
        stored.reset.codeHash,
        codePurpose,
        `${key}\0${parseMessageCode(typed) ?? ''}`,
      );
      return settle(parts, key, stored, isRight, now);
    },

    checkToken: (browser, stored, token, now) =>
      settle(parts, keyOf(browser), stored, knowsToken(stored.reset, token), now),

    knowsToken,

    claimIn(token, now) {
      try {
        const { claim, until } = linkSchema.parse(JSON.parse(sealer.open(token, linkPlace)));
        return new Date(until) > now ? claim : undefined;
      } catch {
        return undefined;
      }
    },

    async finish(browser, { version, reset }, now) {
      const done: Reset = { state: 'done', returnTo: reset.returnTo, expiresAt: expiryOf(now) };
      await moveReset(parts, keyOf(browser), version, done, now);
    },

    claimOn: (account, email) => ({
      accountId: account.id,
      passwordMark: indexHash(secrets, markPurpose, textOfMark(account)),
      email,
    }),

    stillFits: (claim, account) =>
      account.id === claim.accountId &&
      account.status === 'active' &&
      account.profile.email === claim.email &&
      isIndexHash(secrets, claim.passwordMark, markPurpose, textOfMark(account)),
  };
}

async function findReset(
  { store, sealer }: ResetParts,
  key: ErrandKey,
  now: Date,
): Promise<StoredReset | undefined> {
  const { version, value } = await readVersioned(store, key);
  if (value === undefined) {
    return undefined;
  }
  const reset = openRecord(sealer, resetSchema, value, key, 'a password that is chosen anew');
  const isWornOut = reset.state === 'asked' && reset.wrongCodes >= mostWrongResetCodes;
  return isWornOut || new Date(reset.expiresAt) <= now ? undefined : { version, reset };
}

async function moveReset(
  { store, sealer }: ResetParts,
  key: ErrandKey,
  version: number,
  reset: Reset,
  now: Date,
): Promise<boolean> {
  const secondsLeft = Math.ceil((new Date(reset.expiresAt).getTime() - now.getTime()) / 1000);
  const text = sealer.seal(JSON.stringify(reset), key);
  // Whoever proved to be the owner is held up by nobody.
  const payer = reset.state === 'asked' ? 'asker' : 'free';
  return moveErrand(store, key, version, text, { lifeInSeconds: secondsLeft, payer });
}

async function beginReset(
  parts: ResetParts,
  key: ErrandKey,
  asked: Pick<ResetAsked, 'username' | 'claim' | 'returnTo'>,
  now: Date,
): Promise<ResetProof> {
  const proof = drawProof(parts.sealer, asked.claim ?? claimOfNobody, now);
  const reset: ResetAsked = {
    state: 'asked',
    ...asked,
    codeHash: indexHash(parts.secrets, codePurpose, `${key}\0${proof.code}`),
    linkHash: hashOfIdentifier(proof.token),
    sessionIdentifier: proof.sessionIdentifier,
    wrongCodes: 0,
    expiresAt: expiryOf(now),
  };
  for (;;) {
    const { version } = await readVersioned(parts.store, key);
    // Whoever asks twice at once is served twice, one after the other: the last one counts.
    if (await moveReset(parts, key, version, reset, now)) {
      return proof;
    }
  }
}

function drawProof(sealer: Sealer, claim: ResetClaim, now: Date): ResetProof {
  const until = new Date(now.getTime() + linkLifeInMilliseconds).toISOString();
  return {
    code: String(randomInt(100_000_000)).padStart(8, '0'),
    token: sealer.seal(JSON.stringify({ claim, until }), linkPlace),
    sessionIdentifier: String(randomInt(1000)).padStart(3, '0'),
  };
}

/** One move says what a try came to: proven, or one wrong code more. */
async function settle(
  parts: ResetParts,
  key: ErrandKey,
  { version, reset }: StoredReset<ResetAsked>,
  isRight: boolean,
  now: Date,
): Promise<'right' | 'wrong' | 'moved'> {
  const { claim, returnTo } = reset;
  const next: Reset =
    isRight && claim
      ? { state: 'proven', claim, returnTo, expiresAt: expiryOf(now) }
      : { ...reset, wrongCodes: reset.wrongCodes + 1 };
  const moved = await moveReset(parts, key, version, next, now);
  return moved ? (next.state === 'proven' ? 'right' : 'wrong') : 'moved';
}

function knowsToken({ linkHash }: ResetAsked, token: string): boolean {
  return hashOfIdentifier(token) === linkHash;
}

const codePurpose = 'reset-code';
const markPurpose = 'password-mark';

/** The mark changes with the password, and tells nothing of it. */
function textOfMark({ id, passwordHash }: Account): string {
  return `${id}\0${passwordHash}`;
}

function expiryOf(now: Date): string {
  return new Date(now.getTime() + lifeInSeconds * 1000).toISOString();
}
