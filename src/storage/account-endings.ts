/** What the steps share that end sessions of an account, in whatever room they stand. */
import { readStep } from './redis.ts';

/** Goes before such a step. */
export const endingSessions = readStep(import.meta.dirname, 'ending-sessions');
