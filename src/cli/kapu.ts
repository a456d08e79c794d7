#!/usr/bin/env node
/** `kapu`, the operator's command. */
import { ConfigurationError, Overloaded } from '../errors.ts';
import { errorInWords, isError } from '../observability/described-error.ts';
import { dieOfUncaughtErrors } from '../observability/uncaught-errors.ts';
import { LeftUndone } from '../storage/due/each-in-turn.ts';
import { Unreadable } from '../storage/sealed-record.ts';
import { storeFailureInWords } from '../storage/store-failure.ts';
import { isStillRead, watchOutput } from './output.ts';
import { createProgram } from './program.ts';

const complain = (error: unknown): void => {
  process.stderr.write(
    sentencesFor(error)
      .map((sentence) => `kapu: ${sentence}\n`)
      .join(''),
  );
};
dieOfUncaughtErrors(complain);
watchOutput();

try {
  const program = await createProgram(process.argv[2]);
  await program.parseAsync();
} catch (error) {
  complain(error);
  process.exitCode = 1;
}
if (!isStillRead()) {
  // What the command still does, such as waiting for further events, it would do for nobody.
  process.exit();
}

function sentencesFor(error: unknown): readonly string[] {
  if (error instanceof ConfigurationError || error instanceof LeftUndone || error instanceof Unreadable) {
    return error.sentences;
  }
  const explained = error instanceof Overloaded ? overloadInWords(error) : storeFailureInWords(error);
  return [explained ?? errorInWords(error)];
}

function overloadInWords({ message, cause }: Overloaded): string {
  return isError(cause) ? `${message}: ${cause.message}` : message;
}
