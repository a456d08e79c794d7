/**
 * When a node is told to stop. It listens for that before anything else: the first process of a container is not ended by a signal that nobody
 * listens for, so that a node told to stop in its first second would go on, and be killed with whoever it serves by then.
 */

/**
 * While it starts it owes nobody an answer, and ends at once.
 * @returns what a node asks for before it serves: from then on it is told, and ends by itself; a second time does not wait
 */
export function endAtOnceWhenTold(): () => Promise<void> {
  let end = (): void => process.exit(0);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => end());
  }
  return () =>
    new Promise((told) => {
      end = () => {
        end = () => process.exit(1);
        told();
      };
    });
}
