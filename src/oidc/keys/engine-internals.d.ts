/** What we use of the engine beyond its documented interface. */
declare module 'oidc-provider/lib/helpers/initialize_keystore.js' {
  /** Called on a provider. @throws Error when a key is malformed, of no use, or there twice. */
  export default function initialize(this: object, jwks: { keys: readonly object[] }): void;
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
