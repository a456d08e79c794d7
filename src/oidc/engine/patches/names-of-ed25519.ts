/**
 * `Ed25519` and `EdDSA` are two names of what one key of a client does (RFC 9864 §2.2, §4.1.2): whichever is registered, and whichever
 * its key says, a JWT may bear the other.
 *
 * oidc-provider 9.13.3: wraps `Client.find`, and of what it finds replaces the members that name an algorithm by a getter; wraps
 * `selectForVerify` of the prototype of every client's `asymmetricKeyStore`.
 * Why: it compares names character by character; libraries changed from one name to the other.
 * Held by: test/flows/names-of-ed25519.test.ts, "registered as $registered, with a key of $ofKey, signs as $signed"
 */
import { decodeProtectedHeader } from 'jose';
import type { Provider } from 'oidc-provider';
import { prototypeOfClientKeys } from '../internals/client-keys.ts';
import { currentRequest } from '../internals/current-request.ts';

const namesOfOne = ['EdDSA', 'Ed25519'];

/** Which parameter brings the JWT whose algorithm a member of the client names. */
const signedParameters = {
  tokenEndpointAuthSigningAlg: 'client_assertion',
  requestObjectSigningAlg: 'request',
  backchannelAuthenticationRequestSigningAlg: 'request',
} as const;

interface Wanted {
  readonly alg: string;
  readonly kid?: string;
}

interface ClientKeys {
  selectForVerify(wanted: Wanted): { readonly alg?: string }[];
}

type FindClient = (id: string) => Promise<object | undefined>;

export function takeEitherNameOfEd25519(provider: Provider): void {
  const find = (provider.Client.find as unknown as FindClient).bind(provider.Client);
  Object.assign(provider.Client, {
    async find(id: string): Promise<object | undefined> {
      const client = await find(id);
      return client && withEitherName(client);
    },
  });
  const keysOfEveryClient = prototypeOfClientKeys(provider) as ClientKeys;
  const { selectForVerify } = keysOfEveryClient;
  Object.assign(keysOfEveryClient, {
    selectForVerify(this: ClientKeys, wanted: Wanted): object[] {
      const asNamed = selectForVerify.call(this, wanted);
      const other = otherNameOf(wanted.alg);
      return other === undefined
        ? asNamed
        : [...asNamed, ...selectForVerify.call(this, { ...wanted, alg: other }).map(withoutName)];
    },
  });
}

function withEitherName(client: object): object {
  for (const [member, parameter] of Object.entries(signedParameters)) {
    const described = Object.getOwnPropertyDescriptor(client, member);
    if (typeof described?.value === 'string' && otherNameOf(described.value) !== undefined) {
      const get = (): string => nameUsedIn(parameter) ?? described.value;
      Object.defineProperty(client, member, { enumerable: true, get });
    }
  }
  return client;
}

/** Undefined where the JWT of the current request bears neither name: then what is registered stands, and the JWT is refused. */
function nameUsedIn(parameter: string): string | undefined {
  try {
    const { alg } = decodeProtectedHeader(String(currentRequest()?.oidc.params?.[parameter]));
    return namesOfOne.find((name) => name === alg);
  } catch {
    return undefined;
  }
}

function otherNameOf(alg: string): string | undefined {
  return namesOfOne.includes(alg) ? namesOfOne.find((name) => name !== alg) : undefined;
}

/** The library compares the name in a key with that of the JWT once more. */
function withoutName({ alg: _, ...key }: { readonly alg?: string }): object {
  return key;
}
