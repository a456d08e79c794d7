/** SemVer 2.0.0 §11: whether the version comes before the other one. */
export function isBefore(version, other) {
  const [one, two] = [partsOf(version), partsOf(other)];
  const at = one.numbers.findIndex((number, index) => number !== two.numbers[index]);
  if (at >= 0) {
    return one.numbers[at] < two.numbers[at];
  }
  return isPreReleaseBefore(one.identifiers, two.identifiers);
}

function partsOf(version) {
  const [core, ...pre] = version.split('+')[0].split('-');
  const identifiers = pre.length > 0 ? pre.join('-').split('.') : [];
  return { numbers: [0, 1, 2].map((at) => Number(core.split('.')[at] ?? 0)), identifiers };
}

/** None comes after any; numbers before words. */
function isPreReleaseBefore(one, two) {
  if (one.length === 0 || two.length === 0) {
    return one.length > 0 && two.length === 0;
  }
  const at = one.findIndex((identifier, index) => identifier !== two[index]);
  if (at < 0) {
    return one.length < two.length;
  }
  const [mine, theirs] = [one[at], two[at]];
  if (theirs === undefined) {
    return false;
  }
  const [isNumber, isTheirs] = [mine, theirs].map((text) => /^\d+$/.test(text));
  if (isNumber && isTheirs) {
    return Number(mine) < Number(theirs);
  }
  return isNumber === isTheirs ? mine < theirs : isNumber;
}
