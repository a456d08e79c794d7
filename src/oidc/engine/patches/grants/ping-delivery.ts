/**
 * Pings (CIBA §10.2) are left to our queue.
 *
 * oidc-provider 9.13.3: replaces `Client.prototype.backchannelPing`.
 * Why: it pings by itself, once, from the node that is just asked, while the citizen waits.
 * Held by: test/flows/ciba.test.ts, "is pinged again where it could not answer, and the citizen does not wait for it"
 */
import type { Provider } from 'oidc-provider';

export function leavePingsToQueue(provider: Provider): void {
  Object.assign(provider.Client.prototype, { async backchannelPing(): Promise<void> {} });
}
