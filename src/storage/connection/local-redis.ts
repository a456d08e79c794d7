/**
 * The managed `redis-server` for one machine: append-only file with fsync on every write, unix socket, no TCP port.
 * Used when no Redis URL is given. A server that already runs on the socket is used as it is. Whoever leaves it last stops it: a node that
 * was started while a command ran would else lose its store with the command.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ConfigurationError } from '../../errors.ts';
import { markOfOurs, type ServerUse, useServer } from './server-use.ts';
import { isListening, socketPath, whileAlone } from './unix-socket.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export interface LocalRedis {
  readonly socket: string;
  /** Stops the server where nobody else uses it, unless somebody put it there who is none of ours. */
  stop(): Promise<void>;
}

/** @param directory where `appendonlydir/` and the log are kept; created when missing. */
export async function startLocalRedis(directory: string): Promise<LocalRedis> {
  const home = resolve(directory);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  const socket = socketPath(home, 'redis.sock', 'kapu');
  return whileAlone(socket, () => findOrStart(home, socket));
}

/** Of two servers with one file each would write over the other's. */
async function findOrStart(home: string, socket: string): Promise<LocalRedis> {
  if (await isListening(socket)) {
    const use = await useServer(socket);
    return { socket, stop: () => whileAlone(socket, use.end) };
  }
  const server = takeAlong(() => spawnServer(home, socket));
  await waitUntilListening(server, socket, join(home, 'redis.log'));
  const use = await useServer(socket);
  started.set(server, () => whileAlone(socket, () => killOrLeave(server, use)));
  return { socket, stop: () => whileAlone(socket, () => stopOrLeave(server, use)) };
}

function spawnServer(home: string, socket: string): ChildProcess {
  const log = openSync(join(home, 'redis.log'), 'a', 0o600);
  const settings = {
    '--port': '0',
    '--unixsocket': socket,
    '--unixsocketperm': '700',
    '--dir': home,
    '--appendonly': 'yes',
    '--appendfsync': 'always',
    '--save': '',
    '--maxmemory-policy': 'noeviction',
    // So much Redis takes for the first entry of a citizen's history: 4 KiB unless told otherwise.
    '--stream-node-max-bytes': '2048',
    '--daemonize': 'no',
    ...markOfOurs,
  };
  // Detached: Ctrl-C reaches this process alone, which then stops the server after its last write.
  return spawn('redis-server', Object.entries(settings).flat(), {
    stdio: ['ignore', log, log],
    detached: true,
  });
}

/** How each is told to stop unless others use it; undefined until it listens, before which nobody does. */
const started = new Map<ChildProcess, (() => Promise<void>) | undefined>();

/**
 * However this process ends, short of SIGKILL: a server that it left would be taken for somebody else's by whoever comes next, and be stopped
 * by nobody. It listens for its end before there is a server: one that was told in between would leave it behind.
 */
function takeAlong(spawnIt: () => ChildProcess): ChildProcess {
  if (started.size === 0) {
    listenForTheEnd();
  }
  const server = spawnIt();
  started.set(server, undefined);
  server.once('exit', () => forget(server));
  return server;
}

function forget(server: ChildProcess): void {
  if (started.delete(server) && started.size === 0) {
    forgetTheEnd();
  }
}

function listenForTheEnd(): void {
  // It still listens where one before could not be started.
  forgetTheEnd();
  process.on('exit', stopAll);
  for (const signal of signals) {
    process.on(signal, stopAllUnlessOthersListen);
  }
}

function forgetTheEnd(): void {
  process.off('exit', stopAll);
  for (const signal of signals) {
    process.off(signal, stopAllUnlessOthersListen);
  }
}

/** What a process that exits can still do: it cannot ask who else uses them. */
function stopAll(): void {
  for (const server of started.keys()) {
    server.kill('SIGTERM');
  }
}

let isToldToEnd = false;

/** Whoever else listens ends the process in its own way. A second time does not wait. */
function stopAllUnlessOthersListen(signal: NodeJS.Signals): void {
  if (process.listenerCount(signal) > 1) {
    return;
  }
  const leaving = [...started.values()].filter((leave) => leave !== undefined);
  if (isToldToEnd || leaving.length === 0) {
    endBy(signal);
    return;
  }
  isToldToEnd = true;
  void Promise.allSettled(leaving.map((leave) => leave())).then(() => endBy(signal));
}

/** As if nobody had listened. */
function endBy(signal: NodeJS.Signals): void {
  stopAll();
  forgetTheEnd();
  process.kill(process.pid, signal);
}

async function waitUntilListening(server: ChildProcess, socket: string, log: string): Promise<void> {
  let failure: string | undefined;
  server.once('error', () => {
    failure = 'redis-server is not installed; install it or set KAPU_REDIS_URL';
  });
  server.once('exit', () => {
    failure ??= `redis-server did not start; see the end of ${log}, and whether its disk is full`;
  });
  for (let attempt = 0; attempt < 400; attempt += 1) {
    if (failure) {
      throw new ConfigurationError(failure);
    }
    if (await isListening(socket)) {
      return;
    }
    await delay(25);
  }
  server.kill('SIGKILL');
  throw new ConfigurationError(`redis-server did not open ${socket} in ten seconds; see ${log}`);
}

async function stopOrLeave(server: ChildProcess, use: ServerUse): Promise<void> {
  if (await use.leave()) {
    leaveToOthers(server);
  } else {
    await stopServer(server);
  }
}

/** The process is about to end, and does not wait for the server's end. */
async function killOrLeave(server: ChildProcess, use: ServerUse): Promise<void> {
  // Meanwhile it may have been left.
  if (!started.has(server)) {
    return;
  }
  if (await use.leave()) {
    leaveToOthers(server);
  } else {
    server.kill('SIGTERM');
  }
}

function leaveToOthers(server: ChildProcess): void {
  forget(server);
  server.unref();
}

async function stopServer(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) {
    return;
  }
  const exited = once(server, 'exit');
  server.kill('SIGTERM');
  await exited;
}
