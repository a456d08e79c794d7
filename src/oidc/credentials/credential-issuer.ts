/** Issuing, put together where it is switched on. */
import type { AuditLog } from '../../audit/audit-log.ts';
import type { Config } from '../../config.ts';
import type { WalletIssuerSettings } from '../../configuration/wallet-issuer-settings.ts';
import type { Hsm } from '../../hsm/hsm.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import { createGuardedFetch } from '../../outgoing/guarded-fetch.ts';
import type { Store } from '../../storage/redis.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { type AssuranceOfKey, createAssuranceOfKey } from '../../wallet/issuing/card-keys.ts';
import type { CredentialStore } from '../../wallet/issuing/credential-store.ts';
import type { StatusListStore } from '../../wallet/issuing/issued-status-list-store.ts';
import { createIssuerKey } from '../../wallet/issuing/issuer-key.ts';
import { createOfferStore } from '../../wallet/issuing/offer-store.ts';
import { createStatusListTokens, type StatusListTokens } from '../../wallet/issuing/status-list-tokens.ts';
import { createAttesterStatus } from '../../wallet/proofs/attester-status.ts';
import { createReadKeyAttestation } from '../../wallet/proofs/key-attestations.ts';
import { createVerifyKeyProofs, type VerifyKeyProofs } from '../../wallet/proofs/key-proofs.ts';
import type { WalletSubjectStore } from '../../wallet/subjects/wallet-subject-store.ts';
import { listLimits } from '../../wallet/verification/credential-status.ts';
import type { CredentialIssuance } from './credential-endpoint.ts';
import { createNoteNotification } from './issuance-notifications.ts';
import { createIssueCredentials } from './issue-credentials.ts';

export interface CredentialIssuer {
  readonly issuance: CredentialIssuance;
  /** What verifiers may read; undefined where nothing is issued. */
  readonly lists: StatusListTokens | undefined;
  readonly assuranceOfKey: AssuranceOfKey;
}

export interface CredentialIssuerParts {
  readonly config: Config;
  readonly store: Store;
  readonly sealer: Sealer;
  readonly places: StatusListStore;
  readonly credentials: CredentialStore;
  readonly subjects: WalletSubjectStore;
  readonly messages: MessageQueue;
  readonly audit: AuditLog;
  /** Where the key of the cards may be. */
  readonly hsm: Hsm | undefined;
  readonly now: Date;
}

/** @throws ConfigurationError when the certificates do not fit */
export async function createCredentialIssuer(parts: CredentialIssuerParts): Promise<CredentialIssuer> {
  const { config, places } = parts;
  if (!config.walletIssuer) {
    return { issuance: nothingIssued, lists: undefined, assuranceOfKey: async () => undefined };
  }
  const { policy } = config.walletIssuer;
  const key = await createIssuerKey(config.walletIssuer, parts.now, parts.hsm);
  const lists = createStatusListTokens({
    issuer: config.issuer,
    places,
    key,
    timeToLiveInSeconds: policy.status_list_ttl_seconds,
  });
  const issue = createIssueCredentials({ ...parts, policy, key, lists });
  const noteNotification = createNoteNotification(parts);
  return {
    issuance: {
      verifyKeys: createVerifyKeys(config, config.walletIssuer),
      isOffered: createIsOffered(parts),
      issue,
      noteNotification,
    },
    lists,
    assuranceOfKey: createAssuranceOfKey(parts.credentials, key.anchorFingerprint, policy.key_attestations),
  };
}

const nothingIssued: CredentialIssuance = {
  verifyKeys: async () => ({ keys: [], uses: [], assurance: undefined }),
  isOffered: async () => false,
  issue: async () => 'not-entitled',
  noteNotification: async () => 'invalid_notification_id',
};

function createIsOffered({ store, sealer }: CredentialIssuerParts): CredentialIssuance['isOffered'] {
  const offers = createOfferStore(store, sealer);
  return async (id, walletId) => (await offers.findById(id))?.walletId === walletId;
}

function createVerifyKeys(
  { issuer, outgoing }: Pick<Config, 'issuer' | 'outgoing'>,
  { policy, keyAttesters: attesters }: WalletIssuerSettings,
): VerifyKeyProofs {
  const fetchList = createGuardedFetch({ privateHosts: outgoing.private_hosts, limits: listLimits });
  const { batch_size: batchSize, key_attestations: keyPolicy } = policy;
  return createVerifyKeyProofs({
    issuer,
    batchSize,
    isRequired: keyPolicy.required,
    readAttestation: createReadKeyAttestation({
      attesters,
      policy: keyPolicy,
      checkStatus: createAttesterStatus(attesters, fetchList, issuer),
    }),
  });
}
