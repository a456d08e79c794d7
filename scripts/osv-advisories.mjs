// Looks for advisories in a copy of the OSV database, where no registry may be asked: see scripts/advisories. Format: OSV Schema 1.7.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isBefore } from './versions.mjs';

/** An older copy knows nothing of what was found since. */
const freshForDays = 7;

const [, , directory] = process.argv;
const built = packagesOfProduct();
const found = [];
let newest = 0;
let many = 0;
for (const file of filesIn(directory)) {
  const advisory = read(join(directory, file));
  many += 1;
  newest = Math.max(newest, Date.parse(advisory.modified ?? 0));
  found.push(...(advisory.withdrawn ? [] : affectedBy(advisory)));
}
if (many === 0 || Number.isNaN(newest)) {
  unknown(`${directory} holds no advisories: unpack all.zip of the npm ecosystem there`);
}
for (const line of found) {
  console.error(`kapu: ${line}`);
}
const age = Math.floor((Date.now() - newest) / 86_400_000);
if (found.length === 0 && age > freshForDays) {
  unknown(`the newest advisory in ${directory} is ${age} days old: get a copy of this week`);
}
if (found.length === 0) {
  console.error(`kapu: no advisories among ${many}`);
}
process.exitCode = found.length > 0 ? 1 : 0;

/** @returns versions by name; a package may be there more than once */
function packagesOfProduct() {
  const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const versions = new Map();
  for (const [path, { version, dev }] of Object.entries(packages)) {
    const name = path.split('node_modules/').at(-1);
    if (path !== '' && !dev) {
      versions.set(name, [...(versions.get(name) ?? []), version]);
    }
  }
  return versions;
}

function filesIn(path) {
  try {
    return readdirSync(path).filter((name) => name.endsWith('.json'));
  } catch (error) {
    return unknown(`${path} cannot be read: ${error.code}`);
  }
}

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return unknown(`${path} is no advisory`);
  }
}

function affectedBy({ id, summary, affected = [], database_specific: more }) {
  const ofNpm = affected.filter(({ package: one }) => one?.ecosystem === 'npm' && built.has(one.name));
  return ofNpm.flatMap((one) =>
    built
      .get(one.package.name)
      .filter((version) => isAffected(version, one))
      .map(
        (version) => `${severityOf(more)}: ${one.package.name} ${version}: ${summary ?? 'no words'} (${id})`,
      ),
  );
}

function severityOf(more) {
  return String(more?.severity ?? 'not rated').toLowerCase();
}

function isAffected(version, { versions = [], ranges = [] }) {
  return (
    versions.includes(version) || ranges.some((range) => range.type === 'SEMVER' && isWithin(version, range))
  );
}

/** As OSV has it: the events are passed in their order, and the last one that comes before the version decides. */
function isWithin(version, { events }) {
  const at = (event) => event.introduced ?? event.fixed ?? event.last_affected;
  const inOrder = events
    .filter((event) => event.limit === undefined)
    .toSorted((one, other) => Number(isBefore(at(other), at(one))) - Number(isBefore(at(one), at(other))));
  return inOrder.reduce((isInside, { introduced, fixed, last_affected: last }) => {
    if (introduced !== undefined && !isBefore(version, introduced)) {
      return true;
    }
    const isPast =
      fixed !== undefined ? !isBefore(version, fixed) : last !== undefined && isBefore(last, version);
    return isPast ? false : isInside;
  }, false);
}

function unknown(sentence) {
  console.error(`kapu: ${sentence}`);
  process.exit(2);
}
