/** Errors and refusals as tables. */
import { words } from '../../composition/words.ts';
import { emittedErrors, refusals } from './errors.ts';
import { code, table } from './markdown.ts';

export function errorsSection(): string {
  const rows = emittedErrors.map(({ error, at, means, toDo }) => [code(error), at.join(', '), means, toDo]);
  return table(['error', 'where', 'what it means', 'what to do'], rows);
}

export function refusalsSection(): string {
  const rows = Object.entries(refusals).map(([reason, { statuses, when }]) => {
    const title = `refused.${reason as keyof typeof refusals}.title` as const;
    return [statuses.join(', '), words.hu[title], words.en[title], when];
  });
  return table(['status', 'the citizen reads', 'in English', 'when'], rows);
}
