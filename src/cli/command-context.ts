/** What a command works with: the configuration, the store, and what must be closed behind it. */
import { type AccountStore, createAccountStore } from '../accounts/account-store.ts';
import { createPasswordHasher, type PasswordHasher } from '../accounts/password/password-hash.ts';
import { type ActivationStore, createActivationStore } from '../accounts/recovery/activation-store.ts';
import { createRecorder, type Recorder } from '../audit/audit-log.ts';
import { type Config, loadConfig } from '../config.ts';
import { createLogger } from '../observability/logger.ts';
import { openStore } from '../storage/connection/open-store.ts';
import type { Store } from '../storage/redis.ts';
import { createSealer } from '../storage/sealed.ts';
import type { RedisUser } from '../storage/verification/acl-rules.ts';
import { createCredentialStore } from '../wallet/issuing/credential-store.ts';
import { createStatusListStore } from '../wallet/issuing/issued-status-list-store.ts';
import { createDueRevocations, type DueRevocations } from '../wallet/subjects/due-revocation-store.ts';
import { createWalletSubjectStore } from '../wallet/subjects/wallet-subject-store.ts';
import { whileRead } from './output.ts';

export interface CommandContext {
  readonly config: Config;
  readonly store: Store;
  readonly accounts: AccountStore;
  readonly activations: ActivationStore;
  /** What wallets hold of an account that ended. */
  readonly revocations: DueRevocations;
  readonly hasher: () => Promise<PasswordHasher>;
}

/** Opens what a command needs, runs it, and closes everything, also after an error, and when nobody reads what it writes. */
export async function withCommandContext(
  command: (context: CommandContext) => Promise<void>,
  user: RedisUser = 'command',
): Promise<void> {
  const config = loadConfig();
  const opened = await openStore({ ...config, user }, createLogger('silent'));
  try {
    const { store } = opened;
    const sealer = createSealer(config.secrets.sealing_keys);
    const accounts = createAccountStore(store, sealer, config.secrets);
    const activations = createActivationStore(store, sealer, config.secrets);
    const revocations = createDueRevocations(
      store,
      createCredentialStore(store, sealer, createStatusListStore(store)),
      createWalletSubjectStore(store, sealer, config.secrets),
    );
    const hasher = (): Promise<PasswordHasher> => createPasswordHasher(config.secrets);
    await whileRead(command({ config, store, accounts, activations, revocations, hasher }));
  } finally {
    await opened.close();
  }
}

/** For what a command discloses: it is recorded first, or not done. */
export function recorderOf({ store, config }: Pick<CommandContext, 'store' | 'config'>): Recorder {
  return createRecorder(store, createSealer(config.secrets.sealing_keys));
}
