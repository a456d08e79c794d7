/** A process in which a script of Redis fails with secrets among its arguments, and nobody catches it. `KAPU_DIES_BY` says how. */
import { createLogger } from '../../src/observability/logger.ts';
import { dieOfUncaughtErrors } from '../../src/observability/uncaught-errors.ts';
import { connectToRedis } from '../../src/storage/redis.ts';

const logger = createLogger('info');
dieOfUncaughtErrors((error) => logger.error({ error }, 'uncaught'));
const store = await connectToRedis(String(process.argv[2]), createLogger('silent'));
const failing = store.eval("return redis.call('XADD', 'nowhere')", 0, 'kanári-titok');
if (process.env.KAPU_DIES_BY === 'rejection') {
  void failing;
} else {
  failing.catch((error: Error) =>
    setImmediate(() => {
      throw error;
    }),
  );
}
