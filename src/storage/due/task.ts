/** Tasks that every node runs every so often, beside requests: whichever comes first does what is due. */
import type { TaskName } from '../../metrics/catalogue.ts';
import { count } from '../../metrics/measuring.ts';
import type { Logger } from '../../observability/logger.ts';
import { storeFailureInWords } from '../store-failure.ts';

/** What failed is tried again so soon, also by a task that runs seldom. */
const longestAfterFailure = 5 * 60_000;

/** One run, which is counted, and fails for nobody else. @returns whether all of it was done */
export async function runTask(name: TaskName, run: () => Promise<unknown>, logger: Logger): Promise<boolean> {
  try {
    await run();
    count('kapu_task_runs_total', { task: name, outcome: 'done' });
    return true;
  } catch (error) {
    // While Redis is away every task fails, many times: that is one fault, which has a line and an alarm of its own.
    const failure = storeFailureInWords(error);
    const [outcome, level] =
      failure === undefined ? (['failed', 'error'] as const) : (['store-away', 'warn'] as const);
    count('kapu_task_runs_total', { task: name, outcome });
    const why = failure === undefined ? { error } : { reason: failure };
    logger[level]({ task: name, ...why }, 'a task could not do all that is due, and tries again');
    return false;
  }
}

/** From the end of a run to the next: a long one is not overtaken. @returns a function that stops it */
export function startTask(
  name: TaskName,
  everyMilliseconds: number,
  run: () => Promise<unknown>,
  logger: Logger,
): () => void {
  let isStopped = false;
  let timer = runIn(everyMilliseconds);

  /** Whatever else keeps the process: a task does not. */
  function runIn(milliseconds: number): NodeJS.Timeout {
    return setTimeout(runAndGoOn, milliseconds).unref();
  }

  async function runAndGoOn(): Promise<void> {
    const isDone = await runTask(name, run, logger);
    if (!isStopped) {
      timer = runIn(isDone ? everyMilliseconds : Math.min(everyMilliseconds, longestAfterFailure));
    }
  }

  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}
