/** What is kept in Redis, from the catalogue of keys. */
import { catalogue } from '../../storage/catalogue/catalogue.ts';
import type { Causer, Life } from '../../storage/catalogue/entry.ts';
import { code, table } from './markdown.ts';

const causers = {
  nobody: 'nobody signed in',
  citizen: 'a citizen',
  clerk: 'a clerk',
  operator: 'an operator',
  program: 'a program',
  node: 'a node',
} as const satisfies Record<Causer, string>;

export function keptSection(): string {
  const rows = catalogue.map(({ pattern, type, holds, sealed, lives, causedBy }) => [
    code(pattern),
    type,
    holds,
    sealed,
    lifeInWords(lives),
    causedBy.length === Object.keys(causers).length
      ? 'anybody'
      : causedBy.map((causer) => causers[causer]).join(', '),
  ]);
  return table(['key', 'type', 'holds', 'sealed', 'lives', 'caused by'], rows);
}

function lifeInWords(life: Life): string {
  switch (life.kind) {
    case 'at-most':
      return [`at most ${durationInWords(life.seconds)}`, life.remark].filter(Boolean).join('; ');
    case 'until':
      return life.end;
    case 'for-ever':
      return 'for ever';
  }
}

/** As few units as say it exactly: `240 hours` and `10 days` are one. */
const units = [
  ['day', 24 * 60 * 60],
  ['hour', 60 * 60],
  ['minute', 60],
  ['second', 1],
] as const;

function durationInWords(seconds: number): string {
  let left = seconds;
  const parts = units.flatMap(([unit, length]) => {
    const many = Math.floor(left / length);
    left -= many * length;
    return many === 0 ? [] : [`${many} ${unit}${many === 1 ? '' : 's'}`];
  });
  return parts.join(' ');
}
