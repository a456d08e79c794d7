/** What an operator installs, and what a node of it takes before anybody comes: packages, bytes, time until ready, memory. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startLocalRedis } from '../../src/storage/connection/local-redis.ts';
import { kapuEnvironment, type OnStop, startEnvironment, startOptions } from './installation.ts';
import { freePort, type NodeProcess, startNodeProcess, usageOf } from './node-process.ts';
import { row } from './report.ts';

interface Start {
  readonly secondsUntilReady: number;
  readonly cpuSecondsUntilReady: number;
  readonly residentMB: number;
}

export interface AtRestFigures {
  readonly packages: number;
  readonly installedMB: number;
  readonly starts: readonly Start[];
}

const projectRoot = resolve(import.meta.dirname, '../..');
const numberOfStarts = 5;
/** Until what a start leaves behind is collected. */
const restInMilliseconds = 10_000;

export async function measureAtRest(onStop: OnStop, signal: AbortSignal): Promise<AtRestFigures> {
  const directory = mkdtempSync(join(tmpdir(), 'kapu-bench-'));
  onStop(() => rmSync(directory, { recursive: true, force: true }));
  const release = installRelease(directory);
  const redis = await startLocalRedis(join(directory, 'data/redis'));
  onStop(redis.stop);
  const issuer = `http://localhost:${await freePort()}`;
  const environment = kapuEnvironment(directory, issuer, randomBytes(32).toString('base64url'));
  const node = (): NodeProcess =>
    startNodeProcess({
      script: join(release, 'dist/main.js'),
      environment: { ...environment, ...startEnvironment },
      nodeOptions: startOptions,
      log: join(directory, 'kapu.log'),
    });
  const starts: Start[] = [];
  for (let count = 0; count < numberOfStarts; count += 1) {
    starts.push(await startOnce(node, issuer, onStop, signal));
  }
  return { ...sizeOf(release), starts };
}

/** As `scripts/release` and whoever installs its archive. @returns where */
function installRelease(directory: string): string {
  const release = join(directory, 'release');
  mkdirSync(release);
  for (const part of ['dist', 'views', 'config']) {
    cpSync(join(projectRoot, part), join(release, part), { recursive: true });
  }
  rmSync(join(release, 'views/assets'), { recursive: true });
  execFileSync(process.execPath, [join(projectRoot, 'scripts/release-manifest.mjs'), release]);
  execFileSync('npm', ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: release });
  return release;
}

function sizeOf(release: string): Pick<AtRestFigures, 'packages' | 'installedMB'> {
  const list = execFileSync('npm', ['ls', '--all', '--parseable'], { cwd: release, encoding: 'utf8' });
  const bytes = readdirSync(release, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
  // The first line is the release itself.
  return { packages: list.trim().split('\n').length - 1, installedMB: bytes / 1e6 };
}

async function startOnce(
  start: () => NodeProcess,
  issuer: string,
  onStop: OnStop,
  signal: AbortSignal,
): Promise<Start> {
  const began = performance.now();
  const node = start();
  onStop(node.stop);
  await node.untilItAnswers(`${issuer}/health/ready`, signal);
  const secondsUntilReady = (performance.now() - began) / 1000;
  const cpuSecondsUntilReady = usageOf(node.pid).cpuSeconds;
  await delay(restInMilliseconds, undefined, { signal });
  const residentMB = residentMemoryOf(node.pid);
  await node.stop();
  return { secondsUntilReady, cpuSecondsUntilReady, residentMB };
}

function residentMemoryOf(pid: number): number {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  // The kernel's kilobytes have 1,024 bytes.
  return (Number(kilobytes) * 1024) / 1e6;
}

export function atRestInWords({ packages, installedMB, starts }: AtRestFigures): string {
  const each = (figure: keyof Start, digits: number): string =>
    starts
      .map((start) => start[figure])
      .toSorted((a, b) => a - b)
      .map((value) => value.toFixed(digits))
      .join(', ');
  const rows = [
    row('packages beside the release (at most 110)', String(packages)),
    row('MB of the release with its packages (at most 50)', installedMB.toFixed(1)),
    row('seconds until ready (at most 1.5)', each('secondsUntilReady', 2)),
    row('CPU until ready, seconds', each('cpuSecondsUntilReady', 2)),
    row('memory at rest (RSS), MB (at most 110)', each('residentMB', 1)),
  ];
  return `\nA node at rest, of what is installed (${starts.length} starts)\n${rows.join('\n')}\n`;
}
