/** A node's mailer as a process of its own, to be killed. Its work comes as JSON in `KAPU_TEST_MAILER`. */
import { startMailer } from '../../src/notifications/mailer.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { connectPatiently } from './redis.ts';

const { redis, key, settings } = JSON.parse(process.env.KAPU_TEST_MAILER ?? '');
const store = await connectPatiently(redis);
const sealer = createSealer([{ kid: 't1', key: Buffer.from(key, 'base64') }]);
startMailer(store, sealer, settings, createLogger('warn'));
process.on('disconnect', () => process.exit());
process.send?.('started');
