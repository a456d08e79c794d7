/** What a node is made in. */
import type { Config } from '../config.ts';
import type { Logger } from '../observability/logger.ts';
import type { KeyTiming } from '../oidc/keys/signing-key.ts';
import type { Store } from '../storage/redis.ts';

export interface Surroundings {
  readonly config: Config;
  readonly store: Store;
  readonly logger: Logger;
  readonly now: () => Date;
  /** Where this node listens, e.g. `http://127.0.0.1:3000`; asked for once the first citizen opens their own pages. */
  readonly ownAddress: () => string;
  /** Tests cannot wait as long as caches may. */
  readonly keyTiming?: KeyTiming;
  /** Few tests choose a password: half a second and 60 MB a node that the others need not spend. */
  readonly loadsDictionariesLate?: boolean;
}
