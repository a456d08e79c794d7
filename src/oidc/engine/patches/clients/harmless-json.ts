/**
 * What a client says in JSON (an assertion, a request object, `claims`) and that nests deeper than any of its kind, or has members by names
 * that every object answers to, is refused as a mistake of the client.
 *
 * oidc-provider 9.13.3: wraps `Client.find`, which it calls with the `sub` of an assertion, and before it reads the rest.
 * Why: before it verifies a signature it makes text and copies of what it finds, which fails for such members, as a fault of the server.
 * Held by: test/flows/hostile-protocol.test.ts, "that is no such JSON as clients write is refused, and no fault"
 */
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { errors, type Provider } from 'oidc-provider';
import { isHarmless } from '../../../../clients/metadata-json.ts';
import { currentRequest } from '../../internals/current-request.ts';

type FindClient = (id: string) => Promise<object | undefined>;

const routesOfRequests = [
  'authorization',
  'backchannel_authentication',
  'device_authorization',
  'pushed_authorization_request',
];
const why = 'nests too deep, or has a member by a name that every object answers to';

export function takeHarmlessJsonAlone(provider: Provider): void {
  const find = (provider.Client.find as unknown as FindClient).bind(provider.Client);
  Object.assign(provider.Client, {
    async find(id: unknown): Promise<object | undefined> {
      refuseHarmfulJson();
      return typeof id === 'string' ? find(id) : undefined;
    },
  });
}

function refuseHarmfulJson(): void {
  const { route = '', params, body } = currentRequest()?.oidc ?? {};
  if (isHarmful(params?.client_assertion, partsOfJwt)) {
    throw new errors.InvalidClientAuth(`client_assertion ${why}`);
  }
  if (!routesOfRequests.includes(route)) {
    return;
  }
  // Who has to say who they are does so before the engine takes the other parameters out of the body.
  if (isHarmful(params?.request ?? body?.request, partsOfJwt)) {
    throw new errors.InvalidRequestObject(`request ${why}`);
  }
  if (isHarmful(params?.claims ?? body?.claims, (text) => [JSON.parse(text)])) {
    throw new errors.InvalidRequest(`claims ${why}`);
  }
}

/** Whatever cannot be read the engine refuses by itself. */
function isHarmful(text: unknown, read: (text: string) => readonly unknown[]): boolean {
  try {
    return typeof text === 'string' && !read(text).every((part) => isHarmless(part));
  } catch {
    return false;
  }
}

function partsOfJwt(jwt: string): readonly unknown[] {
  return [decodeProtectedHeader(jwt), decodeJwt(jwt)];
}
