/** What the request under way came from, in coarse form: the browser and its system, as a person would name them. */
import { AsyncLocalStorage } from 'node:async_hooks';
import bowser from 'bowser';

const userAgent = new AsyncLocalStorage<string>();
/** Longer ones are made up; reading them would only cost time. */
const longestRead = 300;

/** Runs a request whose browser calls itself `sent`. */
export function withUserAgent<Result>(sent: string, work: () => Result): Result {
  return userAgent.run(sent, work);
}

/** For example `Firefox, Windows`; empty where there is no request, or nothing is known of its browser. */
export function deviceOfRequest(): string {
  return deviceNamed(userAgent.getStore() ?? '');
}

/** The names that people know. Anything else would be a thief's words on the owner's pages. */
const knownNames = new Set(Object.values({ ...bowser.BROWSER_MAP, ...bowser.OS_MAP }));

/** What a browser says of itself is a claim: shown to its owner as text, and never decided on. */
function deviceNamed(sent: string): string {
  const { browser, os } = bowser.parse(sent.slice(0, longestRead) || ' ');
  return [browser.name, os.name].filter((name) => name && knownNames.has(name)).join(', ');
}
