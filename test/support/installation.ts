/** A whole installation for tests: a real Redis of its own and as many nodes as wanted, on loopback. */
import './one-realm.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import type { Provider } from 'oidc-provider';
import { type Profile, profileSchema } from '../../src/accounts/account.ts';
import { type AccountStore, createAccountStore } from '../../src/accounts/account-store.ts';
import type { Argon2Binding } from '../../src/accounts/password/argon2.ts';
import { createPasswordHasher } from '../../src/accounts/password/password-hash.ts';
import { createKapu } from '../../src/app.ts';
import type { Identification } from '../../src/assurance/identification.ts';
import { createRecorder } from '../../src/audit/audit-log.ts';
import { createClientStore } from '../../src/clients/client-store.ts';
import { applyDeclarations } from '../../src/clients/declarations.ts';
import type { Config } from '../../src/config.ts';
import type { ClientRegistration } from '../../src/configuration/clients/client-registration.ts';
import { strictProfile } from '../../src/configuration/deployment-profile.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { type KeyTiming, keyTiming } from '../../src/oidc/keys/signing-key.ts';
import { scopesOf } from '../../src/oidc/policy/claims.ts';
import { addressOnceListening } from '../../src/relying-party/own-address.ts';
import type { LastingConnection } from '../../src/storage/connection/lasting-connection.ts';
import { type LocalRedis, startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { createSealer, type Sealer } from '../../src/storage/sealed.ts';
import { createStoreClock } from '../../src/storage/store-clock.ts';
import { calendarIn } from './calendar.ts';
import { checkKeptKeys, type Planted } from './kept-keys.ts';
import { quickArgon2 } from './quick-argon2.ts';
import { connectPatiently } from './redis.ts';
import { anybody } from './requester.ts';
import { plantRsaKeys } from './rsa-keys.ts';
import { identifiedPerson, samplePerson } from './sample-profile.ts';
import { newSecrets } from './secrets.ts';
import { passwordOf } from './typed-password.ts';

/** As it was before any test moved it for the engine. */
const machineClock = Date.now;
export const portalRedirect = 'http://localhost:4999/callback';
export const portalSecret = randomBytes(32).toString('base64url');

export interface Node {
  readonly address: string;
  readonly server: Server;
  readonly store: LastingConnection;
  readonly provider: Provider;
}

export interface Installation {
  readonly issuer: string;
  readonly nodes: readonly [Node, ...Node[]];
  readonly config: Config;
  readonly accounts: AccountStore;
  readonly sealer: Sealer;
  readonly redis: LocalRedis;
  readonly redisDirectory: string;
  /** Everything that was logged, line by line. */
  readonly log: string[];
  /** The messages that wait to be sent, oldest first. */
  messages(): Promise<{ kind: string; to: string; more: Record<string, string> }[]>;
  /** @param identification at the desk, unless it is said otherwise */
  addCitizen(overrides?: Partial<Profile>, identification?: Identification): Promise<Citizenship>;
  /** @param planted keys of the test's own, which are not in the catalogue */
  stop(planted?: Planted): Promise<void>;
}

export interface Citizenship {
  readonly id: string;
  readonly username: string;
  readonly password: string;
}

export interface Wishes {
  readonly numberOfNodes?: number;
  /** Of the first node, where something must know its address before it is there. */
  readonly port?: number;
  readonly clients?: readonly Partial<ClientRegistration>[];
  /** The clock of everything, also of Redis as far as nodes ask it for the time. */
  readonly now?: () => Date;
  /** By how many seconds the clock of each node is ahead of Redis's. */
  readonly clocksAhead?: readonly number[];
  readonly config?: Partial<Config>;
  readonly keyTiming?: Partial<KeyTiming>;
  /** Another than the quick one. */
  readonly argon2?: Argon2Binding;
  /** What a node finds of Redis while it runs. */
  readonly checkStore?: () => Promise<void>;
  /** Another Redis than a managed one, waited for as a service waits; its `socket` is any address. */
  readonly redis?: LocalRedis;
}

export async function startInstallation(wishes: Wishes = {}): Promise<Installation> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-test-'));
  const redisDirectory = join(directory, 'redis');
  const redis = wishes.redis ?? (await startLocalRedis(redisDirectory));
  const log: string[] = [];
  const logger = createLogger('debug', lineCollector(log));
  const servers = await Promise.all(
    Array.from({ length: wishes.numberOfNodes ?? 1 }, (_, nth) => listen(nth === 0 ? wishes.port : 0)),
  );
  const issuer = `http://localhost:${portOf((servers[0] as Listening).server)}`;
  const config = testConfig(issuer, directory, wishes);

  const argon2 = wishes.argon2 ?? (await quickArgon2());
  const sealer = createSealer(config.secrets.sealing_keys);
  const connect = wishes.redis ? connectToRedis : connectPatiently;
  const stores = await Promise.all(servers.map(() => connect(redis.socket, logger)));
  if (!wishes.redis && !config.hsm) {
    await plantRsaKeys(stores[0] as LastingConnection, sealer);
  }

  const nodes = await Promise.all(
    servers.map(async ({ server, ownAddress }, position): Promise<Node> => {
      const store = stores[position] as LastingConnection;
      const address = ownAddress();
      const { now } = wishes;
      const millisecondsAhead = (wishes.clocksAhead?.[position] ?? 0) * 1000;
      const kapu = await createKapu({
        config,
        store,
        logger,
        now: now ?? (() => new Date(machineClock() + millisecondsAhead)),
        storeClock: now ? async () => now() : createStoreClock(store),
        ownAddress,
        keyTiming: { ...keyTiming, ...wishes.keyTiming },
        argon2,
        ...(wishes.checkStore && { checkStore: wishes.checkStore }),
      });
      server.on('request', kapu.callback());
      return { address, server, store, provider: kapu };
    }),
  );
  const [first] = nodes as [Node, ...Node[]];
  const accounts = createAccountStore(first.store, sealer, config.secrets);
  const declarations = [{}, ...(wishes.clients ?? [])].map((client) => ({
    source: 'the test',
    metadata: testClient(client),
  }));
  const registry = {
    clients: createClientStore(first.store, sealer, createRecorder(first.store, sealer, logger)),
    scopes: scopesOf(config.profile),
    profile: config.profile,
  };
  await applyDeclarations(declarations, registry, new Date());
  const hasher = await createPasswordHasher(config.secrets, argon2);

  return {
    issuer,
    nodes: nodes as [Node, ...Node[]],
    config,
    accounts,
    sealer,
    redis,
    redisDirectory,
    log,

    async messages() {
      const entries = await first.store.xrange('messages:{queue}', '-', '+');
      return entries.map(([, fields]) => JSON.parse(sealer.open(String(fields[1]), 'messages')));
    },

    async addCitizen(overrides = {}, identification = identifiedPerson) {
      const username = overrides.username ?? `minta.${randomUUID().slice(0, 8)}`;
      const password = `jelszó ${randomBytes(12).toString('hex')}`;
      const profile = profileSchema.parse({ ...samplePerson(username), ...overrides });
      const outcome = await accounts.add(
        profile,
        await hasher.hash(passwordOf(password), anybody),
        new Date(),
        { identification },
      );
      if (outcome.kind !== 'added') {
        throw new Error(outcome.kind);
      }
      return { id: outcome.id, username, password };
    },

    async stop(planted) {
      try {
        await checkKeptKeys(
          nodes.map(({ store }) => store),
          planted,
        );
      } finally {
        for (const { server, store } of nodes) {
          server.closeAllConnections();
          await new Promise((resolve) => server.close(resolve));
          store.disconnect();
        }
        await redis.stop();
        rmSync(directory, { recursive: true, force: true });
      }
    },
  };
}

function testConfig(issuer: string, dataDirectory: string, wishes: Wishes): Config {
  return {
    profile: strictProfile,
    ownTls: undefined,
    issuer,
    serviceName: 'Kapu',
    host: '127.0.0.1',
    port: Number(new URL(issuer).port),
    metrics: undefined,
    traces: undefined,
    trustProxy: false,
    proxyProof: undefined,
    hopExceptions: {},
    clientCertificates: undefined,
    dataDirectory,
    redisUrl: undefined,
    installationId: undefined,
    secrets: newSecrets(),
    hsm: undefined,
    resources: [],
    calendar: calendarIn('both-offered'),
    enrolment: { wait_without_email_hours: 72 },
    oneTimeCodes: {},
    walletVerifier: undefined,
    outgoing: { private_hosts: [], give_up_logouts_after_hours: 24 },
    desk: {
      offices: [],
      passkey_roles: [],
      look_ups_per_hour: 30,
      delay_hours: { with_contact: 24, without_contact: 72 },
      proposals_last_days: 7,
    },
    messageFiles: [],
    hosts: {},
    operator: { enabled: false },
    pages: { authenticator_apps: [], networks: [] },
    passkeys: { related_origins: [] },
    audit: { checkpoint_every_events: 1000, checkpoint_every_seconds: 60 },
    grants: { device_flow: false, ciba: false },
    walletIssuer: undefined,
    smtpUrl: undefined,
    smtpNeedsTls: false,
    mailFrom: 'Kapu <no-reply@kapu.invalid>',
    smsGateway: undefined,
    breachedPasswordsFile: undefined,
    securityContacts: [],
    signInStartsPerMinute: 1_000_000,
    logLevel: 'debug',
    ...wishes.config,
  };
}

function testClient(overrides: Partial<ClientRegistration>): ClientRegistration {
  return {
    client_id: 'portal',
    client_name: 'Mintaportál',
    'client_name#en': 'Sample portal',
    client_uri: 'http://localhost:4999',
    redirect_uris: [portalRedirect],
    post_logout_redirect_uris: ['http://localhost:4999/'],
    backchannel_logout_session_required: false,
    client_secret: portalSecret,
    token_endpoint_auth_method: 'client_secret_basic',
    grant_types: ['authorization_code', 'refresh_token'],
    scope: 'openid profile email phone natural_person',
    subject_type: 'pairwise',
    require_pushed_authorization_requests: false,
    dpop_bound_access_tokens: false,
    id_token_signed_response_alg: 'ES256',
    minimum_assurance: 'low',
    first_party: overrides.token_endpoint_auth_method !== 'none',
    ...overrides,
  };
}

interface Listening {
  readonly server: Server;
  readonly ownAddress: () => string;
}

async function listen(port = 0): Promise<Listening> {
  // A test's idle connection has no end of its own, which on a busy machine could come together with a request.
  const server = createServer({ keepAliveTimeout: 0 });
  const ownAddress = addressOnceListening(server, 'http');
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return { server, ownAddress };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function lineCollector(lines: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      lines.push(...String(chunk).trimEnd().split('\n'));
      done();
    },
  });
}
