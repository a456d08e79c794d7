/** The one rule that dates the end of an account's sessions, for the steps that end them, in whatever room they stand. */
import { readStep } from './redis.ts';

/** Goes before such a step. */
export const sessionEndRule = readStep(import.meta.dirname, 'session-end-rule');
