/**
 * Whose account a credential's subject is: by the trust anchor and the personal identifier, never by a name. The account itself says
 * which subjects are its own; a pointer under a keyed hash leads there, and one that leads to an account which says otherwise (or
 * is no more) leads nowhere. So taking a subject away, and erasing an account, needs to know of no pointer.
 *
 * In this folder: what an account has of wallets that sign in to it, and what is due to be revoked when the account ends.
 */
import { z } from 'zod';
import { createRecorder, type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Secrets } from '../../configuration/secrets.ts';
import { endingStep } from '../../endings/ending-step.ts';
import { bringOver } from '../../storage/bring-over.ts';
import { accountKey, plusKey, walletSubjectsKey } from '../../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../../storage/catalogue/entry.ts';
import { walletSubjectKey } from '../../storage/catalogue/wallet-keys.ts';
import {
  eldersOf,
  type IndexKeys,
  indexHashes,
  namedIndexHashes,
  underEach,
} from '../../storage/index-key.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';

export interface WalletSubject {
  /** SHA-256 of the trust anchor's certificate (DER), in lower-case hexadecimal. */
  readonly anchorFingerprint: string;
  /** The personal identifier that this anchor's issuer gives, as it stands in the credential. */
  readonly identifier: string;
}

const sourceName = z.strictObject({ hu: z.string(), en: z.string() });

/** How a subject came to be the account's. */
const originSchema = z.discriminatedUnion('origin', [
  z.strictObject({ origin: z.literal('issued'), at: z.iso.datetime() }),
  z.strictObject({
    origin: z.literal('linked'),
    at: z.iso.datetime(),
    /** Random, so that it may be named where the subject must not be. */
    id: z.string(),
    /** Who answers for the wallet's credentials, as the trust source called itself then. */
    source: sourceName,
  }),
]);

/** A wallet of another issuer that the citizen linked. */
export interface LinkedWallet {
  readonly id: string;
  readonly source: z.output<typeof sourceName>;
  readonly at: Date;
}

/** By us, when we issue a credential to the account, which is recorded by itself; or by the citizen, after password and code. */
export type Linking =
  | { readonly origin: 'issued' }
  | ({ readonly origin: 'linked'; readonly event: SecurityEvent } & Omit<LinkedWallet, 'at'>);

/** `known`: the account had it before. `taken`: it is another account's. `refused`: it is not in use, or has no Ügyfélkapu+ to link with. */
export type LinkOutcome = 'linked' | 'known' | 'taken' | 'refused';

export type UnlinkOutcome =
  | { readonly kind: 'nothing-to-unlink' }
  /** @property endedAt the second at which the other sessions ended; undefined when somebody else ended all, the asker's too */
  | { readonly kind: 'unlinked'; readonly wallet: LinkedWallet; readonly endedAt: number | undefined };

/** Both are recorded. */
export interface UnlinkEvents {
  readonly unlinked: SecurityEvent;
  /** Where the end of the other sessions is told of by itself. */
  readonly ended?: SecurityEvent;
}

export interface WalletSubjectStore {
  /** The account id; undefined where the subject is nobody's. */
  find(subject: WalletSubject): Promise<string | undefined>;
  link(subject: WalletSubject, accountId: string, linking: Linking, now: Date): Promise<LinkOutcome>;
  /** Wallets that the citizen linked, the newest first. */
  linked(accountId: string): Promise<LinkedWallet[]>;
  /** Ends every other session of the account in the same step. @param account as its own session was looked at */
  unlink(
    account: { readonly id: string; readonly sessionsEndedAt: number },
    linkId: string,
    eventsOf: (wallet: LinkedWallet) => UnlinkEvents,
  ): Promise<UnlinkOutcome>;
  /** Everything that was linked, for an account that ends or lost its Ügyfélkapu+. Its sessions are others' business. */
  unlinkAll(accountId: string): Promise<void>;
}

const linkWalletSubject = recordedStep<never, LinkOutcome, 'linked'>(
  import.meta.dirname,
  'link-wallet-subject',
  bringOver,
);
const unlinkWalletSubjects = endingStep<'unlinked', [number, number], 'ended'>(
  import.meta.dirname,
  'unlink-wallet-subjects',
);

export function createWalletSubjectStore(
  store: Store,
  sealer: Sealer,
  secrets: Secrets,
  recorder: Recorder = createRecorder(store, sealer),
): WalletSubjectStore {
  return {
    linked: (accountId) => linkedWallets(store, accountId),

    async find(subject) {
      const hashes = hashesOf(secrets, subject);
      const accountId = await leadsTo(store, hashes);
      return accountId && (await isOwnedBy(store, hashes, accountId)) ? accountId : undefined;
    },

    async link(subject, accountId, linking, now) {
      const hashes = hashesOf(secrets, subject);
      const before = (await leadsTo(store, hashes)) ?? '';
      const elders = eldersOf(secrets, purpose, textOf(subject)).flat().map(walletSubjectKey);
      return linkWalletSubject(
        recorder,
        [
          accountKey(accountId),
          walletSubjectsKey(accountId),
          hashes.pointers[0],
          walletSubjectsKey(before || accountId),
          plusKey(accountId),
          ...elders,
        ],
        [
          hashes.fields.join(' '),
          JSON.stringify(originOf(linking, now)),
          accountId,
          before,
          elders.length / 2,
        ],
        linking.origin === 'linked' ? { linked: linking.event } : {},
      );
    },

    unlink: (account, linkId, eventsOf) => unlink(recorder, account, linkId, eventsOf),

    async unlinkAll(accountId) {
      await unlinkWalletSubjects(
        recorder,
        { act: undefined, accountId },
        [walletSubjectsKey(accountId)],
        ['', ''],
        { unlinked: securityEvents.walletsUnlinked(accountId) },
      );
    },
  };
}

function originOf(linking: Linking, now: Date): z.output<typeof originSchema> {
  const at = now.toISOString();
  return linking.origin === 'linked'
    ? { origin: 'linked', at, id: linking.id, source: linking.source }
    : { origin: 'issued', at };
}

const purpose = 'wallet-subject';

function textOf({ anchorFingerprint, identifier }: WalletSubject): string {
  return `${anchorFingerprint}\0${identifier}`;
}

/** Under each index key, the one that counts first. */
interface SubjectHashes {
  readonly pointers: readonly [StoreKey, ...StoreKey[]];
  /** As the account may have it among its subjects. */
  readonly fields: readonly string[];
}

function hashesOf(keys: IndexKeys, subject: WalletSubject): SubjectHashes {
  return {
    pointers: underEach(indexHashes(keys, purpose, textOf(subject)), walletSubjectKey),
    fields: namedIndexHashes(keys, purpose, textOf(subject)),
  };
}

async function leadsTo(store: Store, { pointers }: SubjectHashes): Promise<string | undefined> {
  const ids = await Promise.all(pointers.map((pointer) => store.get(pointer)));
  return ids.find((id) => id !== null);
}

const bringOverSubject = atomicStep<number>(import.meta.dirname, 'bring-over-wallet-subject', 'any');

/** Also false while what wallets hold of the account is still to be revoked. What is found under an older index key is brought over. */
async function isOwnedBy(
  store: Store,
  { pointers, fields }: SubjectHashes,
  accountId: string,
): Promise<boolean> {
  const [kept, isRevocationDue] = await Promise.all([
    store.hmget(walletSubjectsKey(accountId), ...fields),
    store.hexists(accountKey(accountId), 'revocation_due'),
  ]);
  const [today, ...others] = kept;
  if (today === null && others.some((origin) => origin !== null)) {
    await bringOverSubject(store, [walletSubjectsKey(accountId), ...pointers], [accountId, ...fields]);
  }
  return kept.some((origin) => origin !== null) && isRevocationDue === 0;
}

async function linkedWallets(store: Store, accountId: string): Promise<LinkedWallet[]> {
  const origins = Object.values(await store.hgetall(walletSubjectsKey(accountId)));
  return origins
    .map((written) => originSchema.parse(JSON.parse(written)))
    .filter((how) => how.origin === 'linked')
    .sort((one, other) => other.at.localeCompare(one.at))
    .map(({ id, source, at }) => ({ id, source, at: new Date(at) }));
}

async function unlink(
  recorder: Recorder,
  { id: accountId, sessionsEndedAt }: Parameters<WalletSubjectStore['unlink']>[0],
  linkId: string,
  eventsOf: (wallet: LinkedWallet) => UnlinkEvents,
): Promise<UnlinkOutcome> {
  const wallet = (await linkedWallets(recorder.store, accountId)).find(({ id }) => id === linkId);
  if (!wallet) {
    return { kind: 'nothing-to-unlink' };
  }
  const { unlinked, ended } = eventsOf(wallet);
  const [many, endedAt] = await unlinkWalletSubjects(
    recorder,
    { act: 'wallet-unlinked', accountId },
    [walletSubjectsKey(accountId)],
    [sessionsEndedAt, linkId],
    { unlinked, ...(ended && { ended }) },
  );
  return many === 0
    ? { kind: 'nothing-to-unlink' }
    : { kind: 'unlinked', wallet, endedAt: endedAt === 0 ? undefined : endedAt };
}
