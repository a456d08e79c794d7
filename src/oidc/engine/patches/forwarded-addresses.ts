/**
 * Behind a proxy, the last address of `X-Forwarded-For` is the proxy's word; what stands before it is the sender's own. With a port or
 * without: `ctx.ip` is an address, in one form, or that of the connection.
 *
 * oidc-provider 9.13.3: sets `maxIpsCount`, an option of Koa that the engine, a Koa application, takes no argument for, and the `ip` of its
 * requests.
 * Why: limits by address would count whatever address a sender makes up, or a port; and Koa takes any text for an address.
 * Held by: test/flows/client-addresses.test.ts, "believes the proxy about who comes, and not what that one wrote before"
 */
import type { Request } from 'koa';
import type { Provider } from 'oidc-provider';
import { clientAddress } from '../../../observability/client-address.ts';

export function believeProxyAlone(provider: Provider, trustProxy: boolean): void {
  provider.proxy = trustProxy;
  Object.assign(provider, { maxIpsCount: 1 });
  Object.defineProperty(provider.request, 'ip', {
    configurable: true,
    get(this: Request) {
      return clientAddress(this.ips.at(-1), this.socket.remoteAddress);
    },
  });
}
