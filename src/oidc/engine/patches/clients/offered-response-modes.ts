/**
 * The response modes that this deployment offers, and no others, whatever a client was registered for.
 *
 * oidc-provider 9.13.3: wraps `Client.prototype.responseModeAllowed`.
 * Why: it offers `fragment` always, and limits modes by client alone (ASVS 5.0 10.4.12). A response type that is not offered is left to be
 * refused as such, which it does next.
 * Held by: test/flows/demands-on-clients.test.ts, "answers in no other way than production needs"
 */
import type { Provider } from 'oidc-provider';
import type { DeploymentProfile } from '../../../../configuration/deployment-profile.ts';

interface EngineClient {
  responseModeAllowed(mode: string | undefined, type: string, fapiProfile?: string): boolean;
}

type Offered = Pick<DeploymentProfile, 'response_modes' | 'response_types'>;

export function offerResponseModes(provider: Provider, offered: Offered): void {
  const modes: readonly string[] = offered.response_modes;
  const types: readonly string[] = offered.response_types;
  const prototype = provider.Client.prototype as unknown as EngineClient;
  const { responseModeAllowed } = prototype;
  Object.assign(prototype, {
    responseModeAllowed(this: EngineClient, mode: string | undefined, type: string, fapiProfile?: string) {
      const isLeft = mode === undefined || !types.includes(type);
      return (isLeft || modes.includes(mode)) && responseModeAllowed.call(this, mode, type, fapiProfile);
    },
  });
}
