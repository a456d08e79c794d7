/** Presentations under way in Redis: sealed, gone after two minutes, and moved by whoever is first. */
import { randomBytes, randomInt, timingSafeEqual } from 'node:crypto';
import { exportJWK, generateKeyPair } from 'jose';
import type { WalletFlow } from '../../assurance/wallet-assurance.ts';
import { type Recorder, recordedStep } from '../../audit/audit-log.ts';
import type { SecurityEvent } from '../../audit/events/security-event.ts';
import type { ErrandKey, KeptKey } from '../../storage/catalogue/entry.ts';
import { walletPresentationKey } from '../../storage/catalogue/wallet-keys.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { openRecord } from '../../storage/sealed-record.ts';
import { readVersioned } from '../../storage/versioned-record.ts';
import { charged, chargeFirst, unlessRefused } from '../../throttle/errands/errands.ts';
import {
  type Answered,
  type Awaiting,
  answered,
  fetched,
  handedBack,
  isTimedOut,
  lifeInSeconds,
  mostWrongTries,
  type Outcome,
  type Presentation,
  presentationSchema,
  triedWrongly,
} from './presentation.ts';

export interface NewPresentation {
  readonly flow: WalletFlow;
  readonly uid: string;
  /** Unguessable id of the browser that asks. */
  readonly browser: string;
  readonly service: { readonly hu: string; readonly en: string };
}

export type HandBackVerdict =
  | { kind: 'right'; presentation: Answered }
  | { kind: 'wrong'; triesLeft: number }
  /** Nothing to be handed back: too late, too often, not answered, or another request was faster. */
  | { kind: 'over' };

export interface PresentationStore {
  begin(wishes: NewPresentation, now: Date): Promise<Awaiting>;
  /** Undefined when there is none, or its time is over. */
  find(id: string, now: Date): Promise<Presentation | undefined>;
  /** The request goes out; undefined when there is nothing to fetch any more. */
  fetch(id: string, now: Date): Promise<Awaiting | undefined>;
  /** Takes the one answer. Undefined when there was one before, or it is too late. */
  answer(id: string, outcome: Outcome, now: Date, event: SecurityEvent): Promise<Answered | undefined>;
  /** What came back to the browser, compared and in the same move spent, or counted. @param wrong recorded where it is counted */
  handBack(
    id: string,
    browser: string,
    given: string,
    now: Date,
    wrong: SecurityEvent,
  ): Promise<HandBackVerdict>;
  forget(id: string): Promise<void>;
}

interface Stored {
  readonly version: number;
  readonly presentation: Presentation | undefined;
}

const movePresentation = recordedStep<never, number, 'moved', KeptKey>(
  import.meta.dirname,
  'move-presentation',
  chargeFirst,
);

export function createPresentationStore(recorder: Recorder, sealer: Sealer): PresentationStore {
  const { store } = recorder;
  const keyOf = (id: string): ErrandKey => walletPresentationKey(hashOfIdentifier(id));

  const read = (id: string, now: Date) => readPresentation(store, sealer, keyOf(id), now);

  async function move(
    version: number,
    next: Presentation,
    now: Date,
    moved?: SecurityEvent,
  ): Promise<boolean> {
    const key = keyOf(next.id);
    const secondsLeft = Math.ceil((Date.parse(next.expiresAt) - now.getTime()) / 1000);
    const life = Math.max(1, secondsLeft);
    const args = [version, sealer.seal(JSON.stringify(next), key), life];
    const charge = charged(args, life, 'asker');
    const step = movePresentation(
      recorder,
      [key, ...charge.keys],
      [...args, ...charge.args],
      moved ? { moved } : {},
    );
    return (await unlessRefused(store, step)) === 1;
  }

  return {
    async begin(wishes, now) {
      const presentation = await requested(wishes, now);
      await move(0, presentation, now);
      return presentation;
    },

    async find(id, now) {
      return (await read(id, now)).presentation;
    },

    async fetch(id, now) {
      const { version, presentation } = await read(id, now);
      if (!isAwaiting(presentation)) {
        return undefined;
      }
      if (presentation.state === 'requested') {
        // Whoever fetches at the same time moves it to the same state.
        await move(version, fetched(presentation), now);
      }
      return presentation;
    },

    async answer(id, outcome, now, event) {
      const { version, presentation } = await read(id, now);
      if (!isAwaiting(presentation)) {
        return undefined;
      }
      const next = answered(presentation, outcome, freshSecrets(presentation), now);
      return (await move(version, next, now, event)) ? next : undefined;
    },

    async handBack(id, browser, given, now, wrong) {
      const { version, presentation } = await read(id, now);
      const isTheirs = presentation?.browserHash === hashOfIdentifier(browser);
      if (presentation?.state !== 'answered' || !isTheirs) {
        return { kind: 'over' };
      }
      const isRight = isSame(presentation.handBack, given);
      const next = isRight ? handedBack(presentation) : triedWrongly(presentation);
      const isMoved = await move(version, next, now, isRight ? undefined : wrong);
      return isMoved ? verdictOn(presentation, next, isRight) : { kind: 'over' };
    },

    async forget(id) {
      await store.del(keyOf(id));
    },
  };
}

async function readPresentation(store: Store, sealer: Sealer, key: ErrandKey, now: Date): Promise<Stored> {
  const { version, value } = await readVersioned(store, key);
  const presentation = value
    ? openRecord(sealer, presentationSchema, value, key, 'a presentation')
    : undefined;
  return {
    version,
    presentation: presentation && !isTimedOut(presentation, now) ? presentation : undefined,
  };
}

async function requested({ browser, ...wishes }: NewPresentation, now: Date): Promise<Awaiting> {
  return {
    state: 'requested',
    id: unguessable(),
    stateParameter: unguessable(),
    nonce: unguessable(),
    encryptionKey: await freshKey(),
    ...wishes,
    browserHash: hashOfIdentifier(browser),
    expiresAt: new Date(now.getTime() + lifeInSeconds * 1000).toISOString(),
  };
}

function freshSecrets({ flow }: Awaiting): Pick<Answered, 'handBack' | 'shownAt'> {
  return {
    handBack: flow === 'same-device' ? unguessable() : sixDigits(),
    shownAt: unguessable(),
  };
}

function verdictOn(presentation: Answered, next: Presentation, isRight: boolean): HandBackVerdict {
  if (isRight) {
    return { kind: 'right', presentation };
  }
  const triesLeft = next.state === 'answered' ? mostWrongTries - next.wrongTries : 0;
  return { kind: 'wrong', triesLeft };
}

export function isAwaiting(presentation: Presentation | undefined): presentation is Awaiting {
  return presentation?.state === 'requested' || presentation?.state === 'request-fetched';
}

/** 256 bits. */
function unguessable(): string {
  return randomBytes(32).toString('base64url');
}

/** Three tries at one of a million. */
function sixDigits(): string {
  return String(randomInt(1_000_000)).padStart(6, '0');
}

async function freshKey(): Promise<Presentation['encryptionKey']> {
  const { privateKey } = await generateKeyPair('ECDH-ES', { crv: 'P-256', extractable: true });
  const { x = '', y = '', d = '' } = await exportJWK(privateKey);
  return { kty: 'EC', crv: 'P-256', x, y, d, kid: randomBytes(8).toString('base64url') };
}

function isSame(one: string, other: string): boolean {
  const [first, second] = [Buffer.from(one), Buffer.from(other)];
  return first.length === second.length && timingSafeEqual(first, second);
}
