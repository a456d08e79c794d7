/** What waits because somebody else is away; a disk that fills; and a key that has sealed too often. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { loadConfig } from '../../src/config.ts';
import { createMessageQueue } from '../../src/notifications/message-queue.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { connectToRedis } from '../../src/storage/redis.ts';
import { createSealer } from '../../src/storage/sealed.ts';
import { createCitizens } from '../bench/citizens.ts';
import { freePort } from '../bench/node-process.ts';
import { createRelyingParty } from '../bench/relying-party.ts';
import { signIn } from '../bench/sign-in.ts';
import { LogoutReceivers } from '../support/logout-receiver.ts';
import { MailServer } from '../support/mail-server.ts';
import type { Fault, Group } from './fault.ts';
import type { OnStop } from './on-stop.ts';
import { clientSecret, prepareNode, type WatchedNode } from './watched-node.ts';

const diskInMebibytes = 32;

export async function faultsOfWaiting(onStop: OnStop): Promise<Group> {
  const mails = new MailServer();
  await mails.start();
  const parties = new LogoutReceivers();
  await parties.start();
  const syslogPort = await freePort();
  const node = await prepareNode('waiting', onStop, (directory) => {
    mountDisk(join(directory, 'data'), onStop);
    return { KAPU_SMTP_URL: mails.url, KAPU_PRIVATE_HOSTS: parties.host };
  });
  writeSettings(node, parties, syslogPort);
  await node.startRedis();
  await node.start();
  await node.kapu('clients', 'apply');
  const syslog = await startSyslog(syslogPort);
  onStop(() => Promise.all([parties.stop(), mails.stop(), syslog.stop()]));
  return {
    node,
    beside: [
      [mailServerDown(node, mails)],
      [relyingPartyNotTold(node, parties)],
      [shippingStopped(node, syslog)],
      [diskFull(node), sealsUsedUp(node)],
    ],
  };
}

function mountDisk(path: string, onStop: OnStop): void {
  mkdirSync(path, { recursive: true });
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${diskInMebibytes}m`, 'tmpfs', path]);
  onStop(() => execFileSync('umount', [path]));
}

function writeSettings({ directory }: WatchedNode, parties: LogoutReceivers, syslogPort: number): void {
  const client = join(directory, 'config/clients/bench.json');
  const told = {
    ...JSON.parse(readFileSync(client, 'utf8')),
    backchannel_logout_uri: parties.addressOf('bench'),
    backchannel_logout_session_required: true,
  };
  writeFileSync(client, JSON.stringify(told));
  const audit = { ship_to: { kind: 'syslog', host: '127.0.0.1', port: syslogPort } };
  writeFileSync(join(directory, 'config/audit.json'), JSON.stringify(audit));
}

function mailServerDown(node: WatchedNode, mails: MailServer): Fault {
  return {
    fault: 'the mail server is down',
    alarm: 'MailNotSent',
    async cause() {
      await mails.stop();
      const { secrets } = loadConfig(node.environment);
      const store = await connectToRedis(`redis://127.0.0.1:${node.redisPort}`, createLogger('silent'));
      const recipient = { email: 'minta.anna@example.com', name: 'Minta Anna', locale: 'hu' } as const;
      await createMessageQueue(store, createSealer(secrets.sealing_keys)).tell(
        recipient,
        'name-changed',
        new Date(),
      );
      await store.quit();
    },
    shows: /ESOCKET|ECONNREFUSED/,
    mend: () => mails.start(),
  };
}

function relyingPartyNotTold(node: WatchedNode, parties: LogoutReceivers): Fault {
  return {
    fault: 'a relying party refuses connections for logouts',
    alarm: 'RelyingPartiesNotTold',
    async cause() {
      await parties.stop();
      const store = await connectToRedis(`redis://127.0.0.1:${node.redisPort}`, createLogger('silent'));
      const citizens = await createCitizens(loadConfig(node.environment), store);
      await citizens.prepare(1);
      await store.quit();
      await signIn(createRelyingParty(node.issuer, clientSecret), citizens.next(), citizens.password);
      await node.kapu('sessions', 'end', '--all', '--reason', 'alarm');
    },
    shows: /"client_id":"bench".*not reachable/,
    mend: () => parties.start(),
  };
}

interface Syslog {
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** Takes whatever comes. */
async function startSyslog(port: number): Promise<Syslog> {
  let server: Server | undefined;
  const sockets = new Set<Socket>();
  const syslog: Syslog = {
    async start() {
      server = createServer((socket) => {
        sockets.add(socket);
        socket.on('error', () => socket.destroy());
        socket.on('close', () => sockets.delete(socket));
        socket.resume();
      });
      await new Promise<void>((resolve) => server?.listen(port, '127.0.0.1', resolve));
    },
    async stop() {
      const closed = new Promise((resolve) => server?.close(resolve));
      for (const socket of sockets) {
        socket.destroy();
      }
      await closed;
    },
  };
  await syslog.start();
  return syslog;
}

function shippingStopped(node: WatchedNode, syslog: Syslog): Fault {
  return {
    fault: 'the collector of the audit log is gone',
    alarm: 'AuditNotShipped',
    async cause() {
      await syslog.stop();
      await node.kapu('audit', 'tail', '--once');
    },
    shows: /cannot be shipped|ECONNREFUSED/,
    mend: () => syslog.start(),
  };
}

function diskFull({ environment }: WatchedNode): Fault {
  const filler = join(environment.KAPU_DATA_DIR as string, 'filler');
  return {
    fault: `the disk of the data directory is filled (${diskInMebibytes} MiB, of memory)`,
    alarm: 'DiskNearlyFull',
    cause: async () => writeFileSync(filler, randomBytes((diskInMebibytes - 2) * 1024 * 1024)),
    shows: /\b9\d%/,
    mend: async () => rmSync(filler),
  };
}

/** Half of 2³² seals would take weeks: they are written where they are counted. */
function sealsUsedUp(node: WatchedNode): Fault {
  const file = node.environment.KAPU_SECRETS_FILE as string;
  const read = (): { sealing_keys: { kid: string; key: string }[] } => JSON.parse(readFileSync(file, 'utf8'));
  return {
    fault: 'a sealing key has sealed 60 % of 2³² times (as counted)',
    alarm: 'SealsNearlyUsedUp',
    cause: () =>
      node.shell(
        `redis-cli -p ${node.redisPort} HINCRBY sealing-uses ${read().sealing_keys[0]?.kid} ${Math.round(0.6 * 2 ** 32)}`,
      ),
    shows: /has sealed 60\.0 %/,
    async mend() {
      const secrets = read();
      const fresh = { kid: 'fresh', key: randomBytes(32).toString('base64') };
      writeFileSync(file, JSON.stringify({ ...secrets, sealing_keys: [fresh, ...secrets.sealing_keys] }));
      await node.stop();
      await node.start();
    },
  };
}
