/** A citizen's sessions here and the access of relying parties, for the citizen to look at and to end. */
import type { Adapter, AdapterPayload, Provider } from 'oidc-provider';
import { countsSince } from '../../accounts/account.ts';
import type { AccountStore } from '../../accounts/account-store.ts';
import type { Recorder } from '../../audit/audit-log.ts';
import type { LiveClients } from '../../clients/live-clients.ts';
import type { CitizenAccess, CitizenSession } from '../../relying-party/citizen-access.ts';
import { citizenSite, isOwnClient } from '../../relying-party/own-client.ts';
import { type Listing, readEach } from '../../storage/due/each-in-turn.ts';
import { hashOfIdentifier } from '../../storage/keyed-hash.ts';
import type { Sealer } from '../../storage/sealed.ts';
import { clientNameIn } from '../../web/page/client-name.ts';
import { initiatedLogin } from '../clients/service-address.ts';
import { createAdapterFactory } from '../records/adapter.ts';
import type { CitizenIndex, SessionTrace } from '../records/citizen-index-store.ts';
import { createCitizenRevocations } from './citizen-revocation-store.ts';
import type { LogoutNotices } from './logout-notices.ts';

type StoredSession = AdapterPayload & Partial<SessionTrace>;

export function createCitizenAccess(
  provider: Provider,
  recorder: Recorder,
  sealer: Sealer,
  accounts: AccountStore,
  index: CitizenIndex,
  clients: LiveClients,
  endings: LogoutNotices,
): CitizenAccess {
  const { store } = recorder;
  const accessEndings = createCitizenRevocations(recorder);
  const records = createAdapterFactory({ store, sealer, index, onTokenRead: () => {} })('Session');
  const sessionsOf = (accountId: string) => storedSessions(accountId, accounts, index, records);

  return {
    async sessions(accountId) {
      const { readable, unreadable } = await sessionsOf(accountId);
      const sessions = readable.map(describe);
      return {
        readable: sessions.sort((one, other) => other.lastSeenAt.getTime() - one.lastSeenAt.getTime()),
        unreadable,
      };
    },

    async endSession(accountId, handle, event) {
      const { readable, unreadable } = await sessionsOf(accountId);
      const session = readable.find((one) => handleOf(one) === handle);
      if (!session) {
        const failure = unreadable.find(({ which }) => which === handle);
        return failure ? { kind: 'unreadable', failure } : { kind: 'gone' };
      }
      await endings.queueForSession(accountId, String(session.uid));
      const grants = Object.values(session.authorizations ?? {}).flatMap(({ grantId }) => grantId ?? []);
      const isEnded = await accessEndings.endSession(String(session.uid), grants, event);
      await index.forgetSessions(accountId, [String(session.uid)]);
      return isEnded ? { kind: 'found', value: describe(session) } : { kind: 'gone' };
    },

    async forgetSession(accountId, handle) {
      const uids = await index.sessionUids(accountId);
      await index.forgetSessions(
        accountId,
        uids.filter((uid) => hashOfIdentifier(uid) === handle),
      );
    },

    services: (accountId) => index.services(accountId),

    async revoke(accountId, clientId, event) {
      const grants = await index.grantIds(accountId, clientId);
      return accessEndings.revoke(accountId, clientId, grants, event);
    },

    async nameOf(clientId, language) {
      // A disabled client is none to the engine; to a citizen it still has its name.
      const client = await clients.find(clientId);
      const metadata = client?.registration ?? (await provider.Client.find(clientId))?.metadata();
      return clientNameIn(metadata, language) || clientId;
    },

    async startAddressOf(clientId) {
      const client = await provider.Client.find(clientId);
      return client?.initiateLoginUri && initiatedLogin(client.initiateLoginUri, provider.issuer);
    },
  };
}

/** Those that still count. */
async function storedSessions(
  accountId: string,
  accounts: Pick<AccountStore, 'find'>,
  index: CitizenIndex,
  records: Adapter,
): Promise<Listing<StoredSession, string>> {
  const [account, uids] = await Promise.all([accounts.find(accountId), index.sessionUids(accountId)]);
  const uidOf = new Map(uids.map((uid) => [hashOfIdentifier(uid), uid]));
  const { readable, unreadable } = await readEach(
    [...uidOf.keys()],
    (handle) => `session ${handle} of account ${accountId}`,
    async (handle): Promise<StoredSession | undefined> =>
      (await records.findByUid(uidOf.get(handle) ?? '')) || undefined,
  );
  const counting = readable.filter(
    (session) =>
      account !== undefined && session.accountId === accountId && countsSince(account, session.loginTs ?? 0),
  );
  return { readable: counting, unreadable };
}

function describe(session: StoredSession): CitizenSession {
  return {
    handle: handleOf(session),
    device: session.device ?? '',
    network: session.network ?? '',
    clientIds: Object.keys(session.authorizations ?? {}).filter((clientId) => !isOwnClient(clientId)),
    signedInAt: new Date((session.loginTs ?? 0) * 1000),
    lastSeenAt: new Date((session.seenAt ?? session.loginTs ?? 0) * 1000),
    ownSid: session.authorizations?.[citizenSite.clientId]?.sid,
  };
}

function handleOf({ uid }: StoredSession): string {
  return hashOfIdentifier(String(uid));
}
