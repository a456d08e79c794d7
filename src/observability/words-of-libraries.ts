/**
 * What libraries, and Node.js itself, print to the console: a line of the log like any other, since whoever collects the log reads JSON. A secret
 * is never among what is logged; of these words we cannot know, and they stay as short as a sentence.
 */
import { format } from 'node:util';
import type { Logger } from './logger.ts';

const longestText = 500;
const levels = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' } as const;

export function logWordsOfLibraries(logger: Logger): void {
  const say = (level: (typeof levels)[keyof typeof levels], text: string): void =>
    logger[level]({ text: text.slice(0, longestText) }, 'a library says');
  for (const [method, level] of Object.entries(levels) as [keyof typeof levels, 'debug'][]) {
    console[method] = (...words: unknown[]) => say(level, format(...words));
  }
  // Node.js prints them by a listener of its own.
  process.removeAllListeners('warning');
  process.on('warning', ({ name, message }) => say('warn', `${name}: ${message}`));
}
