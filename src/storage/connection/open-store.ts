/**
 * How a node and every command come to the store: a managed server where none is named, what is demanded verified, then connected, and
 * the installation claimed. Whoever comes with a wrong Redis or wrong secrets is told all of it at once, and has written nothing.
 */
import { join } from 'node:path';
import type { Secrets } from '../../configuration/secrets.ts';
import { ConfigurationError } from '../../errors.ts';
import type { Logger } from '../../observability/logger.ts';
import { connectToRedis, type Store } from '../redis.ts';
import { startSealCount } from '../seal-count.ts';
import { createStoreClock, learnStoreTime } from '../store-clock.ts';
import type { RedisUser } from '../verification/acl-rules.ts';
import { sentencesOf, whatKeepsOut } from '../verification/finding.ts';
import { type Fields, isKnown, secretsFindings } from '../verification/fingerprints.ts';
import { type Outside, rememberId } from '../verification/installation-check.ts';
import { claimInstallation } from '../verification/installation-store.ts';
import { type Demands, type Verified, verifyForRestore, verifyStore } from '../verification/verify-store.ts';
import type { LastingConnection } from './lasting-connection.ts';
import { startLocalRedis } from './local-redis.ts';

export interface StoreSettings extends Outside {
  readonly redisUrl: string | undefined;
  readonly secrets: Secrets;
  /** As whom: a command, unless it is said. */
  readonly user?: RedisUser;
}

export interface OpenedStore {
  readonly store: Store;
  /** @throws ConfigurationError with what is wrong by now; looked at every half minute while somebody asks */
  check(): Promise<void>;
  close(): Promise<void>;
}

/** How often a running node looks again: seldom, and sooner once something is wrong. */
const lookingAgain = { everyMilliseconds: 30_000, whenWrongMilliseconds: 3000 };

/**
 * @param again tests cannot wait as long
 * @throws ConfigurationError with everything that is wrong
 */
export async function openStore(
  settings: StoreSettings,
  logger: Logger,
  again: typeof lookingAgain = lookingAgain,
): Promise<OpenedStore> {
  const server = await serverOf(settings);
  try {
    const demands = { ...settings, address: server.address };
    const { findings, known } = await verifyStore(demands);
    refuse(whatKeepsOut(settings.user === 'node' ? 'node' : 'command', findings));
    for (const sentence of sentencesOf(findings, 'unverified')) {
      logger.warn(sentence);
    }
    const store = await connectToRedis(server.address, logger);
    await claim(store, settings, known, logger);
    const seals = startSealCount(store, logger);
    const close = async (): Promise<void> => {
      await seals.stop();
      await leave(store, server);
    };
    return { store, check: checkAgain(demands, again), close };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Without claiming: for who only wants to know. @param look reads what else is wanted, where nothing is wrong */
export async function inspectStore(
  settings: StoreSettings,
  logger: Logger,
  look: (store: Store) => Promise<unknown>,
): Promise<Verified> {
  const server = await serverOf(settings);
  try {
    const verified = await verifyStore({ ...settings, address: server.address });
    if (whatKeepsOut('command', verified.findings).length === 0) {
      await lookInto(server, logger, look);
    }
    return verified;
  } finally {
    await server.stop();
  }
}

/**
 * For what puts an installation there: neither verified nor claimed, but its user may put something there.
 * @throws ConfigurationError where something is in it
 */
export async function openEmptyStore(
  settings: StoreSettings,
  logger: Logger,
): Promise<Pick<OpenedStore, 'close'> & { readonly store: LastingConnection }> {
  const server = await serverOf(settings);
  try {
    refuse(sentencesOf(await verifyForRestore(server.address), 'wrong'));
    const store = await connectToRedis(server.address, logger);
    await refuseUnlessEmpty(store);
    return { store, close: () => leave(store, server) };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

async function refuseUnlessEmpty(store: LastingConnection): Promise<void> {
  const many = await store.dbsize();
  if (many > 0) {
    store.disconnect();
    throw new ConfigurationError(
      `Redis is not empty, it holds ${many} keys; a backup is put into an empty one alone`,
    );
  }
}

async function lookInto(
  { address }: Server,
  logger: Logger,
  look: (store: Store) => Promise<unknown>,
): Promise<void> {
  const store = await connectToRedis(address, logger);
  try {
    await look(store);
  } finally {
    store.disconnect();
  }
}

interface Server {
  readonly address: string;
  stop(): Promise<void>;
}

async function serverOf({ redisUrl, dataDirectory }: StoreSettings): Promise<Server> {
  if (redisUrl !== undefined) {
    return { address: redisUrl, stop: async () => {} };
  }
  const { socket, stop } = await startLocalRedis(join(dataDirectory, 'redis'));
  return { address: socket, stop };
}

/** What two nodes write at the same first start is compared once more. Where all is known nothing is written: whoever reads, only reads. */
async function claim(store: Store, settings: StoreSettings, before: Fields, logger: Logger): Promise<void> {
  try {
    const now = await learnStoreTime(createStoreClock(store));
    const known = isKnown(settings.secrets, before, now)
      ? before
      : await claimInstallation(store, settings.secrets, before, now);
    refuse(sentencesOf(secretsFindings(settings.secrets, known, now), 'wrong'));
    const id = known.id ?? '';
    if (!rememberId(settings, id)) {
      logger.warn(
        `the data directory cannot be written, so an emptied Redis would not be noticed; set KAPU_INSTALLATION_ID=${id}`,
      );
    }
  } catch (error) {
    store.disconnect();
    throw error;
  }
}

/** Readiness waits for no answer: it is told what was found last. */
function checkAgain(demands: Demands, again: typeof lookingAgain): () => Promise<void> {
  let askedAt = performance.now();
  let wrong: readonly string[] = [];

  async function ask(): Promise<void> {
    const { findings, isReached } = await verifyStore(demands, true);
    // That it cannot be reached is found by others, who see sooner that it can be again.
    wrong = isReached ? whatKeepsOut('node', findings) : [];
  }

  return async () => {
    const pause = wrong.length > 0 ? again.whenWrongMilliseconds : again.everyMilliseconds;
    if (performance.now() - askedAt >= pause) {
      askedAt = performance.now();
      void ask();
    }
    refuse(wrong);
  };
}

function refuse(sentences: readonly string[]): void {
  if (sentences.length > 0) {
    throw new ConfigurationError(...sentences);
  }
}

/** A Redis that has gone is not waited for: the connection would be tried again for ever. */
async function leave(store: Store, server: Server): Promise<void> {
  try {
    await store.quit();
  } catch {
    store.disconnect();
  }
  await server.stop();
}
