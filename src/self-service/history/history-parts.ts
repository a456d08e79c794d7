/**
 * What happened to the account in the last twelve months, the proof of an entry, and "Nem én voltam" beside whatever somebody else
 * may have done. This file: what these pages work with.
 */
import type { AccountStore } from '../../accounts/account-store.ts';
import type { InclusionProofs } from '../../audit/export/inclusion-proofs.ts';
import type { HistoryStore } from '../../audit/history/history-store.ts';
import type { EndingNotices } from '../../ending-notices/ending-notices.ts';
import type { MessageQueue } from '../../notifications/message-queue.ts';
import type { CitizenAccess } from '../../relying-party/citizen-access.ts';
import type { ObjectionStore } from '../../totp/authenticators/objection-store.ts';
import type { CredentialStore } from '../../wallet/issuing/credential-store.ts';
import type { WalletSubjectStore } from '../../wallet/subjects/wallet-subject-store.ts';
import type { ReadForm } from '../../web/form/form.ts';
import type { Language } from '../../web/language.ts';
import type { Pages } from '../../web/page/page.ts';
import type { SessionGuard } from '../session-guard.ts';

export interface HistoryParts {
  readonly sessionGuard: SessionGuard;
  readonly accounts: AccountStore;
  readonly history: HistoryStore;
  readonly officeName: (office: string, language: Language) => string;
  readonly proofs: Pick<InclusionProofs, 'offered' | 'prove'>;
  readonly objections: ObjectionStore;
  readonly access: CitizenAccess;
  readonly credentials: CredentialStore;
  readonly walletSubjects: WalletSubjectStore;
  readonly messages: MessageQueue;
  readonly endingNotices: EndingNotices;
  readonly pages: Pages;
  readonly readForm: ReadForm;
  readonly now: () => Date;
}
