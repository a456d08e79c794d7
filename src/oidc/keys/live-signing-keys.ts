/** A node's view of the signing keys: loaded at the start, looked after from then on, so that a change needs no restart. */
import type { Logger } from '../../observability/logger.ts';
import { isStoreFailure } from '../../storage/store-failure.ts';
import { createFirstSigningKeys } from './first-signing-keys.ts';
import { inOrderOfUse, type KeyTiming, retirementInMilliseconds } from './signing-key.ts';
import type { EngineKey, SigningKeyHome } from './signing-key-home.ts';
import type { Ring, RingKey, SigningKeyStore } from './signing-key-store.ts';

export interface LiveSigningKeys {
  /** The first of an algorithm signs. */
  current(): EngineKey[];
  /** Calls `replace` whenever a key comes, begins to sign, or goes. */
  follow(replace: (keys: EngineKey[]) => void): Promise<void>;
  /** False when this node may not have heard of a change for too long. */
  isUpToDate(): boolean;
  /** For the health of the node. @throws Error when it is not up to date. */
  check(): Promise<void>;
}

export interface LiveSigningKeysParts {
  readonly keys: SigningKeyStore;
  readonly home: SigningKeyHome;
  readonly timing: KeyTiming;
  readonly logger: Logger;
  /** Aborted once the node has left the store for good. */
  readonly ended: AbortSignal;
}

const pauseAfterFaultInMilliseconds = 500;

export async function loadSigningKeys({
  keys,
  home,
  timing,
  logger,
  ended,
}: LiveSigningKeysParts): Promise<LiveSigningKeys> {
  let ring: Ring = await createFirstSigningKeys(keys, home);
  let inUse: RingKey[] = inOrderOfUse(ring.keys, (await keys.glance()).now, timing);
  let usable = new Map<string, EngineKey>();
  usable = await usableOf(inUse);
  let lookedAt = performance.now();
  let complaint: string | undefined;
  const bell = keys.bell();

  /** Each once: in a hardware security module it is looked for, and tried. */
  async function usableOf(wanted: readonly RingKey[]): Promise<Map<string, EngineKey>> {
    const opened = await Promise.all(
      wanted.map(
        async ({ kid, privateKey }) => [kid, usable.get(kid) ?? (await home.usable(privateKey))] as const,
      ),
    );
    return new Map(opened);
  }

  async function look(replace: (keys: EngineKey[]) => void): Promise<void> {
    const begun = performance.now();
    const { version, now } = await keys.glance();
    if (version !== ring.version) {
      ring = await createFirstSigningKeys(keys, home);
    }
    const wanted = inOrderOfUse(ring.keys, now, timing);
    if (kidsOf(wanted) !== kidsOf(inUse)) {
      usable = await usableOf(wanted);
      replace([...usable.values()]);
      inUse = wanted;
      logger.info({ keys: wanted.map(({ alg, kid }) => `${alg} ${kid}`) }, 'signing keys changed');
    }
    if (wanted.length < ring.keys.length) {
      await keys.forgetGone(retirementInMilliseconds(timing));
    }
    lookedAt = begun;
    complaint = undefined;
  }

  /** A store that is away is told of by its connection; anything else is told of once. */
  function complain(error: Error): void {
    bell.ringIn(pauseAfterFaultInMilliseconds);
    if (!isStoreFailure(error) && error.message !== complaint) {
      complaint = error.message;
      logger.error({ reason: error.message }, 'signing keys cannot be followed');
    }
  }

  const isUpToDate = (): boolean => performance.now() - lookedAt < (timing.marginInSeconds * 1000) / 2;

  return {
    current: () => [...usable.values()],

    async follow(replace) {
      while (!ended.aborted) {
        await look(replace).catch(complain);
        await bell.wait(timing.lookEveryMilliseconds, ended);
      }
    },

    isUpToDate,

    async check() {
      if (!isUpToDate()) {
        throw new Error(complaint ?? 'not heard of for too long');
      }
    },
  };
}

function kidsOf(keys: readonly RingKey[]): string {
  return keys.map(({ kid }) => kid).join(' ');
}
