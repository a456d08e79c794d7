/** What an end takes with it, from the table that the ending steps are held to. */
import { acts, type Fate, things } from '../../endings/endings.ts';
import { table } from './markdown.ts';

const words = {
  goes: 'goes',
  ends: 'ends',
  others: 'ends, but the asking one',
  revoked: 'revoked',
  one: 'that one',
  stays: '–',
} as const satisfies Record<Fate, string>;

/** A row a thing, a column an act: too wide for one table, so in parts of a few acts each. */
export function endingsSection(): string {
  const parts = [];
  for (let at = 0; at < acts.length; at += actsInOneTable) {
    parts.push(tableOf(at, at + actsInOneTable));
  }
  return parts.join('\n\n');
}

const actsInOneTable = 6;

function tableOf(from: number, to: number): string {
  const columns = acts.slice(from, to);
  const rows = Object.values(things).map(({ is, fates }) => [
    is,
    ...fates.slice(from, to).map((fate) => words[fate]),
  ]);
  const told = columns.map(({ told }) => (told === undefined ? 'no mail' : `mail: \`${told}\``));
  return table(['', ...columns.map(({ is }) => is)], [...rows, ['*its owner is told*', ...told]]);
}
