/** Issuing, put together where it is switched on. */
import type { AuditLog } from '../../audit/audit-log.ts';
import type { Config } from '../../config.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { Store } from '../../storage/redis.ts';
import type { CredentialStore } from '../../wallet/issuing/credential-store.ts';
import type { StatusListStore } from '../../wallet/issuing/issued-status-list-store.ts';
import { createIssuerKey } from '../../wallet/issuing/issuer-key.ts';
import { createStatusListTokens, type StatusListTokens } from '../../wallet/issuing/status-list-tokens.ts';
import type { WalletSubjectStore } from '../../wallet/subjects/wallet-subject-store.ts';
import type { IssueCredentials } from './credential-endpoint.ts';
import { createIssueCredentials } from './issue-credentials.ts';

export interface CredentialIssuer {
  readonly issue: IssueCredentials;
  /** What verifiers may read; undefined where nothing is issued. */
  readonly lists: StatusListTokens | undefined;
}

export interface CredentialIssuerParts {
  readonly config: Config;
  readonly store: Store;
  readonly places: StatusListStore;
  readonly credentials: CredentialStore;
  readonly subjects: WalletSubjectStore;
  readonly messages: MessageQueue;
  readonly audit: AuditLog;
  readonly now: Date;
}

/** @throws ConfigurationError when the certificates do not fit */
export function createCredentialIssuer(parts: CredentialIssuerParts): CredentialIssuer {
  const { config, places } = parts;
  if (!config.walletIssuer) {
    return { issue: async () => 'not-entitled', lists: undefined };
  }
  const { policy } = config.walletIssuer;
  const key = createIssuerKey(config.walletIssuer, parts.now);
  const lists = createStatusListTokens({
    issuer: config.issuer,
    places,
    key,
    timeToLiveInSeconds: policy.status_list_ttl_seconds,
  });
  const issue = createIssueCredentials({ ...parts, policy, key, lists });
  return { issue, lists };
}
