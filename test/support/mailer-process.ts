/** A node's mailer as a process of its own, to be killed. Its work comes as JSON in `KAPU_TEST_MAILER`. */
import { startMailer } from '../../src/notifications/mailer.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { createSealer } from '../../src/storage/sealed.ts';

const { redis, key, settings } = JSON.parse(process.env.KAPU_TEST_MAILER ?? '');
const store = await connectToRedis(redis, createLogger('silent'));
const sealer = createSealer([{ kid: 't1', key: Buffer.from(key, 'base64') }]);
startMailer(store, sealer, settings, createLogger('warn'));
process.on('disconnect', () => process.exit());
process.send?.('started');
