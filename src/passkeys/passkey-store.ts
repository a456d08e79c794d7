/** Passkeys in Redis: with the other authenticators of the Ügyfélkapu+, sealed; beside each what scripts change of it. */
import { type Recorder, recordedStep } from '../audit/audit-log.ts';
import type { SecurityEvent } from '../audit/events/security-event.ts';
import { passkeyClaims } from '../endings/passkey-claims.ts';
import { accountKey, passkeyOwnerKey, plusKey } from '../storage/catalogue/account-keys.ts';
import type { StoreKey } from '../storage/catalogue/entry.ts';
import { plusField } from '../storage/catalogue/plus-fields.ts';
import { passkeyChallengeKey } from '../storage/catalogue/sign-in-keys.ts';
import { type Listing, readEach } from '../storage/due/each-in-turn.ts';
import { hashOfIdentifier } from '../storage/keyed-hash.ts';
import { atomicStep, declareStep, readStep, type Store } from '../storage/redis.ts';
import { fieldsIn, read, readTogether } from '../storage/request/read-together.ts';
import { readOnce } from '../storage/request/store-request.ts';
import type { Sealer } from '../storage/sealed.ts';
import { openRecord, type Reading, readingOf } from '../storage/sealed-record.ts';
import {
  type AskingSession,
  authenticatorPlace,
  countingAuthenticators,
} from '../totp/authenticators/authenticator-store.ts';
import { mostPasskeys, type NewPasskey, type Passkey, passkeyIdOf, passkeySchema } from './passkey.ts';

/** What an authenticator says of itself with each answer. */
export interface AuthenticatorState {
  /** How often it has signed; 0 where it does not count. */
  readonly counter: number;
  readonly isBackedUp: boolean;
}

/** `moved`: sessions were ended meanwhile, or no second factor is left on which it was begun. */
export type AddOutcome = 'added' | 'moved' | 'too-many' | 'known';

/** `replayed`: the challenge was answered before. `cloned`: it counts, and its count went back: there are two of it. */
export type SpendOutcome = 'spent' | 'replayed' | 'cloned' | 'gone';

export interface PasskeyStore {
  /** The oldest first. One that cannot be read keeps nobody from the others; its owner is to hear of it. */
  list(accountId: string): Promise<Listing<Passkey, string>>;
  /** As it was when this request first asked. @param id of the passkey, as `passkeyIdOf` gives it */
  find(accountId: string, id: string): Promise<Reading<Passkey>>;
  /** Whose it is; for one whose authenticator does not say so. */
  ownerOf(id: string): Promise<string | undefined>;
  /** Spends the challenge of a registration; true for exactly one caller, whatever node it is on and whichever account it is for. */
  takeChallenge(challenge: string): Promise<boolean>;
  /** Adds one for a session that has a second factor. */
  add(
    account: AskingSession,
    passkey: NewPasskey,
    state: AuthenticatorState,
    event: SecurityEvent,
  ): Promise<AddOutcome>;
  /** True for the one sign-in of a month that offers its owner a passkey. */
  takeOffer(accountId: string, now: Date): Promise<boolean>;
  rename(accountId: string, id: string, name: string, event: SecurityEvent): Promise<boolean>;
  /** Takes an answer: its challenge is spent, and its count goes on. `spent` for exactly one caller, as `takeChallenge`. */
  spend(
    accountId: string,
    id: string,
    challenge: string,
    state: AuthenticatorState,
    now: Date,
  ): Promise<SpendOutcome>;
}

const addPasskey = recordedStep<'added', number>(
  import.meta.dirname,
  'add-passkey',
  passkeyClaims,
  countingAuthenticators,
);
const renamePasskey = recordedStep<'renamed', number>(import.meta.dirname, 'rename-passkey');
const spendPasskey = atomicStep<number>(import.meta.dirname, 'spend-passkey', 2);

const takeOffer = declareStep<number>(
  'take-passkey-offer',
  `${passkeyClaims}${readStep(import.meta.dirname, 'take-passkey-offer')}`,
  1,
);
const monthInMilliseconds = 30 * 24 * 60 * 60 * 1000;

const fieldPrefix = plusField('passkey');
const addOutcomes = new Map<number, AddOutcome>([
  [1, 'added'],
  [0, 'moved'],
  [-1, 'too-many'],
  [-2, 'known'],
]);
const spendOutcomes = new Map<number, SpendOutcome>([
  [1, 'spent'],
  [-1, 'gone'],
  [-2, 'cloned'],
  [-3, 'replayed'],
]);

/** One that came with its owner from another installation, as a record of an Ügyfélkapu+ has it: fields and their values. */
export function importedPasskey(
  sealer: Sealer,
  accountId: string,
  passkey: NewPasskey,
  { counter, isBackedUp }: AuthenticatorState,
): { id: string; fields: string[] } {
  const id = passkeyIdOf(passkey.credentialId);
  const sealed = sealer.seal(JSON.stringify(passkey), authenticatorPlace(accountId, id));
  const beside = [
    plusField('count', id),
    String(counter),
    plusField('backed_up', id),
    isBackedUp ? '1' : '0',
  ];
  return { id, fields: [plusField('passkey', id), sealed, ...beside] };
}

export function createPasskeyStore(store: Store, sealer: Sealer, recorder: Recorder): PasskeyStore {
  return {
    async list(accountId) {
      const [reply] = await readTogether(store, read.all(plusKey(accountId)));
      const fields = fieldsIn(reply);
      const { readable, unreadable } = await readEach(
        passkeyIdsIn(fields),
        (id) => nameOf(accountId, id),
        async (id) => openPasskey(sealer, accountId, id, fields),
      );
      return { readable: oldestFirst(readable), unreadable };
    },

    find: (accountId, id) =>
      readOnce(`${accountId} ${plusField('passkey', id)}`, () =>
        readingOf(findPasskey(store, sealer, accountId, id)),
      ),

    async ownerOf(id) {
      return (await store.get(passkeyOwnerKey(id))) ?? undefined;
    },

    async takeChallenge(challenge) {
      return (
        (await store.set(challengeKeyOf(challenge), '1', 'EX', passkeyChallengeKey.lifeInSeconds, 'NX')) ===
        'OK'
      );
    },

    async add({ id: accountId, sessionsEndedAt }, passkey, { counter, isBackedUp }, added) {
      const id = passkeyIdOf(passkey.credentialId);
      const sealed = sealer.seal(JSON.stringify(passkey), authenticatorPlace(accountId, id));
      const keys = [plusKey(accountId), accountKey(accountId)];
      const args = [id, sealed, mostPasskeys, sessionsEndedAt, counter, isBackedUp ? 1 : 0, accountId];
      return addOutcomes.get(await addPasskey(recorder, keys, args, { added })) ?? 'moved';
    },

    async takeOffer(accountId, now) {
      const monthAgo = new Date(now.getTime() - monthInMilliseconds);
      const args = [now.toISOString(), monthAgo.toISOString(), mostPasskeys];
      return (await takeOffer(store, [plusKey(accountId)], args)) === 1;
    },

    async rename(accountId, id, name, renamed) {
      const key = plusKey(accountId);
      const [sealed] = await readTogether(store, read.field(key, plusField('passkey', id)));
      if (!sealed) {
        return false;
      }
      const place = authenticatorPlace(accountId, id);
      const passkey = openRecord(sealer, passkeySchema, sealed, place, nameOf(accountId, id));
      const args = [id, sealed, sealer.seal(JSON.stringify({ ...passkey, name }), place)];
      return (await renamePasskey(recorder, [key], args, { renamed })) === 1;
    },

    async spend(accountId, id, challenge, { counter, isBackedUp }, now) {
      const keys = [plusKey(accountId), challengeKeyOf(challenge)];
      const args = [id, counter, isBackedUp ? 1 : 0, now.toISOString(), passkeyChallengeKey.lifeInSeconds];
      return spendOutcomes.get(await spendPasskey(store, keys, args)) ?? 'gone';
    },
  };
}

async function findPasskey(
  store: Store,
  sealer: Sealer,
  accountId: string,
  id: string,
): Promise<Passkey | undefined> {
  const fieldsOfOne = ['passkey', 'used_at', 'frozen', 'backed_up', 'count'] as const;
  const names = fieldsOfOne.map((field) => plusField(field, id));
  const [values] = await readTogether(store, read.fields(plusKey(accountId), ...names));
  const found = names.flatMap((name, at) => (values[at] ? [[name, values[at]] as const] : []));
  const fields = Object.fromEntries(found);
  return passkeyIdsIn(fields).length === 0 ? undefined : openPasskey(sealer, accountId, id, fields);
}

function nameOf(accountId: string, id: string): string {
  return `passkey ${id} of account ${accountId}`;
}

function challengeKeyOf(challenge: string): StoreKey {
  return passkeyChallengeKey(hashOfIdentifier(challenge));
}

function passkeyIdsIn(fields: Readonly<Record<string, string>>): string[] {
  return Object.keys(fields)
    .filter((field) => field.startsWith(fieldPrefix))
    .map((field) => field.slice(fieldPrefix.length));
}

function openPasskey(
  sealer: Sealer,
  accountId: string,
  id: string,
  fields: Readonly<Record<string, string>>,
): Passkey {
  const sealed = fields[plusField('passkey', id)] ?? '';
  const place = authenticatorPlace(accountId, id);
  const usedAt = fields[plusField('used_at', id)];
  return {
    id,
    ...openRecord(sealer, passkeySchema, sealed, place, nameOf(accountId, id)),
    lastUsedAt: usedAt ? new Date(usedAt) : undefined,
    counter: Number(fields[plusField('count', id)] ?? 0),
    isFrozen: fields[plusField('frozen', id)] !== undefined,
    isBackedUp: fields[plusField('backed_up', id)] === '1',
  };
}

function oldestFirst(passkeys: readonly Passkey[]): Passkey[] {
  return passkeys.toSorted((one, other) => Date.parse(one.createdAt) - Date.parse(other.createdAt));
}
