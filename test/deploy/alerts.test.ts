import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { metricNames } from '../../src/metrics/catalogue.ts';

const rules = readFileSync('deploy/alerts.yaml', 'utf8');
const ruleTests = readFileSync('deploy/alerts.test.yaml', 'utf8');
const dashboards = readdirSync('deploy/grafana').map((name) => `deploy/grafana/${name}`);
const alarms = rules.split('- alert: ').slice(1);
const nameOf = (alarm: string): string => alarm.slice(0, alarm.indexOf('\n'));

function metricsIn(text: string): string[] {
  // What ends so is the beginning of several, in a command.
  const names = [...text.matchAll(/\b(?:kapu|process|nodejs)_[a-z_]+/g)]
    .map(([name]) => name)
    .filter((name) => !name.endsWith('_'));
  return [...new Set(names.map((name) => name.replace(/_(bucket|sum|count)$/, '')))];
}

describe.each(['deploy/alerts.yaml', 'deploy/alerts.test.yaml', ...dashboards])('%s', (file) => {
  it('names metrics that there are', () => {
    const named = metricsIn(readFileSync(file, 'utf8'));
    expect(named.length).toBeGreaterThan(10);
    expect(metricNames).toEqual(expect.arrayContaining(named));
  });
});

it.each(dashboards)('%s is what Grafana reads', (file) => {
  const { panels } = JSON.parse(readFileSync(file, 'utf8'));
  expect(panels.every(({ targets }: { targets: unknown[] }) => targets.length > 0)).toBe(true);
});

it('whatever an alarm looks at is on the dashboard: who is woken looks there', () => {
  const shown = dashboards.flatMap((file) => metricsIn(readFileSync(file, 'utf8')));
  expect(metricsIn(rules).filter((name) => !shown.includes(name))).toEqual([]);
});

it('every metric of the catalogue is in an alarm or on a dashboard', () => {
  const shown = [rules, ...dashboards.map((file) => readFileSync(file, 'utf8'))].flatMap(metricsIn);
  // What an alarm would say is said by `up`.
  expect(metricNames.filter((name) => !shown.includes(name))).toEqual([
    'kapu_hash_wait_seconds',
    'kapu_redis_replicas',
    'process_start_time_seconds',
  ]);
});

describe.each(alarms.map((alarm) => [nameOf(alarm), alarm]))('%s', (name, alarm) => {
  it('says what is wrong and what to do', () => {
    expect(alarm).toMatch(/severity: (page|ticket)/);
    expect(alarm).toMatch(/summary: ["'].{10,}["']/);
    expect(alarm).toMatch(/do: ["'].{20,}["']/);
  });

  it('runs what comes to Redis as the node does, also through Sentinels', () => {
    expect(alarm).not.toMatch(/run: .*redis-cli/);
  });

  it('is tested while all is well, and at its fault', () => {
    expect(ruleTests).toContain(`name: ${name}, well`);
    expect(ruleTests).toContain(`name: ${name}, at fault`);
  });
});

it('Prometheus agrees', () => {
  const check = (...command: string[]): string => execFileSync('promtool', command, { encoding: 'utf8' });
  expect(check('check', 'rules', 'deploy/alerts.yaml')).toContain('SUCCESS');
  expect(check('test', 'rules', 'deploy/alerts.test.yaml')).toContain('SUCCESS');
});
