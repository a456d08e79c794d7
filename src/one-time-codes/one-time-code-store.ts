/** The one-time code of a sign-in in Redis, sealed, in the slot of its account: one a sign-in, whatever node asks. */
import type { CodeChannel } from '../assurance/code-channels.ts';
import type { Secrets } from '../configuration/secrets.ts';
import { oneTimeCodeKey } from '../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import { indexHash, isIndexHash } from '../storage/index-key.ts';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { openRecord } from '../storage/sealed-record.ts';
import { moveVersioned, readVersioned } from '../storage/versioned-record.ts';
import type { AttemptVerdict } from '../throttle/failures/attempt-counter.ts';
import {
  beginCodeAttempt,
  type CodeAttemptSource,
  forgetCodeAttempts,
} from '../throttle/failures/code-attempts.ts';
import { type CodeToSend, drawMessageCode } from './message-code.ts';
import {
  expiryOf,
  type OneTimeCode,
  oneTimeCodeSchema,
  type SentOneTimeCode,
} from './one-time-code-record.ts';

/** The sign-in that a code belongs to: it is worth nothing in another, or in another browser. */
export interface CodeSignIn {
  readonly accountId: string;
  /** The engine's id of the sign-in under way. */
  readonly uid: string;
  /** Unguessable id of the browser. */
  readonly browser: string;
}

export interface StoredCode {
  /** 0 when there is none yet. */
  readonly version: number;
  readonly code: OneTimeCode | undefined;
}

export interface OneTimeCodeStore {
  find(signIn: CodeSignIn): Promise<StoredCode>;
  /** A fresh code in place of the one before, if any; undefined when another request was faster. */
  replace(
    signIn: CodeSignIn,
    before: StoredCode,
    channel: CodeChannel,
    now: Date,
  ): Promise<(CodeToSend & { expiresAt: Date }) | undefined>;
  beginAttempt(accountId: string, who: CodeAttemptSource, now: Date): Promise<AttemptVerdict>;
  /**
   * Compares, and in the same move spends the code or counts the wrong try: of parallel requests one at a time is told anything.
   * A success forgets the failures of this source.
   */
  tryCode(
    signIn: CodeSignIn,
    sent: { readonly version: number; readonly code: SentOneTimeCode },
    typed: string,
    who: CodeAttemptSource,
  ): Promise<'spent' | 'wrong' | 'moved'>;
}

/** As long as a sign-in may take, so that its messages stay counted. */
const recordLifeInSeconds = oneTimeCodeKey.lifeInSeconds;

export function createOneTimeCodeStore(store: Store, sealer: Sealer, secrets: Secrets): OneTimeCodeStore {
  const keyOf = ({ accountId, uid }: CodeSignIn): StoreKey =>
    oneTimeCodeKey(accountId, hashOfIdentifier(uid));

  function move(signIn: CodeSignIn, version: number, code: OneTimeCode): Promise<boolean> {
    const key = keyOf(signIn);
    return moveVersioned(store, key, version, sealer.seal(JSON.stringify(code), key), recordLifeInSeconds);
  }

  return {
    async find(signIn) {
      const key = keyOf(signIn);
      const { version, value } = await readVersioned(store, key);
      const code = value && openRecord(sealer, oneTimeCodeSchema, value, key, 'a one-time code');
      return { version, code: code || undefined };
    },

    async replace(signIn, { version, code: before }, channel, now) {
      const { code, sessionIdentifier } = drawMessageCode();
      const expiresAt = expiryOf(now);
      const moved = await move(signIn, version, {
        state: 'sent',
        channel,
        codeHash: indexHash(secrets, purpose, boundTo(signIn, code)),
        browserHash: hashOfIdentifier(signIn.browser),
        expiresAt: expiresAt.toISOString(),
        sessionIdentifier,
        sentAt: now.toISOString(),
        timesSent: (before?.state === 'sent' ? before.timesSent : 0) + 1,
        wrongCodes: 0,
      });
      return moved ? { code, sessionIdentifier, expiresAt } : undefined;
    },

    beginAttempt: (accountId, who, now) => beginCodeAttempt(store, accountId, who, now),

    async tryCode(signIn, { version, code: sent }, typed, who) {
      const isRight = isIndexHash(secrets, sent.codeHash, purpose, boundTo(signIn, typed));
      const next: OneTimeCode = isRight ? { state: 'spent' } : { ...sent, wrongCodes: sent.wrongCodes + 1 };
      if (!(await move(signIn, version, next))) {
        return 'moved';
      }
      if (isRight) {
        await forgetCodeAttempts(store, signIn.accountId, who);
      }
      return isRight ? 'spent' : 'wrong';
    },
  };
}

const purpose = 'one-time-code';

function boundTo({ accountId, uid, browser }: CodeSignIn, code: string): string {
  return [accountId, uid, browser, code].join('\0');
}

/** True when this browser asked for the code. */
export function isOwnCode({ browserHash }: SentOneTimeCode, { browser }: CodeSignIn): boolean {
  return browserHash === hashOfIdentifier(browser);
}
