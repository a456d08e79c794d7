/** A node that tells of logouts, as a process of its own, to be killed. Its work comes as JSON in `KAPU_TEST_TELLER`. */
import { createKapu } from '../../src/app.ts';
import { createEndings, startLogoutWorkers } from '../../src/composition/background.ts';
import type { Config } from '../../src/config.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createStoreClock } from '../../src/storage/store-clock.ts';
import { connectPatiently } from './redis.ts';
import { readTask } from './task-of-process.ts';

const { redis, config, timing } = readTask<{ redis: string; config: Config; timing: object }>(
  process.env.KAPU_TEST_TELLER,
);
const logger = createLogger('silent');
const store = await connectPatiently(redis, logger);
const provider = await createKapu({
  config,
  store,
  logger,
  now: () => new Date(),
  storeClock: createStoreClock(store),
  ownAddress: () => config.issuer,
});
const endings = createEndings({ config, store, logger }, (id) => provider.Client.find(id));
startLogoutWorkers(provider, endings, { config, store, logger }, timing);
process.on('disconnect', () => process.exit());
process.send?.('started');
