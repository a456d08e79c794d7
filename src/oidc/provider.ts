/**
 * The engine (oidc-provider), put together. Beside this file: its configuration. Below it, a folder a subject: `records/` its store,
 * `keys/` its signing keys, `middleware/` what stands before and behind its requests, `clients/`, `policy/`, `approvals/` of devices
 * and from elsewhere, `credentials/` for wallets, `sign-out/` and `back-channel-logout/`, and `engine/` what is done to its insides.
 */
import { Provider } from 'oidc-provider';
import type { Store } from '../storage/redis.ts';
import { engineConfiguration, type ProviderParts } from './configuration.ts';
import { withCredentials } from './credentials/credential-endpoint.ts';
import { tellDevicesInterval } from './engine/internals/poll-intervals.ts';
import { lookForRotatedKeys } from './engine/patches/clients/client-key-refresh.ts';
import { compareClientSecretsByHash } from './engine/patches/clients/client-secrets.ts';
import { takeHarmlessJsonAlone } from './engine/patches/clients/harmless-json.ts';
import { keepKnownClients } from './engine/patches/clients/known-clients.ts';
import { offerResponseModes } from './engine/patches/clients/offered-response-modes.ts';
import { believeProxyAlone } from './engine/patches/forwarded-addresses.ts';
import { ignoreOfflineAccessAtRefresh } from './engine/patches/grants/offline-access.ts';
import { sayOwnersInValues } from './engine/patches/grants/owners-in-values.ts';
import { leavePingsToQueue } from './engine/patches/grants/ping-delivery.ts';
import { slowHastyPollsDown } from './engine/patches/grants/poll-pace.ts';
import { keepRefreshSuccessors } from './engine/patches/grants/refresh-successors.ts';
import { useWithTokens } from './engine/patches/grants/used-with-tokens.ts';
import { limitGuessesAtUserCodes } from './engine/patches/grants/user-code-attempts.ts';
import { bearUnverifiableHints } from './engine/patches/id-token-hints.ts';
import { takeEitherNameOfEd25519 } from './engine/patches/names-of-ed25519.ts';
import { refuseReplaysAtomically } from './engine/patches/replay-detection.ts';
import { endTokensAtSignOut } from './engine/patches/tokens-at-sign-out.ts';
import { tellWhatSignInIsWorth } from './engine/patches/told-acr.ts';
import { giveEachNonceOnce } from './engine/patches/unique-nonces.ts';
import { keepNoSessionToSignNobodyOut, leaveNewSessionsToBeKept } from './engine/patches/unsaved-sessions.ts';
import { graceOf, isRotated } from './policy/refresh-rotation.ts';
import { toldAcr } from './policy/told-acr.ts';

export function createProvider(parts: ProviderParts): Provider {
  const { config, store } = parts;
  const provider = new Provider(
    config.issuer,
    withCredentials(engineConfiguration(parts), config, parts.credentialIssuance),
  );
  believeProxyAlone(provider, config.trustProxy);
  offerResponseModes(provider, config.profile);
  changeEngine(provider, store);
  sayOwnersInValues(provider, parts.sealer);
  return provider;
}

/** What else is changed of it needs more than the store, and is changed where that is (`engine/patches/`). */
function changeEngine(provider: Provider, store: Store): void {
  compareClientSecretsByHash(provider);
  lookForRotatedKeys(provider);
  takeEitherNameOfEd25519(provider);
  keepKnownClients(provider);
  takeHarmlessJsonAlone(provider);
  ignoreOfflineAccessAtRefresh(provider);
  bearUnverifiableHints(provider);
  refuseReplaysAtomically(provider, store);
  leaveNewSessionsToBeKept(provider);
  keepNoSessionToSignNobodyOut(provider);
  slowHastyPollsDown(provider, store);
  limitGuessesAtUserCodes(provider, store);
  leavePingsToQueue(provider);
  tellDevicesInterval(provider);
  endTokensAtSignOut(provider);
  tellWhatSignInIsWorth(provider, toldAcr);
  keepRefreshSuccessors(provider, { isRotated, graceOf });
  useWithTokens(provider);
  giveEachNonceOnce(provider);
}
