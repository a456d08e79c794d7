/** How long the secret before stays valid beside a new one. */
import { InvalidArgumentError } from 'commander';

const hour = 60 * 60;
const defaultHours = 24;
const mostHours = 30 * 24;

export function overlapInSeconds(endsNow: boolean, hours: number = defaultHours): number {
  return endsNow ? 0 : hours * hour;
}

export function parseHours(text: string): number {
  const hours = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || hours > mostHours) {
    throw new InvalidArgumentError(`must be a number of hours, at most ${mostHours}`);
  }
  return hours;
}
