/** A relying party that keeps the JWKS exactly as long as its `Cache-Control` says, and never looks again before. */
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  customFetch,
  decodeProtectedHeader,
  type JSONWebKeySet,
  type JWTPayload,
  jwtVerify,
} from 'jose';

export type Fetch = (url: string) => Promise<Response>;

/** By hand: what is kept is used until its time is over, however unknown a key may be. */
export class JwksCache {
  readonly #url: string;
  readonly #fetch: Fetch;
  #kept: { readonly keys: ReturnType<typeof createLocalJWKSet>; readonly until: number } | undefined;

  constructor(url: string, fetch: Fetch) {
    this.#url = url;
    this.#fetch = fetch;
  }

  async verify(token: string, issuer: string): Promise<JWTPayload> {
    if (!this.#kept || performance.now() >= this.#kept.until) {
      const answer = await this.#fetch(this.#url);
      this.#kept = {
        keys: createLocalJWKSet((await answer.json()) as JSONWebKeySet),
        until: performance.now() + maxAgeOf(answer) * 1000,
      };
    }
    return (await jwtVerify(token, this.#kept.keys, { issuer })).payload;
  }
}

/** jose's own cache, told to keep as long as the header says and not to look again for an unknown key. */
export async function remoteJwksOf(
  url: string,
  fetch: Fetch,
): Promise<ReturnType<typeof createRemoteJWKSet>> {
  const maxAge = maxAgeOf(await fetch(url)) * 1000;
  return createRemoteJWKSet(new URL(url), {
    cacheMaxAge: maxAge,
    cooldownDuration: maxAge,
    [customFetch]: (address: string) => fetch(address),
  });
}

/** In seconds. */
export function maxAgeOf(answer: Response): number {
  const said = answer.headers.get('cache-control') ?? '';
  // A node that is behind for a moment, on a busy machine, says that its answer is not to be kept: it is used once.
  if (said === 'no-store') {
    return 0;
  }
  const maxAge = /^public, max-age=(\d+)$/.exec(said)?.[1];
  if (maxAge === undefined) {
    throw new Error(`the JWKS says nothing of how long it may be kept: ${answer.status} ${said}`);
  }
  return Number(maxAge);
}

export function kidOf(token: string): string {
  return String(decodeProtectedHeader(token).kid);
}
