/** Which known name somebody may have meant. */

/** More slips than these, and it is another word. */
const mostSlips = 3;

/** `, did you mean X?`, or nothing. */
export function hintAt(written: string, known: readonly string[]): string {
  const [nearest] = known
    .map((name) => ({ name, slips: slipsBetween(written, name) }))
    .filter(({ name, slips }) => slips <= Math.min(mostSlips, name.length / 3))
    .sort((one, other) => one.slips - other.slips);
  return nearest ? `, did you mean ${nearest.name}?` : '';
}

/** Levenshtein's distance: letters to put in, leave out or change. */
function slipsBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...one].entries()) {
    const next = [at + 1];
    for (let place = 1; place <= other.length; place += 1) {
      const change = (row[place - 1] ?? 0) + (letter === other[place - 1] ? 0 : 1);
      next.push(Math.min((row[place] ?? 0) + 1, (next[place - 1] ?? 0) + 1, change));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
