// Asks the registry, by npm, when each direct dependency of the product was released: see scripts/outdated.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { isBefore } from './versions.mjs';

/** As docs/inventories.md says under Dependencies. */
const updatedWithinDays = 90;
const releasedWithinDays = 2 * 365;

const run = promisify(execFile);
const { dependencies, optionalDependencies } = JSON.parse(
  readFileSync(process.argv[2] ?? 'package.json', 'utf8'),
);

const atOnce = 4;
const asked = Object.entries({ ...dependencies, ...optionalDependencies });
const faults = [];
while (asked.length > 0) {
  const some = asked.splice(0, atOnce);
  const found = await Promise.all(
    some.map(async ([name, version]) => faultsOf(name, version, await releasesOf(name))),
  );
  faults.push(...found.flat());
}
for (const fault of faults) {
  console.error(`kapu: ${fault}`);
}
if (faults.length === 0) {
  console.error('kapu: everything is young enough');
}
process.exitCode = faults.length > 0 ? 1 : 0;

/** @returns instants by version; those that only try something out are left away */
async function releasesOf(name) {
  try {
    const { stdout } = await run('npm', ['view', name, 'time', '--json'], { maxBuffer: 2 ** 26 });
    const times = Object.entries(JSON.parse(stdout)).filter(([version]) => /^\d+\.\d+\.\d+$/.test(version));
    return times.map(([version, time]) => ({ version, at: Date.parse(time) }));
  } catch (error) {
    console.error(
      `kapu: the registry does not say when ${name} was released: ${error.message.split('\n')[0]}`,
    );
    process.exit(2);
  }
}

function faultsOf(name, version, releases) {
  const newer = releases.filter((one) => isBefore(version, one.version));
  const [first] = newer.toSorted((one, other) => one.at - other.at);
  const latest = Math.max(...releases.map(({ at }) => at));
  return [
    first &&
      daysSince(first.at) > updatedWithinDays &&
      `${name} ${version}: ${first.version} has been out for ${daysSince(first.at)} days, ${updatedWithinDays} are allowed`,
    daysSince(latest) > releasedWithinDays &&
      `${name}: has had no release for ${daysSince(latest)} days, ${releasedWithinDays} are allowed`,
  ].filter(Boolean);
}

function daysSince(instant) {
  return Math.floor((Date.now() - instant) / 86_400_000);
}
