/**
 * The last words of a process that dies of an error which nobody caught. Node itself would print all that hangs on the error, such as the
 * arguments of a command to Redis.
 */

/** @param report must be done when it returns: the process ends right after it */
export function dieOfUncaughtErrors(report: (thrown: unknown) => void): void {
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (thrown: unknown) => {
      report(thrown);
      process.exit(1);
    });
  }
}
