/**
 * Behind a proxy, the last address of `X-Forwarded-For` is the proxy's word; what stands before it is the sender's own.
 *
 * oidc-provider 9.13.3: sets `maxIpsCount`, an option of Koa that the engine, a Koa application, takes no argument for.
 * Why: limits by address would count whatever address a sender makes up.
 * Held by: test/flows/sign-in-start-limit.test.ts, "believes the proxy about who comes, and not what that one wrote before"
 */
import type { Provider } from 'oidc-provider';

export function believeProxyAlone(provider: Provider, trustProxy: boolean): void {
  provider.proxy = trustProxy;
  Object.assign(provider, { maxIpsCount: 1 });
}
