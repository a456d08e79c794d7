/** How many threads work on an import. */
import { availableParallelism } from 'node:os';
import { InvalidArgumentError } from 'commander';

/** Redis takes in as much as four prepare. */
export const mostUnlessSaid = 4;
export const mostThreads = 16;
/** What one thread does while another starts. */
const worthAnotherInBytes = 4 * 1024 * 1024;

/** @param bytes that are to be done */
export function threadsWorth(bytes: number): number {
  return bytes < worthAnotherInBytes ? 1 : Math.min(availableParallelism(), mostUnlessSaid);
}

export function parseThreads(text: string): number {
  const threads = Number(text);
  if (!/^[1-9]\d*$/.test(text) || threads > mostThreads) {
    throw new InvalidArgumentError(`must be a number from 1 to ${mostThreads}`);
  }
  return threads;
}
