/** What strangers can make happen thousands of times a second is said at once, and then how often: a line each would cost more than they do. */

const intervalInMilliseconds = 1000;

/** Since it was said last. The example is one of them, by which somebody finds the rest of what is known of it. */
interface Unsaid {
  times: number;
  example: string | undefined;
}

/** @param say what happened, how many times since it was said last, and an example: the id of one request, where it was one's */
export function sayingSeldom(
  say: (what: string, times: number, example: string | undefined) => void,
): (what: string, example?: string) => void {
  const all = new Map<string, Unsaid>();

  function sayRestLater(what: string): void {
    all.set(what, { times: 0, example: undefined });
    setTimeout(() => sayRest(what), intervalInMilliseconds).unref();
  }

  function sayRest(what: string): void {
    const unsaid = all.get(what);
    all.delete(what);
    if (unsaid && unsaid.times > 0) {
      say(what, unsaid.times, unsaid.example);
      sayRestLater(what);
    }
  }

  return (what, example) => {
    const unsaid = all.get(what);
    if (unsaid) {
      unsaid.times += 1;
      unsaid.example = example;
      return;
    }
    sayRestLater(what);
    say(what, 1, example);
  };
}
