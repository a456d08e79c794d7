/** A node: opens the store, listens, and drains on SIGTERM. */
import type { Provider } from 'oidc-provider';
import { startErasure } from './accounts/closing/erasure-task.ts';
import { createKapu } from './app.ts';
import { startAuditTasks } from './audit/audit-tasks.ts';
import { createClientStore } from './clients/client-store.ts';
import { faultsOfDemands } from './clients/profile-rules.ts';
import {
  createDeskRequests,
  createEndings,
  createErasing,
  startLogoutWorkers,
  startPingWorkers,
} from './composition/background.ts';
import type { Demo, NodeContext } from './composition/node-context.ts';
import { observeInstallation } from './composition/observed-installation.ts';
import type { Config } from './config.ts';
import { strictProfile } from './configuration/deployment-profile.ts';
import { startRequestWorkflow } from './desk/dual-authorization/request-workflow.ts';
import { ConfigurationError } from './errors.ts';
import type { MetricsServer } from './metrics/metrics-server.ts';
import { createNodeServer, drain, listen } from './node-server.ts';
import { createHttpSmsGateway } from './notifications/http-sms-gateway.ts';
import { type Mailer, startMailer } from './notifications/mailer.ts';
import { type MailTemplates, templatesOf } from './notifications/templates.ts';
import type { Logger } from './observability/logger.ts';
import type { MakeSigningKey } from './oidc/keys/make-signing-key.ts';
import { addressOnceListening } from './relying-party/own-address.ts';
import { openStore } from './storage/connection/open-store.ts';
import type { Store } from './storage/redis.ts';
import { createSealer } from './storage/sealed.ts';
import { createStoreClock, startClockWatch } from './storage/store-clock.ts';
import type { Tracing } from './tracing/open-telemetry.ts';

export interface Start {
  readonly config: Config;
  readonly logger: Logger;
  readonly demo: Demo | undefined;
  readonly makeSigningKey: MakeSigningKey;
  /** Asked for before the node listens: whoever ends it in its first moment ends no request that it took. */
  readonly untilToldToStop: () => Promise<void>;
}

/** Until it is told to stop; then the process ends. @throws what keeps it from starting, or from stopping well */
export async function runNode(start: Start): Promise<void> {
  const { config, logger, demo, makeSigningKey, untilToldToStop } = start;
  const templates = templatesOf(config.messageFiles);
  const metrics = await startMetricsIfAsked(config);
  const tracing = await startTracingIfAsked(config, logger);
  const opened = await openStore({ ...config, user: 'node' }, logger);
  const { store } = opened;
  const server = createNodeServer(config);
  const ownAddress = addressOnceListening(server, config.ownTls ? 'https' : 'http');
  const node = { config, store, logger, now: () => new Date(), storeClock: createStoreClock(store) };
  let kapu: Provider;
  let toldToStop: Promise<void>;
  try {
    kapu = await createKapu({ ...node, ownAddress, demo, checkStore: opened.check, makeSigningKey });
    server.on('request', kapu.callback());
    giveBackWhatStartTook();
    toldToStop = untilToldToStop();
    await listen(server, config);
  } catch (error) {
    await opened.close();
    throw error;
  }
  await warnOfRegistry(config, store, logger);
  warnOfProfile(config, logger);
  warnOfOpenHops(config, logger);
  const { issuer, socket, host, port } = config;
  logger.info(socket === undefined ? { issuer, host, port } : { issuer, socket }, 'listening');
  const stopTasks = startTasks(kapu, node, templates);

  await toldToStop;
  logger.info('stopping');
  await drain(server);
  await stopTasks();
  await opened.close();
  await Promise.all([metrics?.stop(), tracing?.stop()]);
  process.exit(0);
}

/** What runs beside requests. @returns a function that stops it */
function startTasks(
  kapu: Provider,
  node: Pick<NodeContext, 'config' | 'store' | 'logger' | 'now' | 'storeClock'>,
  templates: MailTemplates,
): () => Promise<void> {
  const { config, store, logger, now } = node;
  observeInstallation(node);
  const stopClockWatch = startClockWatch(node, logger);
  const mailer = startMailerIfConfigured(config, templates, store, logger);
  const endings = createEndings(node, (id) => kapu.Client.find(id));
  const logouts = startLogoutWorkers(kapu, endings, node);
  const pings = config.grants.ciba ? startPingWorkers(kapu, node) : undefined;
  const stopErasure = startErasure(createErasing(node, endings), now, logger);
  const stopAudit = startAuditTasks(store, createSealer(config.secrets.sealing_keys), config.audit, logger);
  const stopRequests = startRequestWorkflow(createDeskRequests(node, endings).workflow, now, logger);

  return async () => {
    stopClockWatch();
    stopErasure();
    stopRequests();
    await Promise.all([mailer?.stop(), logouts.stop(), pings?.stop(), stopAudit()]);
  };
}

/**
 * Reading the programs leaves a heap that is larger than what serves needs: 20 MB less once it was tidied, before anybody is served.
 * With `node --expose-gc` only, as `npm start` does.
 */
function giveBackWhatStartTook(): void {
  globalThis.gc?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
}

/** The libraries are loaded where somebody asks for metrics. */
async function startMetricsIfAsked({ metrics }: Config): Promise<MetricsServer | undefined> {
  return metrics && (await import('./metrics/metrics-server.ts')).startMetricsServer(metrics);
}

/** The same of traces, whose libraries an installation may have left out. */
async function startTracingIfAsked({ traces }: Config, logger: Logger): Promise<Tracing | undefined> {
  if (!traces) {
    return undefined;
  }
  const { startTracing } = await import('./tracing/open-telemetry.ts').catch(refuseWithoutTraces);
  return startTracing(traces, logger);
}

function refuseWithoutTraces(): never {
  throw new ConfigurationError(
    'KAPU_TRACES_URL needs optional packages of OpenTelemetry, which are not installed: npm ci without --omit=optional',
  );
}

/** Nodes read no files of clients: whoever forgot to apply them would wonder at every sign-in. */
async function warnOfRegistry({ secrets, profile }: Config, store: Store, logger: Logger): Promise<void> {
  const clients = await createClientStore(store, createSealer(secrets.sealing_keys)).list();
  if (clients.unreadable.length > 0) {
    const ids = clients.unreadable.map((one) => one.of);
    logger.warn({ clients: ids }, 'clients cannot be read, and are served nothing');
  } else if (clients.readable.length === 0) {
    logger.warn('no client is registered; see kapu clients apply');
  }
  const unmet = clients.readable.filter(
    ({ registration }) => faultsOfDemands(registration, profile).length > 0,
  );
  if (unmet.length > 0) {
    const ids = unmet.map(({ registration }) => registration.client_id);
    logger.warn({ clients: ids }, 'clients do not meet what the profile demands, and are served nothing');
  }
}

function warnOfProfile({ profile }: Config, logger: Logger): void {
  if (profile.name !== strictProfile.name) {
    logger.warn({ profile: profile.name }, 'this profile allows more than production does');
  }
}

function warnOfOpenHops({ hopExceptions }: Config, logger: Logger): void {
  for (const [hop, reason] of Object.entries(hopExceptions)) {
    logger.warn({ hop, reason }, 'a way is not encrypted, as an operator has written');
  }
}

function startMailerIfConfigured(
  config: Config,
  templates: MailTemplates,
  store: Store,
  logger: Logger,
): Mailer | undefined {
  if (!config.smtpUrl) {
    return undefined;
  }
  const settings = {
    smtpUrl: config.smtpUrl,
    needsTls: config.smtpNeedsTls,
    from: config.mailFrom,
    accountAddress: `${config.issuer}/fiok`,
    templates,
    sms: config.smsGateway && createHttpSmsGateway(config.smsGateway),
  };
  return startMailer(store, createSealer(config.secrets.sealing_keys), settings, logger);
}
