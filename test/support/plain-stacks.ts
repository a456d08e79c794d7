/**
 * Stack traces as V8 writes them. jest maps each line of each by source maps, of which there are none: Node.js leaves blanks where
 * types were. Playwright asks for a stack trace at every call, and jest installs its own for every test file.
 */
Error.prepareStackTrace = ({ name, message }, calls) =>
  [`${name}: ${message}`, ...calls.map((call) => `    at ${call}`)].join('\n');
