/** Prometheus as it is installed, with the rules of `deploy/alerts.yaml` as they are; it looks every five seconds and not every fifteen. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../bench/node-process.ts';
import type { OnStop } from './on-stop.ts';

const rules = resolve(import.meta.dirname, '../../deploy/alerts.yaml');

export interface Alert {
  readonly state: 'pending' | 'firing';
  readonly annotations: { readonly summary: string; readonly do: string; readonly run?: string };
}

export async function startPrometheus(
  directory: string,
  metricsPort: number,
  onStop: OnStop,
): Promise<string> {
  const port = await freePort();
  const file = join(directory, 'prometheus.yml');
  const settings = {
    global: { scrape_interval: '5s', evaluation_interval: '5s', scrape_timeout: '5s' },
    rule_files: [rules],
    scrape_configs: [{ job_name: 'kapu', static_configs: [{ targets: [`127.0.0.1:${metricsPort}`] }] }],
  };
  writeFileSync(file, JSON.stringify(settings));
  const words = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${join(directory, 'prometheus')}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--log.level=error',
  ];
  const child = spawn('prometheus', words, { stdio: 'ignore' });
  onStop(async () => {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
  });
  const address = `http://127.0.0.1:${port}`;
  while (
    !(await fetch(`${address}/-/ready`).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    await delay(200);
  }
  return address;
}

export async function readAlerts(address: string, name: string): Promise<Alert[]> {
  const answer = await fetch(`${address}/api/v1/rules?type=alert`);
  const { data } = (await answer.json()) as {
    data: { groups: { rules: { name: string; alerts: Alert[] }[] }[] };
  };
  return data.groups.flatMap(({ rules }) => rules).find((rule) => rule.name === name)?.alerts ?? [];
}
