/**
 * Everything that a deployment which accepts wallets needs, from its configuration.
 *
 * In this folder: presentations that we ask for (OpenID4VP 1.0), from the request to what the browser that asked takes over.
 */
import type { Recorder } from '../../audit/audit-log.ts';
import type { Config } from '../../config.ts';
import type { WalletVerifierSettings } from '../../configuration/wallet-verifier-settings.ts';
import { createGuardedFetch } from '../../outgoing/guarded-fetch.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { createTrust } from '../certificates/trust-anchors.ts';
import { createStatusCheck, listLimits } from '../verification/credential-status.ts';
import { queriesFor } from './credential-query.ts';
import { createPresentationStore, type PresentationStore } from './presentation-store.ts';
import { createWalletRequests, type WalletRequests } from './request-object.ts';
import { createRequestSigner } from './request-signer.ts';
import { createVerifyVpToken, type VerifyVpToken } from './verify-vp-token.ts';

export interface WalletVerifier {
  readonly presentations: PresentationStore;
  readonly requests: WalletRequests;
  readonly verify: VerifyVpToken;
}

/** @throws ConfigurationError */
export function createWalletVerifier(
  settings: WalletVerifierSettings,
  { issuer, outgoing }: Pick<Config, 'issuer' | 'outgoing'>,
  recorder: Recorder,
  sealer: Sealer,
): WalletVerifier {
  const trust = createTrust(settings.sources);
  const signer = createRequestSigner(settings, issuer);
  const queries = queriesFor(settings.sources);
  const fetchList = createGuardedFetch({ privateHosts: outgoing.private_hosts, limits: listLimits });
  return {
    presentations: createPresentationStore(recorder, sealer),
    requests: createWalletRequests({ issuer, walletAddress: settings.walletAddress, signer, queries }),
    verify: createVerifyVpToken({
      trust,
      statusLists: createStatusCheck(trust, fetchList, issuer),
      queries,
      clientId: signer.clientId,
      policy: settings,
    }),
  };
}
