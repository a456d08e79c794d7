/** The table of what was seen, as Markdown. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Column, Outcomes } from './journey.ts';
import { pages, type Recipe } from './recipe.ts';

export interface Seen {
  readonly recipe: Recipe;
  readonly outcomes: Outcomes;
}

export const columns: readonly Column[] = [
  'sign-in',
  'step-up',
  'refresh',
  'parallel refresh',
  'logout',
  'back-channel logout',
];

const begin = '<!-- from a run: interop -->';
const end = '<!-- end -->';

/** Reasons stand below, by number. */
export function tableOf(seen: readonly Seen[]): string {
  const reasons: string[] = [];
  const cell = (outcome: Outcomes[Column]) => {
    if (typeof outcome !== 'string') {
      return outcome ? '✓' : '–';
    }
    if (!reasons.includes(outcome)) {
      reasons.push(outcome);
    }
    return `✗ ${reasons.indexOf(outcome) + 1}`;
  };
  const lines = seen.map(({ recipe, outcomes }) => {
    const { name, software, version } = recipe;
    return `| ${[`[${software}](${name}.md)`, version, ...columns.map((column) => cell(outcomes[column]))].join(' | ')} |`;
  });
  const head = ['software', 'version', ...columns];
  return [
    `| ${head.join(' | ')} |`,
    `|${head.map(() => ' --- |').join('')}`,
    ...lines,
    ...(reasons.length > 0 ? ['', ...reasons.map((reason, index) => `${index + 1}. ${reason}`)] : []),
  ].join('\n');
}

export function writeTable(seen: readonly Seen[]): void {
  const path = join(pages, 'README.md');
  const page = readFileSync(path, 'utf8');
  const [before = '', after = ''] = [page.split(begin)[0], page.split(end)[1]];
  writeFileSync(path, `${before}${begin}\n\n${tableOf(seen)}\n\n${end}${after}`);
}
