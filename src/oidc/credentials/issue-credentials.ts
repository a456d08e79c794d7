/** Issues what a wallet asked for and proved keys for: noted before it is written, so that whatever leaves the house can be revoked. */
import { type Account, mayHaveCard, recipientOf } from '../../accounts/account.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import { securityEvents } from '../../audit/events/security-events.ts';
import type { Config } from '../../config.ts';
import type { WalletIssuerPolicy } from '../../configuration/wallet-issuer-settings.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Store } from '../../storage/redis.ts';
import { countCardRenewal } from '../../throttle/windows/card-renewal-limit.ts';
import { writeCredential } from '../../wallet/issuing/credential.ts';
import type { CredentialStore } from '../../wallet/issuing/credential-store.ts';
import type { StatusListStore, StatusPlace } from '../../wallet/issuing/issued-status-list-store.ts';
import type { IssuerKey } from '../../wallet/issuing/issuer-key.ts';
import type { StatusListTokens } from '../../wallet/issuing/status-list-tokens.ts';
import type { WalletSubjectStore } from '../../wallet/subjects/wallet-subject-store.ts';
import { subjectKeyOf } from '../policy/subject-key.ts';
import { isFirstUse } from '../records/use/use-once.ts';
import { credentialClaimsOf, personalNumberOf } from './credential-claims.ts';
import type { CredentialIssuance, CredentialRefusal, CredentialRequest } from './credential-endpoint.ts';

export interface IssueCredentialsParts {
  readonly config: Pick<Config, 'issuer' | 'secrets'>;
  readonly policy: WalletIssuerPolicy;
  readonly key: IssuerKey;
  readonly store: Store;
  readonly places: StatusListStore;
  readonly lists: StatusListTokens;
  readonly credentials: CredentialStore;
  readonly subjects: WalletSubjectStore;
  readonly messages: MessageQueue;
  readonly audit: AuditLog;
}

const dayInMilliseconds = 24 * 60 * 60 * 1000;
/** Longer than any nonce lives that a proof could be shown again with. */
const rememberedForSeconds = 24 * 60 * 60;

export function createIssueCredentials(parts: IssueCredentialsParts): CredentialIssuance['issue'] {
  return async (request) => {
    const issuedAt = new Date();
    const lifeInMilliseconds = parts.policy.credential_lifetime_days * dayInMilliseconds;
    const expiresAt = new Date(issuedAt.getTime() + lifeInMilliseconds);
    const refusal = await refusalOf(parts, request);
    const taken = refusal ? undefined : await note(parts, request, issuedAt, expiresAt);
    if (!taken) {
      const reason = refusal ?? 'not-entitled';
      const { account, wallet } = request;
      await parts.audit.record(securityEvents.walletRefused(account.id, wallet.client_id, reason));
      return reason;
    }
    await tell(parts, request, issuedAt);
    const { issuanceId, places } = taken;
    return { issuanceId, credentials: await write(parts, request, places, { issuedAt, expiresAt }) };
  };
}

async function refusalOf(
  { store, policy }: IssueCredentialsParts,
  { account, proven, token, isRenewal }: CredentialRequest,
): Promise<CredentialRefusal | undefined> {
  if (!mayHaveCard(account)) {
    return 'not-entitled';
  }
  const forgetAt = Math.floor(Date.now() / 1000) + rememberedForSeconds;
  for (const use of proven.uses) {
    // By what was signed, not by the signature: of that a stranger can make another (ECDSA: n − s for s).
    if (!(await isFirstUse(store, 'credential-proof', use, forgetAt))) {
      return 'used-nonce';
    }
  }
  for (const { thumbprint } of proven.keys) {
    if (policy.keys_once && !(await isFirstUse(store, 'credential-key', thumbprint, forgetAt))) {
      return 'used-key';
    }
  }
  if (!(await spendUseOf(token, isRenewal ? 1 : policy.requests_per_token, store))) {
    return 'used-token';
  }
  return isRenewal && (await countCardRenewal(store, account.id)) > 0 ? 'renewed-too-often' : undefined;
}

/** Each use is a place of its own, which only one request gets. */
async function spendUseOf(
  { id, expiresAt }: CredentialRequest['token'],
  uses: number,
  store: Store,
): Promise<boolean> {
  for (let use = 1; use <= uses; use += 1) {
    const place = hashOfIdentifier(`${id}\0${use}`);
    if (await isFirstUse(store, 'credential-token', place, expiresAt)) {
      return true;
    }
  }
  return false;
}

/** @returns the issuance, and where the status of each credential will stand; undefined when the account may not have them any more */
async function note(
  parts: IssueCredentialsParts,
  { account, wallet, proven: { keys, assurance }, token, isRenewal }: CredentialRequest,
  issuedAt: Date,
  expiresAt: Date,
): Promise<{ issuanceId: string; places: StatusPlace[] } | undefined> {
  const taken = await parts.places.allocate(keys.length);
  const issuance = {
    walletId: wallet.client_id,
    isAttested: wallet.attested,
    keyThumbprints: keys.map(({ thumbprint }) => thumbprint),
    ...(assurance && { keyAssurance: assurance }),
    places: taken,
    issuedAt: issuedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
  // First, so that what is recorded as issued also signs in. Without a credential it leads nowhere.
  if (!(await linkSubject(parts, account, issuedAt))) {
    return undefined;
  }
  const eventOf = isRenewal ? securityEvents.walletRenewed : securityEvents.walletIssued;
  const id = await parts.credentials.keep(
    account.id,
    issuance,
    token.issuedAt,
    issuedAt,
    (issuanceId) => eventOf(account.id, wallet.client_id, issuanceId),
    isRenewal ? 'wallet' : 'owner',
  );
  return id === undefined ? undefined : { issuanceId: id, places: taken };
}

/** So that presenting the credential signs in to this account. */
async function linkSubject(
  { config, key, subjects }: IssueCredentialsParts,
  account: Account,
  now: Date,
): Promise<boolean> {
  const { id } = account;
  const identifier = personalNumberOf(id, subjectKeyOf(config.secrets, account));
  const subject = { anchorFingerprint: key.anchorFingerprint, identifier };
  const outcome = await subjects.link(subject, id, { origin: 'issued' }, now);
  return outcome === 'linked' || outcome === 'known';
}

async function tell(
  { config, messages }: IssueCredentialsParts,
  { account, wallet }: CredentialRequest,
  now: Date,
): Promise<void> {
  const inEnglish = account.profile.locale === 'en';
  await messages.tell(recipientOf(account), 'wallet-issued', now, {
    wallet: inEnglish ? (wallet['client_name#en'] ?? wallet.client_name) : wallet.client_name,
    wallets: `${config.issuer}/fiok/tarcaim`,
  });
}

function write(
  { config, policy, key, lists }: IssueCredentialsParts,
  { account, proven: { keys } }: CredentialRequest,
  taken: readonly StatusPlace[],
  { issuedAt, expiresAt }: { issuedAt: Date; expiresAt: Date },
): Promise<string[]> {
  const person = credentialClaimsOf(
    account,
    policy.of_everybody,
    subjectKeyOf(config.secrets, account),
    issuedAt,
  );
  return Promise.all(
    keys.map(({ jwk }, position) => {
      const { list, index } = taken[position] as StatusPlace;
      const status = { uri: lists.addressOf(list), index };
      return writeCredential(key, {
        issuer: config.issuer,
        person,
        holderKey: jwk,
        status,
        issuedAt,
        expiresAt,
      });
    }),
  );
}
