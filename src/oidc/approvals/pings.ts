/** One ping (CIBA §10.2): tells a relying party that there is something to fetch, and nothing of what it is. */
import type { Provider } from 'oidc-provider';
import { OutgoingRefused } from '../../outgoing/destination.ts';
import type { GuardedFetch } from '../../outgoing/guarded-fetch.ts';
import type { Ping } from './ping-queue-store.ts';

export type PingOutcome =
  | { kind: 'pinged' }
  /** The request has expired or was redeemed, or its relying party wants to be pinged no more. */
  | { kind: 'nobody' }
  | { kind: 'refused' | 'postponed'; reason: string };

/** The engine's client, as far as pinging is concerned. */
interface PingedClient {
  readonly backchannelTokenDeliveryMode?: string;
  readonly backchannelClientNotificationEndpoint?: string;
}

export function isPinged(client: object): boolean {
  return (client as PingedClient).backchannelTokenDeliveryMode === 'ping';
}

export function createSendPing(
  provider: Provider,
  guardedFetch: GuardedFetch,
): (ping: Ping) => Promise<PingOutcome> {
  return async ({ requestId, clientId }) => {
    const [request, found] = await Promise.all([
      provider.BackchannelAuthenticationRequest.find(requestId),
      provider.Client.find(clientId),
    ]);
    const endpoint = (found as PingedClient | undefined)?.backchannelClientNotificationEndpoint;
    if (!request || request.consumed || !found || !endpoint) {
      return { kind: 'nobody' };
    }
    if (!request.grantId && !request.error) {
      return { kind: 'postponed', reason: 'not decided' };
    }
    try {
      const { status } = await guardedFetch(endpoint, {
        method: 'POST',
        headers: {
          Authorization: `Bearer ${request.params?.client_notification_token}`,
          'Content-Type': 'application/json',
        },
        body: JSON.stringify({ auth_req_id: requestId }),
      });
      return outcomeOf(status);
    } catch (error) {
      const reason = error instanceof OutgoingRefused ? error.reason : (error as Error).message;
      return { kind: 'postponed', reason };
    }
  };
}

function outcomeOf(status: number): PingOutcome {
  if (status === 200 || status === 204) {
    return { kind: 'pinged' };
  }
  const isFinal = status >= 400 && status < 500 && status !== 429;
  return { kind: isFinal ? 'refused' : 'postponed', reason: `answered ${status}` };
}
