/** The doors of wallets. */
import type { Config } from '../config.ts';
import { anonymousAccess } from '../oidc/credentials/anonymous-access.ts';
import { credentialRequests } from '../oidc/credentials/credential-requests.ts';
import { noncesAddresses, noncesApart } from '../oidc/credentials/nonces-apart.ts';
import { createCredentialOffers } from '../oidc/credentials/pre-authorized-codes.ts';
import { anonymousWallet } from '../oidc/credentials/wallet-clients.ts';
import { metadataAddress, wholeMetadata } from '../oidc/credentials/whole-metadata.ts';
import { walletRoutes } from '../self-service/wallets/issued-wallet-routes.ts';
import { linkedWalletRoutes } from '../self-service/wallets/linked-wallet-routes.ts';
import type { Store } from '../storage/redis.ts';
import { createWalletRequestLimits } from '../throttle/windows/wallet-requests.ts';
import { createRequestKey } from '../wallet/encryption/request-key.ts';
import { createOfferStore } from '../wallet/issuing/offer-store.ts';
import { credentialOfferRoutes } from '../wallet-door/credential-offer-routes.ts';
import { statusListRoutes } from '../wallet-door/issued-status-list-routes.ts';
import { presentationRoutes } from '../wallet-door/presentation-routes.ts';
import { shownCodeRoutes } from '../wallet-door/shown-code-routes.ts';
import { besideEngine, type Door } from '../web/request/door.ts';
import type { CitizensParts } from './citizens-parts.ts';
import type { NodeContext } from './node-context.ts';

/** Where wallets fetch requests and leave presentations, where they are issued credentials, and *Tárcáim*. */
export function walletDoors({ config, store }: NodeContext, parts: CitizensParts): Door[] {
  return [
    ...presentationDoors(store, parts),
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
): Door {
  return linkedWalletRoutes({
    ...parts,
    subjects,
    registered: walletIssuer?.policy.wallets,
    canLink: parts.wallets !== undefined,
  });
}

function presentationDoors(
  store: Store,
  { wallets, walletSubjects: subjects, ...parts }: CitizensParts,
): Door[] {
  if (!wallets) {
    return [];
  }
  const { presentations } = wallets;
  return [
    presentationRoutes({
      ...parts,
      ...wallets,
      subjects,
      requestLimits: createWalletRequestLimits(store),
      assuranceOfKey: parts.issuing.assuranceOfKey,
    }),
    shownCodeRoutes({ ...parts, presentations }),
  ];
}

/** Nothing where no credentials are issued: what was issued before can then be revoked by nobody but an operator. */
function issuingDoors({ walletIssuer, secrets }: Config, store: Store, parts: CitizensParts): Door[] {
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
  const [token, credential] = [parts.provider.pathFor('token'), parts.provider.pathFor('credential')];
  return [
    besideEngine(noncesApart, 'programs', ...noncesAddresses),
    ...(nameless ? [besideEngine(anonymousAccess(token, nameless.client_id), 'programs', token)] : []),
    besideEngine(wholeMetadata(parts.issuer, walletIssuer, requestKey), 'programs', metadataAddress),
    besideEngine(
      credentialRequests({
        path: credential,
        requestKey,
        isEncryptionRequired: walletIssuer.policy.encryption === 'required',
      }),
      'programs',
      credential,
    ),
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
