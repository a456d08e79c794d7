/**
 * ID tokens say what a sign-in is worth, which is the lesser of how somebody signed in and how they were identified.
 *
 * oidc-provider 9.13.3: wraps `IdToken.prototype.payload`; reads `amr` and replaces `acr` in its `available`.
 * Why: it says what the session or the code remembers, and that is how somebody signed in.
 * Held by: test/flows/identification.test.ts, "signs in with a code at low, as every token says"
 */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';

interface IdTokenInTheMaking {
  /** Absent where no request is behind it: logout tokens, which say nothing of a sign-in. */
  readonly ctx: KoaContextWithOIDC | undefined;
  available: Readonly<Record<string, unknown>>;
  payload(): Promise<object>;
}

export type ToldAcr = (
  ctx: KoaContextWithOIDC,
  signedIn: string | undefined,
  amr: readonly string[] | undefined,
) => string | undefined;

export function tellWhatSignInIsWorth(provider: Provider, toldAcr: ToldAcr): void {
  const prototype = (provider.IdToken as unknown as { prototype: IdTokenInTheMaking }).prototype;
  const { payload } = prototype;
  prototype.payload = async function (this: IdTokenInTheMaking) {
    const { ctx, available } = this;
    if (ctx && typeof available.acr === 'string') {
      const amr = available.amr as readonly string[] | undefined;
      this.available = { ...available, acr: toldAcr(ctx, available.acr, amr) };
    }
    return payload.call(this);
  };
}
