/** `node test/alarms/alarms.ts`: each fault that an alarm is for, caused. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { faultsOfClocks, faultsOfOldKeys } from './clock-faults.ts';
import { type Finding, type Group, tryFault } from './fault.ts';
import { faultsOfGuessing } from './guessing-faults.ts';
import type { OnStop } from './on-stop.ts';
import { faultsOfRedis } from './redis-faults.ts';
import { faultsOfWaiting } from './waiting-faults.ts';

const groups: Readonly<Record<string, (onStop: OnStop) => Promise<Group>>> = {
  redis: faultsOfRedis,
  waiting: faultsOfWaiting,
  guessing: faultsOfGuessing,
  clocks: faultsOfClocks,
  keys: faultsOfOldKeys,
};

const { values } = parseArgs({ options: { write: { type: 'string' }, only: { type: 'string' } } });
const undos: (() => unknown)[] = [];
const begun = performance.now();
const say = (text: string): void =>
  void process.stderr.write(`${((performance.now() - begun) / 1000).toFixed(0).padStart(5)} s  ${text}\n`);

async function tryGroup(name: string, prepare: (onStop: OnStop) => Promise<Group>): Promise<Finding[]> {
  const { node, beside } = await prepare((undo) => void undos.push(undo));
  say(`${name}: ready`);
  const lists = beside.map(async (faults) => {
    const findings: Finding[] = [];
    for (const fault of faults) {
      try {
        findings.push(await tryFault(node, fault, say));
      } catch (error) {
        say(`${fault.fault}: ${(error as Error).message}`);
        process.exitCode = 1;
      }
    }
    return findings;
  });
  return (await Promise.all(lists)).flat();
}

async function stopAll(): Promise<void> {
  for (const undo of undos.splice(0).reverse()) {
    await Promise.resolve(undo()).catch?.(() => {});
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void stopAll().then(() => process.exit(1)));
}

try {
  const wanted = Object.entries(groups).filter(
    ([name]) => !values.only || values.only.split(',').includes(name),
  );
  const findings = (await Promise.all(wanted.map(([name, prepare]) => tryGroup(name, prepare)))).flat();
  for (const found of findings) {
    const {
      fault,
      alarm,
      secondsUntilPending,
      secondsUntilFiring,
      secondsUntilOver,
      command,
      showed,
      showsCause,
    } = found;
    process.stdout.write(
      `| ${fault} | ${alarm} | ${secondsUntilPending} | ${secondsUntilFiring} | \`${command.replaceAll('|', '\\|')}\` | ${showsCause ? '' : 'NOT: '}${showed.replaceAll('|', '\\|')} | ${secondsUntilOver} |\n`,
    );
  }
  if (findings.some(({ showsCause }) => !showsCause)) {
    process.exitCode = 1;
  }
  if (values.write) {
    writeFileSync(values.write, `${JSON.stringify(findings, undefined, 2)}\n`);
  }
} finally {
  await stopAll();
}
