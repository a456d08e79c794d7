/** What a node is made in. */
import type { Middleware } from 'koa';
import type { Argon2Binding } from '../accounts/password/argon2.ts';
import type { Config } from '../config.ts';
import type { Logger } from '../observability/logger.ts';
import type { MakeSigningKey } from '../oidc/keys/make-signing-key.ts';
import type { KeyTiming } from '../oidc/keys/signing-key.ts';
import type { Store } from '../storage/redis.ts';
import type { StoreClock } from '../storage/store-clock.ts';
import type { Texts } from '../translation/words.ts';
import type { Language } from '../web/languages.ts';
import type { Pages } from '../web/page/page.ts';

/** What a demonstration adds: a note on every page that it is one, and a page at `/`. No entry point of the product gives it. */
export interface Demo {
  /** What the page says, by language. */
  readonly words: Readonly<Record<Language, Texts>>;
  startPage(pages: Pages, config: Config, now: () => Date): Middleware;
}

export interface NodeContext {
  readonly config: Config;
  readonly store: Store;
  readonly logger: Logger;
  /** The node's own clock: codes and the calendar go by it. */
  readonly now: () => Date;
  /** Sign-ins, and whatever else nodes compare with one another, go by it. */
  readonly storeClock: StoreClock;
  /** Where this node listens, e.g. `http://127.0.0.1:3000`; asked for once the first citizen opens their own pages. */
  readonly ownAddress: () => string;
  /** Tests cannot wait as long as caches may. */
  readonly keyTiming?: KeyTiming;
  /** Of keys that live in the store; absent: each is made once it is missing. */
  readonly makeSigningKey?: MakeSigningKey;
  /** Whether all is there that is demanded of Redis and of the secrets; absent: nobody looks. */
  readonly checkStore?: () => Promise<void>;
  readonly demo?: Demo | undefined;
  /** Tests that are not about hashing give one that costs less; absent: the real one. */
  readonly argon2?: Argon2Binding | undefined;
}
