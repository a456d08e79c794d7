/** Everything that is kept of a citizen (GDPR article 15), gathered once: for the file that programs read, and for the page that people read. */
import type { Account } from '../../accounts/account.ts';
import type { AuditLog } from '../../audit/audit-log.ts';
import type { HistoryEntry, HistoryStore } from '../../audit/history/history-store.ts';
import type { PasskeyStore } from '../../passkeys/passkey-store.ts';
import type { CitizenAccess } from '../../relying-party/citizen-access.ts';
import type { DownloadLimit } from '../../throttle/windows/download-limit.ts';
import type { AuthenticatorStore } from '../../totp/authenticators/authenticator-store.ts';
import type { CredentialStore } from '../../wallet/issuing/credential-store.ts';
import type { ReadForm } from '../../web/form/form.ts';
import type { Language } from '../../web/language.ts';
import type { Pages } from '../../web/page/page.ts';
import type { SessionGuard } from '../session-guard.ts';
import type { NetworkName } from './network-names.ts';

export interface DataParts {
  readonly sessionGuard: SessionGuard;
  readonly authenticators: AuthenticatorStore;
  readonly passkeys: PasskeyStore;
  readonly history: HistoryStore;
  readonly access: CitizenAccess;
  readonly credentials: CredentialStore;
  readonly audit: AuditLog;
  readonly officeName: (office: string, language: Language) => string;
  readonly networkName: NetworkName;
  readonly downloadLimit: DownloadLimit;
  readonly readForm: ReadForm;
  readonly pages: Pages;
  readonly now: () => Date;
}

/** Opening the twenty thousand entries of a full history at once would keep everybody else waiting for two seconds. */
const entriesAtOnce = 500;

export type CollectedData = Awaited<ReturnType<typeof collectData>>;

export async function collectData(parts: DataParts, account: Account) {
  const { id } = account;
  const [authenticators, passkeys, sessions, services, wallets, history] = await Promise.all([
    parts.authenticators.list(id),
    parts.passkeys.list(id),
    parts.access.sessions(id),
    parts.access.services(id),
    parts.credentials.list(id),
    wholeHistory(parts.history, id),
  ]);
  return {
    writtenAt: parts.now(),
    account,
    authenticators: authenticators.readable,
    passkeys: passkeys.readable,
    sessions: sessions.readable,
    services,
    wallets: wallets.readable,
    history: history.entries,
    unreadable: {
      authenticators: authenticators.unreadable.length,
      passkeys: passkeys.unreadable.length,
      sessions: sessions.unreadable.length,
      wallets: wallets.unreadable.length,
      history: history.unreadable,
    },
  };
}

async function wholeHistory(
  history: HistoryStore,
  accountId: string,
): Promise<{ entries: HistoryEntry[]; unreadable: number }> {
  const entries: HistoryEntry[] = [];
  let unreadable = 0;
  let before: string | undefined;
  do {
    const page = await history.page(accountId, entriesAtOnce, before);
    entries.push(...page.readable);
    unreadable += page.unreadable.length;
    before = page.olderThan;
  } while (before !== undefined);
  return { entries, unreadable };
}
