/** What the wallet's pages may do: run our own modules and nobody else's, ask nobody but whom they believe, and read codes with the camera. */
import type { PageRights } from '../site/site-headers.ts';

/** @param addresses of whom the pages believe */
export function pageRights(addresses: readonly string[]): PageRights {
  const origins = new Set(addresses.map((address) => new URL(address).origin));
  return {
    directives: [
      "script-src 'self'",
      `connect-src 'self' ${[...origins].join(' ')}`,
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ],
    mayUseCamera: true,
  };
}
