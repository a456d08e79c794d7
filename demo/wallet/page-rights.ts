/** What the wallet's pages may do: run our own modules and nobody else's, ask the provider alone, and read codes with the camera. */
import type { PageRights } from '../site/site-headers.ts';

export function pageRights(issuer: string): PageRights {
  return {
    directives: [
      "script-src 'self'",
      `connect-src 'self' ${new URL(issuer).origin}`,
      "form-action 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ],
    mayUseCamera: true,
  };
}
