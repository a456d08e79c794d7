import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHashQueue } from '../../src/accounts/password/hash-queue.ts';
import { createHashQueueMeasure } from '../../src/accounts/password/measured-hash-queue.ts';
import { createPasswordAttempts } from '../../src/accounts/password/password-attempts.ts';
import { observeInstallation } from '../../src/composition/observed-installation.ts';
import { metricNames, metrics } from '../../src/metrics/catalogue.ts';
import { observe } from '../../src/metrics/measuring.ts';
import { makeSigningKey } from '../../src/oidc/keys/make-signing-key.ts';
import { createSigningKeyStore } from '../../src/oidc/keys/signing-key-store.ts';
import { clientKey } from '../../src/storage/catalogue/operator-keys.ts';
import { watchReplication } from '../../src/storage/replication/replication.ts';
import { createStoreClock } from '../../src/storage/store-clock.ts';
import { wrongPasswords } from '../../src/throttle/limits.ts';
import { createRateLimits } from '../../src/throttle/windows/rate-limits.ts';
import { codeAt } from '../support/authenticator.ts';
import { CertificateWorkshop } from '../support/certificates.ts';
import { Browser, enrolledCitizen, givePassword } from '../support/citizen.ts';
import { type Installation, startInstallation } from '../support/installation.ts';
import { startMetrics, type WatchedMetrics } from '../support/metrics.ts';
import { countCommands, quietBackground } from '../support/redis-costs.ts';
import { RelyingParty } from '../support/relying-party.ts';

let watched: WatchedMetrics;
let kapu: Installation;

beforeAll(async () => {
  watched = await startMetrics();
  kapu = await startInstallation(quietBackground);
  await signInWithMistakes();
  await whatSeldomHappens();
});

afterAll(async () => {
  await watched.stop();
  await kapu.stop();
});

/** A password mistyped, a code that is wrong, one that is used, and the right one. */
async function signInWithMistakes(): Promise<void> {
  const portal = await RelyingParty.discover(kapu);
  const anna = await enrolledCitizen(kapu);
  const browser = new Browser(kapu.issuer);
  const request = await portal.request();
  const page = await browser.open(request.address);
  await givePassword(browser, page, { ...anna, password: 'elgépeltem' });
  const asked = await givePassword(browser, page, anna);
  const code = codeAt(anna.secretKey, new Date());
  await browser.submit(asked, '/code', { code: code === '000000' ? '000001' : '000000' });
  await portal.redeem(await browser.submit(asked, '/code', { code }), request);
}

/** Nothing is ever hashed of it: the last one finds no room. */
function fillHashQueue(): void {
  const inTurn = createHashQueue(0, createHashQueueMeasure());
  for (let waiting = 0; waiting <= 100; waiting += 1) {
    const job = { amount: 1, requester: { known: false, network: 'a' } };
    inTurn(async () => {}, job).catch(() => {});
  }
}

/** As the door counts them before it hashes, from one address, until that is slowed. */
async function sprayPasswords(): Promise<void> {
  const [{ store }] = kapu.nodes;
  const attempts = createPasswordAttempts(store, kapu.config.secrets, createRateLimits(store));
  const source = { address: '198.51.100.7', knownDevice: undefined };
  for (let tries = 0; tries <= wrongPasswords.most[32]; tries += 1) {
    await attempts.begin({ username: `senki.${tries}`, accountId: 'nobody' }, source, new Date());
  }
  expect(await watched.sumOf('kapu_limits_reached_total', { limit: wrongPasswords.counts })).toBe(1);
}

async function whatSeldomHappens(): Promise<void> {
  const [{ store }] = kapu.nodes;
  const workshop = new CertificateWorkshop();
  const certificate = workshop.authority('Metrics');
  workshop.close();
  observeInstallation({
    config: {
      ...kapu.config,
      ownTls: { certificate, key: '' },
      audit: { ...kapu.config.audit, ship_to: { kind: 'files', directory: kapu.config.dataDirectory } },
    },
    store,
    storeClock: createStoreClock(store),
    now: () => new Date(),
  });
  observe('a part that is away', () => {
    throw new Error('away');
  });
  fillHashQueue();
  await sprayPasswords();
  const limits = createRateLimits(store);
  for (let wait = 0; wait === 0; wait = await limits.countRequest('192.0.2.1')) {
    // Until there is no room.
  }
  await store.get(clientKey('portal')).catch(() => {});
  const keys = createSigningKeyStore(store, kapu.sealer);
  await keys.add(await makeSigningKey('ES256'), 60_000);
  const replication = watchReplication(store);
  await replication.connect();
  await replication
    .begin()()
    .catch(() => {});
}

describe('after a walk', () => {
  it('every metric of the catalogue is told, and no other', async () => {
    const told = new Set((await watched.read()).map(({ name }) => name.replace(/_(bucket|sum|count)$/, '')));
    expect([...told].sort()).toEqual([...metricNames].sort());
  });

  it('the steps of the sign-in are there, and nobody by name', async () => {
    const steps = { step: 'code', outcome: 'wrong' };
    expect(await watched.sumOf('kapu_sign_in_steps_total', steps)).toBe(1);
    expect(await watched.sumOf('kapu_sign_in_steps_total', { step: 'password', outcome: 'wrong' })).toBe(1);
    expect(await watched.sumOf('kapu_security_events_total', { event: 'signed-in' })).toBe(1);
    expect(
      await watched.sumOf('kapu_http_request_seconds', { route: '/interaction/:uid/code', method: 'POST' }),
    ).toBe(2);
    expect(await watched.sumOf('kapu_http_request_seconds', { route: 'token', status: '200' })).toBe(1);
    const values = (await watched.read()).flatMap(({ labels }) => Object.values(labels)).join('\n');
    expect(values).not.toMatch(/minta|portal|192\.0\.2|127\.0\.0/);
  });

  it('labels are those of the catalogue', async () => {
    for (const { name, labels } of await watched.read()) {
      const metric = metrics[name.replace(/_(bucket|sum|count)$/, '') as keyof typeof metrics];
      const known = [...Object.keys(metric.labels), ...(metric.kind === 'histogram' ? ['le'] : [])];
      expect(known).toEqual(expect.arrayContaining(Object.keys(labels)));
    }
  });

  it('nothing but the metrics is on their port', async () => {
    const statuses = ['/', '/metrics/', '/health/ready'].map(
      async (path) => (await fetch(`${watched.address}${path}`)).status,
    );
    expect(await Promise.all(statuses)).toEqual([404, 404, 404]);
    expect((await fetch(`${watched.address}/metrics`, { method: 'POST' })).status).toBe(404);
  });

  it('a sign-in costs Redis as many commands as where nothing is measured', async () => {
    const [{ store }] = kapu.nodes;
    const portal = await RelyingParty.discover(kapu);
    const bela = await kapu.addCitizen();
    const knock = async (): Promise<number> => {
      const { address } = await portal.request();
      const browser = new Browser(kapu.issuer);
      return countCommands(
        store,
        async () => void (await givePassword(browser, await browser.open(address), bela)),
      );
    };
    await knock();
    const measured = await knock();
    await watched.stop();
    expect([measured, await knock()]).toEqual([measured, measured]);
    expect(measured).toBeGreaterThan(5);
  });
});
