/** The doors of wallets. */
import type { Middleware } from 'koa';
import type { Config } from '../config.ts';
import { anonymousAccess } from '../oidc/credentials/anonymous-access.ts';
import { credentialRequests } from '../oidc/credentials/credential-requests.ts';
import { noncesApart } from '../oidc/credentials/nonces-apart.ts';
import { createCredentialOffers } from '../oidc/credentials/pre-authorized-codes.ts';
import { anonymousWallet } from '../oidc/credentials/wallet-clients.ts';
import { wholeMetadata } from '../oidc/credentials/whole-metadata.ts';
import { walletRoutes } from '../self-service/wallets/issued-wallet-routes.ts';
import { linkedWalletRoutes } from '../self-service/wallets/linked-wallet-routes.ts';
import type { Store } from '../storage/redis.ts';
import { createRequestKey } from '../wallet/encryption/request-key.ts';
import { createOfferStore } from '../wallet/issuing/offer-store.ts';
import { credentialOfferRoutes } from '../wallet-door/credential-offer-routes.ts';
import { statusListRoutes } from '../wallet-door/issued-status-list-routes.ts';
import { presentationRoutes } from '../wallet-door/presentation-routes.ts';
import { shownCodeRoutes } from '../wallet-door/shown-code-routes.ts';
import type { CitizensParts } from './citizens-parts.ts';
import type { NodeContext } from './node-context.ts';

/** Where wallets fetch requests and leave presentations, where they are issued credentials, and *Tárcáim*. */
export function walletDoors({ config, store }: NodeContext, parts: CitizensParts): Middleware[] {
  return [
    ...presentationDoors(parts),
    ...issuingDoors(config, store, parts),
    ...(hasWallets(config) ? [ownWalletsDoor(config, parts)] : []),
  ];
}

/** Whether citizens have anything to do with wallets. */
export function hasWallets({ walletIssuer, walletVerifier }: Config): boolean {
  return walletIssuer !== undefined || walletVerifier !== undefined;
}

function ownWalletsDoor(
  { walletIssuer }: Config,
  { walletSubjects: subjects, ...parts }: CitizensParts,
): Middleware {
  return linkedWalletRoutes({
    ...parts,
    subjects,
    registered: walletIssuer?.policy.wallets,
    canLink: parts.wallets !== undefined,
  });
}

function presentationDoors({ wallets, walletSubjects: subjects, ...parts }: CitizensParts): Middleware[] {
  if (!wallets) {
    return [];
  }
  const { presentations } = wallets;
  return [
    presentationRoutes({ ...parts, ...wallets, subjects, assuranceOfKey: parts.issuing.assuranceOfKey }),
    shownCodeRoutes({ ...parts, presentations }),
  ];
}

/** Nothing where no credentials are issued: what was issued before can then be revoked by nobody but an operator. */
function issuingDoors({ walletIssuer, secrets }: Config, store: Store, parts: CitizensParts): Middleware[] {
  const { lists } = parts.issuing;
  if (!walletIssuer || !lists) {
    return [];
  }
  const offers = createCredentialOffers(
    parts.provider,
    createOfferStore(store, parts.sealer),
    walletIssuer.policy,
  );
  const requestKey = createRequestKey(secrets.index_key);
  const nameless = anonymousWallet(walletIssuer.policy.wallets);
  return [
    noncesApart,
    ...(nameless ? [anonymousAccess(parts.provider.pathFor('token'), nameless.client_id)] : []),
    wholeMetadata(parts.issuer, walletIssuer, requestKey),
    credentialRequests({
      path: parts.provider.pathFor('credential'),
      requestKey,
      isEncryptionRequired: walletIssuer.policy.encryption === 'required',
    }),
    statusListRoutes(lists),
    credentialOfferRoutes(parts.issuer, walletIssuer.policy.wallets, offers),
    walletRoutes({
      ...parts,
      wallets: walletIssuer.policy.wallets,
      renewalDays: walletIssuer.policy.renewal_days,
      offers,
    }),
  ];
}
