/** Background tasks of every node: giving events their place in the chain, checkpoints, shipping, retention. */
import { readCollectorTls } from '../configuration/connections/collector-tls.ts';
import type { AuditPolicy } from '../configuration/policies.ts';
import type { Logger } from '../observability/logger.ts';
import { startTask } from '../storage/due/task.ts';
import type { Store } from '../storage/redis.ts';
import type { Sealer } from '../storage/sealed.ts';
import { createRecorder, type Recorder } from './audit-log.ts';
import { startChainKeeper } from './chain/chain-keeper.ts';
import { createChainStore } from './chain/chain-store.ts';
import { createCheckpointKeyStore } from './checkpoints/checkpoint-key-store.ts';
import { createAuditReader } from './reading/audit-reader.ts';
import { recordCountedRefusals } from './refusals/refusal-summaries.ts';
import { removeOldMonths } from './retention/retention.ts';
import { createRetentionStore } from './retention/retention-store.ts';
import { createFileSink } from './shipping/file-sink.ts';
import { type Sink, startShipper } from './shipping/shipper.ts';
import { createShippingStore } from './shipping/shipping-store.ts';
import { createSyslogSink } from './shipping/syslog-sink.ts';

const tenSecondsInMilliseconds = 10_000;
const hourInMilliseconds = 60 * 60 * 1000;

/** @returns a function that stops them. */
export function startAuditTasks(
  store: Store,
  sealer: Sealer,
  policy: AuditPolicy,
  logger: Logger,
): () => Promise<void> {
  const chain = createChainStore(store);
  const keys = createCheckpointKeyStore(store, sealer);
  const checkpoints = {
    everyEntries: policy.checkpoint_every_events,
    everySeconds: policy.checkpoint_every_seconds,
  };
  const stops = [
    startChainKeeper({ chain, keys, policy: checkpoints }, logger),
    startRefusalTeller(createRecorder(store, sealer, logger), logger),
  ];
  if (policy.ship_to) {
    const reader = createAuditReader(store, sealer);
    const shipping = createShippingStore(store);
    stops.push(startShipper({ reader, chain, shipping, sink: sinkOf(policy.ship_to) }, logger));
  }
  const { keep_months: months } = policy;
  if (months !== undefined) {
    const retention = createRetentionStore(store);
    const remove = async (): Promise<void> => {
      const removed = await removeOldMonths({ chain, keys, retention }, months, new Date());
      if (removed.length > 0) {
        logger.info({ months: removed }, 'old audit months removed');
      }
    };
    const stop = startTask('audit retention', hourInMilliseconds, remove, logger);
    stops.push(async () => stop());
  }
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

function startRefusalTeller(recorder: Recorder, logger: Logger): () => Promise<void> {
  const tell = (): Promise<void> => recordCountedRefusals(recorder);
  const stop = startTask('counted refusals', tenSecondsInMilliseconds, tell, logger);
  return async () => stop();
}

function sinkOf(shipTo: NonNullable<AuditPolicy['ship_to']>): Sink {
  return shipTo.kind === 'files'
    ? createFileSink(shipTo.directory)
    : createSyslogSink(shipTo.host, shipTo.port, shipTo.tls && readCollectorTls(shipTo.tls));
}
