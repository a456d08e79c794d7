/** What a node is asked about itself and its installation whenever its metrics are read. A sign-in pays nothing for it. */
import { X509Certificate } from 'node:crypto';
import { statfs } from 'node:fs/promises';
import { createChainStore } from '../audit/chain/chain-store.ts';
import { createShippingStore } from '../audit/shipping/shipping-store.ts';
import type { Config } from '../config.ts';
import type { LabelsOf } from '../metrics/catalogue.ts';
import { observe, type Tell } from '../metrics/measuring.ts';
import { keyTiming, stateOf } from '../oidc/keys/signing-key.ts';
import { createSigningKeyStore, type RingKey } from '../oidc/keys/signing-key-store.ts';
import { readQueues } from '../operations/queues-store.ts';
import { serverInfo } from '../storage/connection/server-info.ts';
import { shareOfSealsUsed } from '../storage/seal-count.ts';
import { createSealer } from '../storage/sealed.ts';
import { measureClock } from '../storage/store-clock.ts';
import type { NodeContext } from './node-context.ts';

type Observed = Pick<NodeContext, 'config' | 'store' | 'storeClock' | 'now'>;

export function observeInstallation(node: Observed): void {
  observe('redis', (tell) => tellOfServer(node, tell));
  observe('queues', (tell) => tellOfQueues(node, tell));
  observe('audit log', (tell) => tellOfAuditLog(node, tell));
  observe('signing keys', (tell) => tellOfSigningKeys(node, tell));
  observe('seals', (tell) => tellOfSeals(node, tell));
  observe('clock', async (tell) => tell('kapu_clock_ahead_seconds', {}, await measureClock(node)));
  observe('disk', (tell) => tellOfDisk(node, tell));
  observe('certificates', (tell) => tellOfCertificates(node, tell));
}

async function tellOfServer({ store }: Observed, tell: Tell): Promise<void> {
  const info = await serverInfo(store);
  const number = (name: string): number => Number(info.get(name) ?? 0);
  tell('kapu_redis_memory_bytes', { which: 'used' }, number('used_memory'));
  if (number('maxmemory') > 0) {
    tell('kapu_redis_memory_bytes', { which: 'most' }, number('maxmemory'));
  }
  tell('kapu_redis_replicas', {}, number('connected_slaves'));
  tell('kapu_redis_delayed_fsyncs', {}, number('aof_delayed_fsync'));
  tell('kapu_redis_last_write_ok', {}, info.get('aof_last_write_status') === 'ok' ? 1 : 0);
}

async function tellOfQueues({ store, storeClock }: Observed, tell: Tell): Promise<void> {
  const [queues, now] = await Promise.all([readQueues(store), storeClock()]);
  for (const { queue, many, since, givenUp } of queues) {
    const waited = since ? (now.getTime() - since.getTime()) / 1000 : 0;
    tell('kapu_queue_length', { queue }, many);
    tell('kapu_queue_oldest_seconds', { queue }, Math.max(0, waited));
    if (queue !== 'audit') {
      tell('kapu_dead_letters', { queue }, givenUp ?? 0);
    }
  }
}

async function tellOfAuditLog({ store, config }: Observed, tell: Tell): Promise<void> {
  const head = await createChainStore(store).head();
  tell('kapu_audit_entries', {}, head.sequence);
  tell('kapu_audit_unsigned_entries', {}, head.sequence - head.covered);
  if (config.audit.ship_to) {
    const shipped = await createShippingStore(store).shippedUpTo();
    tell('kapu_audit_unshipped_entries', {}, head.sequence - shipped);
  }
}

async function tellOfSigningKeys({ store, config, storeClock }: Observed, tell: Tell): Promise<void> {
  const keys = createSigningKeyStore(store, createSealer(config.secrets.sealing_keys));
  const [ring, now] = await Promise.all([keys.read(), storeClock()]);
  for (const key of ring.keys) {
    tellOfSigningKey(key, ring.keys, now, tell);
  }
}

function tellOfSigningKey(key: RingKey, among: readonly RingKey[], now: Date, tell: Tell): void {
  const state = stateOf(key, among, now, keyTiming);
  const { alg } = key;
  if (state.kind === 'signing') {
    tell('kapu_signing_key_age_seconds', { alg }, (now.getTime() - state.since.getTime()) / 1000);
  }
  if (state.kind === 'published') {
    tell('kapu_signing_key_next_seconds', { alg }, (state.signsFrom.getTime() - now.getTime()) / 1000);
  }
}

async function tellOfSeals({ store, config }: Observed, tell: Tell): Promise<void> {
  const [first] = config.secrets.sealing_keys;
  if (first) {
    tell('kapu_seals_used_ratio', {}, await shareOfSealsUsed(store, first.kid));
  }
}

async function tellOfDisk({ config }: Observed, tell: Tell): Promise<void> {
  const { bavail, blocks } = await statfs(config.dataDirectory);
  tell('kapu_disk_free_ratio', {}, Number(bavail) / Number(blocks));
}

type Certificate = LabelsOf<'kapu_certificate_left_seconds'>['certificate'];

/** Of ours, each with the last instant at which it is good. */
export function certificatesOf({
  ownTls,
  walletIssuer,
  walletVerifier,
}: Config): { certificate: Certificate; validTo: Date }[] {
  const ours: [Certificate, string | undefined][] = [
    ['tls', ownTls?.certificate],
    ['credentials', walletIssuer?.certificate],
    ['wallets', walletVerifier?.certificates[0]],
  ];
  return ours.flatMap(([certificate, pem]) =>
    pem === undefined ? [] : [{ certificate, validTo: new X509Certificate(pem).validToDate }],
  );
}

function tellOfCertificates({ config, now }: Observed, tell: Tell): void {
  for (const { certificate, validTo } of certificatesOf(config)) {
    tell('kapu_certificate_left_seconds', { certificate }, (validTo.getTime() - now().getTime()) / 1000);
  }
}
