/**
 * An `id_token_hint` that cannot be verified, as after its key was retired for long, tells nothing: who asks silently is answered
 * `login_required`, and who may be asked signs in.
 *
 * oidc-provider 9.13.3: wraps `IdToken.validate`, whose answer it keeps as `IdTokenHint`; undefined is no hint.
 * Why: it answers `invalid_request`, with which no relying party knows what to do.
 * Held by: test/flows/id-token-hints.test.ts, "with prompt=none is answered login_required"
 */
import { decodeJwt } from 'jose';
import { errors, type Provider } from 'oidc-provider';
import { currentRequest } from '../internals/current-request.ts';

type Client = Awaited<ReturnType<Provider['Client']['find']>>;
type Validate = (hint: string, client: Client) => Promise<object | undefined>;

/** Where a citizen can be asked. Elsewhere (CIBA) the hint alone says whom it is about. */
const routesWithCitizen = ['authorization', 'pushed_authorization_request', 'device_authorization'];

export function bearUnverifiableHints(provider: Provider): void {
  const validate = validateOf(provider);
  Object.assign(provider.IdToken, {
    async validate(hint: string, client: Client): Promise<object | undefined> {
      const { route = '', prompts } = currentRequest()?.oidc ?? {};
      return validate(hint, client).catch((fault: Error) => {
        if (!routesWithCitizen.includes(route) || fault instanceof errors.OIDCProviderError) {
          throw fault;
        }
        if (route === 'authorization' && prompts?.has('none')) {
          throw new errors.LoginRequired('id_token_hint cannot be verified');
        }
        return undefined;
      });
    },
  });
}

/** @returns whether we signed it for a client that is there, and for no other than `clientId` */
export async function isHintOfOurs(provider: Provider, hint: string, clientId?: string): Promise<boolean> {
  try {
    const { aud } = decodeJwt(hint);
    const client = await provider.Client.find(String(aud));
    const isMeant = client !== undefined && (clientId === undefined || clientId === client.clientId);
    return isMeant && (await validateOf(provider)(hint, client)) !== undefined;
  } catch {
    return false;
  }
}

function validateOf({ IdToken }: Provider): Validate {
  return (IdToken as unknown as { validate: Validate }).validate.bind(IdToken);
}
