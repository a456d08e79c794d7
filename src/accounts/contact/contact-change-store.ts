/**
 * Changes of an e-mail address or a telephone number under way, in Redis: one an account, sealed, bound to the browser.
 *
 * In this folder: changing an e-mail address or a telephone number: what is asked, and how it is kept until both codes came back.
 */
import type { CodeChannel } from '../../assurance/code-channels.ts';
import { createRecorder, type Recorder } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { endingStep } from '../../endings/ending-step.ts';
import {
  drawMessageCode,
  mostWrongTries,
  nextMessageAt,
  parseMessageCode,
} from '../../one-time-codes/message-code.ts';
import { accountKey, contactChangeKey } from '../../storage/catalogue/account-keys.ts';
import { indexHash, isIndexHash } from '../../storage/index-key.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord, readingOf } from '../../storage/sealed-record.ts';
import { moveVersioned, readVersioned } from '../../storage/versioned-record.ts';
import { type AccountRecords, createAccountRecords } from '../account-record.ts';
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
  /** Whoever began it. */
  isUnderWay(accountId: string, now: Date): Promise<boolean>;
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

const confirmContact = endingStep<'changed', number>(import.meta.dirname, 'confirm-contact');
const { lifeInSeconds } = contactChangeKey;

interface ContactChangeParts {
  readonly store: Store;
  readonly sealer: Sealer;
  readonly secrets: Secrets;
  readonly recorder: Recorder;
  readonly records: AccountRecords;
}

export function createContactChangeStore(
  store: Store,
  sealer: Sealer,
  secrets: Secrets,
  recorder: Recorder = createRecorder(store, sealer),
): ContactChangeStore {
  const records = createAccountRecords(sealer, secrets);
  const parts: ContactChangeParts = { store, sealer, secrets, recorder, records };

  return {
    async find(accountId, browser, now) {
      const { change } = await readChange(parts, accountId);
      return ownChange(change, browser, now);
    },

    async isUnderWay(accountId, now) {
      const { change } = await readChange(parts, accountId);
      return change !== undefined && !isChangeOver(change, now);
    },

    begin: (accountId, browser, wanted, now) => beginChange(parts, accountId, browser, wanted, now),

    confirm: (accountId, browser, typed, now, event) =>
      confirmChange(parts, accountId, browser, typed, now, event),

    async abandon(accountId) {
      await store.del(contactChangeKey(accountId));
    },
  };
}

/** One that cannot be read can be confirmed by nobody: it is as if there were none, and another takes its place. */
async function readChange(
  { store, sealer }: ContactChangeParts,
  accountId: string,
): Promise<{ version: number; change: ContactChange | undefined }> {
  const key = contactChangeKey(accountId);
  const of = `contact change of account ${accountId}`;
  const { version, value } = await readVersioned(store, key);
  const open = async () => (value ? openRecord(sealer, contactChangeSchema, value, key, of) : undefined);
  const reading = await readingOf(open());
  return { version, change: reading.kind === 'found' ? reading.value : undefined };
}

function moveChange(
  { store, sealer }: ContactChangeParts,
  accountId: string,
  version: number,
  change: ContactChange,
): Promise<boolean> {
  const key = contactChangeKey(accountId);
  return moveVersioned(store, key, version, sealer.seal(JSON.stringify(change), key), lifeInSeconds);
}

/** The change, where this browser asked for it and it is not over. */
function ownChange(change: ContactChange | undefined, browser: string, now: Date): ContactChange | undefined {
  const isOwn = change?.browserHash === hashOfIdentifier(browser);
  return change && isOwn && !isChangeOver(change, now) ? change : undefined;
}

async function beginChange(
  parts: ContactChangeParts,
  accountId: string,
  browser: string,
  { channel, value, old }: WantedContact,
  now: Date,
): Promise<ContactCodes | 'too-soon' | undefined> {
  const { secrets } = parts;
  const { version, change: before } = await readChange(parts, accountId);
  const next = before ? nextMessageAt(before) : now;
  if (!next || now < next) {
    return 'too-soon';
  }
  const { sessionIdentifier, code: newCode } = drawMessageCode();
  const { code: oldCode } = drawMessageCode();
  const expiresAt = new Date(now.getTime() + lifeInSeconds * 1000);
  const moved = await moveChange(parts, accountId, version, {
    channel,
    value,
    newCodeHash: codeHash(secrets, accountId, 'new', newCode),
    ...(old && { old: { channel: old, codeHash: codeHash(secrets, accountId, 'old', oldCode) } }),
    browserHash: hashOfIdentifier(browser),
    expiresAt: expiresAt.toISOString(),
    sessionIdentifier,
    sentAt: now.toISOString(),
    timesSent: (before?.timesSent ?? 0) + 1,
    wrongCodes: 0,
  });
  return moved ? { sessionIdentifier, newCode, oldCode: old && oldCode, expiresAt } : undefined;
}

async function confirmChange(
  parts: ContactChangeParts,
  accountId: string,
  browser: string,
  typed: TypedCodes,
  now: Date,
  event: SecurityEvent,
): Promise<ConfirmOutcome> {
  const { version, change } = await readChange(parts, accountId);
  const wanted = ownChange(change, browser, now);
  if (!wanted) {
    return { kind: 'moved' };
  }
  const isRight = judgeCodes(parts.secrets, accountId, wanted, typed);
  if (isRight.newCode && isRight.oldCode) {
    return putContact(parts, accountId, version, wanted, event);
  }
  const wrongCodes = wanted.wrongCodes + 1;
  const counted = await moveChange(parts, accountId, version, { ...wanted, wrongCodes });
  return counted ? { kind: 'wrong', ...isRight, triesLeft: mostWrongTries - wrongCodes } : { kind: 'moved' };
}

/** Which of the typed codes are right. Where there is no old side, nothing is asked of it. */
function judgeCodes(
  secrets: Secrets,
  accountId: string,
  { newCodeHash, old }: ContactChange,
  typed: TypedCodes,
): { newCode: boolean; oldCode: boolean } {
  const isRight = (kept: string, side: 'new' | 'old', code: string): boolean =>
    isIndexHash(secrets, kept, codePurpose, boundTo(accountId, side, parseMessageCode(code) ?? ''));
  return {
    newCode: isRight(newCodeHash, 'new', typed.newCode),
    oldCode: !old || isRight(old.codeHash, 'old', typed.oldCode),
  };
}

/** The account gets its contact and the change is spent, in one step; neither when one of the two has moved. */
async function putContact(
  { store, recorder, records }: ContactChangeParts,
  accountId: string,
  version: number,
  wanted: ContactChange,
  event: SecurityEvent,
): Promise<ConfirmOutcome> {
  const sealed = (await store.hget(accountKey(accountId), 'profile')) ?? '';
  const before = records.openProfile(accountId, sealed);
  const after = withContact(before, wanted);
  const lost = records.everyAddressKeyOf(before);
  const keys = [accountKey(accountId), contactChangeKey(accountId), ...lost, ...records.addressKeysOf(after)];
  const args = [version, sealed, records.sealProfile(accountId, after), accountId, lost.length];
  const ending = { act: 'contact-changed', accountId } as const;
  const changed = await confirmContact(recorder, ending, keys, args, { changed: event });
  return changed === 1 ? { kind: 'changed', before: before.email } : { kind: 'moved' };
}

const codePurpose = 'contact-change';

function codeHash(secrets: Secrets, accountId: string, side: 'new' | 'old', code: string): string {
  return indexHash(secrets, codePurpose, boundTo(accountId, side, code));
}

function boundTo(accountId: string, side: 'new' | 'old', code: string): string {
  return [accountId, side, code].join('\0');
}
