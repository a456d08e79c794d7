/** What strangers can make happen thousands of times a second is said at once, and then how often: a line each would cost more than they do. */

const intervalInMilliseconds = 1000;

/** @param say what happened, and how many times since it was said last */
export function sayingSeldom(say: (what: string, times: number) => void): (what: string) => void {
  const unsaid = new Map<string, number>();

  function sayRestLater(what: string): void {
    unsaid.set(what, 0);
    setTimeout(() => sayRest(what), intervalInMilliseconds).unref();
  }

  function sayRest(what: string): void {
    const times = unsaid.get(what) ?? 0;
    unsaid.delete(what);
    if (times > 0) {
      say(what, times);
      sayRestLater(what);
    }
  }

  return (what) => {
    const times = unsaid.get(what);
    if (times !== undefined) {
      unsaid.set(what, times + 1);
      return;
    }
    sayRestLater(what);
    say(what, 1);
  };
}
