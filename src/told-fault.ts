/** What ended a node or a command, for who sits at its terminal: a sentence each, and a stack only of what nobody foresaw. */
import { ConfigurationError, Overloaded } from './errors.ts';
import { errorInWords, isError } from './observability/described-error.ts';
import { LeftUndone } from './storage/due/each-in-turn.ts';
import { Unreadable } from './storage/sealed-record.ts';
import { storeFailureInWords } from './storage/store-failure.ts';

export function tellFault(error: unknown): void {
  process.stderr.write(
    inSentences(error)
      .map((sentence) => `kapu: ${sentence}\n`)
      .join(''),
  );
}

function inSentences(error: unknown): readonly string[] {
  if (error instanceof ConfigurationError || error instanceof LeftUndone || error instanceof Unreadable) {
    return error.sentences;
  }
  const explained = error instanceof Overloaded ? overloadInWords(error) : storeFailureInWords(error);
  return [explained ?? errorInWords(error)];
}

function overloadInWords({ message, cause }: Overloaded): string {
  return isError(cause) ? `${message}: ${cause.message}` : message;
}
