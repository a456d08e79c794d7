/**
 * Stack traces as V8 writes them. jest maps each line of each by source maps, of which there are none (see `strip-types.ts`);
 * Playwright asks for a stack trace at every call. Without a function of its own, this realm would be given jest's again.
 */
Error.prepareStackTrace = ({ name, message }, calls) =>
  [`${name}: ${message}`, ...calls.map((call) => `    at ${call}`)].join('\n');
