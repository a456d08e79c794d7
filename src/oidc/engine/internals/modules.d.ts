/**
 * What we use of the engine beyond its documented interface stands in `engine/`, one file each: `patches/` changes what it does,
 * `internals/` reads or writes what it does not document. Each says for which version of oidc-provider, why, and which test holds the
 * behaviour; test/oidc/engine/touched-internals.test.ts lists them all. This file declares the modules of the engine that we import.
 */
declare module 'oidc-provider/lib/helpers/initialize_keystore.js' {
  /** Called on a provider. @throws Error when a key is malformed, of no use, or there twice. */
  export default function initialize(this: object, jwks: { keys: readonly object[] }): void;
}

declare module 'oidc-provider/lib/helpers/weak_cache.js' {
  interface Challenges {
    nextChallenge(): string;
    checkChallenge(challenge: string): boolean;
  }
  /** What a provider keeps to itself. */
  export default function instance(provider: object): {
    /** Absent where no credentials are issued. */
    readonly CNonceChallenges?: Challenges;
    readonly router: { match(method: string, path: string): object | undefined };
    readonly grantTypeHandlers: Map<string, (ctx: object) => Promise<void>>;
  };
}

declare module 'oidc-provider/lib/helpers/re_render_errors.js' {
  /** What a citizen who types a device's code may be told, on the page where they type it. */
  export class ReRenderError extends Error {
    constructor(message: string, userCode?: string);
    status: number;
    statusCode: number;
    readonly userCode?: string;
  }
  export class NotFoundError extends ReRenderError {}
  export class ExpiredError extends ReRenderError {}
  export class AbortedError extends ReRenderError {}
  export class AlreadyUsedError extends ReRenderError {
    constructor(userCode: string | undefined);
  }
  export class NoCodeError extends ReRenderError {}
}
