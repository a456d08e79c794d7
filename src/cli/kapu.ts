#!/usr/bin/env node
/** `kapu`, the operator's command. */
import { ConfigurationError, Overloaded } from '../errors.ts';
import { errorInWords } from '../observability/described-error.ts';
import { dieOfUncaughtErrors } from '../observability/uncaught-errors.ts';
import { isStoreFailure } from '../storage/redis.ts';
import { createProgram } from './program.ts';

const complain = (error: unknown): void => {
  const isExplained =
    error instanceof ConfigurationError || error instanceof Overloaded || isStoreFailure(error);
  process.stderr.write(`kapu: ${isExplained ? (error as Error).message : errorInWords(error)}\n`);
};
dieOfUncaughtErrors(complain);

try {
  await createProgram().parseAsync();
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
