/** One fault: caused, waited for, looked at as the alarm says, mended, and waited for again. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Alert } from './prometheus.ts';
import type { WatchedNode } from './watched-node.ts';

export interface Fault {
  readonly fault: string;
  readonly alarm: string;
  cause(): Promise<unknown>;
  /** What the command of the alarm must show. */
  readonly shows: RegExp;
  mend(): Promise<unknown>;
}

/** On one node: those of one list after another, lists beside one another. */
export interface Group {
  readonly node: WatchedNode;
  readonly beside: readonly (readonly Fault[])[];
}

export interface Finding {
  readonly fault: string;
  readonly alarm: string;
  readonly secondsUntilPending: number;
  readonly secondsUntilFiring: number;
  readonly summary: string;
  readonly command: string;
  readonly showed: string;
  readonly showsCause: boolean;
  readonly secondsUntilOver: number;
}

const longestInMilliseconds = 15 * 60_000;

export async function tryFault(
  node: WatchedNode,
  wanted: Fault,
  say: (text: string) => void,
): Promise<Finding> {
  const { fault, alarm } = wanted;
  if ((await node.alerts(alarm)).length > 0) {
    throw new Error(`${alarm} is there before its fault`);
  }
  const causedAt = performance.now();
  await wanted.cause();
  say(`${fault}: caused`);
  await until(node, alarm, (alerts) => alerts.length > 0);
  const pendingAt = performance.now();
  const [firing] = await until(node, alarm, (alerts) => alerts.some(({ state }) => state === 'firing'));
  const firingAt = performance.now();
  const { summary = '', run: command = '' } = firing?.annotations ?? {};
  const output = await node.shell(command);
  say(`${fault}: ${alarm} fires`);
  const mendedAt = performance.now();
  await wanted.mend();
  await until(node, alarm, (alerts) => alerts.length === 0);
  say(`${fault}: over`);
  return {
    fault,
    alarm,
    secondsUntilPending: seconds(causedAt, pendingAt),
    secondsUntilFiring: seconds(causedAt, firingAt),
    summary,
    command,
    showed: showing(output, wanted.shows),
    showsCause: wanted.shows.test(output),
    secondsUntilOver: seconds(mendedAt, performance.now()),
  };
}

async function until(
  node: WatchedNode,
  alarm: string,
  holds: (alerts: readonly Alert[]) => boolean,
): Promise<Alert[]> {
  const begun = performance.now();
  for (;;) {
    const alerts = await node.alerts(alarm);
    if (holds(alerts)) {
      return alerts;
    }
    if (performance.now() - begun > longestInMilliseconds) {
      throw new Error(`${alarm}: nothing came of it in ${longestInMilliseconds / 60_000} minutes`);
    }
    await delay(500);
  }
}

const seconds = (from: number, to: number): number => Math.round((to - from) / 1000);

/** The line that shows the cause. */
function showing(output: string, cause: RegExp): string {
  const lines = output.split('\n');
  return (lines.find((line) => cause.test(line)) ?? lines.slice(-3).join(' / ')).slice(0, 300);
}
