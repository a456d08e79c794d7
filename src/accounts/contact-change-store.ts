/** Changes of an e-mail address or a telephone number under way, in Redis: one an account, sealed, bound to the browser. */
import type { CodeChannel } from '../assurance/one-time-codes.ts';
import { createRecorder, type Recorder, recordedStep } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/security-event.ts';
import type { Secrets } from '../configuration/secrets.ts';
import { drawCode, mostWrongTries, nextMessageAt, parseSentCode } from '../one-time-codes/sent-code.ts';
import { accountKey, contactChangeKey } from '../storage/account-keys.ts';
import { hashOfIdentifier, keyedHash } from '../storage/keyed-hash.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { moveVersioned, readVersioned } from '../storage/versioned-record.ts';
import { createAccountRecords } from './account-record.ts';
import { type ContactChange, contactChangeSchema, isChangeOver, withContact } from './contact-change.ts';

export interface WantedContact {
  readonly channel: CodeChannel;
  readonly value: string;
  /** Where the owner is asked. */
  readonly old: CodeChannel | undefined;
}

export interface ContactCodes {
  readonly sessionIdentifier: string;
  readonly newCode: string;
  /** Undefined where there is no old side. */
  readonly oldCode: string | undefined;
  readonly expiresAt: Date;
}

export type TypedCodes = Readonly<Record<'newCode' | 'oldCode', string>>;

export type ConfirmOutcome =
  | { kind: 'changed'; before: string | undefined }
  | { kind: 'wrong'; newCode: boolean; oldCode: boolean; triesLeft: number }
  /** Somebody else was faster, or it is over. */
  | { kind: 'moved' };

export interface ContactChangeStore {
  /** The change that this browser asked for, while it lasts. */
  find(accountId: string, browser: string, now: Date): Promise<ContactChange | undefined>;
  /** @returns the codes to send; `too-soon` when messages were asked for too fast; undefined when another request was faster. */
  begin(
    accountId: string,
    browser: string,
    wanted: WantedContact,
    now: Date,
  ): Promise<ContactCodes | 'too-soon' | undefined>;
  /** Compares; in the same move the contact is changed, or the wrong try counted. */
  confirm(
    accountId: string,
    browser: string,
    typed: TypedCodes,
    now: Date,
    event: SecurityEvent,
  ): Promise<ConfirmOutcome>;
  abandon(accountId: string): Promise<void>;
}

const confirmContact = recordedStep<'changed', number>(import.meta.dirname, 'confirm-contact');
const { lifeInSeconds } = contactChangeKey;

export function createContactChangeStore(
  store: Store,
  sealer: Sealer,
  secrets: Secrets,
  recorder: Recorder = createRecorder(store, sealer),
): ContactChangeStore {
  const { openProfile, sealProfile } = createAccountRecords(sealer, secrets);

  async function read(accountId: string): Promise<{ version: number; change: ContactChange | undefined }> {
    const key = contactChangeKey(accountId);
    const { version, value } = await readVersioned(store, key);
    return {
      version,
      change: value ? contactChangeSchema.parse(JSON.parse(sealer.open(value, key))) : undefined,
    };
  }

  function move(accountId: string, version: number, change: ContactChange): Promise<boolean> {
    const key = contactChangeKey(accountId);
    return moveVersioned(store, key, version, sealer.seal(JSON.stringify(change), key), lifeInSeconds);
  }

  function hashOf(accountId: string, side: 'new' | 'old', code: string): string {
    return keyedHash(secrets.index_key, 'contact-change', [accountId, side, code].join('\0'));
  }

  async function change(
    accountId: string,
    version: number,
    wanted: ContactChange,
    event: SecurityEvent,
  ): Promise<ConfirmOutcome> {
    const sealed = (await store.hget(accountKey(accountId), 'profile')) ?? '';
    const before = openProfile(accountId, sealed);
    const after = sealProfile(accountId, withContact(before, wanted));
    const keys = [accountKey(accountId), contactChangeKey(accountId)];
    const changed = await confirmContact(recorder, keys, [version, sealed, after], { changed: event });
    return changed === 1 ? { kind: 'changed', before: before.email } : { kind: 'moved' };
  }

  return {
    async find(accountId, browser, now) {
      const { change: found } = await read(accountId);
      const isOwn = found?.browserHash === hashOfIdentifier(browser);
      return found && isOwn && !isChangeOver(found, now) ? found : undefined;
    },

    async begin(accountId, browser, { channel, value, old }, now) {
      const { version, change: before } = await read(accountId);
      const next = before ? nextMessageAt(before) : now;
      if (!next || now < next) {
        return 'too-soon';
      }
      const { sessionIdentifier, code: newCode } = drawCode();
      const { code: oldCode } = drawCode();
      const expiresAt = new Date(now.getTime() + lifeInSeconds * 1000);
      const moved = await move(accountId, version, {
        channel,
        value,
        newCodeHash: hashOf(accountId, 'new', newCode),
        ...(old && { old: { channel: old, codeHash: hashOf(accountId, 'old', oldCode) } }),
        browserHash: hashOfIdentifier(browser),
        expiresAt: expiresAt.toISOString(),
        sessionIdentifier,
        sentAt: now.toISOString(),
        timesSent: (before?.timesSent ?? 0) + 1,
        wrongCodes: 0,
      });
      return moved ? { sessionIdentifier, newCode, oldCode: old && oldCode, expiresAt } : undefined;
    },

    async confirm(accountId, browser, typed, now, event) {
      const { version, change: wanted } = await read(accountId);
      const isOwn = wanted?.browserHash === hashOfIdentifier(browser);
      if (!wanted || !isOwn || isChangeOver(wanted, now)) {
        return { kind: 'moved' };
      }
      const newCode = hashOf(accountId, 'new', parseSentCode(typed.newCode) ?? '') === wanted.newCodeHash;
      const oldCode =
        !wanted.old || hashOf(accountId, 'old', parseSentCode(typed.oldCode) ?? '') === wanted.old.codeHash;
      if (newCode && oldCode) {
        return change(accountId, version, wanted, event);
      }
      const wrongCodes = wanted.wrongCodes + 1;
      const counted = await move(accountId, version, { ...wanted, wrongCodes });
      return counted
        ? { kind: 'wrong', newCode, oldCode, triesLeft: mostWrongTries - wrongCodes }
        : { kind: 'moved' };
    },

    async abandon(accountId) {
      await store.del(contactChangeKey(accountId));
    },
  };
}
