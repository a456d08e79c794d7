/** Where a person finds a relying party again: by what it registered, and by nothing that a request says. */
import type { Provider } from 'oidc-provider';

type Client = NonNullable<Awaited<ReturnType<Provider['Client']['find']>>>;

/** Where it begins a sign-in, else its own page; absent where it registered neither. */
export function addressOfService(
  { initiateLoginUri, clientUri }: Client,
  issuer: string,
): string | undefined {
  if (initiateLoginUri) {
    return initiatedLogin(initiateLoginUri, issuer);
  }
  return clientUri && /^https?:$/.test(URL.parse(clientUri)?.protocol ?? '') ? clientUri : undefined;
}

/** OpenID Connect Core §4: the relying party learns by whom to have the citizen signed in. */
export function initiatedLogin(uri: string, issuer: string): string {
  const address = new URL(uri);
  address.searchParams.set('iss', issuer);
  return address.href;
}
