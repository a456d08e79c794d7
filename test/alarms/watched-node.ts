/** A node as an operator runs it, with a Redis and a Prometheus of its own, which reads the rules of `deploy/`. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { kapuEnvironment } from '../bench/installation.ts';
import { freePort, type NodeProcess, startNodeProcess } from '../bench/node-process.ts';
import type { OnStop } from './on-stop.ts';
import { type Alert, readAlerts, startPrometheus } from './prometheus.ts';

const root = resolve(import.meta.dirname, '../..');
const main = join(root, 'dist/main.js');
const cli = join(root, 'dist/cli/kapu.js');

export const clientSecret = 'a-secret-of-the-alarms-that-is-long-enough';

export interface WatchedNode {
  readonly directory: string;
  readonly issuer: string;
  readonly redisPort: number;
  /** Of the node, as it is now; a change counts from the next start. */
  readonly environment: Record<string, string>;
  start(): Promise<void>;
  stop(): Promise<void>;
  startRedis(): Promise<void>;
  stopRedis(): Promise<void>;
  /** As an operator gives it on the node. */
  shell(command: string): Promise<string>;
  kapu(...words: string[]): Promise<string>;
  alerts(name: string): Promise<Alert[]>;
}

export async function prepareNode(
  name: string,
  onStop: OnStop,
  more: (directory: string, redisPort: number) => Record<string, string> = () => ({}),
): Promise<WatchedNode> {
  const directory = mkdtempSync(join(tmpdir(), `kapu-alarms-${name}-`));
  onStop(() => rmSync(directory, { recursive: true, force: true }));
  const [port, redisPort, metricsPort] = [await freePort(), await freePort(), await freePort()];
  const settings = more(directory, redisPort);
  const issuer = `${settings.KAPU_TLS_KEY_FILE ? 'https' : 'http'}://localhost:${port}`;
  const environment: Record<string, string> = {
    ...kapuEnvironment(directory, issuer, clientSecret),
    KAPU_REDIS_URL: `redis://127.0.0.1:${redisPort}`,
    KAPU_METRICS_PORT: String(metricsPort),
    KAPU_TRUST_PROXY: 'true',
    ...settings,
  };
  mkdirSync(environment.KAPU_DATA_DIR as string, { recursive: true });
  const log = join(directory, 'node.log');
  writeFileSync(log, '');
  const prometheus = await startPrometheus(directory, metricsPort, onStop);
  let node: NodeProcess | undefined;
  let redis: ChildProcess | undefined;
  writePrograms(directory, log);

  const asNode = (): Record<string, string> => ({
    ...environment,
    PATH: `${directory}/bin:${process.env.PATH}`,
  });

  const shell = async (command: string): Promise<string> => {
    const child = spawn('bash', ['-c', command], { env: asNode(), stdio: ['ignore', 'pipe', 'pipe'] });
    const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
    return `${said}${complained}`.trim();
  };

  const watched: WatchedNode = {
    directory,
    issuer,
    redisPort,
    environment,
    shell,
    kapu: (...words) => shell(`kapu ${words.join(' ')}`),
    alerts: (alarm) => readAlerts(prometheus, alarm),

    async start() {
      node = startNodeProcess({ script: main, log, environment: { ...asNode(), MALLOC_ARENA_MAX: '2' } });
      const upOrNot = AbortSignal.timeout(60_000);
      const told = answers(`http://127.0.0.1:${metricsPort}/metrics`, upOrNot);
      // Metrics are told before the node listens; where TLS ends at the node nobody is let in here without its certificate.
      const served = issuer.startsWith('http:') ? answers(`${issuer}/health/live`, upOrNot) : told;
      await Promise.race([Promise.all([told, served]), node.failure]);
    },
    async stop() {
      await node?.stop();
    },

    async startRedis() {
      const data = join(directory, 'redis');
      mkdirSync(data, { recursive: true });
      const settings = `--port ${redisPort} --bind 127.0.0.1 --dir ${data} --appendonly yes --appendfsync always --maxmemory-policy noeviction`;
      redis = spawn('redis-server', [...settings.split(' '), '--save', ''], {
        env: {
          PATH: process.env.PATH,
          ...(environment.LD_PRELOAD && { LD_PRELOAD: environment.LD_PRELOAD }),
        },
        stdio: 'ignore',
      });
      while (!(await shell(`redis-cli -p ${redisPort} ping`)).includes('PONG')) {
        await delay(100);
      }
    },
    async stopRedis() {
      if (redis && redis.exitCode === null) {
        const ended = once(redis, 'exit');
        redis.kill('SIGTERM');
        await ended;
      }
    },
  };
  onStop(() => watched.stopRedis());
  onStop(() => watched.stop());
  return watched;
}

/** `kapu` as it is installed; and what stands for the journal of systemd, which has whatever the node prints. */
function writePrograms(directory: string, log: string): void {
  mkdirSync(join(directory, 'bin'));
  const programs = { kapu: `exec '${process.execPath}' '${cli}' "$@"`, journalctl: `exec cat '${log}'` };
  for (const [name, line] of Object.entries(programs)) {
    writeFileSync(join(directory, 'bin', name), `#!/bin/sh\n${line}\n`, { mode: 0o755 });
  }
}

async function answers(address: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    if (
      await fetch(address).then(
        ({ ok }) => ok,
        () => false,
      )
    ) {
      return;
    }
    await delay(100);
  }
}

/** A library that moves the calendar of whatever loads it. */
export function movedClock(directory: string, seconds: number): string {
  const library = join(directory, `moved-${seconds}.so`);
  const source = join(root, 'scripts/moved-clock.c');
  execFileSync('gcc', ['-shared', '-fPIC', '-O2', `-DOFFSET=(${seconds})`, '-o', library, source]);
  return library;
}
