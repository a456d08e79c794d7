/**
 * What the engine keeps in a session besides the sign-in: the token of its forms, where a sign-out returns to, and which relying
 * parties the session let in.
 *
 * oidc-provider 9.13.3: `session.state.secret`, `session.state.postLogoutRedirectUri`, `session.authorizations`.
 * Why: it hands its forms over as HTML or not at all, and lets nobody read the checked address of return.
 * Held by: test/flows/device.test.ts, "types the code as it comes, reads who wants what, signs in as always, and the device is in"
 * Held by: test/conformance/rp-initiated-logout.test.ts, "oidcc-rp-initiated-logout: the citizen comes back with state, and prompt=none finds nobody"
 * Held by: test/flows/back-channel-logout.test.ts, "whoever comes back in the same browser is let in under another name, which no late logout ends"
 */
import type { KoaContextWithOIDC } from 'oidc-provider';

type Session = NonNullable<KoaContextWithOIDC['oidc']['session']>;

/** The token of the engine's forms, which goes with every page of ours that is sent to it. */
export function formTokenOf({ oidc }: KoaContextWithOIDC): string {
  return String(oidc.session?.state?.secret ?? '');
}

/** The address that the engine found among those of the relying party; undefined where it named none. */
export function returnAddressOfSignOut({ oidc }: KoaContextWithOIDC): string | undefined {
  const address = oidc.session?.state?.postLogoutRedirectUri;
  return typeof address === 'string' ? address : undefined;
}

/** Whoever is let in from now on is given another name for the session (`sid`). */
export function forgetRelyingPartiesOf(session: Session): void {
  session.authorizations = {};
}
