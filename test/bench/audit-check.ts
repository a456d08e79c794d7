/** Checks an audit log and does nothing else, so that its memory is its own. See audit.ts. */

import type { Verdict } from '../../src/audit/chain/verify-chain.ts';
import { createAuditReader } from '../../src/audit/reading/audit-reader.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { createSealer } from '../../src/storage/sealed.ts';

export interface AuditCheckTask {
  readonly socket: string;
  /** In base64url. */
  readonly key: string;
}

export interface AuditCheck {
  readonly verdict: Verdict;
  readonly seconds: number;
  readonly peakMemoryInMiB: number;
}

const { socket, key } = JSON.parse(process.argv[2] ?? '') as AuditCheckTask;
const store = await connectToRedis(socket, createLogger('silent'));
const sealer = createSealer([{ kid: 'b1', key: Buffer.from(key, 'base64url') }]);
const begun = performance.now();
const verdict = await createAuditReader(store, sealer).verify();
const seconds = (performance.now() - begun) / 1000;
const peakMemoryInMiB = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ verdict, seconds, peakMemoryInMiB } satisfies AuditCheck));
store.disconnect();
