/**
 * A client that polls for a device's code or a backchannel request more often than agreed is told to slow down.
 *
 * oidc-provider 9.13.3: wraps `DeviceCode.find` and `BackchannelAuthenticationRequest.find`.
 * Why: RFC 8628 §3.5 and CIBA §11 have the answer `slow_down`, which it does not give.
 * Held by: test/flows/device.test.ts, "is not asked for faster than agreed"
 */
import { errors, type Provider } from 'oidc-provider';
import type { Store } from '../../../../storage/redis.ts';
import { isPollInTime } from '../../../../throttle/poll-interval.ts';
import { currentRequest } from '../../internals/current-request.ts';

interface Pending {
  readonly clientId?: string;
  readonly grantId?: string;
  readonly error?: string;
  readonly isExpired: boolean;
}

type Find = (value: string, options?: object) => Promise<Pending | undefined>;

export function slowHastyPollsDown(provider: Provider, store: Store): void {
  for (const model of [provider.DeviceCode, provider.BackchannelAuthenticationRequest]) {
    const find = (model.find as unknown as Find).bind(model);
    Object.assign(model, {
      async find(value: string, options?: object): Promise<Pending | undefined> {
        const code = await find(value, options);
        if (code && isPolledFor(code) && !(await isPollInTime(store, value))) {
          throw new errors.SlowDown();
        }
        return code;
      },
    });
  }
}

/** By its own relying party, and nothing to be had yet. */
function isPolledFor({ clientId, isExpired, grantId, error }: Pending): boolean {
  const { oidc } = currentRequest() ?? {};
  const isOwn = oidc?.route === 'token' && oidc.client?.clientId === clientId;
  const isDecided = error !== undefined || grantId !== undefined;
  return isOwn && !isExpired && !isDecided;
}
