/** What a command works with: the configuration, the store, and what must be closed behind it. */
import { join } from 'node:path';
import { type AccountStore, createAccountStore } from '../accounts/account-store.ts';
import { createPasswordHasher, type PasswordHasher } from '../accounts/password/password-hash.ts';
import { type ActivationStore, createActivationStore } from '../accounts/recovery/activation-store.ts';
import { createRecorder, type Recorder } from '../audit/audit-log.ts';
import { type Config, loadConfig } from '../config.ts';
import { createLogger } from '../observability/logger.ts';
import { startLocalRedis } from '../storage/local-redis.ts';
import { connectToRedis, type Store } from '../storage/redis.ts';
import { createSealer } from '../storage/sealed.ts';
import { createCredentialStore } from '../wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../wallet/issuing/issued-status-list-store.ts';
import { createDueRevocations, type DueRevocations } from '../wallet/subjects/due-revocation-store.ts';
import { createWalletSubjectStore } from '../wallet/subjects/wallet-subject-store.ts';

export interface CommandContext {
  readonly config: Config;
  readonly store: Store;
  readonly accounts: AccountStore;
  readonly activations: ActivationStore;
  /** What wallets hold of an account that ended. */
  readonly revocations: DueRevocations;
  readonly hasher: () => Promise<PasswordHasher>;
}

/** Opens what a command needs, runs it, and closes everything, also after an error. */
export async function withCommandContext(command: (context: CommandContext) => Promise<void>): Promise<void> {
  const config = loadConfig();
  const localRedis = config.redisUrl ? undefined : await startLocalRedis(join(config.dataDirectory, 'redis'));
  try {
    const store = await connectToRedis(config.redisUrl ?? localRedis?.socket ?? '', createLogger('silent'));
    try {
      const sealer = createSealer(config.secrets.sealing_keys);
      const accounts = createAccountStore(store, sealer, config.secrets);
      const activations = createActivationStore(store, sealer, config.secrets);
      const revocations = createDueRevocations(
        store,
        createCredentialStore(store, sealer, createStatusListStore(store)),
        createWalletSubjectStore(store, sealer, config.secrets),
      );
      const hasher = (): Promise<PasswordHasher> => createPasswordHasher(config.secrets.password_pepper);
      await command({ config, store, accounts, activations, revocations, hasher });
    } finally {
      await leave(store);
    }
  } finally {
    await localRedis?.stop();
  }
}

/** For what a command discloses: it is recorded first, or not done. */
export function recorderOf({ store, config }: Pick<CommandContext, 'store' | 'config'>): Recorder {
  return createRecorder(store, createSealer(config.secrets.sealing_keys));
}

/** A Redis that has gone is not waited for: the connection would be tried again for ever. */
async function leave(store: Store): Promise<void> {
  try {
    await store.quit();
  } catch {
    store.disconnect();
  }
}
