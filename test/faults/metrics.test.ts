/** Each fault is in the metrics, and by the very numbers that its alarm in deploy/alerts.yaml waits for. */

import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { securityEvents } from '../../src/audit/events/security-events.ts';
import { observeInstallation } from '../../src/composition/observed-installation.ts';
import { createMessageQueue } from '../../src/notifications/message-queue.ts';
import { createStoreClock } from '../../src/storage/store-clock.ts';
import { chainEverything } from '../support/chain.ts';
import { freePort } from '../support/free-port.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { startMetrics, type WatchedMetrics } from '../support/metrics.ts';
import { eventually, type MortalRedis, startMortalRedis } from '../support/mortal-redis.ts';
import { layOutWorkplace, start } from '../support/started-for-real.ts';

const secondsAhead = 90;
const directory = mkdtempSync(join(tmpdir(), 'kapu-metrics-'));

let watched: WatchedMetrics;
let redis: MortalRedis;
let kapu: Installation;

beforeAll(async () => {
  watched = await startMetrics();
  redis = await startMortalRedis(directory);
  kapu = await startInstallation({ redis, clocksAhead: [secondsAhead] });
  const [{ store }] = kapu.nodes;
  observeInstallation({
    config: {
      ...kapu.config,
      audit: { ...kapu.config.audit, ship_to: { kind: 'syslog', host: '127.0.0.1', port: 1 } },
    },
    store,
    storeClock: createStoreClock(store),
    now: () => new Date(Date.now() + secondsAhead * 1000),
  });
});

afterAll(async () => {
  await watched.stop();
  await kapu.stop();
  rmSync(directory, { recursive: true, force: true });
});

it('a clock that is off: ClockOff, NodeNotReady', async () => {
  expect(await watched.sumOf('kapu_clock_ahead_seconds')).toBeGreaterThan(secondsAhead - 5);
  expect(await watched.sumOf('kapu_ready', { check: 'clock' })).toBe(0);
  expect(await watched.sumOf('kapu_ready', { check: 'redis' })).toBe(1);
});

it('messages that nobody sends: MailNotSent', async () => {
  const messages = createMessageQueue(kapu.nodes[0].store, kapu.sealer);
  const anna = { email: 'anna@example.test', name: 'Minta Anna', locale: 'hu' as const };
  expect(await watched.sumOf('kapu_queue_oldest_seconds', { queue: 'messages' })).toBe(0);
  await messages.tell(anna, 'password-changed', new Date());
  await messages.tell(anna, 'password-changed', new Date());
  expect(await watched.sumOf('kapu_queue_length', { queue: 'messages' })).toBe(2);
  await eventually(async () => {
    const waited = await watched.sumOf('kapu_queue_oldest_seconds', { queue: 'messages' });
    expect(waited).toBeGreaterThan(0.05);
  });
});

it('an audit log that is neither chained nor shipped: AuditNotChained, AuditNotShipped', async () => {
  const [{ store }] = kapu.nodes;
  await createRecorder(store, kapu.sealer).record(securityEvents.auditRead('tail'));
  expect(await watched.sumOf('kapu_queue_length', { queue: 'audit' })).toBeGreaterThan(0);
  await chainEverything(store, kapu.sealer);
  expect(await watched.sumOf('kapu_queue_length', { queue: 'audit' })).toBe(0);
  expect(await watched.sumOf('kapu_audit_unshipped_entries')).toBe(await watched.sumOf('kapu_audit_entries'));
});

describe('a Redis that is gone', () => {
  it('is told while it is away, with what can still be told: RedisGone, RedisRefuses', async () => {
    redis.kill();
    await eventually(async () => {
      expect(await watched.sumOf('kapu_ready', { check: 'redis' })).toBe(0);
    });
    expect(await watched.sumOf('kapu_redis_command_failures_total')).toBeGreaterThan(0);
    expect(await watched.sumOf('kapu_unread_total', { subject: 'queues' })).toBeGreaterThan(0);
    expect(await watched.sumOf('process_resident_memory_bytes')).toBeGreaterThan(1e6);
  });

  it('is told to be back: RedisConnectionUnstable counts it', async () => {
    const before = await watched.sumOf('kapu_redis_connections_total', { connection: 'kapu' });
    await redis.startAgain();
    await eventually(async () => {
      expect(await watched.sumOf('kapu_ready', { check: 'redis' })).toBe(1);
    });
    const after = await watched.sumOf('kapu_redis_connections_total', { connection: 'kapu' });
    expect(after).toBe(before + 1);
  });
});

describe('a node for real', () => {
  const place = layOutWorkplace();

  afterAll(() => place.remove());

  it('tells its metrics on the port that it is given', async () => {
    const port = await freePort();
    const node = start('node', { ...place.environment, KAPU_METRICS_PORT: String(port) });
    try {
      const text = await untilTold(`http://127.0.0.1:${port}/metrics`);
      expect(text).toContain('kapu_ready{check="signing keys"} 1');
      expect(text).toContain('kapu_signing_key_age_seconds{alg="ES256"}');
      expect(text).toContain('kapu_disk_free_ratio');
    } finally {
      node.process.kill('SIGTERM');
    }
    expect((await node.ended).code).toBe(0);
  });

  it('says that the port is taken, and does not start', async () => {
    const occupied = createServer();
    await new Promise<void>((resolve) => occupied.listen(0, '127.0.0.1', resolve));
    const port = String(portOf(occupied));
    const { code, stderr } = await start('node', { ...place.environment, KAPU_METRICS_PORT: port }).ended;
    occupied.close();
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `kapu: port ${port} on 127.0.0.1 is taken; set KAPU_METRICS_PORT to another\n`,
    });
  });
});

const portOf = (server: Server): number => (server.address() as AddressInfo).port;

/** The port answers before the node is up. */
async function untilTold(address: string): Promise<string> {
  for (;;) {
    const text = await fetch(address).then(
      (answer) => answer.text(),
      () => '',
    );
    if (text.includes('kapu_signing_key_age_seconds')) {
      return text;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
