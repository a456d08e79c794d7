/** What we use of the engine beyond its documented interface. */
declare module 'oidc-provider/lib/helpers/initialize_keystore.js' {
  /** Called on a provider. @throws Error when a key is malformed, of no use, or there twice. */
  export default function initialize(this: object, jwks: { keys: readonly object[] }): void;
}
