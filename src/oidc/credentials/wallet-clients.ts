/** Wallets as clients of the engine: of a kind that nobody can register as. */
import { type ClientMetadata, interactionPolicy } from 'oidc-provider';
import type { RegisteredWallet, WalletIssuerPolicy } from '../../configuration/wallet-issuer-settings.ts';
import { preAuthorizedGrant } from '../../wallet/issuing/offers.ts';

export const attestedMethod = 'attest_jwt_client_auth';
const freshForSeconds = 300;

/** HAIP 1.0 §4, which brings in FAPI 2.0 (whole requests: the redirect URI is named, though there is only one): pushed requests, PKCE, tokens bound to a key; and a citizen who was there just now. */
export function walletClient(wallet: RegisteredWallet, policy: RenewalPolicy): ClientMetadata {
  return {
    client_id: wallet.client_id,
    client_name: wallet.client_name,
    ...(wallet['client_name#en'] ? { 'client_name#en': wallet['client_name#en'] } : {}),
    redirect_uris: wallet.redirect_uris,
    response_types: ['code'],
    grant_types: [
      'authorization_code',
      preAuthorizedGrant,
      ...(mayRenew(wallet, policy) ? ['refresh_token'] : []),
    ],
    token_endpoint_auth_method: wallet.attested ? attestedMethod : 'none',
    require_pushed_authorization_requests: true,
    dpop_bound_access_tokens: true,
    fapi_profile: '2.0',
    subject_type: 'pairwise',
    minimum_assurance: 'substantial',
    // Its citizen asks for the card, and reads where it goes.
    first_party: true,
  } as unknown as ClientMetadata;
}

type RenewalPolicy = Pick<WalletIssuerPolicy, 'renewal_days'>;

/** Not one without a name: nobody would be bound by what it has. */
function mayRenew({ anonymous }: RegisteredWallet, { renewal_days: days }: RenewalPolicy): boolean {
  return days > 0 && !anonymous;
}

export function isWallet(wallets: readonly RegisteredWallet[], clientId: string | undefined): boolean {
  return wallets.some(({ client_id: id }) => id === clientId);
}

/**
 * Whoever finds a browser signed in must not get a credential with it: a citizen gives password and code for each. Nor does a wallet
 * sign in for it: what a stolen one holds would beget another that outlives its revocation.
 */
export function askForFreshSignIn(
  policy: readonly interactionPolicy.Prompt[] | undefined,
  wallets: readonly RegisteredWallet[],
): void {
  const { Check } = interactionPolicy;
  const login = policy?.find(({ name }) => name === 'login');
  login?.checks.add(
    new Check('credential_needs_sign_in', 'a credential needs a fresh sign-in', 'login_required', (ctx) => {
      const { client, session } = ctx.oidc;
      const age = Date.now() / 1000 - (session?.loginTs ?? 0);
      const isByCode = session?.amr?.includes('mfa') === true;
      const isTooLittle = age > freshForSeconds || !isByCode;
      return isWallet(wallets, client?.clientId) && session?.accountId && isTooLittle
        ? Check.REQUEST_PROMPT
        : Check.NO_NEED_TO_PROMPT;
    }),
  );
  if (login) {
    const { details } = login;
    login.details = async (ctx) => ({
      ...(await details(ctx)),
      needsAuthenticator: isWallet(wallets, ctx.oidc.client?.clientId),
    });
  }
}

/** The one that stands for wallets without a name, where there is one. */
export function anonymousWallet(wallets: readonly RegisteredWallet[]): RegisteredWallet | undefined {
  return wallets.find(({ anonymous }) => anonymous);
}

/** Where a wallet that is a page calls from. */
export function originsOf(wallets: readonly RegisteredWallet[], clientId: string): string[] {
  const wallet = wallets.find(({ client_id: id }) => id === clientId);
  return (wallet?.redirect_uris ?? []).map((uri) => new URL(uri).origin);
}
