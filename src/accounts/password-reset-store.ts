/**
 * Forgotten passwords under way, one a browser, sealed. Whatever is sent is worth something in that browser alone: the record lies under
 * a hash of the browser's unguessable id, and nothing else leads to it.
 */
import { randomBytes, randomInt } from 'node:crypto';
import { z } from 'zod';
import type { Secrets } from '../configuration/secrets.ts';
import { parseSentCode } from '../one-time-codes/sent-code.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import { passwordResetKey } from '../storage/catalogue/sign-in-keys.ts';
import { hashOfIdentifier, keyedHash } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { moveVersioned, readVersioned } from '../storage/versioned-record.ts';
import type { Account } from './account.ts';

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
  /** 256 bits, for the link. */
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
  /** True when the link would be right; changes nothing. */
  knowsToken(asked: ResetAsked, token: string): boolean;
  finish(browser: string, stored: StoredReset<ResetProven>, now: Date): Promise<void>;
  claimOn(account: Account, email: string): ResetClaim;
  /** True when neither password nor address changed since. */
  stillFits(claim: ResetClaim, account: Account): boolean;
}

/** From asking to the proof, and again from there to the new password. */
const { lifeInSeconds } = passwordResetKey;
export const mostWrongResetCodes = 5;

export function createPasswordResetStore(store: Store, sealer: Sealer, secrets: Secrets): PasswordResetStore {
  const keyOf = (browser: string): StoreKey =>
    passwordResetKey(keyedHash(secrets.index_key, 'password-reset', browser));
  const hashOfCode = (key: string, code: string): string =>
    keyedHash(secrets.index_key, 'reset-code', `${key}\0${code}`);
  const markOf = ({ id, passwordHash }: Account): string =>
    keyedHash(secrets.index_key, 'password-mark', `${id}\0${passwordHash}`);

  function move(key: StoreKey, version: number, reset: Reset, now: Date): Promise<boolean> {
    const secondsLeft = Math.ceil((new Date(reset.expiresAt).getTime() - now.getTime()) / 1000);
    return moveVersioned(store, key, version, sealer.seal(JSON.stringify(reset), key), secondsLeft);
  }

  async function begin(
    browser: string,
    asked: Pick<ResetAsked, 'username' | 'claim' | 'returnTo'>,
    now: Date,
  ): Promise<ResetProof> {
    const key = keyOf(browser);
    const code = String(randomInt(100_000_000)).padStart(8, '0');
    const token = randomBytes(32).toString('base64url');
    const sessionIdentifier = String(randomInt(1000)).padStart(3, '0');
    const reset: ResetAsked = {
      state: 'asked',
      ...asked,
      codeHash: hashOfCode(key, code),
      linkHash: hashOfIdentifier(token),
      sessionIdentifier,
      wrongCodes: 0,
      expiresAt: expiryOf(now),
    };
    for (;;) {
      const { version } = await readVersioned(store, key);
      // Whoever asks twice at once is served twice, one after the other: the last one counts.
      if (await move(key, version, reset, now)) {
        return { code, token, sessionIdentifier };
      }
    }
  }

  async function settle(
    browser: string,
    { version, reset }: StoredReset<ResetAsked>,
    isRight: boolean,
    now: Date,
  ): Promise<'right' | 'wrong' | 'moved'> {
    const { claim, returnTo } = reset;
    const next: Reset =
      isRight && claim
        ? { state: 'proven', claim, returnTo, expiresAt: expiryOf(now) }
        : { ...reset, wrongCodes: reset.wrongCodes + 1 };
    const moved = await move(keyOf(browser), version, next, now);
    return moved ? (next.state === 'proven' ? 'right' : 'wrong') : 'moved';
  }

  const knowsToken = ({ linkHash }: ResetAsked, token: string): boolean =>
    hashOfIdentifier(token) === linkHash;

  return {
    async find(browser, now) {
      const key = keyOf(browser);
      const { version, value } = await readVersioned(store, key);
      const reset = value === undefined ? undefined : resetSchema.parse(JSON.parse(sealer.open(value, key)));
      const isOver =
        !reset ||
        new Date(reset.expiresAt) <= now ||
        (reset.state === 'asked' && reset.wrongCodes >= mostWrongResetCodes);
      return isOver ? undefined : { version, reset };
    },

    begin,

    checkCode(browser, stored, typed, now) {
      const isRight = hashOfCode(keyOf(browser), parseSentCode(typed) ?? '') === stored.reset.codeHash;
      return settle(browser, stored, isRight, now);
    },

    checkToken: (browser, stored, token, now) =>
      settle(browser, stored, knowsToken(stored.reset, token), now),
    knowsToken,

    async finish(browser, { version, reset }, now) {
      const done: Reset = { state: 'done', returnTo: reset.returnTo, expiresAt: expiryOf(now) };
      await move(keyOf(browser), version, done, now);
    },

    claimOn: (account, email) => ({ accountId: account.id, passwordMark: markOf(account), email }),

    stillFits: ({ accountId, passwordMark, email }, account) =>
      account.id === accountId &&
      account.status === 'active' &&
      account.profile.email === email &&
      markOf(account) === passwordMark,
  };
}

function expiryOf(now: Date): string {
  return new Date(now.getTime() + lifeInSeconds * 1000).toISOString();
}
