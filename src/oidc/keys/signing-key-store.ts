/**
 * The ring of signing keys in Redis, sealed. Every change is one atomic step that is dated by the store's clock and gives the
 * ring a new version, by which the nodes notice.
 */
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { createRecorder, type Recorder, recordedStep } from '../../audit/audit-log.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import { signingKeysBeforeKey, signingKeysKey } from '../../storage/catalogue/engine-keys.ts';
import { type Bell, bellOf } from '../../storage/news/bell.ts';
import { atomicStep, type Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord } from '../../storage/sealed-record.ts';
import type { PrivateKey } from './make-signing-key.ts';
import { type SigningKey, signingAlgorithms } from './signing-key.ts';

const ringKey = signingKeysKey();
/** Where the keys were before there was a ring: a sealed array of private JWKs, of which each signed for its algorithm. */
const keysBefore = signingKeysBeforeKey();

const foundSigningKey = atomicStep<number>(import.meta.dirname, 'add-first-signing-key', 1);
const addSigningKey = recordedStep<'added', [number, string, string]>(import.meta.dirname, 'add-signing-key');
const removeSigningKey = recordedStep<'removed', [number, string]>(import.meta.dirname, 'remove-signing-key');
const forgetSigningKeys = atomicStep<number>(import.meta.dirname, 'forget-signing-keys', 1);

const privateKeySchema = z.looseObject({ kid: z.string(), alg: z.enum(signingAlgorithms) });
const instant = z.coerce.number().transform((milliseconds) => new Date(milliseconds));
const ringEntrySchema = z.strictObject({
  alg: z.enum(signingAlgorithms),
  made: instant,
  signs: instant,
  sealed: z.string(),
});

export interface RingKey extends SigningKey {
  readonly privateKey: PrivateKey;
}

export interface Ring {
  /** Another after every change; absent while there is no key. */
  readonly version: string | undefined;
  readonly keys: readonly RingKey[];
}

export interface Glance {
  readonly version: string | undefined;
  /** By the store's clock. */
  readonly now: Date;
}

export type Addition = {
  readonly kind: 'added' | 'already-waiting';
  readonly kid: string;
  readonly signsFrom: Date;
};

export type Removal =
  | { readonly kind: 'removed' }
  | { readonly kind: 'replaced'; readonly by: string }
  | { readonly kind: 'unknown' };

export interface SigningKeyStore {
  /** Rung at every change. */
  bell(): Bell;
  /** One round trip. */
  glance(): Promise<Glance>;
  /** @throws Error when a key is sealed with a key that we do not have. */
  read(): Promise<Ring>;
  readKeysBefore(): Promise<PrivateKey[]>;
  /** The first key of its algorithm signs at once. False, and nothing done, when there is one. */
  found(key: PrivateKey): Promise<boolean>;
  add(key: PrivateKey, waitInMilliseconds: number): Promise<Addition>;
  /** @param replacement a key of the same algorithm, used if `kid` signs and no other waits to. */
  remove(kid: string, replacement: PrivateKey): Promise<Removal>;
  forgetGone(retirementInMilliseconds: number): Promise<void>;
}

type OpenKey = (kid: string, sealed: string) => z.output<typeof privateKeySchema>;

export function createSigningKeyStore(
  store: Store,
  sealer: Sealer,
  recorder: Recorder = createRecorder(store, sealer),
): SigningKeyStore {
  const placeOf = (kid: string): string => `${ringKey}:${kid}`;
  const open: OpenKey = (kid, sealed) =>
    openRecord(sealer, privateKeySchema, sealed, placeOf(kid), `signing key ${kid}`);
  const seal = (key: PrivateKey): string => sealer.seal(JSON.stringify(key), placeOf(key.kid));

  return {
    bell: () => bellOf(store, ringKey),

    async glance() {
      const [version, [seconds, microseconds]] = await Promise.all([
        store.hget(ringKey, 'version'),
        store.time(),
      ]);
      const now = new Date(Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000));
      return { version: version ?? undefined, now };
    },

    async read() {
      const { version, ...fields } = await store.hgetall(ringKey);
      return { version, keys: readRing(fields, open) };
    },

    async readKeysBefore() {
      const kept = await store.get(keysBefore);
      const schema = z.array(privateKeySchema);
      return (
        kept ? openRecord(sealer, schema, kept, keysBefore, 'signing keys of before') : []
      ) as PrivateKey[];
    },

    async found(key) {
      return (await foundSigningKey(store, [ringKey], [key.alg, key.kid, seal(key), randomUUID()])) === 1;
    },

    async add(key, wait) {
      const [isAdded, kid, signsFrom] = await addSigningKey(
        recorder,
        [ringKey, keysBefore],
        [key.alg, key.kid, seal(key), wait, randomUUID()],
        { added: securityEvents.signingKeyAdded(key.alg, key.kid) },
      );
      const kind = isAdded === 1 ? 'added' : 'already-waiting';
      return { kind, kid, signsFrom: new Date(Number(signsFrom)) };
    },

    async remove(kid, replacement) {
      const [outcome, by] = await removeSigningKey(
        recorder,
        [ringKey, keysBefore],
        [kid, replacement.kid, seal(replacement), randomUUID()],
        { removed: securityEvents.signingKeyRemoved(kid) },
      );
      if (outcome === -1) {
        return { kind: 'unknown' };
      }
      return outcome === 1 ? { kind: 'replaced', by } : { kind: 'removed' };
    },

    async forgetGone(retirement) {
      await forgetSigningKeys(store, [ringKey], [retirement, randomUUID()]);
    },
  };
}

function readRing(fields: Readonly<Record<string, string>>, open: OpenKey): RingKey[] {
  const kids = Object.keys(fields).flatMap((field) => (field.startsWith('alg:') ? [field.slice(4)] : []));
  return kids.map((kid) => {
    const { alg, made, signs, sealed } = ringEntrySchema.parse({
      alg: fields[`alg:${kid}`],
      made: fields[`made:${kid}`],
      signs: fields[`signs:${kid}`],
      sealed: fields[`sealed:${kid}`],
    });
    const key = open(kid, sealed);
    if (key.kid !== kid || key.alg !== alg) {
      throw new Error('a signing key is not the one that it is kept as');
    }
    return { kid, alg, madeAt: made, signsFrom: signs, privateKey: key as PrivateKey };
  });
}
