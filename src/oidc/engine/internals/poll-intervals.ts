/**
 * Every client is told how often it may poll (RFC 8628 §3.2, CIBA §7.3).
 *
 * oidc-provider 9.13.3: adds `interval` to its answers, in the event `device_authorization.success` and in `triggerAuthenticationDevice`.
 * Why: it leaves the interval out, which means five seconds; clients need not know that.
 * Held by: test/flows/device.test.ts, "types the code as it comes, reads who wants what, signs in as always, and the device is in"
 * Held by: test/flows/ciba.test.ts, "is told by e-mail without a link, reads who asks what, approves, and the relying party gets tokens"
 */
import type { KoaContextWithOIDC, Provider } from 'oidc-provider';
import { pollIntervalInSeconds } from '../../../throttle/poll-interval.ts';

interface Answer {
  interval?: number;
}

export function tellDevicesInterval(provider: Provider): void {
  provider.on('device_authorization.success', (_ctx, answer) => {
    (answer as Answer).interval = pollIntervalInSeconds;
  });
}

/** The answer stands already when the citizen is to be asked. */
export function tellPollInterval(ctx: KoaContextWithOIDC): void {
  (ctx.body as Answer).interval = pollIntervalInSeconds;
}
